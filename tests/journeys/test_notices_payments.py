"""«Payment received»: a package brings a payment, the chat is told once, and no more after the stop below it."""

import pytest

from tests.databases import NOW
from tests.exchange.packages import Row
from tests.journeys.delivering import Packages, Told, at, of, packages, place, running, told

__all__ = ["packages", "place", "running", "told"]  # fixtures

MOMENT = NOW
RECEIVED = {
    "kk": "Төлем қабылданды: 4 870,00 ₸",
    "ru": "Платёж получен: 4 870,00 ₸",
    "en": "Payment received: 4,870.00 ₸",
}
SAID = {
    "kk": (
        "Төленген күні: 2026 жылғы 23 қараша",
        "Төлем орны: Мысал Банк",
        "Берешегіңіз: 1 234,56 ₸.",
        "Төлемдер 2026 жылғы 23 қараша күніне дейін ескерілді.",
    ),
    "ru": (
        "Дата оплаты: 23 ноября 2026 г.",
        "Место оплаты: Мысал Банк",
        "Ваша задолженность: 1 234,56 ₸.",
        "Платежи учтены по 23 ноября 2026 г.",
    ),
    "en": (
        "Paid on: 23 November 2026",
        "Paid at: Мысал Банк",
        "Your debt: 1,234.56 ₸.",
        "Payments are counted up to 23 November 2026.",
    ),
}
RECEIPT = {"kk": "📥 Төлем түбіртегі", "ru": "📥 Квитанция об оплате", "en": "📥 Receipt of payment"}
NOT_YET = {"kk": "мұнда әлі ескерілмеген", "ru": "здесь ещё не учтён", "en": "not counted here yet"}


def paid(told: Told, number: str, day: int) -> Row:
    when = f"2026-11-{day} 18:40:00"
    return of(told.electricity, payment_id=f"NEW-{number}", paid_at=when, amount="4870,00", channel="Мысал Банк")


@pytest.mark.usefixtures("running")
async def test_a_payment_is_told_of_once_with_its_receipt_and_the_next_one_not_after_the_stop(
    told: Told, packages: Packages
) -> None:
    await told.links()
    packages.add("payments", paid(told, "1", 23))
    packages.owes(told.account, "1234,56", counted="2026-11-23")
    await packages.arrive(at(24))

    said = await told.hears(RECEIVED[told.language])
    assert told.consumer.account_no in said
    assert [each for each in SAID[told.language] if each not in said] == []
    assert NOT_YET[told.language] not in said
    await told.person.taps(RECEIPT[told.language])
    await told.person.sees("№ RC-2026-000001")

    await packages.arrive(at(24, 12))
    await told.hears_nothing()

    await told.stops(RECEIVED[told.language])
    packages.add("payments", paid(told, "2", 24))
    await packages.arrive(at(25))
    await told.hears_nothing()


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize("told", ["ru"], indirect=True)
async def test_a_payment_of_the_night_is_told_of_in_the_morning_and_said_not_to_be_counted_yet(
    told: Told, packages: Packages
) -> None:
    await told.links()
    packages.add("payments", paid(told, "1", 23))
    packages.owes(told.account, "1234,56", counted="2026-11-22")
    await packages.arrive(at(23, 22, 30))
    await told.hears_nothing()

    packages.time.move_to(at(24, 9, 1))

    said = await told.hears(RECEIVED[told.language])
    assert "Платежи учтены по 22 ноября 2026 г." in said
    assert NOT_YET[told.language] in said

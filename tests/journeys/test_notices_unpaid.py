"""A bill that is not paid by its day: asked for at the hour, once a day at most, until it is paid or stopped."""

import pytest

from core.exchange.demo import DemoPerson
from tests.databases import NOW
from tests.exchange.packages import Row
from tests.journeys.delivering import Packages, Told, at, packages, place, running, told
from tests.journeys.steps import sees_linked

__all__ = ["packages", "place", "running", "told"]  # fixtures

MOMENT = NOW
TITLE = {
    "kk": "⏰ Түбіртек әлі төленбеген",
    "ru": "⏰ Квитанция ещё не оплачена",
    "en": "⏰ A bill has not been paid yet",
}
SAID = {
    "kk": (
        "Шот-түбіртек: 2026 жылғы қазан",
        "Төлеу мерзімі өтті: 2026 жылғы 25 қараша",
        "🔴 Төлеуге қалғаны: 4 870,00 ₸",
        "Егер төлеп қойған болсаңыз, рақмет!",
    ),
    "ru": (
        "Счёт-квитанция: октябрь 2026 г.",
        "Срок оплаты истёк: 25 ноября 2026 г.",
        "🔴 Осталось оплатить: 4 870,00 ₸",
        "Если Вы уже оплатили, спасибо!",
    ),
    "en": (
        "Bill: October 2026",
        "It was to be paid by: 25 November 2026",
        "🔴 Left to pay: 4,870.00 ₸",
        "If you have paid already, thank you!",
    ),
}


@pytest.mark.usefixtures("running")
async def test_an_unpaid_bill_is_asked_for_at_the_hour_once_a_day_until_the_stop(
    told: Told, packages: Packages
) -> None:
    await told.links()
    owes(packages, told.account)
    await packages.arrive(at(26, 9, 30))
    await told.hears_nothing()

    packages.time.move_to(at(26, 10, 0))
    said = await told.hears(TITLE[told.language])
    assert told.consumer.account_no in said
    assert [each for each in SAID[told.language] if each not in said] == []
    await packages.arrive(at(26, 15))
    packages.time.move_to(at(27, 10, 1))
    await told.hears_nothing()

    await told.stops(TITLE[told.language])
    packages.time.move_to(at(2, 10, 1, month=12))
    await told.hears_nothing()


def owes(packages: Packages, account: Row) -> None:
    """Let the bill of October be open, with the payments of its last day counted."""

    def october(row: Row) -> bool:
        return row["period"] == "2026-10" and account.items() <= row.items()

    packages.next.change("bills", october, total="4870,00", due_on="2026-11-25")
    packages.owes(account, "4870,00", counted="2026-11-25")


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize("told", ["kk"], indirect=True)
async def test_two_accounts_of_a_chat_are_one_push_and_a_paid_one_is_not_asked_for_again(
    told: Told, packages: Packages, people: tuple[DemoPerson, ...]
) -> None:
    other = Told(told.person, people[2])
    await told.links()
    await told.person.starts(other.consumer.one_time_code)
    await told.person.taps("Растау")
    await sees_linked(told.person, other.consumer.account_no)
    for account in (told.account, other.account):
        owes(packages, account)
    await packages.arrive(at(26, 10, 1))

    said = await told.hears("⏰ Түбіртектер әлі төленбеген")
    assert told.consumer.account_no in said
    assert other.consumer.account_no in said
    assert told.person.screen.inline[:2] == [
        f"💳 Төлеу · {told.consumer.account_no}",
        f"💳 Төлеу · {other.consumer.account_no}",
    ]
    await told.hears_nothing()

    packages.owes(told.account, "0,00", counted="2026-12-01")
    packages.owes(other.account, "4870,00", counted="2026-12-01")
    await packages.arrive(at(2, 9, 30, month=12))
    packages.time.move_to(at(2, 10, 1, month=12))
    said = await told.hears(TITLE["kk"])
    assert other.consumer.account_no in said
    assert told.consumer.account_no not in said


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize("told", ["ru"], indirect=True)
async def test_a_package_of_the_same_day_with_another_unpaid_bill_is_no_second_push(
    told: Told, packages: Packages, people: tuple[DemoPerson, ...]
) -> None:
    other = Told(told.person, people[2])
    await told.links()
    await told.person.starts(other.consumer.one_time_code)
    await told.person.taps("Подтвердить")
    await sees_linked(told.person, other.consumer.account_no)
    owes(packages, told.account)
    await packages.arrive(at(26, 10, 1))
    await told.hears(TITLE["ru"])

    owes(packages, other.account)
    await packages.arrive(at(26, 16))

    await told.hears_nothing()

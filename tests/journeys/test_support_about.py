"""«Ask about this» on whatever an account shows, and below notices: the operator reads what the question is about."""

import pytest

from core.i18n import Translator, translator
from sandbox import Group, Person, Sandbox
from tests.databases import NOW
from tests.journeys.delivering import Packages, Told, at, packages, place, running, told
from tests.journeys.desk import seats, sees_topic, written
from tests.journeys.steps import seen
from tests.journeys.test_notices_bills import TITLE as BILL
from tests.journeys.test_notices_bills import bill_comes
from tests.journeys.test_notices_payments import RECEIVED, paid
from tests.journeys.test_notices_unpaid import TITLE as UNPAID
from tests.journeys.test_notices_unpaid import owes
from tests.running import Place

__all__ = ["packages", "place", "running", "told"]  # fixtures

MOMENT = NOW
RU = translator("ru")


@pytest.fixture(autouse=True)
async def desk(place: Place, operators: Group, sandbox: Sandbox) -> Group:
    saule = sandbox.world.person("Сәуле", language="kk", phone="+77010000009")
    place.operators = operators.id
    operators.add_bot(by=saule)
    await seats(place, saule)
    return operators


async def asks(told: Told, desk: Group, question: str) -> tuple[str, str]:
    """Press the button and write; return what he was asked, and what the operator reads above the question."""
    person = told.person
    await person.taps(told.words.pgettext("button", "Ask about this"))
    asked = seen(person).splitlines()[0]
    await person.says(question)
    await person.sees("№1")
    topic = await sees_topic(desk, question)
    lines = written(desk, topic)
    return asked, lines[lines.index(question) - 1].replace("\u00a0", " ")


def button(words: Translator, label: str) -> str:
    return words.pgettext("button", label)


async def opens(person: Person, *labels: str) -> None:
    for label in labels:
        await person.taps(next(each for each in person.screen.inline if label in each))


async def test_each_screen_carries_along_what_it_shows(told: Told, running: Place, desk: Group) -> None:
    person, words, number = told.person, told.words, told.consumer.account_no
    await told.links()

    await person.says("/bills")
    await opens(person, "🔍 10.2026")
    asked, read = await asks(told, desk, "bill?")
    assert (
        asked
        == {
            "kk": f"❓ Сұрақ мынаған қатысты: шот-түбіртек · 2026 жылғы қазан · {number}",
            "ru": f"❓ Вопрос касается: счёт-квитанция · октябрь 2026 г. · {number}",
            "en": f"❓ Question about: a bill · October 2026 · {number}",
        }[told.language]
    )
    assert read == f"❓ Вопрос касается: счёт-квитанция\n{number} · октябрь 2026 г."

    await person.says("/balance")
    await opens(person, button(words, "Statement"), "🔍")
    _, read = await asks(told, desk, "charge?")
    assert read == f"❓ Вопрос касается: начисление\n{number} · ноябрь 2026 г."

    await person.says("/balance")
    await opens(person, button(words, "Why did it change?"))
    _, read = await asks(told, desk, "change?")
    assert read == f"❓ Вопрос касается: начисление\n{number} · октябрь 2026 г., для сравнения: сентябрь 2026 г."

    await person.says("/bills")
    await opens(person, button(words, "Payments"), "🔍")
    _, read = await asks(told, desk, "payment?")
    assert read.startswith(f"❓ Вопрос касается: платёж\n{number} · ")
    assert read.endswith(" ₸")

    await person.says("/balance")
    await opens(person, button(words, "Account card"))
    _, read = await asks(told, desk, "card?")
    assert read == f"❓ Вопрос касается: лицевой счёт\n{number}"

    await person.says("/documents")
    await opens(person, button(words, "Account status"))
    await person.sees("-2026-000001")
    _, read = await asks(told, desk, "paper?")
    assert read == f"❓ Вопрос касается: документ\n{number} · № AS-2026-000001"


async def test_a_new_bill_is_asked_about_from_its_notice(
    told: Told, running: Place, packages: Packages, desk: Group
) -> None:
    await told.links()
    await bill_comes(packages, told)
    await told.hears(BILL[told.language])

    _, read = await asks(told, desk, "notice?")

    assert read == f"❓ Вопрос касается: счёт-квитанция\n{told.consumer.account_no} · ноябрь 2026 г."


async def test_a_payment_is_asked_about_from_its_notice(
    told: Told, running: Place, packages: Packages, desk: Group
) -> None:
    await told.links()
    packages.add("payments", paid(told, "1", 23))
    await packages.arrive(at(24))
    await told.hears(RECEIVED[told.language])

    _, read = await asks(told, desk, "notice?")

    assert read == f"❓ Вопрос касается: платёж\n{told.consumer.account_no} · 23 ноября 2026 г. · 4 870,00 ₸"


async def test_a_notice_is_told_by_its_kind_and_day(
    told: Told, running: Place, packages: Packages, desk: Group
) -> None:
    await told.links()
    owes(packages, told.account)
    await packages.arrive(at(26, 10, 1))
    await told.hears(UNPAID[told.language])

    asked, read = await asks(told, desk, "notice?")

    kind = {"kk": "«Төленбеген түбіртек»", "ru": "«Неоплаченная квитанция»", "en": "«Unpaid bill»"}[told.language]
    assert kind in asked
    assert (
        read
        == f"❓ Вопрос касается: уведомление\n{told.consumer.account_no} · «Неоплаченная квитанция» · 26 ноября 2026 г."
    )

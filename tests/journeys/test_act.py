"""The reconciliation act: of one balance or of several, by presets and by the calendar, or refused."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.app import Options
from core.period import Period
from core.retailer import DEMO_FILE
from core.storage import book
from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import audit
from sandbox import Person
from tests.core.documents.keys import PASSPHRASE, make_key
from tests.core.documents.test_signature import judged
from tests.core.storage.test_balance import fill
from tests.databases import NOW
from tests.journeys.conftest import Time
from tests.journeys.papers import codes_on, needs_poppler, pdf_in, words_of
from tests.journeys.steps import presses_forged, seen
from tests.journeys.test_balance import BOTH, Consumers, links_by_code, links_own
from tests.running import Place, within

DEMO, MOMENT = True, NOW


def paper(person: Person) -> str:
    return " ".join(words_of(pdf_in(person, "ACT-")).split())


def sum_of(person: Person, label: str) -> str:
    """Return a sum of the caption."""
    line = next(line for line in seen(person).splitlines() if line.startswith(label))
    return line.partition(": ")[2].removesuffix(" ₸")


async def opens(person: Person, act: str) -> None:
    await person.says("/documents")
    await person.taps(act)


@needs_poppler
@pytest.mark.parametrize("way", BOTH, indirect=True)
async def test_an_act_in_kazakh_says_the_same_in_the_chat_and_on_paper(
    bot: Place, aliya: Person, people: Consumers
) -> None:
    await links_own(aliya, people[0])
    await opens(aliya, "Салыстырып тексеру актісі")
    assert "Электр энергиясы" in seen(aliya)
    assert aliya.screen.inline == [
        "2026 жылғы қазан",
        "III тоқсан, 2026 ж.",
        "II тоқсан, 2026 ж.",
        "2026 жыл",
        "2025 жыл",
        "📅 Еркін кезең",
        "Артқа",
    ]

    await aliya.taps("III тоқсан")
    await aliya.sees("№ ACT-2026-000001")

    assert "2026 жылғы шілде – 2026 жылғы қыркүйек" in seen(aliya)
    said = paper(aliya)
    assert "Кезең: 01.07.2026 – 30.09.2026. Есептеу нүктесі: № CU1048576. Дербес шот: 000123456" in said
    for label in ("Бастапқы сальдо", "Дебет", "Кредит", "Ақырғы сальдо"):
        assert sum_of(aliya, label).removeprefix("−") in said
    assert "Өсімпұл / Пеня" in said
    assert people[0].payer not in said
    assert codes_on(pdf_in(aliya, "ACT-"))[0].startswith("https://t.me/")


@needs_poppler
async def test_meters_of_one_balance_are_one_act_in_russian(bot: Place, maria: Person, people: Consumers) -> None:
    await links_by_code(maria, people[1])
    await opens(maria, "Акт сверки")
    await maria.taps("2026 год")
    await maria.sees("№ ACT-2026-000001")

    assert "🟢 Переплата" in seen(maria)
    assert "Платежи учтены по 31 октября 2026 г." in seen(maria)
    said = paper(maria)
    assert "Точка учёта: № MT2097152 Пәтер / Квартира; № MT2097153 Гараж." in said
    assert said.count("№ MT2097153") == 2 + 10  # twice in the head, then for ten months
    assert people[1].payer in said
    overpaid = sum_of(maria, "Конечное сальдо")
    assert f"задолженность в пользу {people[1].payer}: {overpaid.removeprefix('−')} тенге (" in said


@needs_poppler
async def test_any_period_by_the_calendar_in_english(bot: Place, john: Person, people: Consumers) -> None:
    await links_by_code(john, people[2])
    await opens(john, "Reconciliation act")
    await john.taps("Any period")
    await john.taps("‹ 2025")
    await john.taps("December")
    await john.taps("2026 ›")
    await john.taps("February")
    await john.sees("№ ACT-2026-000001")

    assert "December 2025 – February 2026" in seen(john)
    said = paper(john)
    assert "Period: 01.12.2025 – 28.02.2026." in said
    assert "As of 28.02.2026" in said
    await john.taps("Other documents")
    await john.taps("Reconciliation act")
    await john.taps("October 2026")
    await john.sees("№ ACT-2026-000002")


async def test_two_acts_that_meet_agree(bot: Place, john: Person, people: Consumers) -> None:
    await links_own(john, people[0])
    closing = ""
    for number, quarter in ((1, "Quarter II"), (2, "Quarter III")):
        await opens(john, "Reconciliation act")
        await john.taps(f"{quarter}, 2026")
        await john.sees(f"№ ACT-2026-{number:06}")
        if closing:
            assert sum_of(john, "Opening balance") == closing
        closing = sum_of(john, "Closing balance")


async def test_the_way_back_leads_through_every_screen(bot: Place, john: Person, people: Consumers) -> None:
    await links_own(john, people[0])
    await opens(john, "Reconciliation act")
    periods = seen(john)
    await john.taps("Any period")
    await john.taps("May")
    assert "From: May 2026" in seen(john)
    await john.taps("Back")
    assert "From which month?" in seen(john)
    await john.taps("Back")
    assert seen(john) == periods
    await john.taps("Back")
    assert "Which document do you need?" in seen(john)


@pytest.mark.parametrize("way", BOTH, indirect=True)
async def test_data_that_contradict_themselves_make_no_paper(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[0])
    await charge_twice(bot, "CU1048576")
    await opens(maria, "Акт сверки")

    await maria.taps("октябрь 2026 г.")

    await maria.sees("Этот акт составить нельзя")
    assert "октябрь 2026 г.: начисления не совпадают с суммой в сальдо. Разница: 77,00 ₸" in seen(maria)
    assert "+7 7232" in seen(maria)
    assert not [line for line in maria.history if line.file_name]
    await maria.taps("Другой период")
    await maria.taps("III квартал 2026")
    await maria.sees("№ ACT-2026-000001")
    assert await traces(bot) == ["refuse.act", "view.act"]


async def test_buttons_of_others_and_forged_ones_find_nothing(
    bot: Place, maria: Person, john: Person, people: Consumers
) -> None:
    await links_own(maria, people[0])
    await opens(maria, "Акт сверки")
    mark = await mark_on(maria)
    await links_own(john, people[1])
    foreign = "1" if "act_make:1:" in await data_on(maria) else "2"

    for data in (
        f"act:{foreign}",
        f"act_period:{foreign}:{mark}",
        f"act_make:{foreign}:{mark}:202609-202610",
        "act_make:999:AAAAAAAA:202609-202610",
    ):
        await john.says("/documents")
        await presses_forged(john, data)
        await john.sees("out of date")
    await opens(john, "Reconciliation act")
    for data in ("act_make:2:AAAAAAAA:202609-202610", f"act_make:2:{mark}:209901-209912", "act_make:2:x:202613-1"):
        await presses_forged(john, data)
    assert not [line for line in (*john.history, *maria.history) if line.file_name]


async def data_on(person: Person) -> str:
    message = person.screen.menu
    assert message is not None
    assert message.markup is not None
    return " ".join(button["callback_data"] for row in message.markup["inline_keyboard"] for button in row)


async def mark_on(person: Person) -> str:
    return (await data_on(person)).split("act_make:", 1)[1].split(":")[1]


async def test_an_act_is_signed_where_there_is_a_key(place: Place, time: Time, john: Person, people: Consumers) -> None:
    root = make_key(place.folder / "acts.p12", since=datetime.now(UTC) - timedelta(days=365))
    told = DEMO_FILE.read_text(encoding="utf-8").replace('signing_key_file = ""', 'signing_key_file = "acts.p12"')
    (place.folder / "retailer.toml").write_text(told, encoding="utf-8")
    place.more = {"RETAILER_FILE": str(place.folder / "retailer.toml"), "SIGNING_KEY_PASSPHRASE": PASSPHRASE}
    async with within(place, Options(clock=time, updates_per_minute=10_000)):
        await links_own(john, people[0])
        await opens(john, "Reconciliation act")
        await john.taps("October 2026")
        await john.sees("№ ACT-2026-000001")
        await opens(john, "Account status")
        await john.sees("№ AS-2026-000002")

    status = await asyncio.to_thread(judged, pdf_in(john, "ACT-"), root)
    assert status.bottom_line, status.pretty_print_details()
    assert b"/ByteRange" not in pdf_in(john, "AS-")


async def traces(place: Place) -> list[str]:
    database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
    async with database.work() as work:
        found = await work.execute(select(audit.c.action).where(audit.c.action.like("%.act")).order_by(audit.c.id))
        actions = list(found.scalars())
    await database.dispose()
    return actions


async def charge_twice(place: Place, serial: str) -> None:
    """Add a charge that no balance knows of."""
    database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
    async with database.work() as work:
        of = select(book.points).join(book.meters, book.meters.c.point_id == book.points.c.point_id)
        point = (await work.execute(of.where(book.meters.c.serial_no == serial))).one()
    row = {"charge_id": "twice", "period": Period(2026, 10), "amount": 77_00, "point_id": point.point_id}
    of_whom = {name: getattr(point, name) for name in ("account_id", "service_code", "supplier_code")}
    await fill(database, {book.charges: [row | of_whom]})
    await database.dispose()

"""How much was used: the picture of two years in the chat, the words under it, the table of readings."""

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from bot.app import Options
from core.exchange.demo.people import code
from core.period import Period
from core.storage import book, schema
from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import audit
from sandbox import Person, Sandbox
from tests.core.storage.test_balance import fill
from tests.databases import NOW, own_database
from tests.demo_data import take
from tests.journeys.conftest import Way
from tests.journeys.steps import presses_forged, sees_linked
from tests.journeys.test_balance import BOTH, Consumers, day_of_the_data, links_by_code, links_own
from tests.running import Place, within

STRONG = (15, 118, 110)  # bars of the last twelve months
TITLE = {"kk": "Тұтыну", "ru": "Потребление", "en": "Consumption"}


@pytest.fixture
async def place(way: Way, sandbox: Sandbox, tmp_path: Path, demo_package: Path) -> AsyncIterator[Place]:
    """The demo package, and before it a year of the first person's, with months that were estimated."""
    async with own_database(way.database, tmp_path) as url:
        database = Database(url, Vault.from_file(tmp_path / "secret.key"))
        await schema.migrate(database, NOW)
        assert (await take(database, demo_package)).accepted
        await add_a_year(database)
        await database.dispose()
        yield Place(sandbox, tmp_path, url)


@pytest.fixture
async def bot(place: Place) -> AsyncIterator[Place]:
    async with within(place, Options(clock=day_of_the_data(), updates_per_minute=10_000)):
        yield place


async def add_a_year(database: Database) -> None:
    """Charge the months before those of the package, two of them by the average, and give newer readings."""
    async with database.work() as work:
        of = select(book.registers.c.register_id, book.points.c.point_id, book.points.c.account_id)
        of = of.join(book.meters, book.meters.c.meter_id == book.registers.c.meter_id)
        of = of.join(book.points, book.points.c.point_id == book.meters.c.point_id)
        meter = (await work.execute(of.where(book.meters.c.serial_no == "CU1048576"))).one()
        full = (await work.execute(of.where(book.meters.c.serial_no == "AB4194304"))).first()
    assert full is not None
    rows = [
        charge(place, meter.account_id, meter.point_id, Period(2025, 10).plus(-place), place in (2, 3))
        for place in range(12)
    ]
    readings = [reading(meter.register_id, 13_350_000), reading(full.register_id, 120_000)]
    await fill(database, {book.charges: rows, book.readings: readings})


def reading(register_id: str, value: int) -> dict[str, Any]:
    facts = {"reading_id": f"new-{register_id}", "register_id": register_id, "reading_date": date(2026, 11, 20)}
    return facts | {"value": value, "source": "bot", "accepted": True}


def charge(place: int, account_id: int, point_id: str, period: Period, is_estimated: bool) -> dict[str, Any]:
    return {
        "charge_id": f"old-{place}",
        "account_id": account_id,
        "service_code": "ELEC",
        "supplier_code": "ZHARYQ",
        "point_id": point_id,
        "period": period,
        "method": "average" if is_estimated else "meter",
        "volume": (300 + 10 * place) * 1000,
        "amount": 1,
    }


def picture(person: Person) -> Image.Image:
    """Return the picture of the newest message, decoded; there has to be one."""
    line = person.screen.line
    assert line is not None
    file = person.world.files[line.message.content["photo"][-1]["file_id"]]
    assert len(file.data) <= 20_000
    return Image.open(io.BytesIO(file.data)).convert("RGB")


def hatched(image: Image.Image) -> bool:
    """Look for slanting stripes: along a row of pixels paper and bar change many times within a bar's width."""
    for y in range(250, 360, 7):
        row = [image.getpixel((x, y)) for x in range(image.width)]
        changes = [x for x in range(1, image.width) if row[x] != row[x - 1]]
        if any(right - left <= 24 for left, right in zip(changes, changes[6:], strict=False)):
            return True
    return False


@pytest.mark.parametrize("way", BOTH, indirect=True)
async def test_two_years_in_a_picture_and_in_words_in_kazakh(bot: Place, aliya: Person, people: Consumers) -> None:
    await links_own(aliya, people[0])

    await aliya.taps("📊 Тұтыну")
    shown = await aliya.sees("Тұтыну")

    image = picture(aliya)
    assert image.size == (800, 450)
    assert hatched(image)
    assert STRONG in {colour for _, colour in image.getcolors()}
    assert "2026 жылғы қараша, 20.11.2026 күнгі жағдай: 200\u00a0кВт·сағ" in shown.text
    assert "2026 жылғы қазан: 380\u00a0кВт·сағ" in shown.text
    assert "2025 жылғы қазан: 300\u00a0кВт·сағ" in shown.text
    assert "Бір жыл бұрынғыдан 27\u00a0% көп." in shown.text
    assert "Айына орта есеппен: 380\u00a0кВт·сағ" in shown.text
    assert "Соңғы он екі айда: 4\u00a0560\u00a0кВт·сағ" in shown.text
    assert "Штрихталған айлар" in shown.text

    await aliya.taps("Көрсеткіштер кестесі")
    assert "20.11.2026 13\u00a0350 +200 🤖" in aliya.screen.text
    assert "31.10.2026 13\u00a0150 +380 👷" in aliya.screen.text
    assert "🤖 осы бот" in aliya.screen.text
    await aliya.taps("▶️")
    assert "Бет: 2 / 2" in aliya.screen.text
    assert "31.10.2025 8\u00a0590    — 👷" in aliya.screen.text
    await aliya.taps("Артқа")
    assert "2026 жылғы қазан: 380" in aliya.screen.text
    assert [("photo" in line.message.content) for line in aliya.history if not line.mine][-1]


async def test_a_year_is_picked_and_the_picture_changes_in_place_in_russian(
    bot: Place, maria: Person, people: Consumers
) -> None:
    await links_own(maria, people[0])
    await maria.says("/usage")
    bubbles, first = len(maria.history), picture(maria).tobytes()
    assert maria.screen.inline[:3] == ["✅ 12 месяцев", "2026", "2025"]

    await maria.taps("2025")

    assert len(maria.history) == bubbles
    assert picture(maria).tobytes() != first
    assert "⚡️ декабрь 2025 г.: 470\u00a0кВт·ч" in maria.screen.text
    assert "декабрь 2024 г.: 400\u00a0кВт·ч\n📈 На 18\u00a0% больше, чем годом раньше." in maria.screen.text
    assert "За 2025 год:" in maria.screen.text
    assert "по 20.11.2026" not in maria.screen.text
    await maria.taps("12 месяцев")
    assert picture(maria).tobytes() == first


async def test_own_submissions_come_below_the_picture(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[0])
    await maria.says("/usage")

    await maria.taps("Мои показания")

    below, above = maria.history[-1], maria.history[-2]
    assert "photo" in above.message.content
    assert "photo" not in below.message.content
    assert "Мои показания" in below.text


async def test_one_of_two_meters_and_its_zones_in_english(bot: Place, john: Person, people: Consumers) -> None:
    await links_by_code(john, people[1])
    await john.says("Consumption")
    assert "All meters together" in john.screen.text
    assert "October 2026: 365\u00a0kWh" in john.screen.text
    assert "▫️ day: 210\u00a0kWh\n▫️ night: 120\u00a0kWh\n▫️ without zones: 35\u00a0kWh" in john.screen.text

    await john.taps("Choose a meter")
    await john.taps("№ MT2097153 · Гараж")

    assert "🔌 №\u00a0MT2097153 · Гараж" in john.screen.text
    assert "October 2026: 35\u00a0kWh" in john.screen.text
    assert "zone" not in john.screen.text
    await john.taps("Table of readings")
    assert "MT2097152" not in john.screen.text
    await john.taps("Back")
    await john.taps("Choose a meter")
    assert "✅ № MT2097153 · Гараж" in john.screen.inline
    await john.taps("All meters together")
    assert "October 2026: 365" in john.screen.text


async def test_a_replaced_meter_and_a_dial_that_went_over_zero_are_one_story(
    bot: Place, maria: Person, people: Consumers
) -> None:
    await links_by_code(maria, people[2])
    await maria.says("/usage")
    assert "За последние двенадцать месяцев: 4\u00a0261\u00a0кВт·ч" in maria.screen.text

    await maria.taps("Таблица показаний")

    seen = [maria.screen.text]
    while "▶️" in maria.screen.inline:
        await maria.taps("▶️")
        seen.append(maria.screen.text)
    text = "\n".join(seen)
    assert "🔌 №\u00a0AB4194304" in seen[0]
    assert "🔌 №\u00a0AB4194303" in seen[-1]
    assert "🔁 прибор учёта перешёл через ноль" in text
    assert "20.11.2026 T1    120 +215 🤖🔁" in text
    assert "T1 дневная; T2 ночная; T3 пиковая" in text
    assert all(len(page) <= 1024 for page in seen)


async def test_another_account_is_shown_and_becomes_the_current_one(
    bot: Place, maria: Person, people: Consumers
) -> None:
    await links_own(maria, people[0])
    await maria.starts(people[1].one_time_code)
    await maria.taps("Подтвердить")
    await sees_linked(maria, people[1].account_no)
    await maria.says("/usage")
    assert people[1].account_no in maria.screen.text

    await maria.taps("Другой счёт")
    assert f"✅ {people[1].account_no}" in maria.screen.inline
    await maria.taps(people[0].account_no)

    assert f"Лицевой счёт: {people[0].account_no}" in maria.screen.text
    await maria.says("/usage")
    assert people[0].account_no in maria.screen.text
    assert "photo" in maria.screen.line.message.content  # type: ignore[union-attr]


async def test_an_account_without_data_gets_calm_words_and_no_picture(
    bot: Place, john: Person, people: Consumers
) -> None:
    await links_by_code(john, replace(people[2], account_no="000900001", one_time_code=code("new owner")))
    await john.says("/usage")

    assert "It takes two readings" in john.screen.text
    assert "photo" not in john.screen.line.message.content  # type: ignore[union-attr]
    await john.taps("Table of readings")
    assert "31.10.2026" in john.screen.text


async def test_every_view_is_in_the_audit_log_and_a_foreign_one_is_refused(
    bot: Place, aliya: Person, maria: Person, people: Consumers
) -> None:
    await links_own(aliya, people[0])
    await links_own(maria, people[1])
    await aliya.says("/usage")
    await aliya.taps("Көрсеткіштер кестесі")

    await presses_forged(maria, "usage:1::")
    await presses_forged(maria, "history:1::0")

    rows = await audited(bot)
    assert ("view.usage", f"chat:{aliya.id}") in rows
    assert ("view.readings", f"chat:{aliya.id}") in rows
    assert [row for row in rows if row == ("link.foreign", f"chat:{maria.id}")]
    assert "000123456" not in maria.screen.text


async def audited(bot: Place) -> list[tuple[str, str]]:
    database = Database(bot.database_url, Vault.from_file(bot.folder / "secret.key"))
    async with database.work() as work:
        rows = (await work.execute(select(audit.c.action, audit.c.actor))).all()
    await database.dispose()
    return [(row.action, row.actor) for row in rows]

"""Outages by address: planned, moved, over; whoever lives elsewhere hears nothing."""

import pytest

from core.exchange.demo import DemoPerson
from sandbox import Person
from tests.databases import NOW
from tests.exchange.packages import Row
from tests.journeys.delivering import Packages, Told, at, packages, place, running, told

__all__ = ["packages", "place", "running", "told"]  # fixtures

MOMENT = NOW
PLANNED = {
    "kk": "🛠 Электр энергиясы жоспарлы түрде ажыратылады",
    "ru": "🛠 Плановое отключение электроэнергии",
    "en": "🛠 Planned outage",
}
FIRST = {
    "kk": ("Басталуы: 25.11.2026 10:00", "Аяқталуы: 25.11.2026 16:00", "Себебі: Желіні жөндеу"),
    "ru": ("Начало: 25.11.2026 10:00", "Окончание: 25.11.2026 16:00", "Причина: Ремонт сети"),
    "en": ("From: 25.11.2026 10:00", "Until: 25.11.2026 16:00", "Cause: Ремонт сети"),
}
MOVED = {
    "kk": "🔄 Уақыты өзгерді. Жаңа уақыты:",
    "ru": "🔄 Время изменилось. Новое время:",
    "en": "🔄 The time has changed. It is now:",
}
BACK = {
    "kk": "💡 Электр энергиясы қайта қосылды",
    "ru": "💡 Электроснабжение восстановлено",
    "en": "💡 Electricity is back",
}
# Streets as the offices of the branches write them, and houses among which the consumer's is.
WHERE = {
    "000123456": {"localities": "Усть-Каменогорск", "streets": "проспект Абая; ул. Ленина", "houses": "10-20"},
    "000234567": {"localities": "г. Семей", "streets": "пр-т Шакарима", "houses": "1, 3, 7а"},
    "000345678": {"localities": "Риддер қаласы", "streets": "Букетова", "houses": "1–31 (нечётные)"},
}


def outage(consumer: DemoPerson, **cells: str) -> Row:
    where = {"branch_code": consumer.branch_code, **WHERE[consumer.account_no]}
    words = {"text_kk": "Желіні жөндеу", "text_ru": "Ремонт сети"}
    times = {"from_at": "2026-11-25 10:00", "to_at": "2026-11-25 16:00"}
    return {"outage_id": "NEW", "kind": "planned", **where, **words, **times, **cells}


def address(told: Told, packages: Packages) -> str:
    (own,) = [row for row in packages.next.rows("accounts") if row["account_no"] == told.consumer.account_no]
    return own["address_kk" if told.language == "kk" else "address_ru"]


@pytest.mark.usefixtures("running")
async def test_an_outage_is_planned_moved_and_over_and_then_nothing_more_is_heard(
    told: Told, packages: Packages
) -> None:
    await told.links()
    packages.add("outages", outage(told.consumer))
    await packages.arrive(at(24))

    said = await told.hears(PLANNED[told.language])
    assert [each for each in FIRST[told.language] if each not in said] == []
    assert f"{told.consumer.account_no} · {address(told, packages)}" in said
    assert MOVED[told.language] not in said
    await packages.arrive(at(24, 12))
    await told.hears_nothing()

    packages.next.change("outages", lambda row: row["outage_id"] == "NEW", to_at="2026-11-25 18:30")
    await packages.arrive(at(24, 15))
    said = await told.hears(MOVED[told.language])
    assert PLANNED[told.language] in said
    assert "25.11.2026 18:30" in said

    packages.next.change("outages", lambda row: row["outage_id"] == "NEW", kind="restored", to_at="2026-11-25 17:40")
    await packages.arrive(at(25, 17, 45))
    said = await told.hears(BACK[told.language])
    assert "25.11.2026 17:40" in said
    assert MOVED[told.language] not in said

    await told.stops(BACK[told.language])
    packages.add("outages", outage(told.consumer, outage_id="NEXT", kind="emergency", to_at=""))
    await packages.arrive(at(25, 18))
    await told.hears_nothing()


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize("told", ["kk"], indirect=True)
async def test_whoever_lives_elsewhere_hears_nothing_of_it(
    told: Told, maria: Person, people: tuple[DemoPerson, ...], packages: Packages
) -> None:
    neighbour = Told(maria, people[1])
    await told.links()
    await neighbour.links()
    elsewhere = {"houses": "2-10", "outage_id": "BESIDE"}
    packages.add(
        "outages",
        outage(told.consumer, **elsewhere),
        outage(told.consumer, outage_id="STREET", streets="ул. Абая"),
        outage(neighbour.consumer, kind="emergency", to_at=""),
    )
    await packages.arrive(at(25, 10, 30))

    said = await neighbour.hears("⚡ Аварийное отключение электроэнергии")
    assert "Начало: 25.11.2026 10:00\nКогда включат, пока неизвестно." in said
    await told.hears_nothing()


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize("told", ["ru"], indirect=True)
async def test_an_outage_of_the_night_that_is_over_by_the_morning_wakes_nobody(told: Told, packages: Packages) -> None:
    await told.links()
    night = {"from_at": "2026-11-25 02:00", "to_at": "2026-11-25 06:00"}
    packages.add("outages", outage(told.consumer, **night))
    await packages.arrive(at(24, 22))
    await told.hears_nothing()

    packages.time.move_to(at(25, 9, 1))
    await told.hears_nothing()

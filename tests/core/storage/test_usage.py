from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.period import Period
from core.storage import book
from core.storage.engine import Database
from core.storage.usage import SqlUsageBook
from core.usage.intervals import intervals, totals
from core.usage.monthly import months
from core.usage.ports import Charged, PlaceOnFile, Register
from core.usage.service import UsageService
from tests.core.balance.test_service import MARIA, Audit, Linked
from tests.core.storage.test_balance import Explaining, fill
from tests.demo_data import AS_OF
from tests.fakes.ledger import ACCOUNT

MINE, STRANGE = 41, 42
SERVICES = [
    {"service_code": "EL", "unit": "кВт·ч", "metered": True},
    {"service_code": "WATER", "unit": "м³", "metered": True},
    {"service_code": "HOUSE", "unit": "", "metered": False},
]


def point(point_id: str, service: str | None = "EL", account: int = MINE, label: bytes | None = None) -> dict[str, Any]:
    return {"point_id": point_id, "account_id": account, "service_code": service, "label": label}


def meter(meter_id: str, point_id: str, **changes: Any) -> dict[str, Any]:
    facts = {"serial_no": f"S-{meter_id}", "ratio": None, "losses": None, "removed_on": None}
    return {"meter_id": meter_id, "point_id": point_id} | facts | changes


def dial(register_id: str, meter_id: str, zone: str = "T0") -> dict[str, Any]:
    return {"register_id": register_id, "meter_id": meter_id, "zone": zone, "digits_int": 5}


def reading(register_id: str, day: date, value: int, source: str | None = "inspector") -> dict[str, Any]:
    key = f"{register_id}-{day}"
    facts = {"reading_date": day, "value": value, "source": source, "accepted": source != "phone"}
    return {"reading_id": key, "register_id": register_id} | facts


def charge(charge_id: str, period: Period, volume: int | None, **changes: Any) -> dict[str, Any]:
    facts = {"account_id": MINE, "service_code": "EL", "point_id": "p1", "method": "meter", "zone": None, "level": None}
    days = {"date_from": None, "date_to": None}
    return {"charge_id": charge_id, "period": period, "volume": volume} | facts | days | changes


def correction(correction_id: str, period: Period, volume: int | None, service: str | None = "EL") -> dict[str, Any]:
    row = {"correction_id": correction_id, "account_id": MINE, "service_code": service}
    return row | {"period": period, "volume": volume, "amount": 1}


OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)


@pytest.fixture
async def usage(database: Database) -> AsyncIterator[SqlUsageBook]:
    label = database.vault.seal({"name": "Гараж"})
    rows: dict[Any, list[dict[str, Any]]] = {
        book.services: SERVICES,
        book.points: [
            point("p1", label=label),
            point("p2", service=None),
            point("w", "WATER"),
            point("x", account=STRANGE),
        ],
        book.meters: [
            meter("old", "p1", removed_on=date(2026, 6, 15)),
            meter("now", "p1", ratio=400_000, losses=18_600),
            meter("water", "w"),
            meter("other", "x"),
        ],
        book.registers: [dial("r0", "old"), dial("r1", "now", "T1"), dial("rw", "water"), dial("rx", "other")],
        book.readings: [
            reading("r0", date(2026, 6, 15), 5_000),
            reading("r1", date(2026, 10, 31), 9_000, "phone"),
            reading("r1", date(2026, 9, 30), 2**53 + 1, None),
            reading("rw", date(2026, 10, 31), 1),
            reading("rx", date(2026, 10, 31), 1),
        ],
        book.charges: [
            charge("1", OCTOBER, 90_000, level=1, date_from=date(2026, 9, 30), date_to=date(2026, 10, 15)),
            charge("2", OCTOBER, 2**53, level=2, date_from=date(2026, 10, 15), date_to=date(2026, 10, 31)),
            charge("3", OCTOBER, 5_000, zone="T2", method="average", point_id=None),
            charge("4", Period(2023, 11), 7_000),
            charge("5", Period(2023, 10), 1),
            charge("6", NOVEMBER, None, method="norm"),
            charge("7", OCTOBER, 1, service_code="WATER"),
            charge("8", OCTOBER, 56_000, service_code="HOUSE"),
            charge("9", OCTOBER, 1, account_id=STRANGE),
        ],
        book.corrections: [
            correction("1", OCTOBER, -3_000),
            correction("2", OCTOBER, 1_000, service=None),
            correction("3", OCTOBER, 5, service="WATER"),
            correction("4", OCTOBER, None),
        ],
    }
    await fill(database, rows)
    async with database.work() as work:
        yield SqlUsageBook(work)


async def test_places_of_energy_come_with_their_meters_those_in_place_first(usage: SqlUsageBook) -> None:
    assert await usage.places(MINE) == (
        PlaceOnFile(point_id="p1", name="Гараж", serials=("S-now", "S-old")),
        PlaceOnFile(point_id="p2", name="", serials=()),
    )


async def test_readings_come_with_their_registers_the_newest_first(usage: SqlUsageBook) -> None:
    found = await usage.readings(MINE)

    assert [(each.day, each.value, each.source, each.accepted) for each in found] == [
        (date(2026, 10, 31), 9_000, "phone", False),
        (date(2026, 9, 30), 2**53 + 1, "", True),
        (date(2026, 6, 15), 5_000, "inspector", True),
    ]
    assert found[0].register == Register(
        register_id="r1",
        point_id="p1",
        meter_id="now",
        serial_no="S-now",
        zone="T1",
        digits_int=5,
        ratio=400_000,
        losses=18_600,
    )
    assert (found[2].register.ratio, found[2].register.losses) == (10_000, 0)


async def test_charges_of_three_years_are_summed_over_their_levels(usage: SqlUsageBook) -> None:
    found = await usage.charged(MINE)

    assert set(found) == {
        Charged(
            point_id="p1",
            zone="",
            period=OCTOBER,
            method="meter",
            volume=2**53 + 90_000,
            since=date(2026, 9, 30),
            until=date(2026, 10, 31),
        ),
        Charged(point_id="", zone="T2", period=OCTOBER, method="average", volume=5_000, since=None, until=None),
        Charged(point_id="p1", zone="", period=Period(2023, 11), method="meter", volume=7_000, since=None, until=None),
    }
    assert all(type(each.volume) is int for each in found)


async def test_volumes_of_recalculations_are_summed_by_month(usage: SqlUsageBook) -> None:
    assert await usage.corrected(MINE) == ((OCTOBER, -2_000),)


async def test_an_unknown_account_has_nothing(usage: SqlUsageBook) -> None:
    assert await usage.places(1) == ()
    assert await usage.readings(1) == ()
    assert await usage.charged(1) == ()
    assert await usage.corrected(1) == ()
    assert await usage.as_of() is None


async def test_the_cases_of_the_demo_make_months(demo_database: Database) -> None:
    """Two and three zones, ratio 40 with losses, a replaced meter, a dial near its end, a closed account, none."""
    found = {}
    async with demo_database.work() as work:
        for account in await work.execute(book.accounts.select()):
            linked = Linked((replace(ACCOUNT, account_id=account.account_id),))
            service = UsageService(accounts=linked, book=SqlUsageBook(work), audit=Audit())  # type: ignore[arg-type]
            found[work.vault.open(account.personal)["account_no"]] = await service.overview(customer=MARIA)

    newest = {number: (shown.newest and shown.newest.volume, len(shown.months)) for number, shown in found.items()}
    assert newest["000234567"] == (365_000, 12)
    assert newest["000345678"] == (423_000, 12)
    assert newest["000900011"] == (2_178_600, 12)
    assert newest["000900012"] == (112_000, 12)
    assert newest["000900015"] == (40_000, 12)
    assert newest["000900001"] == newest["000900010"] == newest["000900017"] == (None, 0)
    estimated = {number for number, shown in found.items() if any(month.estimated for month in shown.months)}
    assert estimated == {"000900020"}  # charged by the average once
    assert {shown.as_of for shown in found.values()} == {AS_OF}


async def test_readings_and_charges_tell_the_same_of_a_demo_account(demo_database: Database) -> None:
    """What was charged by the meters is what their readings say: over zero, times 40, across a replacement."""
    async with demo_database.work() as work:
        for account in await work.execute(book.accounts.select()):
            stored = SqlUsageBook(work)
            charged, measured = await stored.charged(account.account_id), await stored.readings(account.account_id)
            by_charges, _ = months(charged, [], {})
            by_readings, _ = months([], totals(intervals(measured)), {})

            volumes = {each.period: each.volume for each in by_charges}
            shared = [each for each in by_readings if each.period in volumes]
            assert all(each.volume == volumes[each.period] for each in shared if not each.estimated)
            # A month charged by the average, and the reading that settles it, are the two months that it spans.
            spread = [each for each in shared if each.estimated]
            assert sum(each.volume or 0 for each in spread) == sum(volumes[each.period] or 0 for each in spread)


async def test_rows_are_found_by_an_index(database: Database) -> None:
    """A million accounts: no statement may read a table from end to end."""
    if not database.is_sqlite:
        pytest.skip("an empty PostgreSQL table is rightly read from end to end")
    plans: list[str] = []
    async with database.work() as work:
        stored = SqlUsageBook(Explaining(work, plans))  # type: ignore[arg-type]
        await stored.places(MINE)
        await stored.readings(MINE)
        await stored.charged(MINE)
        await stored.corrected(MINE)

    assert any("readings" in plan for plan in plans)
    assert [plan for plan in plans if plan.startswith("SCAN") and "services" not in plan] == [], plans

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Executable, Table, event, insert, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import create_async_engine

from core.balance.model import Amounts, LastMonths, StatementMonth
from core.cabinet import Cabinet
from core.customers.model import Customer
from core.period import Period
from core.storage import book
from core.storage.balance import SqlBalances
from core.storage.engine import Database
from core.storage.tables import packages
from core.storage.work import Work
from tests.databases import NOW
from tests.fakes.town import Town

MINE, STRANGE = 41, 42
OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)


async def fill(database: Database, rows: dict[Table, list[dict[str, Any]]], *, then: Executable | None = None) -> None:
    """Add rows to the live book, as no import does it; `then`: what else is done to it."""
    async with database.work() as work:
        generation = await work.generation()
    engine, translate = database.writer, {"book": f"book_{generation}"}
    if database.is_sqlite:
        engine = create_async_engine(database.url.set(database=str(database.book_file(generation))))
        translate = {"book": None}  # type: ignore[dict-item]
    async with engine.begin() as connection:
        await connection.execution_options(schema_translate_map=translate)
        for table, some in rows.items():
            await connection.execute(insert(table), some)
        if then is not None:
            await connection.execute(then)
    if database.is_sqlite:
        await engine.dispose()


def month(period: Period, closing: int, service: str = "EL", account: int = MINE, **changes: Any) -> dict[str, Any]:
    names = ("opening", "accrued", "corrections", "paid", "penalty", "penalty_forecast", "advance", "paid_until")
    row = {"account_id": account, "service_code": service, "supplier_code": "AES", "period": period}
    return row | {"closing": closing} | dict.fromkeys(names) | changes


SERVICES = [{"service_code": "EL", "name_kk": "Электр", "name_ru": None, "name_en": None, "unit": "kWh"}]
SUPPLIERS = [{"supplier_code": "AES", "name_kk": None, "name_ru": "АЭС"}]
BALANCES = [
    month(OCTOBER, 500, accrued=500),
    month(NOVEMBER, 2**53 + 1, opening=500, accrued=2**53, paid=499, paid_until=date(2026, 11, 18), advance=3),
    month(OCTOBER, -20, "GAS", penalty_forecast=0),
    month(NOVEMBER, 777, account=STRANGE),
]


@pytest.fixture
async def balances(database: Database) -> AsyncIterator[SqlBalances]:
    await fill(database, {book.services: SERVICES, book.suppliers: SUPPLIERS, book.balances: BALANCES})
    async with database.work() as work:
        yield SqlBalances(work)


async def test_the_newest_month_of_each_service_is_read_with_its_names(balances: SqlBalances) -> None:
    _, (el, gas) = await balances.newest(MINE)

    assert (el.service.name_kk, el.service.name_ru, el.service.name_en) == ("Электр", "Электр", "Электр")
    assert (el.service.supplier_kk, el.service.supplier_ru, el.service.unit) == ("АЭС", "АЭС", "kWh")
    assert (el.period, el.paid_until, el.advance, el.penalty_forecast) == (NOVEMBER, date(2026, 11, 18), 3, None)
    assert el.amounts == Amounts(opening=500, accrued=2**53, paid=499, closing=2**53 + 1)
    assert (gas.service.name_kk, gas.service.name_en, gas.period) == ("GAS", "GAS", OCTOBER)
    assert (gas.penalty_forecast, gas.paid_until, gas.advance) == (0, None, 0)


async def test_months_of_all_services_are_summed_exactly(balances: SqlBalances) -> None:
    months = await balances.months(MINE, None, OCTOBER, NOVEMBER)

    assert [(each.period, each.amounts and each.amounts.closing) for each in months] == [
        (OCTOBER, 480),
        (NOVEMBER, 2**53 + 1),
    ]
    assert all(type(each.amounts.closing) is int for each in months if each.amounts)
    assert [each.paid_until for each in months] == [None, date(2026, 11, 18)]


async def test_months_of_one_service_within_the_span(balances: SqlBalances) -> None:
    gas = (await balances.services(MINE))[1][0]

    assert await balances.months(MINE, gas, OCTOBER, NOVEMBER) == (
        StatementMonth(period=OCTOBER, amounts=Amounts(closing=-20)),
    )
    (newest,) = await balances.months(MINE, None, NOVEMBER, NOVEMBER)
    assert newest.amounts == Amounts(opening=500, accrued=2**53, paid=499, closing=2**53 + 1)


async def test_services_come_with_their_newest_month(balances: SqlBalances) -> None:
    found = await balances.services(MINE)

    assert [(each.service_code, newest) for each, newest in found] == [("EL", NOVEMBER), ("GAS", OCTOBER)]


async def test_periods_are_those_of_the_service_or_of_all(balances: SqlBalances) -> None:
    (el, _), (gas, _) = await balances.services(MINE)

    assert await balances.periods(MINE, None) == {OCTOBER, NOVEMBER}
    assert await balances.periods(MINE, gas) == {OCTOBER}
    assert await balances.periods(STRANGE, el) == {NOVEMBER}


async def test_an_unknown_account_has_nothing(balances: SqlBalances) -> None:
    assert await balances.newest(1) == (None, ())
    assert await balances.services(1) == ()
    assert await balances.months(1, None, OCTOBER, NOVEMBER) == ()
    assert await balances.periods(1, None) == frozenset()
    assert await balances.charges(1, NOVEMBER) == ()


def charged(charge_id: str, amount: int, **changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"charge_id": charge_id, "account_id": MINE, "service_code": "EL", "supplier_code": "AES"}
    facts = {"period": NOVEMBER, "register_id": None, "level": None, "volume": None, "amount": amount}
    return row | facts | changes


async def test_charges_come_in_order_with_the_meter_they_were_read_from(database: Database) -> None:
    lines = [
        charged("c3", 30, level=2, register_id="r1", volume=62_000, date_from=date(2026, 10, 1)),
        charged("c2", 20, level=1, register_id="r1", volume=90_000, date_from=date(2026, 10, 1)),
        charged("c9", 5, service_code="AA"),
        charged("old", 1, period=OCTOBER),
        charged("strange", 1, account_id=STRANGE),
    ]
    meters = [{"meter_id": "m1", "serial_no": "CU0012345"}]
    registers = [{"register_id": "r1", "meter_id": "m1"}]
    every = ({name: line.get(name) for line in lines for name in line} | line for line in lines)
    await fill(database, {book.services: SERVICES, book.meters: meters, book.registers: registers})
    await fill(database, {book.charges: [line | {"date_from": line.get("date_from")} for line in every]})

    async with database.work() as work:
        found = await SqlBalances(work).charges(MINE, NOVEMBER)

    assert [(line.service.service_code, line.level, line.amount) for line in found] == [
        ("AA", None, 5),
        ("EL", 1, 20),
        ("EL", 2, 30),
    ]
    assert [line.serial_no for line in found] == ["", "CU0012345", "CU0012345"]


async def test_the_day_of_the_data_is_that_of_the_newest_package_of_the_live_book(database: Database) -> None:
    await fill(database, {book.balances: BALANCES})
    async with database.work() as work:
        stored = SqlBalances(work)
        assert (await stored.newest(MINE))[0] is None
        await work.write()
        for number, (generation, as_of) in enumerate([(0, "2026-11-20"), (0, "2026-11-21"), (5, "2026-12-01")]):
            await work.execute(insert(packages).values(package(f"p{number}", generation, as_of, number)))

        assert (await stored.newest(MINE))[0] == date(2026, 11, 21)


def package(package_id: str, generation: int, as_of: str, order: int) -> dict[str, Any]:
    counts = {"accounts": 1, "rows": 1, "bad_rows": 0}
    facts = {"mode": "full", "operator": "DEMO", "period": 202611, "generated_at": NOW}
    moment = NOW + timedelta(minutes=order)
    return {"package_id": package_id, "generation": generation, "as_of": as_of, "imported_at": moment} | facts | counts


class Statements:
    """What a unit of work asks, but for which book is live: that is asked once for reading and once for writing."""

    def __init__(self, database: Database) -> None:
        self.said: list[str] = []
        engines = [database.writer, database.reader] if database.is_sqlite else [database.writer]  # else it is the same
        for engine in engines:
            event.listen(engine.sync_engine, "before_cursor_execute", self._note)

    def _note(self, _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN") and "FROM generations" not in statement:
            self.said.append(statement)


async def link(town: Town) -> tuple[Customer, int]:
    linked = await town.ask(
        lambda cabinet: cabinet.linking.link(customer=town.customer(1), number="000100100", amount=466_734)
    )
    return town.customer(1), linked.account.link_id


Read = Callable[[Cabinet, Customer, int], Awaitable[object]]
READS: dict[str, tuple[int, Read]] = {
    "status": (3, lambda cabinet, who, link_id: cabinet.balance.status(customer=who)),
    "statement": (
        4,
        lambda cabinet, who, link_id: cabinet.balance.statement(
            customer=who, link_id=link_id, service="", span=LastMonths(12)
        ),
    ),
    "calendar": (
        3,
        lambda cabinet, who, link_id: cabinet.balance.calendar(customer=who, link_id=link_id, service=""),
    ),
    "charges": (
        5,
        lambda cabinet, who, link_id: cabinet.balance.charges(
            customer=who, link_id=link_id, service="", period=NOVEMBER
        ),
    ),
}


@pytest.mark.parametrize("screen", READS)
async def test_a_screen_costs_few_statements(town: Town, screen: str) -> None:
    most, read = READS[screen]
    customer, link_id = await link(town)
    account_id = town.database.vault.account_id("UKG", "000100100")
    await fill(town.database, {book.balances: [month(NOVEMBER, 5, account=account_id)]})
    await town.ask(lambda cabinet: read(cabinet, customer, link_id))  # connections are open and see this book

    statements = Statements(town.database)
    await town.ask(lambda cabinet: read(cabinet, customer, link_id))

    assert len(statements.said) == most, statements.said


async def test_rows_are_found_by_an_index(database: Database) -> None:
    """A million accounts: no statement may read a table from end to end."""
    if not database.is_sqlite:
        pytest.skip("an empty PostgreSQL table is rightly read from end to end")
    plans: list[str] = []
    async with database.work() as work:
        spied = Explaining(work, plans)
        stored = SqlBalances(spied)  # type: ignore[arg-type]
        await stored.newest(MINE)
        await stored.services(MINE)
        await stored.months(MINE, None, OCTOBER, NOVEMBER)
        await stored.periods(MINE, None)
        await stored.charges(MINE, NOVEMBER)

    tables = ("balances", "charges", "later")
    scans = [plan for plan in plans if plan.startswith("SCAN") and plan.split()[1] in tables]
    assert any("balances" in plan for plan in plans)
    assert scans == [], plans


class Explaining:
    """A unit of work that notes how each statement would be run."""

    def __init__(self, work: Work, plans: list[str]) -> None:
        self._work = work
        self._plans = plans

    async def generation(self) -> int:
        return await self._work.generation()

    async def execute(self, statement: Any, asked: dict[str, Any]) -> Any:
        said = statement.params(asked).compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
        for row in await self._work.execute(text(f"EXPLAIN QUERY PLAN {said}")):
            self._plans.append(row[3])
        return await self._work.execute(statement, asked)

"""Two months of charges as they are read from the book, and every pair of months of the demo explained to the tiyn."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import select

from core.accounts.model import LinkedAccount, NoSuchLink
from core.balance.model import NoSuchService
from core.cabinet import Cabinet
from core.changes.model import Explanation, Kind, NothingCharged, NothingToCompare, SameMonth
from core.customers.model import Customer
from core.period import Period
from core.retailer import DEMO_FILE, Retailer
from core.storage import book
from core.storage.changes import SqlCharged
from core.storage.engine import Database
from core.storage.tables import audit
from tests.core.storage.test_balance import MINE, SERVICES, STRANGE, charged, fill, link, month
from tests.databases import NOW
from tests.fakes.ledger import ACCOUNT, service
from tests.fakes.town import Town

AUGUST, SEPTEMBER, OCTOBER, NOVEMBER = (Period(2026, month) for month in (8, 9, 10, 11))
EL, GAS = service("EL"), service("GAS")


def rows(*lines: dict[str, Any]) -> list[dict[str, Any]]:
    names = dict.fromkeys(name for line in lines for name in line)
    return [{name: line.get(name) for name in names} for line in lines]


async def test_the_months_to_compare_end_with_the_newest_one_that_is_charged(database: Database) -> None:
    balances = [
        month(AUGUST, 1, accrued=1),
        month(SEPTEMBER, 1),
        month(OCTOBER, 2, accrued=0),
        month(NOVEMBER, 2),
        month(NOVEMBER, 2, "GAS", accrued=7),
        month(NOVEMBER, 2, account=STRANGE, accrued=7),
    ]
    await fill(database, {book.balances: balances, book.charges: rows(charged("c", 0, period=OCTOBER))})
    async with database.work() as work:
        stored = SqlCharged(work)

        assert await stored.periods(MINE, EL) == {AUGUST, SEPTEMBER, OCTOBER}
        assert await stored.periods(MINE, GAS) == {NOVEMBER}
        assert await stored.periods(MINE, None) == {AUGUST, SEPTEMBER, OCTOBER, NOVEMBER}
        assert await stored.periods(1, None) == frozenset()


async def test_lines_are_those_of_both_months_and_the_estimates_of_a_year_before(database: Database) -> None:
    lines = rows(
        charged("c1", 30, period=SEPTEMBER, level=2, volume=62_000, price_inc_vat=431_500, zone="T1"),
        charged("c2", 20, register_id="r1", value_from=5_000, value_to=8_000, method="meter"),
        charged("c3", 20, period=AUGUST, method="average"),
        charged("c4", 20, period=SEPTEMBER.plus(-13), method="average"),
        charged("c5", 20, period=AUGUST, method="meter"),
        charged("c6", 20, period=OCTOBER, method="norm"),
        charged("c7", 20, account_id=STRANGE),
    )
    meters = [{"meter_id": "m1", "serial_no": "CU0012345", "ratio": 400_000, "losses": 18_600}]
    registers = [{"register_id": "r1", "meter_id": "m1"}]
    await fill(
        database,
        {book.services: SERVICES, book.meters: meters, book.registers: registers, book.charges: lines},
    )
    async with database.work() as work:
        found = await SqlCharged(work).lines(MINE, SEPTEMBER, NOVEMBER)

    assert [(each.period, each.amount, each.method) for each in found] == [
        (AUGUST, 20, "average"),
        (SEPTEMBER, 30, ""),
        (OCTOBER, 20, "norm"),
        (NOVEMBER, 20, "meter"),
    ]
    assert (found[1].level, found[1].zone, found[1].volume, found[1].price) == (2, "T1", 62_000, 431_500)
    assert [each.counted for each in found] == [None, None, None, 3_000 * 40 + 18_600]
    assert found[3].service.name_kk == "Электр"


async def test_recalculations_come_with_their_reasons(database: Database) -> None:
    def row(key: str, period: Period, amount: int, **changes: Any) -> dict[str, Any]:
        facts = {"correction_id": key, "account_id": MINE, "service_code": "EL", "supplier_code": "AES"}
        return facts | {"period": period, "amount": amount, "reason_text": "Перерасчёт", "posted_on": None} | changes

    corrections = [
        row("a", NOVEMBER, -5),
        row("b", SEPTEMBER, 7, reason_text=None),
        row("c", NOVEMBER, 3, service_code="GAS"),
        row("d", OCTOBER, 1),
        row("e", NOVEMBER, 1, account_id=STRANGE),
    ]
    await fill(database, {book.corrections: corrections})
    async with database.work() as work:
        stored = SqlCharged(work)
        every = await stored.recalculations(MINE, None, SEPTEMBER, NOVEMBER)
        of_one = await stored.recalculations(MINE, EL, SEPTEMBER, NOVEMBER)

    assert [(each.period, each.amount, each.reason) for each in every] == [
        (SEPTEMBER, 7, ""),
        (NOVEMBER, -5, "Перерасчёт"),
        (NOVEMBER, 3, "Перерасчёт"),
    ]
    assert [each.amount for each in of_one] == [7, -5]


async def explained(town: Town, customer: Customer, link_id: int, **asked: Any) -> Explanation:
    return await town.ask(lambda cabinet: cabinet.changes.explain(customer=customer, link_id=link_id, **asked))


async def settle(town: Town) -> tuple[Customer, int]:
    """Link an account and give it three months of electricity, the last of them not charged yet."""
    customer, link_id = await link(town)
    account = town.database.vault.account_id("UKG", "000100100")
    facts = {"account_id": account, "method": "meter", "point_id": "p", "zone": "T0", "price_inc_vat": 356_700}
    lines = rows(
        charged("a", 1_070_100, period=SEPTEMBER, volume=300_000, **facts)
        | {"date_from": date(2026, 8, 31), "date_to": date(2026, 9, 30)},
        charged("b", 1_212_780, period=OCTOBER, volume=340_000, **facts)
        | {"date_from": date(2026, 10, 1), "date_to": date(2026, 10, 31)},
    )
    balances = [
        month(SEPTEMBER, 1_070_100, account=account, accrued=1_070_100),
        month(OCTOBER, 2_282_880, account=account, opening=1_070_100, accrued=1_212_780),
        month(NOVEMBER, 2_282_880, account=account, opening=2_282_880),
    ]
    await fill(town.database, {book.services: SERVICES, book.balances: balances, book.charges: lines})
    return customer, link_id


async def test_the_newest_charged_month_is_compared_with_the_one_before(town: Town) -> None:
    customer, link_id = await settle(town)

    found = await explained(town, customer, link_id)

    assert (found.earlier.period, found.later.period, found.difference) == (SEPTEMBER, OCTOBER, 142_680)
    assert [(each.kind, each.amount) for each in found.parts] == [(Kind.USE, 142_680)]
    async with town.database.work() as work:
        newest = select(audit.c.actor, audit.c.action, audit.c.subject, audit.c.detail).order_by(audit.c.id.desc())
        row = (await work.execute(newest.limit(1))).one()
    account = town.database.vault.account_id("UKG", "000100100")
    assert tuple(row) == ("chat:1", "view.changes", f"account:{account}", "2026-09..2026-10")


async def test_two_months_are_compared_in_the_order_of_time(town: Town) -> None:
    customer, link_id = await settle(town)

    found = await explained(town, customer, link_id, later=SEPTEMBER, earlier=OCTOBER)

    assert (found.earlier.period, found.later.period) == (SEPTEMBER, OCTOBER)


async def test_months_that_cannot_be_compared_are_refused_by_name(town: Town) -> None:
    customer, link_id = await settle(town)

    with pytest.raises(NothingCharged) as not_yet:
        await explained(town, customer, link_id, later=NOVEMBER)
    with pytest.raises(NothingCharged) as long_ago:
        await explained(town, customer, link_id, later=OCTOBER, earlier=OCTOBER.plus(-12))
    with pytest.raises(SameMonth):
        await explained(town, customer, link_id, later=OCTOBER, earlier=OCTOBER)
    with pytest.raises(NothingToCompare):
        await explained(town, customer, link_id, later=SEPTEMBER)

    assert (not_yet.value.period, long_ago.value.period) == (NOVEMBER, Period(2025, 10))


async def test_a_foreign_forged_or_old_button_finds_nothing(town: Town) -> None:
    customer, link_id = await settle(town)

    for stranger, number in ((town.customer(2), link_id), (customer, 0), (customer, 2**62)):
        with pytest.raises(NoSuchLink):
            await explained(town, stranger, number)
        with pytest.raises(NoSuchLink):
            await town.ask(lambda cabinet, who=stranger, of=number: cabinet.changes.months(customer=who, link_id=of))
    with pytest.raises(NoSuchService):
        await explained(town, customer, link_id, service="AAAAAAAA")


class Everybody:
    """What ChangesService asks of AccountService: every account of the demo is linked."""

    async def get(self, *, customer: Customer, link_id: int) -> LinkedAccount:
        return replace(ACCOUNT, link_id=link_id, account_id=link_id)


async def test_every_pair_of_months_of_the_demo_adds_up(demo_database: Database) -> None:
    customer = Customer(chat_id=1, language="ru", consent_version="1", current_link=None)
    if not demo_database.is_sqlite:
        pytest.skip("the same rows come from PostgreSQL, and reading them for thousands of pairs takes a minute")
    pairs, kinds = 0, set[Kind]()
    async with demo_database.work() as work:
        cabinet = Cabinet(work, Retailer.from_file(DEMO_FILE), NOW)
        cabinet.changes._accounts = Everybody()  # type: ignore[assignment]
        accounts = (await work.execute(select(book.accounts.c.account_id))).scalars().all()
        for account_id in accounts:
            for asked in await _every(cabinet, customer, account_id):
                found = await cabinet.changes.explain(customer=customer, link_id=account_id, **asked)
                assert sum(each.amount for each in found.parts) == found.difference, asked
                kinds |= {each.kind for each in found.parts}
                pairs += 1
    assert pairs > 1_000
    told = {Kind.DAYS, Kind.USE, Kind.ESTIMATE, Kind.ZONES, Kind.LEVEL, Kind.HOUSEHOLD, Kind.PRICE, Kind.CORRECTION}
    assert kinds == told  # and nothing is left over as «other»


async def _every(cabinet: Cabinet, customer: Customer, account_id: int) -> Iterator[dict[str, Any]]:
    months = await cabinet.changes.months(customer=customer, link_id=account_id)
    marks = ["", *(each.mark for each in months.services)] if len(months.services) > 1 else [""]
    return (
        {"service": mark, "earlier": one, "later": two}
        for mark in marks
        for one, two in combinations(sorted(months.periods), 2)
    )

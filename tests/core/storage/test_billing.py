"""Bills of the live book: which months have one, what is owed when, and where the office is."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from core.billing.model import ListedBill, Office
from core.period import Period
from core.storage import book
from core.storage.billing import SqlBills
from core.storage.engine import Database
from tests.core.storage.test_balance import (
    MINE,
    NOVEMBER,
    OCTOBER,
    SERVICES,
    STRANGE,
    SUPPLIERS,
    Explaining,
    fill,
    month,
)

AUGUST, SEPTEMBER = Period(2026, 8), Period(2026, 9)


def bill(number: int, period: Period, total: int, **changes: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {"bill_id": f"B{number}", "account_id": MINE, "period": period, "total": total}
    more = {
        "kind": "main",
        "formed_on": date(2026, 11, 5),
        "due_on": None,
        "file_front": "front.pdf",
        "file_back": None,
    }
    return facts | more | changes


BALANCES = [
    month(AUGUST, 300, accrued=300),
    month(AUGUST, -50, "GAS", accrued=0, paid=50),
    month(SEPTEMBER, 300, opening=300),  # nothing was charged, and no bill was made
    month(OCTOBER, 700, accrued=400),
    month(NOVEMBER, 700, opening=700),  # not charged yet
    month(OCTOBER, 5, account=STRANGE, accrued=5),
]
BILLS = [
    bill(1, OCTOBER, 650, formed_on=date(2026, 11, 4)),
    bill(2, OCTOBER, 640),  # the newer one
    bill(3, OCTOBER, 999, kind="alternative", formed_on=date(2026, 11, 9)),
    bill(4, AUGUST, 777, account_id=STRANGE),
]
BRANCH = {"branch_code": "UKG", "name_kk": "Өскемен", "name_ru": None, "address_kk": None, "address_ru": "ул. 1"}


@pytest.fixture
async def bills(database: Database) -> AsyncIterator[SqlBills]:
    rows = {book.services: SERVICES, book.suppliers: SUPPLIERS, book.balances: BALANCES, book.bills: BILLS}
    await fill(database, {**rows, book.branches: [BRANCH | {"phones": None}]})
    async with database.work() as work:
        yield SqlBills(work)


async def test_a_month_is_listed_that_has_a_bill_or_was_charged(bills: SqlBills) -> None:
    assert await bills.listed(MINE) == (ListedBill(period=OCTOBER, due=640), ListedBill(period=AUGUST, due=300))


async def test_a_bill_without_balances_is_listed_with_its_own_total(bills: SqlBills) -> None:
    assert [(each.period, each.due) for each in await bills.listed(STRANGE)] == [(OCTOBER, 5), (AUGUST, 777)]
    assert await bills.listed(77) == ()


async def test_closings_are_those_of_the_span_service_by_service(bills: SqlBills) -> None:
    found = await bills.closings(MINE, AUGUST, OCTOBER)

    assert [(service.service_code, period, closing) for service, period, closing in found] == [
        ("EL", AUGUST, 300),
        ("EL", SEPTEMBER, 300),
        ("EL", OCTOBER, 700),
        ("GAS", AUGUST, -50),
    ]


async def test_an_office_is_said_in_the_language_that_is_known(bills: SqlBills) -> None:
    assert await bills.office("UKG") == Office(
        name_kk="Өскемен", name_ru="Өскемен", address_kk="ул. 1", address_ru="ул. 1", phones=""
    )
    assert await bills.office("NONE") is None


async def test_bills_are_found_by_an_index(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("an empty PostgreSQL table is rightly read from end to end")
    plans: list[str] = []
    async with database.work() as work:
        stored = SqlBills(Explaining(work, plans))  # type: ignore[arg-type]
        await stored.listed(MINE)
        await stored.closings(MINE, AUGUST, OCTOBER)
        await stored.office("UKG")

    scans = [plan for plan in plans if plan.startswith(("SCAN balances", "SCAN bills", "SCAN branches"))]
    assert any("balances" in plan for plan in plans)
    assert scans == [], plans

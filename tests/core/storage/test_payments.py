"""Payments of the live book: which rows are one payment, of whom, and in which order."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from core.payments.model import Payment
from core.period import Period
from core.storage import book
from core.storage.engine import Database
from core.storage.payments import SqlPayments
from tests.core.storage.test_balance import MINE, SERVICES, STRANGE, SUPPLIERS, Explaining, fill

JANUARY, DECEMBER = date(2026, 1, 1), date(2026, 12, 31)


def row(number: int, paid_at: str, amount: int, doc_no: str | None = "K-1", **changes: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "payment_id": f"P{number}",
        "account_id": MINE,
        "service_code": "EL",
        "supplier_code": "AES",
        "posted_on": None,
        "channel": "Мысал Банк",
    }
    return facts | {"paid_at": paid_at, "amount": amount, "doc_no": doc_no} | changes


PAYMENTS = [
    row(1, "2026-10-31T23:59:59", 400, service_code="GAS", posted_on=date(2026, 11, 1)),
    row(2, "2026-10-31T23:59:59", 2**53, posted_on=date(2026, 11, 2)),
    row(3, "2026-10-31T23:59:59", 70, "K-2", channel="Касса"),
    row(4, "2026-11-01", 0, None, channel=None),
    row(5, "2026-11-01", -150, "K-3"),
    row(6, "2026-11-01", 33, account_id=STRANGE),
    row(7, "2026-09-30", 5),
    row(8, "2026-09-30", 6),
]


@pytest.fixture
async def payments(database: Database) -> AsyncIterator[SqlPayments]:
    await fill(database, {book.services: SERVICES, book.suppliers: SUPPLIERS, book.payments: PAYMENTS})
    async with database.work() as work:
        yield SqlPayments(work)


def amounts(found: tuple[Payment, ...]) -> list[int]:
    return [each.amount for each in found]


async def test_rows_of_one_moment_and_document_are_one_payment(payments: SqlPayments) -> None:
    one, other = await payments.between(MINE, date(2026, 10, 1), date(2026, 10, 31))

    assert [(part.service.service_code, part.amount) for part in one.parts] == [("EL", 2**53), ("GAS", 400)]
    assert (one.amount, one.doc_no, one.posted_on, one.time) == (2**53 + 400, "K-1", date(2026, 11, 2), "23:59")
    assert (other.amount, other.doc_no, other.channel) == (70, "K-2", "Касса")
    assert one.mark != other.mark
    assert one.parts[0].service.name_kk == "Электр"


async def test_several_rows_for_one_service_are_one_part(payments: SqlPayments) -> None:
    (found,) = await payments.between(MINE, date(2026, 9, 1), date(2026, 9, 30))

    assert [part.amount for part in found.parts] == [11]


async def test_a_span_has_its_first_and_its_last_day_the_newest_first(payments: SqlPayments) -> None:
    assert amounts(await payments.between(MINE, JANUARY, DECEMBER)) == [0, -150, 2**53 + 400, 70, 11]
    assert amounts(await payments.between(MINE, date(2026, 10, 31), date(2026, 10, 31))) == [2**53 + 400, 70]
    assert amounts(await payments.between(MINE, date(2026, 11, 1), DECEMBER)) == [0, -150]
    assert await payments.between(MINE, date(2026, 11, 2), DECEMBER) == ()


async def test_what_is_not_said_is_empty(payments: SqlPayments) -> None:
    nothing, _ = await payments.between(MINE, date(2026, 11, 1), date(2026, 11, 1))

    assert (nothing.doc_no, nothing.channel, nothing.time, nothing.posted_on) == ("", "", "", None)
    assert nothing.is_nothing


async def test_another_account_has_its_own(payments: SqlPayments) -> None:
    assert amounts(await payments.between(STRANGE, JANUARY, DECEMBER)) == [33]
    assert await payments.months(STRANGE) == {Period(2026, 11)}


async def test_the_months_are_those_in_which_something_was_paid(payments: SqlPayments) -> None:
    assert await payments.months(MINE) == {Period(2026, 9), Period(2026, 10), Period(2026, 11)}
    assert await payments.months(77) == frozenset()


async def test_payments_are_found_by_an_index(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("an empty PostgreSQL table is rightly read from end to end")
    plans: list[str] = []
    async with database.work() as work:
        stored = SqlPayments(Explaining(work, plans))  # type: ignore[arg-type]
        await stored.between(MINE, JANUARY, DECEMBER)
        await stored.months(MINE)

    assert any("payments" in plan for plan in plans)
    assert [plan for plan in plans if plan.startswith("SCAN payments")] == [], plans

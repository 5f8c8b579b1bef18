from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.balance.statement import lay_out
from core.period import Period
from core.reconciliation.ledger import reconcile
from core.reconciliation.model import Act
from core.reconciliation.ports import Accrued, Corrected, Documents, Paid, PointOnFile
from core.storage import book
from core.storage.balance import SqlBalances
from core.storage.engine import Database
from core.storage.reconciliation import SqlDocumentBook
from tests.core.storage.test_balance import Explaining, fill
from tests.fakes.ledger import service

MINE, STRANGE = 41, 42
EL = service("EL", "AES")
OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)


def charge(charge_id: str, amount: int, **changes: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {"account_id": MINE, "service_code": "EL", "supplier_code": "AES", "point_id": "p1"}
    return facts | {"charge_id": charge_id, "period": OCTOBER, "charge_date": None, "amount": amount} | changes


def correction(correction_id: str, amount: int, **changes: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {"account_id": MINE, "service_code": "EL", "supplier_code": "AES", "period": OCTOBER}
    more = {"posted_on": date(2026, 10, 12), "reason_text": "Қайта есептеу"}
    return facts | {"correction_id": correction_id, "amount": amount} | more | changes


def payment(payment_id: str, paid_at: str, **changes: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {"account_id": MINE, "service_code": "EL", "supplier_code": "AES", "posted_on": None}
    more = {"amount": 100, "channel": None, "doc_no": payment_id}
    return facts | {"payment_id": payment_id, "paid_at": paid_at} | more | changes


OTHERS = ({"account_id": STRANGE}, {"service_code": "GAS"}, {"supplier_code": "KEGOC"})


@pytest.fixture
async def documents(database: Database) -> AsyncIterator[SqlDocumentBook]:
    label = database.vault.seal({"name": "Гараж"})
    points = [
        {"point_id": "p1", "account_id": MINE, "service_code": "EL", "supplier_code": "AES", "label": label},
        {"point_id": "p2", "account_id": MINE, "service_code": "EL", "supplier_code": "AES", "label": None},
        {"point_id": "x", "account_id": STRANGE, "service_code": "EL", "supplier_code": "AES", "label": None},
    ]
    meters = [
        {"meter_id": "1", "point_id": "p1", "serial_no": "OLD", "removed_on": date(2026, 6, 15)},
        {"meter_id": "2", "point_id": "p1", "serial_no": "NOW", "removed_on": None},
        {"meter_id": "3", "point_id": "x", "serial_no": "STRANGE", "removed_on": None},
    ]
    rows: dict[Any, list[dict[str, Any]]] = {
        book.points: points,
        book.meters: meters,
        book.suppliers: [{"supplier_code": "AES", "bin": "000000000009"}],
        book.charges: [
            charge("1", 2**53, charge_date=date(2026, 10, 15)),
            charge("2", 1, charge_date=date(2026, 10, 31)),
            charge("3", 7, point_id="p2"),
            charge("4", -3, point_id=None),
            charge("5", 9, period=NOVEMBER),
            charge("6", 9, period=Period(2026, 12)),
            *(charge(f"o{place}", 9, **each) for place, each in enumerate(OTHERS)),
        ],
        book.corrections: [
            correction("1", -48_215),
            correction("2", 5, posted_on=None, reason_text=None),
            correction("3", 9, period=Period(2026, 9)),
            *(correction(f"o{place}", 9, **each) for place, each in enumerate(OTHERS)),
        ],
        book.payments: [
            payment("1", "2026-10-01", posted_on=date(2026, 10, 2), channel="Мысал Банк"),
            payment("2", "2026-10-31T23:59:59", amount=-5, posted_on=date(2026, 11, 3)),
            payment("3", "2026-09-30T20:00:00", posted_on=date(2026, 10, 1)),
            payment("4", "2026-09-30T20:00:00"),
            payment("5", "2026-11-01"),
            *(payment(f"o{place}", "2026-10-05", **each) for place, each in enumerate(OTHERS)),
        ],
    }
    await fill(database, rows)
    async with database.work() as work:
        yield SqlDocumentBook(work)


async def test_points_come_with_their_meters_those_in_place_first(documents: SqlDocumentBook) -> None:
    of = {"service_code": "EL", "supplier_code": "AES"}

    assert await documents.points(MINE) == (
        PointOnFile(point_id="p1", name="Гараж", serials=("NOW", "OLD"), **of),
        PointOnFile(point_id="p2", name="", serials=(), **of),
    )
    assert await documents.supplier_bin(EL) == "000000000009"
    assert await documents.supplier_bin(service("EL", "KEGOC")) == ""


async def test_documents_are_those_of_the_service_and_of_the_months(documents: SqlDocumentBook) -> None:
    found = await documents.documents(MINE, EL, OCTOBER, OCTOBER)

    assert set(found.accrued) == {
        Accrued(point_id="", period=OCTOBER, day=None, amount=-3),
        Accrued(point_id="p1", period=OCTOBER, day=date(2026, 10, 31), amount=2**53 + 1),
        Accrued(point_id="p2", period=OCTOBER, day=None, amount=7),
    }
    assert all(type(each.amount) is int for each in found.accrued)
    assert set(found.corrected) == {
        Corrected(period=OCTOBER, day=None, amount=5, reason=""),
        Corrected(period=OCTOBER, day=date(2026, 10, 12), amount=-48_215, reason="Қайта есептеу"),
    }


async def test_payments_are_those_made_or_posted_in_the_months(documents: SqlDocumentBook) -> None:
    found = (await documents.documents(MINE, EL, OCTOBER, OCTOBER)).paid

    assert [each.number for each in found] == ["3", "1", "2"]
    assert found[2] == Paid(paid_on=date(2026, 10, 31), posted_on=date(2026, 11, 3), amount=-5, channel="", number="2")


async def test_an_unknown_account_has_nothing(documents: SqlDocumentBook) -> None:
    assert await documents.points(1) == ()
    assert await documents.documents(1, EL, OCTOBER, NOVEMBER) == Documents()


async def test_every_ledger_of_the_demo_adds_up(demo_database: Database) -> None:
    """Debts, refunds, payments of nothing, a recalculation, penalties, a closed account: each month, and all."""
    acts, kinds = 0, set()
    async with demo_database.work() as work:
        balances, stored = SqlBalances(work), SqlDocumentBook(work)
        for account in await work.execute(book.accounts.select()):
            for each, _ in await balances.services(account.account_id):
                periods = sorted(await balances.periods(account.account_id, each))
                for first, last in [(periods[0], periods[-1]), *zip(periods, periods, strict=True)]:
                    months = lay_out(await balances.months(account.account_id, each, first, last))
                    act = reconcile(months, await stored.documents(account.account_id, each, first, last))

                    assert isinstance(act, Act), act
                    assert act.opening + act.debit - act.credit == act.closing
                    kinds |= {entry.kind for entry in act.entries}
                    acts += 1
    assert acts > 300
    assert kinds == {"accrual", "correction", "penalty", "payment", "refund"}


async def test_rows_are_found_by_an_index(database: Database) -> None:
    """A million accounts: no statement may read a table from end to end."""
    if not database.is_sqlite:
        pytest.skip("an empty PostgreSQL table is rightly read from end to end")
    plans: list[str] = []
    async with database.work() as work:
        stored = SqlDocumentBook(Explaining(work, plans))  # type: ignore[arg-type]
        await stored.points(MINE)
        await stored.documents(MINE, EL, OCTOBER, NOVEMBER)
        await stored.supplier_bin(replace(EL, supplier_code="AES"))

    assert any("payments" in plan for plan in plans)
    assert [plan for plan in plans if plan.startswith("SCAN")] == [], plans

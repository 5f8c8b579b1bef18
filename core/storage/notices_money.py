"""What was billed and paid for the accounts of a page of chats: one query each, however many they are."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import BigInteger, Date, Row, String, bindparam, cast, func, or_, select

from core.notices.delivered import FormedBill, OpenBalance, PaidSum, Standing
from core.period import Period
from core.storage.book import balances, bills, payments
from core.storage.types import Month
from core.storage.work import Work

_MONTHS_TO_PAY = 3  # no bill has a longer term
_ACCOUNTS = bindparam("accounts", expanding=True, type_=BigInteger)
_PAID = (
    select(*(payments.c[name] for name in ("account_id", "payment_id", "paid_at", "doc_no", "channel", "amount")))
    .where(payments.c.account_id.in_(_ACCOUNTS), payments.c.paid_at >= bindparam("since", type_=String))
    .order_by(payments.c.account_id, payments.c.paid_at, func.coalesce(payments.c.doc_no, ""), payments.c.payment_id)
)
_BILLS = (
    select(*(bills.c[name] for name in ("account_id", "period", "formed_on", "due_on", "total")))
    .where(bills.c.account_id.in_(_ACCOUNTS), or_(bills.c.kind.is_(None), bills.c.kind != "alternative"))
    .order_by(bills.c.account_id, bills.c.period, bills.c.formed_on, bills.c.bill_id)
)
_FORMED = _BILLS.where(bills.c.formed_on >= bindparam("first", type_=Date))
_OF_MONTHS = _BILLS.where(bills.c.period >= bindparam("period", type_=Month))
_SERVICE = (balances.c.account_id, balances.c.service_code, balances.c.supplier_code)
_LATEST = (
    select(*_SERVICE, func.max(balances.c.period).label("period"))
    .where(balances.c.account_id.in_(_ACCOUNTS))
    .group_by(*_SERVICE)
    .subquery()
)
_STANDINGS = (
    select(*_SERVICE, balances.c.period, balances.c.closing, balances.c.paid_until)
    .join(_LATEST, (_LATEST.c.period == balances.c.period) & (_LATEST.c.account_id == balances.c.account_id))
    .where(_LATEST.c.service_code == balances.c.service_code, _LATEST.c.supplier_code == balances.c.supplier_code)
    .order_by(*_SERVICE)
)
_CHARGED = sum(func.coalesce(balances.c[name], 0) for name in ("accrued", "corrections", "penalty"))
_LATER = select(*_SERVICE, balances.c.period, cast(_CHARGED, BigInteger).label("charged")).where(
    balances.c.account_id.in_(_ACCOUNTS), balances.c.period > bindparam("period", type_=Month)
)


class SqlMoney:
    """`Money` of core.notices.delivered."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def paid_since(self, account_ids: Sequence[int], first: date) -> Sequence[PaidSum]:
        rows = await self._rows(_PAID, account_ids, since=first.isoformat())
        same = groupby(rows, lambda row: (row.account_id, row.paid_at, row.doc_no or ""))
        return tuple(_payment(list(of)) for _, of in same)

    async def formed_since(self, account_ids: Sequence[int], first: date) -> Sequence[FormedBill]:
        return _newest(await self._rows(_FORMED, account_ids, first=first))

    async def due_between(self, account_ids: Sequence[int], first: date, last: date) -> Sequence[FormedBill]:
        rows = await self._rows(_OF_MONTHS, account_ids, period=Period.of(first).plus(-_MONTHS_TO_PAY))
        return tuple(bill for bill in _newest(rows) if bill.due_on is not None and first <= bill.due_on <= last)

    async def standings(self, account_ids: Sequence[int]) -> dict[int, Standing]:
        rows = await self._rows(_STANDINGS, account_ids)
        return {
            account: Standing(services=tuple(map(_balance, of)))
            for account, of in groupby(rows, lambda row: int(row.account_id))
        }

    async def charged_after(
        self, account_ids: Sequence[int], period: Period
    ) -> dict[tuple[int, tuple[str, str]], dict[Period, int]]:
        found: dict[tuple[int, tuple[str, str]], dict[Period, int]] = {}
        for row in await self._rows(_LATER, account_ids, period=period):
            found.setdefault((row.account_id, (row.service_code, row.supplier_code)), {})[row.period] = row.charged
        return found

    async def _rows(self, query: Any, account_ids: Sequence[int], **more: Any) -> Sequence[Row[Any]]:
        if not account_ids:
            return ()
        return (await self._work.execute(query, {"accounts": list(account_ids), **more})).all()


def _payment(rows: list[Row[Any]]) -> PaidSum:
    channels = dict.fromkeys(row.channel for row in rows if row.channel)
    return PaidSum(
        account_id=rows[0].account_id,
        payment_id=min(row.payment_id for row in rows),
        paid_at=rows[0].paid_at,
        doc_no=rows[0].doc_no or "",
        channel=", ".join(channels),
        amount=sum(row.amount or 0 for row in rows),
    )


def _newest(rows: Iterable[Row[Any]]) -> tuple[FormedBill, ...]:
    """Return the last row of each month, in their order."""
    found: dict[tuple[int, Period], FormedBill] = {}
    for row in rows:
        found[row.account_id, row.period] = FormedBill(
            account_id=row.account_id,
            period=row.period,
            formed_on=row.formed_on,
            due_on=row.due_on,
            total=row.total,
        )
    return tuple(found.values())


def _balance(row: Row[Any]) -> OpenBalance:
    service = (row.service_code, row.supplier_code)
    return OpenBalance(service=service, period=row.period, closing=row.closing or 0, paid_until=row.paid_until)

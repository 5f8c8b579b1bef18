"""Payments of the live book, each put together from its rows as the newest one is (last_payments.py)."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import BigInteger, Row, Select, String, bindparam, func, select

from core.payments.model import PaidPart, Payment
from core.period import Period
from core.storage.balance import NAMES, service_of
from core.storage.book import payments, services, suppliers
from core.storage.work import Work

_ACCOUNT = bindparam("account_id", type_=BigInteger)
_MONTH_LENGTH = len("2026-11")


def _between() -> Select[Any]:
    """Return the rows of a span; moments are texts that are in order as days are."""
    since, until = (bindparam(name, type_=String) for name in ("since", "until"))
    return (
        select(payments, *NAMES)
        .outerjoin(services, services.c.service_code == payments.c.service_code)
        .outerjoin(suppliers, suppliers.c.supplier_code == payments.c.supplier_code)
        .where(payments.c.account_id == _ACCOUNT, payments.c.paid_at >= since, payments.c.paid_at < until)
        .order_by(
            payments.c.paid_at.desc(),
            func.coalesce(payments.c.doc_no, ""),
            payments.c.service_code,
            payments.c.supplier_code,
            payments.c.payment_id,
        )
    )


_BETWEEN = _between()
_MONTHS = (
    select(func.substr(payments.c.paid_at, 1, _MONTH_LENGTH))
    .where(payments.c.account_id == _ACCOUNT, payments.c.paid_at.is_not(None))
    .distinct()
)


class SqlPayments:
    """`Payments` of core.payments.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def between(self, account_id: int, first: date, last: date) -> tuple[Payment, ...]:
        until = (last + timedelta(days=1)).isoformat()
        asked = {"account_id": account_id, "since": first.isoformat(), "until": until}
        rows = (await self._work.execute(_BETWEEN, asked)).all()
        return tuple(_payment(list(same)) for _, same in groupby(rows, lambda row: (row.paid_at, row.doc_no or "")))

    async def months(self, account_id: int) -> frozenset[Period]:
        found = (await self._work.execute(_MONTHS, {"account_id": account_id})).scalars()
        return frozenset(Period.parse(month) for month in found)


def _payment(rows: list[Row[Any]]) -> Payment:
    channels = dict.fromkeys(row.channel for row in rows if row.channel)
    return Payment(
        paid_at=rows[0].paid_at,
        posted_on=max((row.posted_on for row in rows if row.posted_on), default=None),
        channel=", ".join(channels),
        doc_no=rows[0].doc_no or "",
        parts=tuple(_parts(rows)),
    )


def _parts(rows: list[Row[Any]]) -> Iterator[PaidPart]:
    """Yield one part a service: what is delivered in several rows is one sum."""
    for _, same in groupby(rows, lambda row: (row.service_code, row.supplier_code)):
        of_service = list(same)
        yield PaidPart(service=service_of(of_service[0]), amount=sum(row.amount or 0 for row in of_service))

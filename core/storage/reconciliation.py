"""Documents of the live book for reconciliation acts, found by the account alone."""

from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, Select, String, Table, and_, bindparam, cast, func, or_, select

from core.balance.model import Service
from core.period import Period
from core.reconciliation.ports import Accrued, Corrected, Documents, Paid, PointOnFile
from core.storage.book import charges, corrections, meters, payments, points, suppliers
from core.storage.types import Month
from core.storage.work import Work

_ACCOUNT = bindparam("account_id", type_=BigInteger)
_FIRST, _LAST = bindparam("first", type_=Month), bindparam("last", type_=Month)
_DAY = len("2026-11-22")


def _points() -> Select[Any]:
    gone = meters.c.removed_on.is_not(None)
    return (
        select(points, meters.c.serial_no)
        .outerjoin(meters, meters.c.point_id == points.c.point_id)
        .where(points.c.account_id == _ACCOUNT)
        .order_by(points.c.point_id, gone, meters.c.removed_on.desc(), meters.c.meter_id)
    )


def _of_service(table: Table) -> ColumnElement[bool]:
    return and_(
        table.c.account_id == _ACCOUNT,
        table.c.service_code == bindparam("service"),
        table.c.supplier_code == bindparam("supplier"),
    )


def _accrued() -> Select[Any]:
    same = (charges.c.period, charges.c.point_id)
    amount = cast(func.sum(charges.c.amount), BigInteger).label("amount")
    return (
        select(*same, amount, func.max(charges.c.charge_date).label("day"))
        .where(_of_service(charges), charges.c.period.between(_FIRST, _LAST))
        .group_by(*same)
        .order_by(*same)
    )


def _corrected() -> Select[Any]:
    within = corrections.c.period.between(_FIRST, _LAST)
    return (
        select(corrections.c.period, corrections.c.posted_on, corrections.c.amount, corrections.c.reason_text)
        .where(_of_service(corrections), within)
        .order_by(corrections.c.period, corrections.c.posted_on, corrections.c.correction_id)
    )


def _paid() -> Select[Any]:
    since, until = bindparam("since", type_=Date), bindparam("until", type_=Date)
    first, after = bindparam("first_day", type_=String), bindparam("day_after", type_=String)
    made = and_(payments.c.paid_at >= first, payments.c.paid_at < after)
    names = ("paid_at", "posted_on", "amount", "channel", "doc_no")
    return (
        select(*(payments.c[name] for name in names))
        .where(_of_service(payments), or_(made, payments.c.posted_on.between(since, until)))
        .order_by(payments.c.paid_at, payments.c.payment_id)
    )


# Built once: putting a statement together costs as much as running it.
_POINTS, _ACCRUED, _CORRECTED, _PAID = _points(), _accrued(), _corrected(), _paid()
_BIN = select(suppliers.c.bin).where(suppliers.c.supplier_code == bindparam("supplier"))


class SqlDocumentBook:
    """`DocumentBook` of core.reconciliation.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def points(self, account_id: int) -> tuple[PointOnFile, ...]:
        rows = await self._work.execute(_POINTS, {"account_id": account_id})
        return tuple(self._point(list(same)) for _, same in groupby(rows, lambda row: row.point_id))

    async def supplier_bin(self, service: Service) -> str:
        found = await self._work.execute(_BIN, {"supplier": service.supplier_code})
        return found.scalar_one_or_none() or ""

    async def documents(self, account_id: int, service: Service, first: Period, last: Period) -> Documents:
        mine = {"account_id": account_id, "service": service.service_code, "supplier": service.supplier_code}
        months = mine | {"first": first, "last": last}
        days = mine | {"since": first.first_day, "until": last.last_day}
        days |= {"first_day": first.first_day.isoformat(), "day_after": last.plus(1).first_day.isoformat()}
        return Documents(
            accrued=tuple(
                Accrued(point_id=row.point_id or "", period=row.period, day=row.day, amount=row.amount)
                for row in await self._work.execute(_ACCRUED, months)
            ),
            corrected=tuple(
                Corrected(period=row.period, day=row.posted_on, amount=row.amount, reason=row.reason_text or "")
                for row in await self._work.execute(_CORRECTED, months)
            ),
            paid=tuple(_payment(row) for row in await self._work.execute(_PAID, days)),
        )

    def _point(self, rows: list[Any]) -> PointOnFile:
        first = rows[0]
        label: dict[str, Any] = self._work.vault.open(first.label) if first.label else {}
        return PointOnFile(
            point_id=first.point_id,
            service_code=first.service_code or "",
            supplier_code=first.supplier_code or "",
            name=label.get("name") or "",
            serials=tuple(row.serial_no for row in rows if row.serial_no),
        )


def _payment(row: Any) -> Paid:
    return Paid(
        paid_on=date.fromisoformat(row.paid_at[:_DAY]),
        posted_on=row.posted_on,
        amount=row.amount or 0,
        channel=row.channel or "",
        number=row.doc_no or "",
    )

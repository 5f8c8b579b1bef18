"""What was charged in two months, in the live book, found by the account alone."""

from typing import Any

from sqlalchemy import BigInteger, Row, Select, Table, and_, bindparam, func, or_, select

from core.balance.model import ESTIMATES, Service
from core.changes.model import ChargedLine, Recalculation
from core.changes.ports import ServiceMonth
from core.period import Period
from core.storage.balance import NAMES, amounts_of, service_of
from core.storage.book import balances, charges, corrections, meters, registers, services, suppliers
from core.storage.types import Month
from core.storage.work import Work
from core.tariffs.model import TOTAL
from core.usage.model import is_energy

_ACCOUNT = bindparam("account_id", type_=BigInteger)
_EARLIER, _LATER, _SINCE = (bindparam(name, type_=Month) for name in ("earlier", "later", "since"))
_YEAR = 12
_ONE = 10_000  # the ratio of a meter without transformers


def _months() -> Select[Any]:
    return (
        select(balances, services.c.metered, *NAMES)
        .outerjoin(services, services.c.service_code == balances.c.service_code)
        .outerjoin(suppliers, suppliers.c.supplier_code == balances.c.supplier_code)
        .where(balances.c.account_id == _ACCOUNT, or_(balances.c.period == _EARLIER, balances.c.period == _LATER))
        .order_by(balances.c.service_code, balances.c.supplier_code, balances.c.period)
    )


def _lines() -> Select[Any]:
    of_months = or_(charges.c.period == _EARLIER, charges.c.period == _LATER)
    estimated = and_(charges.c.method.in_(ESTIMATES), charges.c.period.between(_SINCE, _LATER))
    return (
        select(charges, meters.c.ratio, meters.c.losses, *NAMES)
        .outerjoin(services, services.c.service_code == charges.c.service_code)
        .outerjoin(suppliers, suppliers.c.supplier_code == charges.c.supplier_code)
        .outerjoin(registers, registers.c.register_id == charges.c.register_id)
        .outerjoin(meters, meters.c.meter_id == registers.c.meter_id)
        .where(charges.c.account_id == _ACCOUNT, or_(of_months, estimated))
        .order_by(charges.c.period, charges.c.charge_id)
    )


def _both(query: Select[Any], table: Table) -> dict[bool, Select[Any]]:
    """Return a query of all services, and under True that of one."""
    of_one = (table.c.service_code == bindparam("service"), table.c.supplier_code == bindparam("supplier"))
    return {False: query, True: query.where(*of_one)}


# Built once: putting a statement together costs as much as running it.
_MONTHS, _LINES = _months(), _lines()
_MINE = balances.c.account_id == _ACCOUNT
_BALANCED = _both(select(balances.c.period).where(_MINE).distinct(), balances)
_ACCRUED = _both(select(func.max(balances.c.period)).where(_MINE, balances.c.accrued != 0), balances)
_CHARGED = _both(select(func.max(charges.c.period)).where(charges.c.account_id == _ACCOUNT), charges)
_RECALCULATIONS = _both(
    select(corrections.c.period, corrections.c.amount, corrections.c.reason_text)
    .where(
        corrections.c.account_id == _ACCOUNT,
        or_(corrections.c.period == _EARLIER, corrections.c.period == _LATER),
    )
    .order_by(corrections.c.period, corrections.c.posted_on, corrections.c.correction_id),
    corrections,
)


class SqlCharged:
    """`ChargedBook` of core.changes.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def periods(self, account_id: int, service: Service | None) -> frozenset[Period]:
        asked, of_one = _asked(account_id, service), service is not None
        balanced = (await self._work.execute(_BALANCED[of_one], asked)).scalars().all()
        newest = [(await self._work.execute(each[of_one], asked)).scalar_one() for each in (_ACCRUED, _CHARGED)]
        last = max((period for period in newest if period), default=None)
        return frozenset(period for period in balanced if last and period <= last)

    async def months(self, account_id: int, earlier: Period, later: Period) -> tuple[ServiceMonth, ...]:
        rows = await self._work.execute(_MONTHS, {"account_id": account_id, "earlier": earlier, "later": later})
        return tuple(
            ServiceMonth(
                service=service_of(row),
                period=row.period,
                amounts=amounts_of(row),
                is_energy=is_energy(row.unit or "", metered=row.metered),
            )
            for row in rows
        )

    async def lines(self, account_id: int, earlier: Period, later: Period) -> tuple[ChargedLine, ...]:
        since = earlier.plus(-_YEAR)
        asked = {"account_id": account_id, "earlier": earlier, "later": later, "since": since}
        return tuple(map(_line, await self._work.execute(_LINES, asked)))

    async def recalculations(
        self, account_id: int, service: Service | None, earlier: Period, later: Period
    ) -> tuple[Recalculation, ...]:
        asked = {**_asked(account_id, service), "earlier": earlier, "later": later}
        rows = await self._work.execute(_RECALCULATIONS[service is not None], asked)
        return tuple(
            Recalculation(period=row.period, amount=row.amount or 0, reason=row.reason_text or "") for row in rows
        )


def _asked(account_id: int, service: Service | None) -> dict[str, Any]:
    if service is None:
        return {"account_id": account_id}
    return {"account_id": account_id, "service": service.service_code, "supplier": service.supplier_code}


def _line(row: Row[Any]) -> ChargedLine:
    return ChargedLine(
        service=service_of(row),
        period=row.period,
        point_id=row.point_id or "",
        register_id=row.register_id or "",
        method=row.method or "",
        level=row.level or 0,
        zone=row.zone or TOTAL,
        since=row.date_from,
        until=row.date_to,
        counted=_counted(row),
        volume=row.volume,
        price=row.price_inc_vat,
        amount=row.amount or 0,
    )


def _counted(row: Row[Any]) -> int | None:
    """Return what two readings of a line say; a lower second one says nothing."""
    if row.value_from is None or row.value_to is None or row.value_to < row.value_from:
        return None
    ratio = _ONE if row.ratio is None else row.ratio
    counted: int = (row.value_to - row.value_from) * ratio // _ONE + (row.losses or 0)
    return counted

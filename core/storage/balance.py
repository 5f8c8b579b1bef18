"""Balances and charges of the live book, found by the account alone: its rows stand together in every index."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Row, Select, bindparam, cast, func, select

from core.balance.model import Amounts, ChargeLine, Service, ServiceBalance, StatementMonth
from core.period import Period
from core.storage.book import balances, charges, meters, registers, services, suppliers
from core.storage.tables import packages
from core.storage.types import Month
from core.storage.work import Work

_AMOUNTS = ("opening", "accrued", "corrections", "penalty", "paid", "closing")
NAMES = (
    services.c.name_kk,
    services.c.name_ru,
    services.c.name_en,
    services.c.unit,
    suppliers.c.name_kk.label("supplier_kk"),
    suppliers.c.name_ru.label("supplier_ru"),
)
_IN_ORDER = (balances.c.service_code, balances.c.supplier_code)
_ACCOUNT = bindparam("account_id", type_=BigInteger)
_MINE = balances.c.account_id == _ACCOUNT
_OF_SERVICE = (balances.c.service_code == bindparam("service"), balances.c.supplier_code == bindparam("supplier"))


def _named(query: Select[Any], service_code: ColumnElement[str], supplier_code: ColumnElement[str]) -> Select[Any]:
    return query.outerjoin(services, services.c.service_code == service_code).outerjoin(
        suppliers, suppliers.c.supplier_code == supplier_code
    )


def _newest() -> Select[Any]:
    later = balances.alias("later")
    same = (later.c[name] == balances.c[name] for name in ("account_id", "service_code", "supplier_code"))
    last = select(func.max(later.c.period)).where(*same).scalar_subquery()
    imported = select(packages.c.as_of).where(packages.c.generation == bindparam("generation"))
    as_of = imported.order_by(packages.c.imported_at.desc()).limit(1).scalar_subquery().label("as_of")
    query = _named(select(balances, as_of, *NAMES), *_IN_ORDER)
    return query.where(_MINE, balances.c.period == last).order_by(*_IN_ORDER)


def _services() -> Select[Any]:
    newest = func.max(balances.c.period).label("newest")
    spans = select(*_IN_ORDER, newest).where(_MINE).group_by(*_IN_ORDER).subquery()
    query = _named(select(spans, *NAMES), spans.c.service_code, spans.c.supplier_code)
    return query.order_by(spans.c.service_code, spans.c.supplier_code)


def _months() -> Select[Any]:
    sums = (cast(func.coalesce(func.sum(balances.c[name]), 0), BigInteger).label(name) for name in _AMOUNTS)
    within = balances.c.period.between(bindparam("first", type_=Month), bindparam("last", type_=Month))
    paid_until = func.min(balances.c.paid_until).label("paid_until")
    query = select(balances.c.period, *sums, paid_until).where(_MINE, within)
    return query.group_by(balances.c.period).order_by(balances.c.period)


def _charges() -> Select[Any]:
    names = ("service_code", "supplier_code", "point_id", "date_from", "zone", "level", "charge_id")
    return (
        _named(select(charges, meters.c.serial_no, *NAMES), charges.c.service_code, charges.c.supplier_code)
        .outerjoin(registers, registers.c.register_id == charges.c.register_id)
        .outerjoin(meters, meters.c.meter_id == registers.c.meter_id)
        .where(charges.c.account_id == _ACCOUNT, charges.c.period == bindparam("period", type_=Month))
        .order_by(*(charges.c[name] for name in names))
    )


# Built once: putting a statement together costs as much as running it.
_NEWEST, _SERVICES, _MONTHS, _CHARGES = _newest(), _services(), _months(), _charges()
_MONTHS_OF_ONE = _MONTHS.where(*_OF_SERVICE)
_PERIODS = select(balances.c.period).where(_MINE).distinct()
_PERIODS_OF_ONE = _PERIODS.where(*_OF_SERVICE)


class SqlBalances:
    """`Balances` of core.balance.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def newest(self, account_id: int) -> tuple[date | None, tuple[ServiceBalance, ...]]:
        asked = {"account_id": account_id, "generation": await self._work.generation()}
        rows = (await self._work.execute(_NEWEST, asked)).all()
        as_of = rows[0].as_of if rows else None
        return as_of and date.fromisoformat(as_of), tuple(_balance(row) for row in rows)

    async def services(self, account_id: int) -> tuple[tuple[Service, Period], ...]:
        rows = await self._work.execute(_SERVICES, {"account_id": account_id})
        return tuple((service_of(row), row.newest) for row in rows)

    async def months(
        self, account_id: int, service: Service | None, first: Period, last: Period
    ) -> tuple[StatementMonth, ...]:
        asked = {"first": first, "last": last, **_asked(account_id, service)}
        rows = await self._work.execute(_MONTHS_OF_ONE if service else _MONTHS, asked)
        return tuple(
            StatementMonth(period=row.period, amounts=amounts_of(row), paid_until=row.paid_until) for row in rows
        )

    async def periods(self, account_id: int, service: Service | None) -> frozenset[Period]:
        query = _PERIODS_OF_ONE if service else _PERIODS
        return frozenset((await self._work.execute(query, _asked(account_id, service))).scalars())

    async def charges(self, account_id: int, period: Period) -> tuple[ChargeLine, ...]:
        rows = await self._work.execute(_CHARGES, {"account_id": account_id, "period": period})
        return tuple(_line(row) for row in rows)


def _asked(account_id: int, service: Service | None) -> dict[str, Any]:
    if service is None:
        return {"account_id": account_id}
    return {"account_id": account_id, "service": service.service_code, "supplier": service.supplier_code}


def _balance(row: Row[Any]) -> ServiceBalance:
    return ServiceBalance(
        service=service_of(row),
        period=row.period,
        amounts=amounts_of(row),
        advance=row.advance or 0,
        penalty_forecast=row.penalty_forecast,
        paid_until=row.paid_until,
    )


def amounts_of(row: Row[Any]) -> Amounts:
    return Amounts(**{name: getattr(row, name) or 0 for name in _AMOUNTS})


def service_of(row: Row[Any]) -> Service:
    """Return the service under the best name that it has in each language; a code is better than nothing."""
    code, supplier = row.service_code or "", row.supplier_code or ""
    return Service(
        service_code=code,
        supplier_code=supplier,
        name_kk=row.name_kk or row.name_ru or code,
        name_ru=row.name_ru or row.name_kk or code,
        name_en=row.name_en or row.name_ru or row.name_kk or code,
        supplier_kk=row.supplier_kk or row.supplier_ru or supplier,
        supplier_ru=row.supplier_ru or row.supplier_kk or supplier,
        unit=row.unit or "",
    )


def _line(row: Row[Any]) -> ChargeLine:
    return ChargeLine(
        service=service_of(row),
        method=row.method or "",
        serial_no=row.serial_no or "",
        level=row.level,
        zone=row.zone or "",
        date_from=row.date_from,
        value_from=row.value_from,
        date_to=row.date_to,
        value_to=row.value_to,
        volume=row.volume,
        price=row.price_inc_vat,
        amount=row.amount or 0,
    )

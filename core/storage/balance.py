"""Balances and charges of the live book, found by the account alone: its rows stand together in every index."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Row, Select, cast, func, select

from core.balance.model import Amounts, ChargeLine, Service, ServiceBalance
from core.period import Period
from core.storage.book import balances, charges, meters, registers, services, suppliers
from core.storage.tables import packages
from core.storage.work import Work

_AMOUNTS = ("opening", "accrued", "corrections", "penalty", "paid", "closing")
_NAMES = (
    services.c.name_kk,
    services.c.name_ru,
    services.c.name_en,
    services.c.unit,
    suppliers.c.name_kk.label("supplier_kk"),
    suppliers.c.name_ru.label("supplier_ru"),
)
_newest = balances.alias("newest")
_IN_ORDER = (balances.c.service_code, balances.c.supplier_code)


class SqlBalances:
    """`Balances` of core.balance.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def as_of(self) -> date | None:
        generation = await self._work.generation()
        query = select(packages.c.as_of).where(packages.c.generation == generation)
        day = (await self._work.execute(query.order_by(packages.c.imported_at.desc()).limit(1))).scalar()
        return date.fromisoformat(day) if day else None

    async def newest(self, account_id: int) -> tuple[ServiceBalance, ...]:
        same = (_newest.c[name] == balances.c[name] for name in ("account_id", "service_code", "supplier_code"))
        last = select(func.max(_newest.c.period)).where(*same).scalar_subquery()
        query = _named(select(balances, *_NAMES), balances.c.service_code, balances.c.supplier_code)
        query = query.where(balances.c.account_id == account_id, balances.c.period == last).order_by(*_IN_ORDER)
        return tuple(_balance(row) for row in await self._work.execute(query))

    async def services(self, account_id: int) -> tuple[tuple[Service, Period], ...]:
        spans = (
            select(*_IN_ORDER, func.max(balances.c.period).label("last"))
            .where(balances.c.account_id == account_id)
            .group_by(*_IN_ORDER)
            .subquery()
        )
        query = _named(select(spans, *_NAMES), spans.c.service_code, spans.c.supplier_code)
        rows = await self._work.execute(query.order_by(spans.c.service_code, spans.c.supplier_code))
        return tuple((_service(row), row.last) for row in rows)

    async def months(
        self, account_id: int, service: Service | None, first: Period, last: Period
    ) -> tuple[tuple[Period, Amounts], ...]:
        query = (
            select(balances.c.period, *(_sum(name) for name in _AMOUNTS))
            .where(*_of(account_id, service), balances.c.period.between(first, last))
            .group_by(balances.c.period)
            .order_by(balances.c.period)
        )
        return tuple((row.period, _amounts(row)) for row in await self._work.execute(query))

    async def periods(self, account_id: int, service: Service | None) -> frozenset[Period]:
        query = select(balances.c.period).where(*_of(account_id, service)).distinct()
        return frozenset((await self._work.execute(query)).scalars())

    async def charges(self, account_id: int, period: Period) -> tuple[ChargeLine, ...]:
        query = (
            _named(select(charges, meters.c.serial_no, *_NAMES), charges.c.service_code, charges.c.supplier_code)
            .outerjoin(registers, registers.c.register_id == charges.c.register_id)
            .outerjoin(meters, meters.c.meter_id == registers.c.meter_id)
            .where(charges.c.account_id == account_id, charges.c.period == period)
            .order_by(
                charges.c.service_code,
                charges.c.supplier_code,
                charges.c.point_id,
                charges.c.date_from,
                charges.c.zone,
                charges.c.level,
                charges.c.charge_id,
            )
        )
        return tuple(_line(row) for row in await self._work.execute(query))


def _of(account_id: int, service: Service | None) -> tuple[ColumnElement[bool], ...]:
    if service is None:
        return (balances.c.account_id == account_id,)
    return (
        balances.c.account_id == account_id,
        balances.c.service_code == service.service_code,
        balances.c.supplier_code == service.supplier_code,
    )


def _named(query: Select[Any], service_code: ColumnElement[str], supplier_code: ColumnElement[str]) -> Select[Any]:
    return query.outerjoin(services, services.c.service_code == service_code).outerjoin(
        suppliers, suppliers.c.supplier_code == supplier_code
    )


def _sum(name: str) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(balances.c[name]), 0), BigInteger).label(name)


def _balance(row: Row[Any]) -> ServiceBalance:
    return ServiceBalance(
        service=_service(row),
        period=row.period,
        amounts=_amounts(row),
        advance=row.advance or 0,
        penalty_forecast=row.penalty_forecast,
        paid_until=row.paid_until,
    )


def _amounts(row: Row[Any]) -> Amounts:
    return Amounts(**{name: getattr(row, name) or 0 for name in _AMOUNTS})


def _service(row: Row[Any]) -> Service:
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
        service=_service(row),
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

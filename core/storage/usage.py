"""Readings and volumes of the live book, found by the account alone: its rows stand together in every index."""

from collections import Counter
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import BigInteger, Row, Select, bindparam, cast, func, select

from core.period import Period
from core.storage.book import charges, corrections, meters, points, readings, registers, services
from core.storage.tables import packages
from core.storage.work import Work
from core.usage.model import is_energy
from core.usage.ports import Charged, PlaceOnFile, ReadingOnFile, Register

_MOST_READINGS = 1500  # more than a year of three zones read every day; a longer history would hold up the others
_YEARS = 300  # between the numbers of two months that lie three years apart
_ACCOUNT = bindparam("account_id", type_=BigInteger)
_ONE = 10_000  # the ratio of a meter without transformers


def _as_of() -> Select[Any]:
    imported = select(packages.c.as_of).where(packages.c.generation == bindparam("generation"))
    return imported.order_by(packages.c.imported_at.desc()).limit(1)


def _places() -> Select[Any]:
    gone = meters.c.removed_on.is_not(None)
    in_order = (points.c.point_id, gone, meters.c.removed_on.desc(), meters.c.meter_id)
    return (
        select(points.c.point_id, points.c.label, meters.c.serial_no, services.c.unit, services.c.metered)
        .outerjoin(services, services.c.service_code == points.c.service_code)
        .outerjoin(meters, meters.c.point_id == points.c.point_id)
        .where(points.c.account_id == _ACCOUNT)
        .order_by(*in_order)
    )


def _readings() -> Select[Any]:
    of_meter = (meters.c.meter_id, meters.c.serial_no, meters.c.ratio, meters.c.losses)
    of_register = (registers.c.zone, registers.c.digits_int)
    return (
        select(readings, points.c.point_id, *of_meter, *of_register, services.c.unit, services.c.metered)
        .join(registers, registers.c.register_id == readings.c.register_id)
        .join(meters, meters.c.meter_id == registers.c.meter_id)
        .join(points, points.c.point_id == meters.c.point_id)
        .outerjoin(services, services.c.service_code == points.c.service_code)
        .where(points.c.account_id == _ACCOUNT)
        .order_by(readings.c.reading_date.desc(), readings.c.reading_id)
        .limit(_MOST_READINGS)
    )


def _charged() -> Select[Any]:
    mine = (charges.c.account_id == _ACCOUNT, charges.c.volume.is_not(None))
    newest = select(func.max(charges.c.period)).where(*mine).scalar_subquery()
    same = (charges.c.point_id, charges.c.zone, charges.c.period, charges.c.method)
    unit = (services.c.unit, services.c.metered)
    return (
        select(
            *same,
            *unit,
            cast(func.sum(charges.c.volume), BigInteger).label("volume"),
            func.min(charges.c.date_from).label("since"),
            func.max(charges.c.date_to).label("until"),
        )
        .outerjoin(services, services.c.service_code == charges.c.service_code)
        .where(*mine, cast(charges.c.period, BigInteger) > cast(newest, BigInteger) - _YEARS)
        .group_by(*same, *unit)
        .order_by(charges.c.period)
    )


def _corrected() -> Select[Any]:
    same = (corrections.c.period, services.c.unit, services.c.metered)
    return (
        select(*same, cast(func.sum(corrections.c.volume), BigInteger).label("volume"))
        .outerjoin(services, services.c.service_code == corrections.c.service_code)
        .where(corrections.c.account_id == _ACCOUNT, corrections.c.volume.is_not(None))
        .group_by(*same)
    )


# Built once: putting a statement together costs as much as running it.
_AS_OF, _PLACES, _READINGS, _CHARGED, _CORRECTED = _as_of(), _places(), _readings(), _charged(), _corrected()


class SqlUsageBook:
    """`UsageBook` of core.usage.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def as_of(self) -> date | None:
        found = await self._work.execute(_AS_OF, {"generation": await self._work.generation()})
        day = found.scalar_one_or_none()
        return day and date.fromisoformat(day)

    async def places(self, account_id: int) -> tuple[PlaceOnFile, ...]:
        rows = await self._of(_PLACES, account_id)
        return tuple(self._place(list(same)) for _, same in groupby(rows, lambda row: row.point_id))

    async def readings(self, account_id: int) -> tuple[ReadingOnFile, ...]:
        known: dict[str, Register] = {}
        return tuple(_reading(row, known) for row in await self._of(_READINGS, account_id))

    async def charged(self, account_id: int) -> tuple[Charged, ...]:
        return tuple(
            Charged(
                point_id=row.point_id or "",
                zone=row.zone or "",
                period=row.period,
                method=row.method or "",
                volume=row.volume,
                since=row.since,
                until=row.until,
            )
            for row in await self._of(_CHARGED, account_id)
            if row.period
        )

    async def corrected(self, account_id: int) -> tuple[tuple[Period, int], ...]:
        summed: Counter[Period] = Counter()
        for row in await self._of(_CORRECTED, account_id):
            summed[row.period] += row.volume
        return tuple(summed.items())

    async def _of(self, query: Select[Any], account_id: int) -> list[Row[Any]]:
        """Return the rows of an account whose service is measured in kWh."""
        rows = await self._work.execute(query, {"account_id": account_id})
        return [row for row in rows if is_energy(row.unit or "", metered=row.metered)]

    def _place(self, rows: list[Row[Any]]) -> PlaceOnFile:
        first = rows[0]
        label: dict[str, Any] = self._work.vault.open(first.label) if first.label else {}
        return PlaceOnFile(
            point_id=first.point_id,
            name=label.get("name") or "",
            serials=tuple(row.serial_no for row in rows if row.serial_no),
        )


def _reading(row: Row[Any], known: dict[str, Register]) -> ReadingOnFile:
    if row.register_id not in known:
        known[row.register_id] = Register(
            register_id=row.register_id,
            point_id=row.point_id,
            meter_id=row.meter_id,
            serial_no=row.serial_no or "",
            zone=row.zone or "",
            digits_int=row.digits_int,
            ratio=_ONE if row.ratio is None else row.ratio,
            losses=row.losses or 0,
        )
    return ReadingOnFile(
        register=known[row.register_id],
        day=row.reading_date,
        value=row.value,
        source=row.source or "",
        accepted=row.accepted,
    )

"""Meters of the live book with their registers and newest accepted readings: one statement for a whole account."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, Row, Select, and_, bindparam, func, literal, select, true

from core.readings.model import LastReading, Meter, Register
from core.readings.ports import AccountOfMeters
from core.storage.book import accounts, meters, points, readings, registers, services
from core.storage.work import Work
from core.tariffs.model import Interval
from core.usage.model import is_energy

_INTERVALS = 3
_NO_TRANSFORMER = 10_000
_METER = (
    "meter_id",
    "serial_no",
    "model",
    "ratio",
    "losses",
    "automatic",
    "status",
    "installed_on",
    "removed_on",
    "verification_due",
    "replacement_due",
)


def _newest_readings() -> ColumnElement[bool]:
    """Of each dial no more than four days are read, however long its history is."""
    newer = readings.alias("newer")
    since = (
        select(newer.c.reading_date)
        .where(newer.c.register_id == registers.c.register_id, newer.c.accepted == true())
        .group_by(newer.c.reading_date)
        .order_by(newer.c.reading_date.desc())
        .offset(_INTERVALS)
        .limit(1)
        .scalar_subquery()
    )
    return and_(
        readings.c.register_id == registers.c.register_id,
        readings.c.accepted == true(),
        readings.c.reading_date >= func.coalesce(since, literal(date.min, Date)),
    )


def _of_accounts() -> Select[Any]:
    columns = (
        *(accounts.c[name] for name in ("account_id", "owner_mark", "branch_code", "personal")),
        accounts.c.status.label("account_status"),
        *(points.c.point_id, points.c.label, services.c.unit, services.c.metered),
        *(meters.c[name] for name in _METER),
        *(registers.c[name] for name in ("register_id", "zone", "digits_int", "digits_frac")),
        *(readings.c[name] for name in ("reading_date", "value", "source")),
    )
    order = (accounts.c.account_id, points.c.point_id, meters.c.meter_id, registers.c.zone, registers.c.register_id)
    return (
        select(*columns)
        .outerjoin(points, points.c.account_id == accounts.c.account_id)
        .outerjoin(services, services.c.service_code == points.c.service_code)
        .outerjoin(meters, meters.c.point_id == points.c.point_id)
        .outerjoin(registers, registers.c.meter_id == meters.c.meter_id)
        .outerjoin(readings, _newest_readings())
        .where(accounts.c.account_id.in_(bindparam("account_ids", expanding=True, type_=BigInteger)))
        .order_by(*order, readings.c.reading_date, readings.c.value)
    )


# Built once: putting a statement together costs as much as running it.
_OF_ACCOUNTS = _of_accounts()
_OF_NUMBER = (
    select(points.c.account_id, meters.c.meter_id, meters.c.serial_no)
    .join(points, points.c.account_id == accounts.c.account_id)
    .join(meters, meters.c.point_id == points.c.point_id)
    .where(
        accounts.c.number_mark == bindparam("mark", type_=BigInteger),
        meters.c.removed_on.is_(None),
        meters.c.status.is_distinct_from("removed"),
    )
    .order_by(meters.c.meter_id)
)


class SqlMeters:
    """`Meters` of core.readings.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of_account(self, account_id: int) -> tuple[Meter, ...]:
        found = await self.of_accounts((account_id,))
        return found[0].meters if found else ()

    async def of_accounts(self, account_ids: tuple[int, ...]) -> tuple[AccountOfMeters, ...]:
        rows = await self._work.execute(_OF_ACCOUNTS, {"account_ids": account_ids})
        return tuple(self._account(list(same)) for _, same in groupby(rows, attrgetter("account_id")))

    async def of_number(self, number: str) -> tuple[tuple[int, str, str], ...]:
        rows = await self._work.execute(_OF_NUMBER, {"mark": self._work.vault.number_mark(number)})
        return tuple((row.account_id, row.meter_id, row.serial_no or "") for row in rows)

    def _account(self, rows: list[Row[Any]]) -> AccountOfMeters:
        first = rows[0]
        of_energy = (row for row in rows if row.meter_id and is_energy(row.unit or "", metered=row.metered))
        of_meters = groupby(of_energy, attrgetter("meter_id"))
        found = [self._meter(list(same)) for _, same in of_meters]
        return AccountOfMeters(
            account_id=first.account_id,
            owner_mark=first.owner_mark,
            branch_code=first.branch_code or "",
            account_no=self._work.vault.open(first.personal)["account_no"],
            status=first.account_status or "active",
            meters=tuple(sorted(found, key=_out_of_place)),
        )

    def _meter(self, rows: list[Row[Any]]) -> Meter:
        first = rows[0]
        label: dict[str, Any] = self._work.vault.open(first.label) if first.label else {}
        ratio, losses = first.ratio or _NO_TRANSFORMER, first.losses or 0
        of_registers = groupby((row for row in rows if row.register_id is not None), attrgetter("register_id"))
        return Meter(
            meter_id=first.meter_id,
            point_id=first.point_id,
            point_name=label.get("name") or "",
            serial_no=first.serial_no or "",
            model=first.model or "",
            ratio=ratio,
            losses=losses,
            automatic=bool(first.automatic),
            status=first.status or "active",
            installed_on=first.installed_on,
            removed_on=first.removed_on,
            verification_due=first.verification_due,
            replacement_due=first.replacement_due,
            registers=tuple(_register(list(same), ratio, losses) for _, same in of_registers),
        )


def _out_of_place(meter: Meter) -> bool:
    return meter.removed_on is not None or meter.status == "removed"


def _register(rows: list[Row[Any]], ratio: int, losses: int) -> Register:
    first = rows[0]
    read = _by_day(row for row in rows if row.reading_date is not None)
    last = read[-1] if read else None
    return Register(
        register_id=first.register_id,
        zone=first.zone or "T0",
        digits_int=first.digits_int,
        digits_frac=first.digits_frac,
        last=last and LastReading(value=last.value, date=last.reading_date, source=last.source or ""),
        intervals=tuple(_intervals(read, ratio, losses)),
    )


def _by_day(rows: Iterable[Row[Any]]) -> Sequence[Row[Any]]:
    """Return one reading of each day: the highest, since a dial goes up."""
    return list({row.reading_date: row for row in rows}.values())


def _intervals(read: Sequence[Row[Any]], ratio: int, losses: int) -> Iterator[Interval]:
    """Yield what was used between readings; a lower one (past zero, put right) says nothing of the use."""
    for one, other in pairwise(read):
        if other.value >= one.value:
            used = Decimal((other.value - one.value) * ratio + losses * 10_000).scaleb(-7)
            yield Interval(date_from=one.reading_date, date_to=other.reading_date, volume=used)

"""Meters that notices are about, of many accounts at once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Date, Row, Select, and_, bindparam, exists, func, or_, select, text, true

from core.notices.meters import Deadline, NoticeMeter
from core.period import Period
from core.storage.book import meters, points, readings, registers, services
from core.storage.tables import submissions
from core.storage.types import Month
from core.storage.work import Work
from core.usage.model import is_energy

_MOST = 10_000  # accounts in a query: databases bind no more than 32,766 values
_ESTIMATE = "estimate"
_IN_PLACE = and_(meters.c.removed_on.is_(None), func.coalesce(meters.c.status, "active") != "removed")

_IS_READ = exists().where(
    readings.c.register_id == registers.c.register_id,
    readings.c.reading_date >= bindparam("since", type_=Date),
    readings.c.accepted == true(),
    or_(readings.c.source.is_(None), readings.c.source != _ESTIMATE),
)
_IS_SENT = exists().where(
    submissions.c.meter_id == meters.c.meter_id,
    submissions.c.period == bindparam("period", type_=Month),
    # Spelt out as in the index of active ones, so that it is used.
    text("submissions.state IN ('queued', 'sent', 'accepted', 'unclear')"),
)


def _meters(*more: Any) -> Select[Any]:
    columns = (points.c.account_id, meters.c.meter_id, meters.c.serial_no, services.c.unit, services.c.metered)
    return (
        select(*columns, *more)
        .join(meters, meters.c.point_id == points.c.point_id)
        .outerjoin(services, services.c.service_code == points.c.service_code)
        .where(points.c.account_id.in_(bindparam("accounts", expanding=True, type_=BigInteger)), _IN_PLACE)
        .order_by(points.c.account_id, points.c.point_id, meters.c.meter_id)
    )


_UNREAD = _meters(meters.c.verification_due.label("due")).where(
    func.coalesce(meters.c.status, "active") != "faulty",
    meters.c.automatic.is_not(true()),
    exists().where(registers.c.meter_id == meters.c.meter_id, ~_IS_READ),
    ~_IS_SENT,
)
_DUE = {
    deadline: _meters(meters.c[deadline.value].label("due")).where(
        meters.c[deadline.value].between(bindparam("first", type_=Date), bindparam("last", type_=Date))
    )
    for deadline in Deadline
}


class SqlNoticeMeters:
    """`NoticeMeters` of core.notices.meters."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def unread(self, account_ids: Sequence[int], period: Period, since: date) -> Sequence[NoticeMeter]:
        return await self._found(_UNREAD, account_ids, {"period": period, "since": since})

    async def due(
        self, account_ids: Sequence[int], deadline: Deadline, first: date, last: date
    ) -> Sequence[NoticeMeter]:
        return await self._found(_DUE[deadline], account_ids, {"first": first, "last": last})

    async def _found(
        self, query: Select[Any], account_ids: Sequence[int], bound: Mapping[str, Any]
    ) -> Sequence[NoticeMeter]:
        found: list[NoticeMeter] = []
        for some in _parts(sorted(account_ids)):
            rows = await self._work.execute(query, {"accounts": some, **bound})
            found += [_meter(row) for row in rows if is_energy(row.unit or "", metered=row.metered)]
        return found


def _parts(account_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(account_ids), _MOST):
        yield account_ids[start : start + _MOST]


def _meter(row: Row[Any]) -> NoticeMeter:
    return NoticeMeter(account_id=row.account_id, meter_id=row.meter_id, serial_no=row.serial_no or "", due=row.due)

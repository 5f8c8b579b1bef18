"""What the audience of an operator's notice is chosen by: a few queries for a page of chats."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import BigInteger, Date, and_, bindparam, func, select

from core.notices.model import Campaign, State
from core.period import Period
from core.storage.book import balances, meters, points, readings, registers
from core.storage.campaigns import SqlCampaigns
from core.storage.tables import outbox, submissions
from core.storage.types import Month, UtcTime
from core.storage.work import Work

_IDS = bindparam("accounts", expanding=True, type_=BigInteger)
_IN_PLACE = and_(meters.c.removed_on.is_(None), meters.c.status.is_distinct_from("removed"))
_newer = balances.alias("newer")
_NEWEST = (
    select(func.max(_newer.c.period))
    .where(*(_newer.c[name] == balances.c[name] for name in ("account_id", "service_code", "supplier_code")))
    .scalar_subquery()
)
_BALANCES = (
    select(balances.c.account_id, func.sum(balances.c.closing).label("closing"))
    .where(balances.c.account_id.in_(_IDS), balances.c.period == _NEWEST)
    .group_by(balances.c.account_id)
)
_DUE = (
    select(points.c.account_id, func.min(meters.c.verification_due).label("due"))
    .join(meters, meters.c.point_id == points.c.point_id)
    .where(points.c.account_id.in_(_IDS), _IN_PLACE, meters.c.verification_due.is_not(None))
    .group_by(points.c.account_id)
)
_METERS = (
    select(points.c.account_id, meters.c.meter_id)
    .join(meters, meters.c.point_id == points.c.point_id)
    .where(points.c.account_id.in_(_IDS), _IN_PLACE, meters.c.automatic.is_not(True))
)
_ACTIVE = ("queued", "sent", "accepted", "unclear")
_SUBMITTED = select(submissions.c.meter_id, submissions.c.period).where(
    submissions.c.account_id.in_(_IDS),
    submissions.c.period.in_(bindparam("periods", expanding=True, type_=Month)),
    submissions.c.state.in_(_ACTIVE),
)
_READ = (
    select(registers.c.meter_id, func.max(readings.c.reading_date).label("day"))
    .join(readings, readings.c.register_id == registers.c.register_id)
    .join(meters, meters.c.meter_id == registers.c.meter_id)
    .join(points, points.c.point_id == meters.c.point_id)
    .where(
        points.c.account_id.in_(_IDS),
        readings.c.reading_date >= bindparam("since", type_=Date),
        readings.c.accepted.is_(True),
        readings.c.source.is_distinct_from("estimate"),
    )
    .group_by(registers.c.meter_id)
)

_ARRIVED = select(outbox.c.key, outbox.c.message_id).where(
    outbox.c.key.in_(bindparam("keys", expanding=True)),
    outbox.c.state == "sent",
    outbox.c.message_id.is_not(None),
    outbox.c.closed_at > bindparam("since", type_=UtcTime),
)


class SqlNewsData:
    """`NewsData` of core.notices.news."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def balances(self, account_ids: Sequence[int]) -> dict[int, int]:
        rows = await self._work.execute(_BALANCES, {"accounts": list(account_ids)})
        return {row.account_id: int(row.closing) for row in rows if row.closing is not None}

    async def verification(self, account_ids: Sequence[int]) -> dict[int, date]:
        rows = await self._work.execute(_DUE, {"accounts": list(account_ids)})
        return {row.account_id: row.due for row in rows}

    async def unread(self, periods: Mapping[int, Period]) -> frozenset[int]:
        if not periods:
            return frozenset()
        asked = {"accounts": list(periods)}
        own = (await self._work.execute(_METERS, asked)).all()
        sent = await self._work.execute(_SUBMITTED, asked | {"periods": sorted(set(periods.values()))})
        done = {(row.meter_id, row.period) for row in sent}
        since = min(periods.values()).first_day
        read = {row.meter_id: row.day for row in await self._work.execute(_READ, asked | {"since": since})}
        return frozenset(
            row.account_id
            for row in own
            if (row.meter_id, periods[row.account_id]) not in done
            and read.get(row.meter_id, date.min) < periods[row.account_id].first_day
        )

    async def arrived(self, keys: Sequence[str], since: datetime) -> dict[str, int]:
        rows = await self._work.execute(_ARRIVED, {"keys": list(keys), "since": since})
        return {row.key: row.message_id for row in rows}

    async def repeating(self) -> tuple[Campaign, ...]:
        begun = (State.SCHEDULED, State.RUNNING, State.PAUSED, State.DONE)
        found = await SqlCampaigns(self._work).repeating()
        return tuple(each for each in found if each.state in begun and each.pilot is None)

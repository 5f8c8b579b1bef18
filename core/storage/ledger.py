"""The outbox as the sender of campaigns sees it: what has ended is recorded and what comes next is claimed, at once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, LargeBinary, String, and_, bindparam, exists, or_, select, update

from core.storage.engine import Database
from core.storage.outbox import FIRST_BULK, LEASE, PARCEL, TELEGRAM, Parcel, count, hold
from core.storage.tables import campaigns, customers, outbox
from core.storage.types import UtcTime
from core.storage.work import Work

_RUNS = or_(
    outbox.c.campaign.is_(None),
    exists().where(campaigns.c.id == outbox.c.campaign, campaigns.c.state == "running"),
)
_DUE = and_(
    outbox.c.channel == TELEGRAM,
    outbox.c.state == "new",
    outbox.c.priority >= FIRST_BULK,
    outbox.c.due <= bindparam("now", type_=UtcTime),
    _RUNS,
)
_WAITS = select(outbox.c.id).where(_DUE).limit(1)
_CLAIM = (
    update(outbox)
    .where(
        outbox.c.id.in_(
            select(outbox.c.id)
            .where(_DUE)
            .order_by(outbox.c.priority, outbox.c.due, outbox.c.id)
            .limit(bindparam("number", type_=Integer))
            .with_for_update(skip_locked=True)
        )
    )
    .values(state="sending", lease=bindparam("until", type_=UtcTime), tries=outbox.c.tries + 1)
    .returning(*PARCEL)
)
# Whoever has claimed it since, or has listed it as unclear, has the say over it.
_MINE = and_(
    outbox.c.id == bindparam("parcel", type_=BigInteger),
    outbox.c.tries == bindparam("nth", type_=Integer),
    outbox.c.state == bindparam("was", type_=String),
)
_END = (
    update(outbox)
    .where(_MINE)
    .values(
        state=bindparam("becomes", type_=String),
        outcome=bindparam("why", type_=String),
        message_id=bindparam("message", type_=BigInteger),
        said=bindparam("words", type_=String),
        payload=bindparam("kept", type_=LargeBinary),
        closed_at=bindparam("now", type_=UtcTime),
        lease=None,
    )
    .returning(outbox.c.campaign)
)
_GIVE_BACK = (
    update(outbox)
    .where(_MINE)
    .values(
        state="new",
        outcome=bindparam("why", type_=String),
        due=bindparam("later", type_=UtcTime),
        tries=outbox.c.tries - bindparam("untried", type_=Integer),
        lease=None,
    )
    .returning(outbox.c.campaign)
)
_IS_OVER = exists().where(campaigns.c.id == outbox.c.campaign, campaigns.c.state.in_(("done", "cancelled")))
_DROP_ENDED = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("back", expanding=True, type_=BigInteger)), outbox.c.state == "new", _IS_OVER)
    .values(state="cancelled", outcome="cancelled", payload=None, closed_at=bindparam("now", type_=UtcTime))
    .returning(outbox.c.campaign)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """What has become of a parcel; `counter` is the column of its campaign that counts it.

    `payload` is sealed and kept as the record of a notice of law; otherwise what was said is erased.
    """

    parcel: Parcel
    state: str  # sent | unclear | dead | cancelled
    counter: str
    outcome: str = ""
    message_id: int | None = None
    said: str | None = None
    payload: bytes | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenBack:
    """A parcel to be sent later; not `counted`: nothing was tried, so none is used up."""

    parcel: Parcel
    due: datetime
    why: str
    counted: bool = False


class Ledger:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def turn(self, over: Sequence[Ended | GivenBack], number: int, now: datetime) -> list[Parcel]:
        """Record what is over and claim at most `number` of what is due, in one transaction.

        A campaign that is held, or has been ended, gives nothing.
        """
        async with self._database.work(book=False) as work:
            if not over and (not number or (await work.execute(_WAITS, {"now": now})).first() is None):
                return []
            await work.write()
            await self._record(work, over, now)
            claimed: list[Parcel] = []
            if number:
                bound = {"now": now, "number": number, "until": now + LEASE}
                claimed = [Parcel(**row) for row in (await work.execute(_CLAIM, bound)).mappings().all()]
            await work.commit()
        return sorted(claimed, key=lambda parcel: (parcel.priority, parcel.due, parcel.id))

    async def _record(self, work: Work, over: Sequence[Ended | GivenBack], now: datetime) -> None:
        counts: Counter[tuple[int, str]] = Counter()
        await hold(work, {each.parcel.campaign for each in over if each.parcel.campaign is not None})
        for each in over:
            if isinstance(each, GivenBack):
                await work.execute(_GIVE_BACK, _given_back(each))
            else:
                await self._end(work, each, now, counts)
        gone = [each.parcel.chat_id for each in over if isinstance(each, Ended) and each.counter == "blocked"]
        if gone:
            blocked = update(customers).where(customers.c.chat_id.in_(gone), customers.c.blocked_at.is_(None))
            await work.execute(blocked.values(blocked_at=now))
        back = [each.parcel.id for each in over if isinstance(each, GivenBack)]
        if back:
            dropped = await work.execute(_DROP_ENDED, {"back": back, "now": now})
            counts.update((campaign, "dropped") for campaign in dropped.scalars())
        await count(work, counts)

    async def _end(self, work: Work, each: Ended, now: datetime, counts: Counter[tuple[int, str]]) -> None:
        found = (await work.execute(_END, _ended(each, "sending", now))).first()
        if found is None and each.state == "sent":  # it was given up as unclear, and has arrived after all
            found = (await work.execute(_END, _ended(each, "unclear", now))).first()
            if found is not None and found.campaign is not None:
                counts[found.campaign, "unclear"] -= 1
        if found is not None and found.campaign is not None:
            counts[found.campaign, each.counter] += 1


def _ended(each: Ended, was: str, now: datetime) -> dict[str, Any]:
    return {
        "parcel": each.parcel.id,
        "nth": each.parcel.tries,
        "was": was,
        "becomes": each.state,
        "why": each.outcome[:120],
        "message": each.message_id,
        "words": each.said,
        "kept": each.payload,
        "now": now,
    }


def _given_back(each: GivenBack) -> dict[str, Any]:
    own = {"parcel": each.parcel.id, "nth": each.parcel.tries, "was": "sending"}
    return own | {"why": each.why[:120], "later": each.due, "untried": 0 if each.counted else 1}

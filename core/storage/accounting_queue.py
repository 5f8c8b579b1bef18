"""The queue of readings as those see it who hand them over: one process at a time, in the order of confirmation.

A row is `new` (waiting), `sending` (somebody has it in hand), `sent` (answered for good), `unclear` (on the operators'
list) or `cancelled`. What has been handed over and not answered yet waits as `new` as well, behind the others.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, select, update

from core.readings.answers import AccountingAnswers
from core.readings.handover import Outgoing
from core.readings.model import State, Value, number_of
from core.storage.accounting import CHANNEL, FRESH, SqlHandedOver, submission_of
from core.storage.engine import Database
from core.storage.outbox import SqlNotices
from core.storage.sealing import Damaged
from core.storage.tables import TO_ACCOUNTING, outbox, submission_values, submissions
from core.storage.work import Work

log = logging.getLogger(__name__)

T = TypeVar("T")

LEASE = timedelta(minutes=3)  # longer than anybody has one in hand
DAMAGED = "damaged"
AWAITED = 5  # handed over, no answer yet: asked about when nothing fresh waits
FORGIVEN = 2  # so often may a reading fail before an outage is no excuse any more
_CHUNK = 500  # ids in one statement

_MINE = TO_ACCOUNTING  # in these very words, or the index that has them is not used
_CLAIM = (
    update(outbox)
    .where(
        outbox.c.id.in_(
            select(outbox.c.id)
            .where(_MINE, outbox.c.due <= bindparam("now"))
            .order_by(outbox.c.priority, outbox.c.id)
            .limit(bindparam("number"))
            .with_for_update(skip_locked=True)
        )
    )
    .values(state="sending", lease=bindparam("until"), tries=outbox.c.tries + 1)
    .returning(outbox.c.id, outbox.c.key, outbox.c.tries, outbox.c.lease)
)
_WAITING = (State.QUEUED, State.SENT, State.UNCLEAR)


class AccountingQueue:
    """`operators` is the chat that is told of what cannot be handed over."""

    def __init__(self, database: Database, operators: int | None = None) -> None:
        self._database = database
        self._operators = operators

    async def claim(self, number: int, now: datetime) -> list[Outgoing]:
        """Take what is due, the oldest first; that it is in hand is committed before anything is handed over.

        What cannot be unsealed goes on the operators' list, and holds up no other.
        """
        async with self._database.work() as work:
            if (await work.execute(select(outbox.c.id).where(_MINE, outbox.c.due <= now).limit(1))).first() is None:
                return []
            await work.write()
            bound = {"now": now, "number": number, "until": now + LEASE}
            rows = (await work.execute(_CLAIM, bound)).all()
            found, over, damaged = await _outgoing(work, rows)
            await self._list_damaged(work, damaged, now)
            if over:  # answered, withdrawn or replaced meanwhile
                closed = update(outbox).where(outbox.c.id.in_(over))
                await work.execute(closed.values(state="sent", outcome="answered", lease=None, closed_at=now))
            await work.commit()
        return found

    async def _list_damaged(self, work: Work, damaged: Sequence[str], now: datetime) -> None:
        handed_over, notices = SqlHandedOver(work), SqlNotices(work, now, self._operators)
        answers = AccountingAnswers(work=work, handed_over=handed_over, notices=notices, now=now)
        for submission_id in damaged:
            log.error("a reading cannot be unsealed", extra={"submission": submission_id})
            await answers.unclear(submission_id, DAMAGED)
            await handed_over.put_on_list(submission_id, now, DAMAGED)  # also one that was unclear before

    async def give_back(self, parcels: Sequence[Outgoing]) -> None:
        """Return what was not tried: its turn and its right to be withdrawn stay as they were."""
        await self._return(parcels, {"tries": outbox.c.tries - 1})

    async def postpone(self, parcel: Outgoing, due: datetime, outcome: str, *, reached: bool) -> None:
        """Try again later; `reached` false: it is certain that nothing has arrived."""
        tries = outbox.c.tries if reached else outbox.c.tries - 1
        await self._return((parcel,), {"due": due, "outcome": outcome[:120], "tries": tries})

    async def await_answer(self, parcels: Sequence[Outgoing], now: datetime, due: datetime) -> None:
        """Record that these were handed over; at `due` they are asked about, or written out once more.

        What fails from now on is counted anew: being asked about many times is no failure.
        """
        async with self._database.work() as work:
            await work.write()
            for chunk in _chunks(parcels):
                ids = [parcel.submission_id for parcel in chunk]
                mine = submissions.c.submission_id.in_(ids)
                await work.execute(update(submissions).where(mine).values(exported_at=now))
                queued = (mine, submissions.c.state == State.QUEUED)
                await work.execute(update(submissions).where(*queued).values(state=State.SENT))
                held = _held([parcel.parcel for parcel in chunk], parcels[0])
                values = {
                    "state": "new",
                    "priority": AWAITED,
                    "due": due,
                    "lease": None,
                    "outcome": "awaited",
                    "tries": 1,
                }
                await work.execute(update(outbox).where(held).values(values))
            await work.commit()

    async def recover(self, now: datetime, *, all_of_them: bool = False) -> int:
        """Put back what somebody died with in hand; it may have arrived, so it is asked about before it goes again."""
        left = and_(outbox.c.channel == CHANNEL, outbox.c.state == "sending")
        if not all_of_them:
            left = and_(left, outbox.c.lease < now)
        async with self._database.work() as work:
            if (await work.execute(select(outbox.c.id).where(left).limit(1))).first() is None:
                return 0
            await work.write()
            found = await work.execute(update(outbox).where(left).values(state="new", lease=None, outcome="crash"))
            await work.commit()
        return found.rowcount

    async def bring_forward(self, now: datetime) -> None:
        """After an outage: what failed in it is due at once, so that the order is kept.

        What has failed often is left where it is: it may be what keeps the others waiting.
        """
        async with self._database.work() as work:
            await work.write()
            failed = and_(_MINE, outbox.c.priority == FRESH, outbox.c.due > now, outbox.c.tries <= FORGIVEN)
            await work.execute(update(outbox).where(failed).values(due=now))
            await work.commit()

    async def waits(self) -> bool:
        """Return whether there is anything to hand over or to ask about, now or later."""
        async with self._database.work() as work:
            return (await work.execute(select(outbox.c.id).where(_MINE).limit(1))).first() is not None

    async def waiting(self) -> int:
        """Return how many have not been handed over yet."""
        query = select(func.count()).where(_MINE, outbox.c.priority == FRESH)
        async with self._database.work() as work:
            counted: int = (await work.execute(query)).scalar_one()
        return counted

    async def _return(self, parcels: Sequence[Outgoing], values: dict[str, Any]) -> None:
        if not parcels:
            return
        async with self._database.work() as work:
            await work.write()
            for chunk in _chunks([parcel.parcel for parcel in parcels]):
                mine = update(outbox).where(_held(chunk, parcels[0]))
                await work.execute(mine.values(state="new", lease=None, **values))
            await work.commit()


def _held(ids: Sequence[int], of: Outgoing) -> ColumnElement[bool]:
    """Return what is still in the hand that took it: rows of one claim have one lease, and nobody else has it."""
    return and_(outbox.c.id.in_(ids), outbox.c.state == "sending", outbox.c.lease == of.lease)


async def _outgoing(work: Work, rows: Sequence[Row[Any]]) -> tuple[list[Outgoing], list[int], list[str]]:
    """Return what is to be handed over, in order, the rows of the queue that are over already, and what is damaged."""
    held = {submission_of(row.key): row for row in rows}
    found: list[Outgoing] = []
    damaged: list[str] = []
    for chunk in _chunks(list(held)):
        facts = (await work.execute(select(submissions).where(submissions.c.submission_id.in_(chunk)))).all()
        values = await _values(work, [row.id for row in facts])
        for row in facts:
            if State(row.state) not in _WAITING:
                continue
            try:
                found.append(_one(work, row, held[row.submission_id], tuple(values.get(row.id, ()))))
            except Damaged:
                damaged.append(row.submission_id)
    kept = {one.parcel for one in found} | {held[submission_id].id for submission_id in damaged}
    return sorted(found, key=lambda one: one.parcel), [row.id for row in rows if row.id not in kept], damaged


async def _values(work: Work, of: list[int]) -> dict[int, list[Value]]:
    rows = await work.execute(
        select(submission_values)
        .where(submission_values.c.submission.in_(of))
        .order_by(submission_values.c.submission, submission_values.c.zone, submission_values.c.register_id)
    )
    found: dict[int, list[Value]] = {}
    for row in rows:
        value = Value(
            register_id=row.register_id,
            zone=row.zone,
            value=row.value,
            previous=row.previous,
            previous_date=row.previous_date,
            volume=row.volume,
            rollover=row.rollover,
        )
        found.setdefault(row.submission, []).append(value)
    return found


def _one(work: Work, row: Row[Any], held: Row[Any], values: tuple[Value, ...]) -> Outgoing:
    facts = work.vault.open(row.facts)
    return Outgoing(
        parcel=held.id,
        tries=held.tries - 1,
        lease=held.lease,
        number=number_of(row.period, row.id),
        submission_id=row.submission_id,
        branch_code=facts["branch_code"],
        account_no=facts["account_no"],
        point_id=facts["point_id"],
        meter_id=row.meter_id,
        serial_no=facts["serial_no"],
        period=row.period,
        reading_date=row.reading_date,
        submitted_at=row.submitted_at,
        flags=tuple(row.flags.replace(",", " ").split()),
        values=values,
    )


def _chunks(things: Sequence[T]) -> Iterable[Sequence[T]]:
    for start in range(0, len(things), _CHUNK):
        yield things[start : start + _CHUNK]

"""What Telegram has sent and the bot has not finished with: stored before it is confirmed, worked off in order.

A row is `new` until the transaction of its handler commits, then `answer` while its Screens are still to be shown,
then `done`; `dead` is what cannot be handled. A row in hand names its worker: after a hard crash such rows have one
try more and are run alone, so that one of them cannot take the others down for ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, case, delete, func, select, text, update

from core.storage.dialect import upsert
from core.storage.engine import Database
from core.storage.prepared import Answer
from core.storage.tables import inbox
from core.storage.work import Work

TRIES = 3
LEASE = timedelta(seconds=20)
_BATCH = 500
KEPT = timedelta(days=7)  # Telegram may begin anew with its ids after a quiet week

_PENDING = text("inbox.state IN ('new', 'answer')")  # in words, so that the partial index is used
_COLUMNS = (inbox.c.seq, inbox.c.chat_id, inbox.c.body, inbox.c.received_at, inbox.c.tries, inbox.c.answer)
_BUSY = select(inbox.c.chat_id).where(_PENDING, text("(worker IS NOT NULL OR tries > 0)"))
_SERVED = select(inbox.c.chat_id).where(_PENDING, inbox.c.worker.is_not(None))
_FREE = (
    select(inbox.c.seq)
    .where(_PENDING, inbox.c.worker.is_(None), inbox.c.tries == 0, inbox.c.chat_id.not_in(_BUSY))
    .order_by(inbox.c.seq)
    .limit(bindparam("free"))
)
_IN_HAND: dict[str, Any] = {"worker": bindparam("me"), "lease": bindparam("until")}
_CLAIM = update(inbox).where(inbox.c.seq.in_(_FREE)).values(_IN_HAND).returning(*_COLUMNS)
_CLAIM_ONE = (
    update(inbox)
    .where(_PENDING, inbox.c.seq == bindparam("one"), inbox.c.chat_id.not_in(_SERVED))
    .values(_IN_HAND)
    .returning(*_COLUMNS)
)
_DONE = {"state": "done", "answer": None, "worker": None, "lease": None}
_MARK_DONE = update(inbox).where(inbox.c.seq.in_(bindparam("finished", expanding=True)), _PENDING).values(_DONE)
_MINE = (inbox.c.seq == bindparam("one"), inbox.c.state == "new", inbox.c.worker == bindparam("me"))
_KEEP_ANSWER = update(inbox).where(*_MINE).values(state="answer", answer=bindparam("said"))
_NOTHING_TO_SAY = update(inbox).where(*_MINE).values(_DONE)
# Claims of several processes are made one after another: each sees what the one before has taken.
_ONE_CLAIM = text("SELECT pg_advisory_xact_lock(hashtext('inbox.claim'))")


class LeaseLost(RuntimeError):
    """Somebody else has taken the row over: what this worker did is rolled back."""


@dataclass(frozen=True, slots=True)
class Arrival:
    update_id: int
    chat_id: int
    body: bytes  # JSON


@dataclass(frozen=True, slots=True)
class InHand:
    seq: int
    chat_id: int
    body: bytes  # sealed
    received_at: datetime
    tries: int
    answer: bytes | None  # sealed; given: it has been handled, only the Screens are to be shown


class Inbox:
    """The inbox as one worker or receiver sees it; `me` names the process."""

    def __init__(self, database: Database, me: str) -> None:
        self._database = database
        self._me = me
        self._insert = upsert(inbox, is_sqlite=database.is_sqlite).on_conflict_do_nothing(index_elements=["update_id"])

    @property
    def shared(self) -> bool:
        """Whether other processes may work on it as well."""
        return not self._database.is_sqlite

    async def store(
        self, arrivals: Sequence[Arrival], now: datetime, done: Sequence[int] = (), free: int = 0
    ) -> list[InHand]:
        """Store a batch in one commit, and make a turn in the same; what is there already stays as it is."""
        seal = self._database.vault.seal_bytes
        rows = [
            {
                "update_id": arrival.update_id,
                "chat_id": arrival.chat_id,
                "received_at": now,
                "body": seal(arrival.body),
                "state": "new",
            }
            for arrival in arrivals
        ]
        async with self._database.work(book=False) as work:
            await work.write()
            await work.execute(self._insert, rows)
            if not self._database.is_sqlite:
                await work.execute(text("NOTIFY inbox"))
            taken = await self._turn(work, done, free, now)
            await work.commit()
        return taken

    async def turn(self, done: Sequence[int], free: int, now: datetime) -> list[InHand]:
        """Mark what is finished and take up to `free` rows of chats that nobody has in hand, all in one commit."""
        async with self._database.work(book=False) as work:
            await work.write()
            taken = await self._turn(work, done, free, now)
            await work.commit()
        return taken

    async def take(self, seq: int, now: datetime) -> InHand | None:
        """Take one row that has to be run alone; None: it is finished, or another process has it."""
        async with self._database.work(book=False) as work:
            await work.write()
            await self._claim_in_turn(work)
            taken = _in_hand(await work.execute(_CLAIM_ONE, {"one": seq, "me": self._me, "until": now + LEASE}))
            await work.commit()
        return taken[0] if taken else None

    async def keep_answer(self, work: Work, seq: int, answer: bytes | None) -> None:
        """Store what is still to be shown in the transaction that changed the rows; nothing to show: it is done.

        :raises LeaseLost: the row is no longer this worker's
        """
        bound = {"one": seq, "me": self._me}
        if answer is None:
            result = await work.execute(_NOTHING_TO_SAY, bound)
        else:
            result = await work.execute(_KEEP_ANSWER, bound | {"said": answer})
        if result.rowcount != 1:
            raise LeaseLost(f"inbox row {seq} is in other hands")

    async def kept_answer(self, seq: int) -> bytes | None:
        """Return the answer that this worker has stored after all: a commit whose confirmation was lost."""
        mine = (inbox.c.seq == seq, inbox.c.state == "answer", inbox.c.worker == self._me)
        async with self._database.work(book=False) as work:
            answer: bytes | None = (await work.execute(select(inbox.c.answer).where(*mine))).scalar()
        return answer

    async def count_try(self, seq: int) -> int:
        """Count a failed try in a transaction of its own, and return how many there have been."""
        async with self._database.work(book=False) as work:
            await work.write()
            raised = update(inbox).where(inbox.c.seq == seq).values(tries=inbox.c.tries + 1)
            tries: int = (await work.execute(raised.returning(inbox.c.tries))).scalar_one()
            await work.commit()
        return tries

    async def bury(self, seq: int, error: str) -> None:
        """Give a row up: the class of the error stays, never its text."""
        async with self._database.work(book=False) as work:
            await work.write()
            values = _DONE | {"state": "dead", "error": error[:120]}
            await work.execute(update(inbox).where(inbox.c.seq == seq).values(values))
            await work.commit()

    async def recover(self, now: datetime) -> list[int]:
        """Count a try of every row that a process died with, bury those at their last, and return what to run alone.

        What is run alone is whole chats, since the order within one holds here, too. An answer still to be shown
        runs no handler, so it is not counted. SQLite has one process only: if another one has something in hand,
        that one is dead.
        """
        others = and_(inbox.c.worker.is_not(None), inbox.c.worker != self._me)
        left = others if self._database.is_sqlite else inbox.c.lease < now
        async with self._database.work(book=False) as work:
            await work.write()
            died = update(inbox).where(_PENDING, left)
            tries = case((inbox.c.state == "new", inbox.c.tries + 1), else_=inbox.c.tries)
            await work.execute(died.values(tries=tries, worker=None, lease=None))
            dead = update(inbox).where(_PENDING, inbox.c.tries >= TRIES, inbox.c.worker.is_(None))
            await work.execute(dead.values(_DONE | {"state": "dead", "error": "crash"}))
            suspect = select(inbox.c.chat_id).where(_PENDING, inbox.c.tries > 0, inbox.c.worker.is_(None))
            alone = select(inbox.c.seq).where(_PENDING, inbox.c.worker.is_(None), inbox.c.chat_id.in_(suspect))
            found = (await work.execute(alone.order_by(inbox.c.seq))).scalars().all()
            await work.commit()
        return list(found)

    async def renew(self, now: datetime) -> None:
        """Keep what is in hand for the time of another lease."""
        async with self._database.work(book=False) as work:
            await work.write()
            mine = update(inbox).where(inbox.c.worker == self._me, _PENDING)
            await work.execute(mine.values(lease=now + LEASE))
            await work.commit()

    async def release(self, done: Sequence[int]) -> None:
        """Mark what is finished and put the rest back, without counting a try: an orderly stop."""
        async with self._database.work(book=False) as work:
            await work.write()
            await _mark_done(work, done)
            mine = update(inbox).where(inbox.c.worker == self._me, _PENDING)
            await work.execute(mine.values(worker=None, lease=None))
            await work.commit()

    async def forget(self, now: datetime) -> int:
        """Delete what was finished with a week ago: bodies, and ids that Telegram may use again; a batch at a time."""
        old = select(inbox.c.seq).where(inbox.c.received_at < now - KEPT, inbox.c.state.in_(["done", "dead"]))
        gone = 0
        while True:
            async with self._database.work(book=False) as work:
                await work.write()
                batch = await work.execute(delete(inbox).where(inbox.c.seq.in_(old.limit(_BATCH))))
                await work.commit()
            gone += batch.rowcount
            if batch.rowcount < _BATCH:
                return gone

    async def waiting(self) -> int:
        async with self._database.work(book=False) as work:
            found = await work.execute(select(func.count()).select_from(inbox).where(_PENDING))
            return int(found.scalar_one())

    async def _turn(self, work: Work, done: Sequence[int], free: int, now: datetime) -> list[InHand]:
        await _mark_done(work, done)
        if free <= 0:
            return []
        await self._claim_in_turn(work)
        taken = _in_hand(await work.execute(_CLAIM, {"free": free, "me": self._me, "until": now + LEASE}))
        return sorted(taken, key=lambda row: row.seq)

    async def _claim_in_turn(self, work: Work) -> None:
        if not self._database.is_sqlite:
            await work.execute(_ONE_CLAIM)


def _in_hand(result: Answer) -> list[InHand]:
    return [InHand(**row) for row in result.mappings()]


async def _mark_done(work: Work, done: Sequence[int]) -> None:
    if done:
        await work.execute(_MARK_DONE, {"finished": done})

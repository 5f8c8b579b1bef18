"""The way to the accounting system as the core sees it: a row of the outbox for each reading, and its answer."""

from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Executable, and_, func, select, update

from core.readings.handover import Answerable, Listed
from core.readings.model import ACTIVE, State, number_of
from core.storage.dialect import upsert
from core.storage.outbox import PERSONAL
from core.storage.readings_rows import facts_of
from core.storage.tables import outbox, submissions
from core.storage.work import Work

CHANNEL = "accounting"
NOBODY = 0  # no chat is spoken to
FRESH = PERSONAL


@cache
def _queue(is_sqlite: bool) -> Executable:
    """Return the statement built once: every confirmed reading runs it."""
    return upsert(outbox, is_sqlite=is_sqlite).on_conflict_do_nothing(index_elements=["key"])


class SqlHandover:
    """`Handover` of core.readings.ports, in the transaction that confirms."""

    def __init__(self, work: Work, now: datetime) -> None:
        self._work = work
        self._now = now

    async def queue(self, *, submission_id: str) -> None:
        await self._work.write()
        row = {
            "key": key_of(submission_id),
            "channel": CHANNEL,
            "chat_id": NOBODY,
            "priority": FRESH,
            "due": self._now,
            "state": "new",
            "created_at": self._now,
        }
        await self._work.execute(_queue(self._work.is_sqlite), row)

    async def recall(self, *, submission_id: str) -> bool:
        """Take it out of the queue, unless it may have been handed over: then nobody can call it back.

        `tries` counts the times that it may have got there; a repeated recall finds it cancelled already.
        """
        await self._work.write()
        waiting = (outbox.c.key == key_of(submission_id), outbox.c.state == "new", outbox.c.tries == 0)
        recalled = update(outbox).where(*waiting).values(state="cancelled", closed_at=self._now)
        if (await self._work.execute(recalled)).rowcount:
            return True
        state = select(outbox.c.state).where(outbox.c.key == key_of(submission_id))
        return (await self._work.execute(state)).scalar() == "cancelled"


class SqlHandedOver:
    """`HandedOver` of core.readings.handover."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def find(self, submission_id: str) -> Answerable | None:
        return await self._found(submissions.c.submission_id == submission_id)

    async def numbered(self, submission: int) -> Answerable | None:
        return await self._found(submissions.c.id == submission)

    async def record(self, submission: int, state: State, now: datetime, reason_code: str = "") -> None:
        told = {"state": state, "reason_code": reason_code[:64], "answered_at": None if state is State.SENT else now}
        await self._work.execute(update(submissions).where(submissions.c.id == submission).values(told))

    async def active_besides(self, of: Answerable) -> bool:
        others = select(submissions.c.id).where(
            submissions.c.meter_id == of.meter_id,
            submissions.c.period == of.period,
            submissions.c.state.in_(ACTIVE),
            submissions.c.id != of.id,
        )
        return (await self._work.execute(others.limit(1))).first() is not None

    async def close(self, submission_id: str, now: datetime, outcome: str) -> None:
        values = {"state": "sent", "outcome": outcome[:120], "lease": None, "closed_at": now}
        await self._work.execute(update(outbox).where(outbox.c.key == key_of(submission_id)).values(values))

    async def put_on_list(self, submission_id: str, now: datetime, why: str) -> None:
        values = {"state": "unclear", "outcome": why[:120], "lease": None, "closed_at": now}
        await self._work.execute(update(outbox).where(outbox.c.key == key_of(submission_id)).values(values))

    async def requeue(self, submission_id: str, now: datetime) -> None:
        values = {"state": "new", "due": now, "outcome": "resend", "closed_at": None, "tries": 1}
        await self._work.execute(update(outbox).where(outbox.c.key == key_of(submission_id)).values(values))

    async def listed(self) -> tuple[Listed, ...]:
        columns = (
            submissions.c.id,
            submissions.c.period,
            submissions.c.submission_id,
            submissions.c.state,
            outbox.c.outcome,
            outbox.c.closed_at,
        )
        joined = outbox.join(submissions, submissions.c.submission_id == func.substr(outbox.c.key, len(_PREFIX) + 1))
        rows = await self._work.execute(select(*columns).select_from(joined).where(_LISTED).order_by(outbox.c.id))
        return tuple(
            Listed(
                number=number_of(row.period, row.id),
                submission_id=row.submission_id,
                state=State(row.state),
                why=row.outcome,
                since=row.closed_at,
            )
            for row in rows
        )

    async def count_listed(self) -> int:
        counted: int = (await self._work.execute(select(func.count()).where(_LISTED))).scalar_one()
        return counted

    async def _found(self, which: ColumnElement[bool]) -> Answerable | None:
        joined = submissions.outerjoin(outbox, outbox.c.key == _KEY)
        query = select(submissions, outbox.c.outcome).select_from(joined).where(which)
        row = (await self._work.execute(query)).one_or_none()
        if row is None:
            return None
        return Answerable(
            id=row.id,
            submission_id=row.submission_id,
            number=number_of(row.period, row.id),
            chat_id=row.chat_id,
            meter_id=row.meter_id,
            serial_no=facts_of(row, self._work.vault)["serial_no"],
            period=row.period,
            state=State(row.state),
            settled=(row.outcome or "").startswith("settled "),
        )


_PREFIX = "reading:"
_KEY = _PREFIX + submissions.c.submission_id
_LISTED = and_(outbox.c.channel == CHANNEL, outbox.c.state == "unclear")


def key_of(submission_id: str) -> str:
    return f"{_PREFIX}{submission_id}"


def submission_of(key: str) -> str:
    return key.removeprefix(_PREFIX)

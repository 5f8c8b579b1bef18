"""The way to the accounting system as the one who submits sees it: a row of the outbox for each reading."""

from datetime import datetime

from sqlalchemy import select, update

from core.storage.dialect import upsert
from core.storage.outbox import PERSONAL
from core.storage.tables import outbox
from core.storage.work import Work

CHANNEL = "accounting"
NOBODY = 0  # no chat is spoken to
FRESH = PERSONAL


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
        once = upsert(outbox, is_sqlite=self._work.is_sqlite).on_conflict_do_nothing(index_elements=["key"])
        await self._work.execute(once.values(row))

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


def key_of(submission_id: str) -> str:
    return f"reading:{submission_id}"

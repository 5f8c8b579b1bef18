"""What goes to Telegram for the desk: rows of the outbox that keep their order, chat by chat."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, text, update

from core.desk.model import Said, Spot, Thread
from core.storage.engine import Database
from core.storage.outbox import LEASE, PARCEL, Parcel, queue
from core.storage.tables import RELAY_WAITS, outbox
from core.storage.work import Work

RELAY = "relay"
WORDS, MARKS, LATER, CARDS = 1, 2, 4, 5  # priorities; the rows of one keep their order
_REFRESH_AFTER = timedelta(seconds=2)


class SqlRelay:
    """`Relay` of core.desk.ports, in the transaction of the use case."""

    def __init__(self, work: Work, now: datetime) -> None:
        self._work = work
        self._now = now

    async def pass_on(self, *, said: Said, chat_id: int, delay: float = 0) -> None:
        key = f"relay:said:{said.id}"
        if said.album:
            key = _of_album(said)
            if await self._is_under_way(key):
                key = f"relay:said:{said.id}"
        content = {"act": "say", "said": said.id}
        await self._queue(key, chat_id, content, due=self._now + timedelta(seconds=delay))

    async def edit(self, *, said: Said, file: bool = False) -> None:
        key = f"relay:edit:{said.id}:{self._now.timestamp()}"
        if (chat_id := await self._other_side(said)) is not None:
            await self._queue(key, chat_id, {"act": "edit", "said": said.id, "file": file})

    async def delete(self, *, said: Said) -> None:
        if (chat_id := await self._other_side(said)) is not None:
            await self._queue(f"relay:delete:{said.id}", chat_id, {"act": "delete", "said": said.id})

    async def react(self, *, spot: Spot, emoji: str, key: str) -> None:
        content = {"act": "react", "chat": spot.chat_id, "message": spot.message_id, "emoji": emoji}
        await self._queue(f"relay:react:{key}", spot.chat_id, content, priority=MARKS)

    async def tell(self, *, chat_id: int, name: str, values: dict[str, str | int], key: str) -> None:
        await self._queue(f"relay:{key}", chat_id, {"act": "tell", "name": name, "values": values})

    async def tell_thread(
        self,
        *,
        thread: Thread,
        name: str,
        values: dict[str, str | int],
        key: str,
        erase_after: float = 0,
        shows: bool = False,
    ) -> None:
        content = {"act": "tell", "thread": thread.id, "name": name, "values": values}
        content |= {"erase_after": erase_after, "shows": shows}
        await self._queue(f"relay:{key}", thread.group_id, content)

    async def show(self, *, spot: Spot, thread_id: int) -> None:
        """Put the personal data of a thread's consumer into a message that is known and will be erased."""
        content = {"act": "show", "chat": spot.chat_id, "message": spot.message_id, "thread": thread_id}
        await self._queue(f"relay:show:{spot.chat_id}:{spot.message_id}", spot.chat_id, content)

    async def tell_group(
        self, *, chat_id: int, name: str, values: dict[str, str | int], key: str, ahead: bool = False
    ) -> None:
        content = {"act": "tell", "name": name, "values": values}
        await self._queue(f"relay:{key}", chat_id, content, MARKS if ahead else WORDS)  # those of one priority wait

    async def pass_paper(self, *, chat_id: int, appeal_id: int, of: str, index: int) -> None:
        content = {"act": "paper", "appeal": appeal_id, "of": of, "index": index}
        await self._queue(f"relay:paper:{appeal_id}:{of}:{index}", chat_id, content)

    async def erase(self, *, spot: Spot, due: datetime) -> None:
        """Delete a message of the bot's own at `due`."""
        content = {"act": "erase", "chat": spot.chat_id, "message": spot.message_id}
        await self._queue(f"relay:erase:{spot.chat_id}:{spot.message_id}", spot.chat_id, content, LATER, due)

    async def refresh(self, *, thread: Thread, now: datetime) -> None:
        key = f"relay:refresh:{thread.id}"
        waits = select(outbox.c.id).where(RELAY_WAITS, outbox.c.key.like(f"{key}:%"), outbox.c.state == "new")
        if (await self._work.execute(waits.where(outbox.c.chat_id == thread.group_id))).first() is None:
            content = {"act": "refresh", "thread": thread.id}
            await self._queue(f"{key}:{now.timestamp()}", thread.group_id, content, CARDS, now + _REFRESH_AFTER)

    async def _is_under_way(self, key: str) -> bool:
        row = (await self._work.execute(select(outbox.c.state).where(outbox.c.key == key))).first()
        return row is not None and row.state != "new"

    async def _other_side(self, said: Said) -> int | None:
        """Return the chat whose queue the change belongs to: that of the message itself, so that it stays behind it.

        None: it has never been queued, or that is long ago and it has not arrived.
        """
        if said.target is not None:
            return said.target.chat_id
        of = select(outbox.c.chat_id).where(outbox.c.key.in_([f"relay:said:{said.id}", _of_album(said)[:120]]))
        return (await self._work.execute(of.limit(1))).scalar()

    async def _queue(
        self, key: str, chat_id: int, content: dict[str, Any], priority: int = WORDS, due: datetime | None = None
    ) -> None:
        await queue(self._work, RELAY, key[:120], chat_id, content, priority=priority, now=self._now, due=due)


def _of_album(said: Said) -> str:
    """Return the key of the row that says a whole album."""
    return f"relay:album:{said.talk_id}:{said.side}:{said.album}"


class RelayQueue:
    """The same rows as their sender sees them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, busy: Collection[int], now: datetime) -> list[Parcel]:
        """Take the first row of each chat and priority, if it is due and its chat is not `busy`."""
        number = func.row_number().over(partition_by=(outbox.c.chat_id, outbox.c.priority), order_by=outbox.c.id)
        ranked = select(outbox.c.id, outbox.c.state, outbox.c.due, outbox.c.chat_id, number.label("rank"))
        heads = ranked.where(RELAY_WAITS).subquery()
        first = select(heads.c.id).where(
            heads.c.rank == 1, heads.c.state == "new", heads.c.due <= now, heads.c.chat_id.not_in(busy)
        )
        async with self._database.work() as work:
            if (await work.execute(first.limit(1))).first() is None:
                return []
            await work.write()
            ids = list((await work.execute(first)).scalars())
            if not work.is_sqlite:  # another sender may have them in hand
                locked = select(outbox.c.id).where(outbox.c.id.in_(ids), outbox.c.state == "new")
                ids = list((await work.execute(locked.with_for_update(skip_locked=True))).scalars())
            taken = update(outbox).where(outbox.c.id.in_(ids))
            taken = taken.values(state="sending", lease=now + LEASE, tries=outbox.c.tries + 1)
            rows = (await work.execute(taken.returning(*PARCEL))).mappings().all()
            await work.commit()
        return sorted((Parcel(**row) for row in rows), key=lambda parcel: (parcel.priority, parcel.id))

    async def behind(self, chat_id: int, now: datetime) -> tuple[int, timedelta]:
        """Return how many words wait for a chat, and how long the first has waited."""
        of = select(func.count().label("number"), func.min(outbox.c.created_at).label("first")).where(
            RELAY_WAITS, outbox.c.chat_id == chat_id, outbox.c.priority == WORDS
        )
        async with self._database.work() as work:
            row = (await work.execute(of)).first()
        if row is None or not row.number:
            return 0, timedelta()
        return row.number, now - row.first


async def close(work: Work, parcel: Parcel, state: str, now: datetime, outcome: str = "") -> None:
    """Record how a row ended, in the transaction that records what it has done."""
    closed = {"state": state, "outcome": outcome[:120], "closed_at": now, "lease": None, "payload": None}
    ours = update(outbox).where(outbox.c.id == parcel.id, outbox.c.state == text("'sending'"))
    await work.execute(ours.values(closed))

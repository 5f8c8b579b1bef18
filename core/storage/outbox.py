"""What the bot says to anyone but the one who wrote: queued in the transaction that gives the reason to say it."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, select, text, update

from core.storage.dialect import upsert
from core.storage.engine import Database
from core.storage.tables import campaigns, outbox
from core.storage.work import Work

LEASE = timedelta(minutes=3)  # longer than any single sending with its waits
TRIES = 20
TELEGRAM, EMAIL = "telegram", "email"
COUNTED = ("sent", "blocked", "failed", "unclear", "dropped")  # what has become of recipients of a campaign
PERSONAL = 3
FIRST_BULK = 6  # from here on at most once: one found in `sending` after a crash is unclear, never sent again

PARCEL = (
    outbox.c.id,
    outbox.c.channel,
    outbox.c.chat_id,
    outbox.c.priority,
    outbox.c.tries,
    outbox.c.payload,
    outbox.c.due,
    outbox.c.key,
    outbox.c.created_at,
    outbox.c.lease,
    outbox.c.campaign,
)
_CLAIM = (
    update(outbox)
    .where(
        outbox.c.id.in_(
            select(outbox.c.id)
            .where(
                outbox.c.channel == bindparam("whose"),
                outbox.c.state == "new",
                outbox.c.due <= bindparam("now"),
                outbox.c.priority < FIRST_BULK,
            )
            .order_by(outbox.c.priority, outbox.c.due, outbox.c.id)
            .limit(bindparam("number"))
            .with_for_update(skip_locked=True)
        )
    )
    .values(state="sending", lease=bindparam("until"), tries=outbox.c.tries + 1)
    .returning(*PARCEL)
)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One row claimed for sending."""

    id: int
    channel: str
    chat_id: int
    priority: int
    tries: int
    payload: bytes  # sealed
    due: datetime
    key: str
    created_at: datetime
    lease: datetime  # after that it is not ours any more
    campaign: int | None


class SqlNotices:
    """The outbox as core sees it: `Notices` of core.ports, in the transaction of the use case."""

    def __init__(self, work: Work, now: datetime, operators: int | None) -> None:
        self._work = work
        self._now = now
        self._operators = operators

    async def post(
        self, *, key: str, chat_id: int, name: str, values: dict[str, str | int], priority: int = PERSONAL
    ) -> None:
        """:raises ValueError: a group, where nothing personal may go"""
        if chat_id <= 0:
            raise ValueError("a notice goes to a person, not to a group")
        await self._queue(key=key, chat_id=chat_id, name=name, values=values, priority=priority)

    async def alarm(self, *, key: str, name: str, values: dict[str, str | int]) -> None:
        if self._operators is not None:
            await self._queue(key=key, chat_id=self._operators, name=name, values=values, priority=PERSONAL)

    async def _queue(self, *, key: str, chat_id: int, name: str, values: dict[str, str | int], priority: int) -> None:
        await self._work.write()
        content = {"name": name, "values": values}
        await queue(self._work, TELEGRAM, key, chat_id, content, priority=priority, now=self._now)


async def queue(
    work: Work,
    channel: str,
    key: str,
    chat_id: int,
    content: dict[str, Any],
    *,
    priority: int,
    now: datetime,
    due: datetime | None = None,
) -> None:
    """Queue for a channel, to be sent at once or when it is `due`; an equal key is queued once."""
    row = {
        "key": key,
        "channel": channel,
        "chat_id": chat_id,
        "priority": priority,
        "due": due or now,
        "state": "new",
        "payload": work.vault.seal(content),
        "created_at": now,
    }
    once = upsert(outbox, is_sqlite=work.is_sqlite).on_conflict_do_nothing(index_elements=["key"])
    await work.execute(once.values(row))
    if not work.is_sqlite:
        await work.execute(text("NOTIFY outbox"))


async def hold(work: Work, which: Collection[int]) -> None:
    """Let nobody end these campaigns until the transaction is over; to be done before their rows are changed.

    Otherwise PostgreSQL lets an end pass by a row that is being given back, and the row would wait for ever. SQLite has
    one writer.
    """
    if which and not work.is_sqlite:
        held = select(campaigns.c.id).where(campaigns.c.id.in_(which)).order_by(campaigns.c.id)
        await work.execute(held.with_for_update(key_share=True))


async def count(work: Work, counts: Counter[tuple[int, str]]) -> None:
    """Add to the counters of campaigns, in the transaction that changes their rows."""
    for campaign in sorted({campaign for campaign, _ in counts}):
        more = {name: counts[campaign, name] for name in COUNTED if counts[campaign, name]}
        values: dict[Any, Any] = {campaigns.c[name]: campaigns.c[name] + number for name, number in more.items()}
        if values:
            await work.execute(update(campaigns).where(campaigns.c.id == campaign).values(values))


class Outbox:
    """The outbox as one sender sees it: messages to chats, or letters."""

    def __init__(self, database: Database, channel: str = TELEGRAM) -> None:
        self._database = database
        self._channel = channel

    async def claim(self, number: int, now: datetime) -> list[Parcel]:
        """Take what is due, most urgent first; `sending` is committed before anything is sent."""
        async with self._database.work() as work:
            due = and_(outbox.c.channel == self._channel, outbox.c.state == "new", outbox.c.due <= now)
            waits = select(outbox.c.id).where(due, outbox.c.priority < FIRST_BULK).limit(1)
            if (await work.execute(waits)).first() is None:
                return []
            await work.write()
            bound = {"whose": self._channel, "now": now, "until": now + LEASE, "number": number}
            rows = (await work.execute(_CLAIM, bound)).mappings().all()
            await work.commit()
        found = [Parcel(**row) for row in rows]
        return sorted(found, key=lambda parcel: (parcel.priority, parcel.due, parcel.id))

    async def close(
        self, parcel: int, state: str, now: datetime, *, outcome: str = "", message_id: int | None = None
    ) -> None:
        """Record how it ended: sent, unclear, dead or cancelled; what was said is erased with it."""
        closed = {"state": state, "outcome": outcome[:120], "message_id": message_id, "closed_at": now}
        await self._change(parcel, closed | {"lease": None, "payload": None})

    async def postpone(self, parcel: int, due: datetime, *, outcome: str, counted: bool = True) -> None:
        """Give it back for a later try; `counted` false: nothing was tried, so none is used up."""
        tries = outbox.c.tries if counted else outbox.c.tries - 1
        await self._change(
            parcel, {"state": "new", "due": due, "lease": None, "outcome": outcome[:120], "tries": tries}
        )

    async def recover(self, now: datetime, *, at_start: bool = False) -> Sequence[int]:
        """Settle what a process died with while sending; return the numbers of what is unclear now.

        SQLite has one process only: at its start no lease can be anybody's.
        """
        nobodys = and_(outbox.c.channel == self._channel, outbox.c.state == "sending")
        left = nobodys if at_start and self._database.is_sqlite else and_(nobodys, outbox.c.lease < now)
        async with self._database.work() as work:
            if (await work.execute(select(outbox.c.id).where(left).limit(1))).first() is None:
                return []
            await work.write()
            ours = (await work.execute(select(outbox.c.campaign).where(left).distinct())).scalars()
            await hold(work, [campaign for campaign in ours if campaign is not None])
            bulk = update(outbox).where(left, outbox.c.priority >= FIRST_BULK)
            unclear = bulk.values(state="unclear", outcome="crash", lease=None, payload=None, closed_at=now)
            found = (await work.execute(unclear.returning(outbox.c.id, outbox.c.campaign))).all()
            await count(work, Counter((row.campaign, "unclear") for row in found if row.campaign is not None))
            again = update(outbox).where(left, outbox.c.priority < FIRST_BULK)
            await work.execute(again.values(state="new", lease=None))
            await work.commit()
        return [row.id for row in found]

    async def redirect(self, old: int, new: int) -> None:
        """Send what waits for a group to the supergroup that it has become."""
        async with self._database.work() as work:
            await work.write()
            waiting = update(outbox).where(outbox.c.chat_id == old, outbox.c.state.in_(["new", "sending"]))
            await work.execute(waiting.values(chat_id=new))
            await work.commit()

    async def _change(self, parcel: int, values: dict[str, Any]) -> None:
        async with self._database.work() as work:
            await work.write()
            await work.execute(update(outbox).where(outbox.c.id == parcel, outbox.c.state == "sending").values(values))
            await work.commit()

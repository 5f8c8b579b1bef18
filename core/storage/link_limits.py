"""The counters of linking. Chats and numbers are keyed marks: they name nobody and outlive an erasure."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, insert, not_, or_, select, text, update

from core.accounts.limits import Hour, Lock, Try
from core.storage.dialect import upsert
from core.storage.tables import link_tries, locks, shown_contacts
from core.storage.work import Work


class SqlLinkLimits:
    """`LinkLimits` of core.accounts.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def hold(self) -> None:
        # SQLite has one writer. Elsewhere one lock for all tries: they are rare and short, and the brake counts over
        # all chats, so that locks of single chats would let a flood past it.
        if not self._work.is_sqlite:
            await self._work.execute(text("SELECT pg_advisory_xact_lock(hashtext('linking'))"))

    async def tries_of_chat(self, chat_id: int, since: datetime) -> tuple[Try, ...]:
        query = select(link_tries.c.at, link_tries.c.right)
        mine = (link_tries.c.chat_mark == self._chat(chat_id), link_tries.c.at > since)
        rows = await self._work.execute(query.where(*mine).order_by(link_tries.c.at))
        return tuple(Try(row.at, row.right) for row in rows)

    async def locks_of_chat(self, chat_id: int, since: datetime) -> tuple[Lock, ...]:
        query = select(locks.c.since, locks.c.until).where(
            _of("chat", self._chat(chat_id)),
            locks.c.lifted_at.is_(None),
            or_(locks.c.since > since, locks.c.until.is_(None)),
        )
        rows = await self._work.execute(query.order_by(locks.c.since))
        return tuple(Lock(row.since, row.until) for row in rows)

    async def lock_chat(self, chat_id: int, lock: Lock) -> None:
        await self._lock("chat", self._chat(chat_id), lock)

    async def wrong_at_number(self, number: str, since: datetime, limit: int) -> tuple[datetime, ...]:
        mark = self._work.vault.number_mark(number)
        unlocked = select(func.max(locks.c.lifted_at)).where(_of("number", mark)).scalar_subquery()
        wrong = (
            link_tries.c.number_mark == mark,
            link_tries.c.at > since,
            not_(link_tries.c.right),
            or_(unlocked.is_(None), link_tries.c.at > unlocked),
        )
        query = select(link_tries.c.at).where(*wrong).order_by(link_tries.c.at.desc()).limit(limit)
        return tuple((await self._work.execute(query)).scalars())

    async def in_hour(self, since: datetime) -> Hour:
        wrong = func.count().filter(not_(link_tries.c.right))
        counts = select(func.count().label("tries"), wrong.label("wrong")).where(link_tries.c.at > since)
        row = (await self._work.execute(counts)).one()
        return Hour(row.tries, row.wrong)

    async def record(self, *, chat_id: int, number: str, tried: Try) -> None:
        row = {
            "at": tried.at,
            "chat_mark": self._chat(chat_id),
            "number_mark": self._work.vault.number_mark(number),
            "right": tried.right,
        }
        await self._work.execute(insert(link_tries).values(row))

    async def is_contact_shown(self, chat_id: int) -> bool:
        query = select(shown_contacts.c.shown_at).where(shown_contacts.c.chat_mark == self._chat(chat_id))
        return (await self._work.execute(query)).first() is not None

    async def show_contact(self, chat_id: int, now: datetime) -> None:
        once = upsert(shown_contacts, is_sqlite=self._work.is_sqlite).on_conflict_do_nothing()
        await self._work.execute(once.values(chat_mark=self._chat(chat_id), shown_at=now))

    async def freeze(self, account_id: int, lock: Lock) -> None:
        await self._lock("account", account_id, lock)

    async def unlock(self, account_id: int, number: str, now: datetime) -> None:
        frozen = update(locks).where(_of("account", account_id), locks.c.lifted_at.is_(None))
        await self._work.execute(frozen.values(lifted_at=now))
        mark = self._work.vault.number_mark(number)
        row = {"subject": "number", "mark": mark, "since": now, "until": now, "lifted_at": now}
        await self._work.execute(insert(locks).values(row))

    async def _lock(self, subject: str, mark: int, lock: Lock) -> None:
        row = {"subject": subject, "mark": mark, "since": lock.since, "until": lock.until}
        await self._work.execute(insert(locks).values(row))

    def _chat(self, chat_id: int) -> int:
        return self._work.vault.mark("chat", str(chat_id))


def _of(subject: str, mark: int) -> ColumnElement[bool]:
    return and_(locks.c.subject == subject, locks.c.mark == mark)

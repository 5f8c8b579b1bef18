"""The audit log: appended with what it speaks of, chained by hashes a moment later, verified at will."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, text, update

from core.storage.engine import Database
from core.storage.tables import audit
from core.storage.work import Work

BATCH = 500
_START = "0" * 64
_ADD = insert(audit)
_COLUMNS = (audit.c.id, audit.c.at, audit.c.actor, audit.c.action, audit.c.subject, audit.c.detail)


class SqlAudit:
    """`AuditLog` of core.ports: the row is part of the transaction that it reports."""

    def __init__(self, work: Work, now: datetime) -> None:
        self._work = work
        self._now = now

    async def record(self, *, actor: str, action: str, subject: str, detail: str = "") -> None:
        await self._work.write()
        row = {"at": self._now, "actor": actor, "action": action, "subject": subject, "detail": detail}
        await self._work.execute(_ADD, row)


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """The last row of the chain."""

    position: int
    hash: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """`broken_at` is the position in the chain of the first row that was altered or taken out."""

    chained: int
    waiting: int = 0
    last: str = ""
    broken_at: int | None = None
    what: str = ""


class AuditChain:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def seal(self) -> Link | None:
        """Give rows not chained yet their position and hash, in the order of their ids; None: there were none.

        One process at a time does this; on PostgreSQL a row of a slow transaction is chained when it appears.
        """
        waiting = select(*_COLUMNS).where(audit.c.chain.is_(None)).order_by(audit.c.id).limit(BATCH)
        async with self._database.work() as work:
            if (await work.execute(waiting)).first() is None:
                return None
            await work.write()
            if not self._database.is_sqlite:
                await work.execute(text("SELECT pg_advisory_xact_lock(hashtext('audit.chain'))"))
            last = select(audit.c.chain, audit.c.hash).where(audit.c.chain.is_not(None))
            head = (await work.execute(last.order_by(audit.c.chain.desc()).limit(1))).first()
            position, before = (head.chain or 0, head.hash or _START) if head else (0, _START)
            chained = []
            for row in (await work.execute(waiting)).all():
                position += 1
                before = _hash(position, before, row)
                chained.append({"one": row.id, "chain": position, "hash": before})
            if chained:
                await work.execute(update(audit).where(audit.c.id == bindparam("one")), chained)
            await work.commit()
        return Link(position=position, hash=before)

    async def verify(self) -> Verdict:
        """Recompute the chain from its beginning."""
        position, before, waiting = 0, _START, 0
        async with self._database.work() as work:
            while True:
                page = select(*_COLUMNS, audit.c.chain, audit.c.hash).where(audit.c.chain > position)
                rows = (await work.execute(page.order_by(audit.c.chain).limit(BATCH))).all()
                for row in rows:
                    if row.chain != position + 1:
                        return Verdict(chained=position, broken_at=position + 1, what="deleted")
                    before = _hash(row.chain, before, row)
                    if before != row.hash:
                        return Verdict(chained=position, broken_at=row.chain, what="altered")
                    position = row.chain
                if not rows:
                    break
            waiting = len((await work.execute(select(audit.c.id).where(audit.c.chain.is_(None)))).all())
        return Verdict(chained=position, waiting=waiting, last=before)


def _hash(position: int, before: str, row: Row[Any]) -> str:
    at: datetime = row.at
    fields = (before, position, row.id, at.astimezone(UTC).isoformat(), row.actor, row.action, row.subject, row.detail)
    return hashlib.sha256("\x1f".join(map(str, fields)).encode()).hexdigest()

"""The switch: one transaction of the bot's own database makes a book the live one and ends the links that it must."""

import asyncio
import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Table, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.packages.ports import PackageFacts
from core.storage import book
from core.storage.audit import SqlAudit
from core.storage.engine import Database
from core.storage.opening import LIVE
from core.storage.outbox import SqlNotices
from core.storage.tables import customers, generations, links, packages
from core.storage.work import Work

PAGE = 1_000


class Switch:
    """`connection` sees the book that is about to be live, `accounts` is its table."""

    def __init__(self, database: Database, connection: AsyncConnection, accounts: Table) -> None:
        self._database = database
        self._connection = connection
        self._accounts = accounts
        self._stale: list[int] = []
        self._spared: set[int] = set()
        self._seen = 0  # the newest link that was looked at

    def spare(self, accounts: Iterable[int]) -> None:
        """Keep the links of accounts that the package has, though their rows were left out."""
        self._spared.update(accounts)

    async def losses(self, spared: frozenset[int]) -> tuple[int, int]:
        """Look at all links outside of any writing transaction; return how many must end, of how many."""
        async with self._database.work() as work:
            total = (await work.execute(select(func.count()).select_from(links))).scalar_one()
            await self._look(work, spared)
        return len(self._stale), total

    async def to_new_book(
        self, generation: int, facts: PackageFacts, *, accounts: int, spared: frozenset[int], now: datetime
    ) -> int:
        await self.losses(spared)
        if self._database.is_sqlite:
            await asyncio.to_thread(_sync_to_disk, self._database.book_file(generation))
        async with self._database.work() as work:
            await work.write()
            await work.execute(delete(generations).where(generations.c.state == "old"))
            await work.execute(update(generations).where(generations.c.state == "live").values(state="old"))
            row = {"generation": generation, "state": "live", "book_format": book.BOOK_FORMAT, "switched_at": now}
            await work.execute(insert(generations).values(row))
            ended = await self._record(work, generation, facts, accounts=accounts, spared=spared, now=now)
            await work.commit()
        return ended

    async def within_live_book(
        self, facts: PackageFacts, *, accounts: int, spared: frozenset[int], now: datetime
    ) -> int:
        """Record a delta that the live book has taken in already."""
        await self.losses(spared)
        async with self._database.work() as work:
            await work.write()
            generation = (await work.execute(LIVE)).scalar_one()
            ended = await self._record(work, generation, facts, accounts=accounts, spared=spared, now=now)
            await work.commit()
        return ended

    async def _record(
        self, work: Work, generation: int, facts: PackageFacts, *, accounts: int, spared: frozenset[int], now: datetime
    ) -> int:
        await self._look(work, spared)  # those made since the first look
        row = {
            "package_id": facts.package_id,
            "generation": generation,
            "mode": facts.mode,
            "operator": facts.operator,
            "as_of": facts.as_of.isoformat(),
            "period": facts.period,
            "generated_at": facts.generated_at,
            "imported_at": now,
            "accounts": accounts,
            "rows": facts.rows,
            "bad_rows": facts.bad_rows,
        }
        # Once more it comes only to replace a book of another format.
        await work.execute(delete(packages).where(packages.c.package_id == facts.package_id))
        await work.execute(insert(packages).values(row))
        ended = 0
        for start in range(0, len(self._stale), PAGE):
            ended += await self._unlink(work, self._stale[start : start + PAGE], facts.package_id, now)
        return ended

    async def _look(self, work: Work, spared: frozenset[int]) -> None:
        """Add to `stale` the links whose account has gone or has another owner."""
        while True:
            page = select(links.c.id, links.c.account_id, links.c.owner_mark).where(links.c.id > self._seen)
            rows = (await work.execute(page.order_by(links.c.id).limit(PAGE))).all()
            if not rows:
                return
            marks, kept = await self._marks(rows), spared | self._spared
            self._stale += [
                row.id for row in rows if row.account_id not in kept and marks.get(row.account_id) != row.owner_mark
            ]
            self._seen = rows[-1].id

    async def _marks(self, rows: Sequence[Row[Any]]) -> dict[int, int]:
        query = select(self._accounts.c.account_id, self._accounts.c.owner_mark)
        found = await self._connection.execute(
            query.where(self._accounts.c.account_id.in_({row.account_id for row in rows}))
        )
        return {row.account_id: row.owner_mark for row in found}

    async def _unlink(self, work: Work, ids: list[int], package_id: str, now: datetime) -> int:
        gone = (
            await work.execute(
                delete(links).where(links.c.id.in_(ids)).returning(links.c.id, links.c.chat_id, links.c.account_id)
            )
        ).all()
        await work.execute(update(customers).where(customers.c.current_link.in_(ids)).values(current_link=None))
        numbers = await _numbers(work, {link.account_id for link in gone})
        audit, notices = SqlAudit(work, now), SqlNotices(work, now, None)
        actor = f"import:{package_id.replace('-', '')}"
        for link in gone:
            account, chat = f"account:{link.account_id}", f"chat:{link.chat_id}"
            await audit.record(actor=actor, action="unlink.owner_changed", subject=account, detail=chat)
            await notices.post(
                key=f"account_owner_changed:{link.id}",
                chat_id=link.chat_id,
                name="account_owner_changed",
                values={"account_no": numbers.get(link.account_id, "")},
            )
        return len(gone)


async def _numbers(work: Work, accounts: set[int]) -> dict[int, str]:
    """Return the numbers of those accounts that the book of this unit of work has."""
    query = select(book.accounts.c.account_id, book.accounts.c.personal)
    rows = await work.execute(query.where(book.accounts.c.account_id.in_(accounts)))
    return {row.account_id: work.vault.open(row.personal)["account_no"] for row in rows}


def _sync_to_disk(file: Path) -> None:
    """Have the new book on disk before anything points to it."""
    for path in (file, file.parent):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

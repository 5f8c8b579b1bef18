"""`Books` of core.packages.ports: the lock of imports, what was taken in, drafts, and the leftovers of killed ones."""

import asyncio
import fcntl
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from core.packages.ports import Draft, Imported, ImportUnderWay
from core.storage import book
from core.storage.book_delta import DeltaDraft
from core.storage.book_draft import BookDraft
from core.storage.engine import Database
from core.storage.filler import Filler
from core.storage.staging import TABLES
from core.storage.tables import generations, packages
from core.storage.work import Work

CACHE_KIB = 32_768
# Of the sessions on PostgreSQL. Nothing waits for the disk before the switch, whose commit has all before it written.
BULK_SETTINGS = {
    "work_mem": "64MB",
    "maintenance_work_mem": "128MB",
    "jit": "off",
    "synchronous_commit": "off",
    "default_statistics_target": "20",  # keys are all that is ever looked up
}
# Nothing of a book under construction outlives a crash, so nothing of it need be safe.
UNSAFE = ("page_size=16384", "journal_mode=MEMORY", "synchronous=OFF")
_LOCK = "SELECT pg_try_advisory_lock(hashtext('zharyq.import'))"


class SqlBooks:
    def __init__(self, database: Database) -> None:
        self._database = database

    @asynccontextmanager
    async def lock(self) -> AsyncIterator[None]:
        """Keep other imports out, of other processes too; the system lets go when this one is killed.

        :raises ImportUnderWay: one is running
        """
        if self._database.is_sqlite:
            descriptor = _lock_file(Path(f"{self._database.url.database}.import"))
            try:
                yield
            finally:
                os.close(descriptor)
            return
        engine = create_async_engine(self._database.url, poolclass=NullPool)
        async with engine.connect() as connection:
            if not (await connection.execute(text(_LOCK))).scalar_one():
                raise ImportUnderWay
            await connection.commit()
            yield

    async def find(self, package_id: str) -> Imported | None:
        async with self._database.work() as work:
            if not await _readable(work):
                return None
            row = (await work.execute(select(packages).where(packages.c.package_id == package_id))).first()
        return _imported(row) if row else None

    async def newest(self) -> Imported | None:
        newest = select(packages).order_by(packages.c.generated_at.desc(), packages.c.imported_at.desc()).limit(1)
        async with self._database.work() as work:
            if not await _readable(work):
                return None
            row = (await work.execute(newest)).first()
        return _imported(row) if row else None

    async def count(self, table: str) -> int:
        async with self._database.work() as work:
            if not await _readable(work):
                return 0
            rows: int = (await work.execute(select(func.count()).select_from(TABLES[table]))).scalar_one()
        return rows

    @asynccontextmanager
    async def draft(self, *, full: bool) -> AsyncIterator[Draft]:
        known = await self._generations()
        await self._drop_all_but(known)
        live = max(known)
        if not full:
            async with self._engine(live, building=False).connect() as connection:
                draft = DeltaDraft(self._database, connection)
                await draft.prepare()
                yield draft
            return
        try:
            engine = self._engine(live + 1, building=True)
            async with engine.connect() as connection, self._filler(engine, live + 1) as filler:
                building = BookDraft(self._database, connection, live + 1, filler)
                await building.prepare()
                yield building
        finally:
            await self._drop_all_but(await self._generations())

    def _engine(self, generation: int, *, building: bool) -> AsyncEngine:
        if not self._database.is_sqlite:
            settings = BULK_SETTINGS if building else {**BULK_SETTINGS, "synchronous_commit": "on"}
            engine = create_async_engine(
                self._database.url, poolclass=NullPool, connect_args={"server_settings": settings}
            )
            return engine.execution_options(schema_translate_map={"book": f"book_{generation}"})
        file = self._database.url.set(database=str(self._database.book_file(generation)))
        engine = create_async_engine(file, poolclass=NullPool)
        pragmas = UNSAFE if building else ("synchronous=FULL", "busy_timeout=5000")

        @event.listens_for(engine.sync_engine, "connect")
        def prepare(raw: Any, _record: object) -> None:
            raw.isolation_level = None
            for pragma in (*pragmas, f"cache_size=-{CACHE_KIB}"):
                raw.execute(f"PRAGMA {pragma}")

        @event.listens_for(engine.sync_engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN")

        return engine.execution_options(schema_translate_map={"book": None})

    @asynccontextmanager
    async def _filler(self, engine: AsyncEngine, generation: int) -> AsyncIterator[Filler | AsyncConnection]:
        if self._database.is_sqlite:
            with Filler(self._database.book_file(generation), UNSAFE) as process:
                yield process
        else:
            async with engine.connect() as connection:
                yield connection

    async def _generations(self) -> set[int]:
        async with self._database.work() as work:
            return set((await work.execute(select(generations.c.generation))).scalars())

    async def _drop_all_but(self, known: set[int]) -> None:
        """Drop the books before the previous one, and what a killed import has left."""
        if self._database.is_sqlite:
            await asyncio.to_thread(_remove_files, Path(str(self._database.url.database)), known)
            return
        engine = create_async_engine(self._database.url, poolclass=NullPool)
        async with engine.begin() as connection:
            found = await connection.execute(text("SELECT nspname FROM pg_namespace WHERE nspname ~ '^book_[0-9]+$'"))
            for name in found.scalars().all():
                if int(name.removeprefix("book_")) not in known:
                    await connection.execute(text(f'DROP SCHEMA "{name}" CASCADE'))


def _lock_file(path: Path) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise ImportUnderWay from None
    return descriptor


def _remove_files(database: Path, known: set[int]) -> None:
    form = re.compile(re.escape(database.name) + r"\.book-([0-9]+)(-wal|-shm|-journal)?")
    for path in database.parent.iterdir():
        found = form.fullmatch(path.name)
        if found and int(found[1]) not in known:
            path.unlink(missing_ok=True)


async def _readable(work: Work) -> bool:
    """Say whether the live book is of this version's format; else it is as if nothing had been imported yet."""
    live = select(generations.c.book_format).where(generations.c.state == "live")
    return (await work.execute(live)).scalar() == book.BOOK_FORMAT


def _imported(row: Any) -> Imported:
    return Imported(
        package_id=row.package_id, mode=row.mode, generated_at=row.generated_at, as_of=date.fromisoformat(row.as_of)
    )

"""Engines for one database and the books (generations) beside it.

SQLite: `zharyq.db` holds the bot's own tables; each generation is a file `zharyq.db.book-N`, attached as `book`
read-only to every connection, so that the bot's writer never waits for an import and an import never for the bot.
PostgreSQL: each generation is a schema `book_N`.
"""

import asyncio
import time
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Executable, event, insert, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry

from core.storage import book
from core.storage.opening import LIVE, LIVE_AND_CHAT, Opened
from core.storage.prepared import Answer, PreparedStatements
from core.storage.sealing import Vault
from core.storage.sqlite_driver import BUSY_MS, LoopSqlite
from core.storage.tables import generations
from core.storage.work import Work

READERS = 8
_FRESH_SECONDS = 5.0
_SILENT = 30  # seconds of silence in a transaction after which PostgreSQL ends it: a process that hangs holds no row


class Database:
    """One database, its sealing keys and the lock of SQLite's only writer.

    `work()` gives a unit of work; everything that touches the database goes through one.
    """

    def __init__(self, url: str, vault: Vault) -> None:
        self.url = make_url(url)
        self.vault = vault
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.writer_lock: asyncio.Lock | None = asyncio.Lock() if self.is_sqlite else None
        self._prepared = PreparedStatements()
        self.reader, self.writer = self._sqlite_engines() if self.is_sqlite else self._postgres_engines()

    def work(self, *, book: bool = True, chat_id: int | None = None) -> Work:
        """Return a unit of work; without the book nobody has to look up which one is live.

        `chat_id` says whose update it is, so that what is known of the chat is read along.
        """
        return Work(self, book=book, chat_id=chat_id)

    async def execute(self, connection: AsyncConnection, statement: Executable, parameters: Any = None) -> Answer:
        """Run a statement: on SQLite there and then (see sqlite_driver), unless it may have to wait for the lock."""
        sync = connection.sync_connection
        at_once = self.is_sqlite and sync is not None and (sync.in_transaction() or connection.engine is self.reader)
        if at_once or not self.is_sqlite:
            answer = await self._prepared.execute(connection, statement, parameters, at_once=at_once)
            if answer is not None:
                return answer
        if at_once and sync is not None:
            return sync.execute(statement, parameters)
        return await connection.execute(statement, parameters)

    async def open(
        self, engine: AsyncEngine, *, book: bool, chat_id: int | None = None
    ) -> tuple[AsyncConnection, Opened | None]:
        """Return a connection in a transaction that sees the live book, and what it has read first."""
        connection = await engine.connect()
        if not book:
            return connection, None
        look, asked = (LIVE, None) if chat_id is None else (LIVE_AND_CHAT, {"chat": chat_id})
        try:
            while True:
                opened = (await self.execute(connection, look, asked)).one()
                if not self.is_sqlite:
                    await connection.execution_options(schema_translate_map={"book": f"book_{opened.generation}"})
                    return connection, opened
                if connection.info.get("book_generation") == opened.generation:
                    return connection, opened
                await connection.rollback()
                await self._attach(connection, opened.generation)
        except BaseException:
            await connection.close()
            raise

    def book_file(self, generation: int) -> Path:
        return Path(f"{self.url.database}.book-{generation}")

    async def create_empty_book(self, now: datetime) -> None:
        """Make generation 0, an empty book, so that everything can be asked before the first import."""
        async with self.writer.connect() as connection:
            if (await connection.execute(LIVE)).scalar() is not None:
                return
        await self.create_book(0)
        async with self.writer.begin() as connection:
            row = {"generation": 0, "state": "live", "book_format": book.BOOK_FORMAT, "switched_at": now}
            await connection.execute(insert(generations).values(row))

    async def create_book(self, generation: int) -> None:
        """Make the tables (without rows) of a new generation; the caller switches to it."""
        if self.is_sqlite:
            engine = create_async_engine(self.url.set(database=str(self.book_file(generation))))
            translate: dict[str, str | None] = {"book": None}
        else:
            engine = self.writer
            translate = {"book": f"book_{generation}"}
        async with engine.begin() as connection:
            if self.is_sqlite:
                await connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            else:
                await connection.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "book_{generation}"')
            await connection.execution_options(schema_translate_map=translate)
            await connection.run_sync(book.metadata.create_all)
        if self.is_sqlite:
            await engine.dispose()

    async def checkpoint(self) -> None:
        """Bring SQLite's log into its file, in a connection of its own, so that nobody waits for it."""
        engine = create_async_engine(self.url)
        async with engine.connect() as connection:
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")
        await engine.dispose()

    async def dispose(self) -> None:
        await self.reader.dispose()
        if self.writer is not self.reader:
            await self.writer.dispose()

    async def _attach(self, connection: AsyncConnection, generation: int) -> None:
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw is not None
        try:
            if "book_generation" in connection.info:
                await raw.execute("DETACH DATABASE book")
            await raw.execute("ATTACH DATABASE ? AS book", (f"{_uri(self.book_file(generation))}?mode=ro",))
        except BaseException:
            await connection.invalidate()  # nobody knows what it has attached now
            raise
        connection.info["book_generation"] = generation

    def _sqlite_engines(self) -> tuple[AsyncEngine, AsyncEngine]:
        if self.url.database and self.url.database != ":memory:":
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        return self._sqlite_engine("BEGIN", READERS), self._sqlite_engine("BEGIN IMMEDIATE", 1)

    def _sqlite_engine(self, begin: str, connections: int) -> AsyncEngine:
        engine = create_async_engine(
            self.url.set(database=_uri(self.url.database), query={"uri": "true"}),
            module=LoopSqlite(),
            poolclass=AsyncAdaptedQueuePool,
            pool_size=connections,
            max_overflow=0,
            pool_timeout=3600,
            pool_reset_on_return=None,  # a unit of work has ended its transaction itself
            hide_parameters=True,  # an error in a log quotes no row
        )

        @event.listens_for(engine.sync_engine, "connect")
        def prepare(raw: Any, _record: object) -> None:
            raw.isolation_level = None  # this file says when a transaction begins
            cursor = raw.cursor()
            for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON"):
                cursor.execute(f"PRAGMA {pragma}")
            cursor.execute("PRAGMA wal_autocheckpoint=0")
            cursor.close()
            raw.begin = begin

        return engine

    def _postgres_engines(self) -> tuple[AsyncEngine, AsyncEngine]:
        engine = create_async_engine(
            self.url,
            pool_size=20,
            max_overflow=0,
            pool_use_lifo=True,
            hide_parameters=True,
            connect_args={"server_settings": {"idle_in_transaction_session_timeout": f"{_SILENT}s"}},
        )
        _ping_the_idle(engine)
        # One snapshot for all reads of a unit of work: a delta package may be imported between two of them.
        reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        return reader, engine


def _ping_the_idle(engine: AsyncEngine) -> None:
    """Ask a connection that nobody has used for a while whether it is still there, before somebody relies on it.

    To ask each time costs as much as the work of most updates. A session that is lost within that while fails once,
    which drops all of its age from the pool, and what failed is tried again.
    """

    @event.listens_for(engine.sync_engine, "checkin")
    def note(_raw: Any, record: ConnectionPoolEntry) -> None:
        record.info["used"] = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def ping(raw: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        used = record.info.get("used")
        if used is None or time.monotonic() - used < _FRESH_SECONDS:
            return
        try:
            engine.dialect.do_ping(raw)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error


def _uri(path: Path | str | None) -> str:
    """Return a file name as SQLite's URI, in which `?`, `#` and `%` would mean something."""
    return f"file:{quote(str(path))}"

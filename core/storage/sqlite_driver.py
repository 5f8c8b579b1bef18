"""aiosqlite, but statements run in the loop's own thread; only what may have to wait goes to the connection's thread.

A look-up by key takes SQLite some 10 µs, a hop to another thread 100 µs, and SQLAlchemy's own cursor makes four for
each statement. What waits for a lock (BEGIN IMMEDIATE while another process writes) or for the disk (COMMIT) hops. The
first statement begins a transaction. So nothing that reads or writes many rows may be one
statement here: such work is cut into batches, or runs in a process of its own.

A statement that makes no hop needs no greenlet either: `AsyncConnection.sync_connection` runs it as it stands.
"""

import collections
import sqlite3
from collections.abc import Callable
from typing import Any

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.util.concurrency import await_, in_greenlet

BUSY_MS = 5000


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    """Runs, fetches and closes in one go; what is asked of it later is known already."""

    __slots__ = ("_found",)
    _adapt_connection: Any

    def __init__(self, connection: Any) -> None:
        self._adapt_connection = connection
        self._connection = connection._connection  # noqa: SLF001 - as the class above does
        self._rows = collections.deque()
        self._found: tuple[Any, int, int] = (None, -1, 0)

    @property
    def description(self) -> Any:
        return self._found[0]

    @property
    def rowcount(self) -> int:
        return self._found[1]

    @property
    def lastrowid(self) -> int:
        return self._found[2]

    def execute(self, operation: Any, parameters: Any = None) -> None:
        self._run(lambda raw: raw.execute(operation, parameters or ()))

    def executemany(self, operation: Any, seq_of_parameters: Any) -> None:
        self._run(lambda raw: raw.executemany(operation, seq_of_parameters))

    def close(self) -> None:
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        """The cursor is closed already."""

    def _run(self, statement: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> None:
        try:
            self._adapt_connection.enter()
            # AsyncConnection wants to see that something was awaited, its sync_connection could not.
            await_(self._asked(statement)) if in_greenlet() else self._ask(statement)
        except Exception as error:
            self._adapt_connection._handle_exception(error)  # noqa: SLF001 - raises what SQLAlchemy knows
            raise

    async def _asked(self, statement: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> None:
        self._ask(statement)

    def _ask(self, statement: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> None:
        cursor = statement(self._adapt_connection.raw)
        self._rows = collections.deque(cursor.fetchall() if cursor.description else ())
        self._found = cursor.description, cursor.rowcount, cursor.lastrowid or 0
        cursor.close()


class _Connection(AsyncAdapt_aiosqlite_connection):
    """Begins by itself with the first statement, by the word of `begin`; none: nothing is a transaction."""

    __slots__ = ("_begun", "begin")
    _cursor_cls: Any = _Cursor

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self.begin = ""
        self._begun = False

    @property
    def raw(self) -> sqlite3.Connection:
        connection: Any = self._connection
        found: sqlite3.Connection = connection._conn  # noqa: SLF001
        return found

    def enter(self) -> None:
        """Begin, or go on: at once if nobody else writes, else the waiting is done in the connection's thread."""
        if self._begun:
            self._go_on()
        elif self.begin:
            if not self._begin_at_once():
                await_(self._apart(self._begin))
            self._begun = True

    def commit(self) -> None:
        if self._begun:
            self._go_on()
            super().commit()
            self._begun = False

    def rollback(self) -> None:
        if self._begun:
            self._begun = False
            self.raw.rollback()

    def _begin(self, raw: sqlite3.Connection) -> None:
        raw.execute(self.begin).close()

    def _begin_at_once(self) -> bool:
        if self.begin != "BEGIN IMMEDIATE":  # takes no lock yet
            self._begin(self.raw)
            return True
        self.raw.execute("PRAGMA busy_timeout=0").close()
        try:
            self._begin(self.raw)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            return False
        finally:
            self.raw.execute(f"PRAGMA busy_timeout={BUSY_MS}").close()
        return True

    def _go_on(self) -> None:
        """Where SQLite has rolled back by itself (a full disk does that), what comes next must not stand alone."""
        if not self.raw.in_transaction:
            raise sqlite3.OperationalError("the transaction is gone")

    async def _apart(self, function: Callable[[sqlite3.Connection], Any]) -> Any:
        connection: Any = self._connection
        async with self._execute_mutex:
            return await connection._execute(function, connection._conn)  # noqa: SLF001


class LoopSqlite(AsyncAdapt_aiosqlite_dbapi):
    """For `create_async_engine(…, module=LoopSqlite())`."""

    def __init__(self) -> None:
        super().__init__(aiosqlite, sqlite3)

    def connect(self, *arguments: Any, **named: Any) -> _Connection:
        connection: Any = aiosqlite.connect(*arguments, **named | {"check_same_thread": False})
        connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does
        return _Connection(self, await_(connection))

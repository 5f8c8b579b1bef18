"""aiosqlite, but statements run in the loop's own thread; only what may have to wait goes to the connection's thread.

A look-up by key takes SQLite some 10 µs, a hop to another thread 100 µs, and SQLAlchemy's own cursor makes four for
each statement. What waits for a lock (BEGIN IMMEDIATE) or for the disk (COMMIT) hops. BEGIN makes no hop of its own:
it goes along with the first statement of its transaction. So nothing that reads or writes many rows may be one
statement here: such work is cut into batches, or runs in a process of its own.
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
from sqlalchemy.util.concurrency import await_


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
        if operation.startswith("BEGIN"):
            self._adapt_connection.begin = operation
            return
        self._run(lambda raw: raw.execute(operation, parameters or ()))

    def executemany(self, operation: Any, seq_of_parameters: Any) -> None:
        self._run(lambda raw: raw.executemany(operation, seq_of_parameters))

    def close(self) -> None:
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        """The cursor is closed already."""

    def _run(self, statement: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> None:
        begin, self._adapt_connection.begin = self._adapt_connection.begin, ""

        def run(raw: sqlite3.Connection) -> tuple[Any, list[Any], int, int]:
            if begin:
                raw.execute(begin).close()
            cursor = statement(raw)
            rows = cursor.fetchall() if cursor.description else []
            found = cursor.description, rows, cursor.rowcount, cursor.lastrowid or 0
            cursor.close()
            return found

        try:
            may_wait = begin == "BEGIN IMMEDIATE"
            description, rows, count, row_id = await_(self._apart(run) if may_wait else self._here(run))
        except Exception as error:
            self._adapt_connection._handle_exception(error)  # noqa: SLF001 - raises what SQLAlchemy knows
            raise
        self._found = description, count, row_id
        self._rows = collections.deque(rows)

    async def _apart(self, function: Callable[[sqlite3.Connection], Any]) -> Any:
        connection: Any = self._connection
        async with self._adapt_connection._execute_mutex:  # noqa: SLF001
            return await connection._execute(function, connection._conn)  # noqa: SLF001

    async def _here(self, function: Callable[[sqlite3.Connection], Any]) -> Any:
        return function(self._adapt_connection.raw)


class _Connection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ("begin",)
    _cursor_cls: Any = _Cursor

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self.begin = ""  # what the next statement begins with

    def commit(self) -> None:
        if not self._nothing_begun():
            super().commit()

    def rollback(self) -> None:
        if not self._nothing_begun():
            await_(self._roll_back_here())

    async def _roll_back_here(self) -> None:
        self.raw.rollback()

    @property
    def raw(self) -> sqlite3.Connection:
        connection: Any = self._connection
        found: sqlite3.Connection = connection._conn  # noqa: SLF001
        return found

    def _nothing_begun(self) -> bool:
        begun, self.begin = self.begin, ""
        return bool(begun)


class LoopSqlite(AsyncAdapt_aiosqlite_dbapi):
    """For `create_async_engine(…, module=LoopSqlite())`."""

    def __init__(self) -> None:
        super().__init__(aiosqlite, sqlite3)

    def connect(self, *arguments: Any, **named: Any) -> _Connection:
        connection: Any = aiosqlite.connect(*arguments, **named | {"check_same_thread": False})
        connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does
        return _Connection(self, await_(connection))

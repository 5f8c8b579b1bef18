"""The unit of work: reads go to a reader, `write()` opens the one transaction that changes anything."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Executable
from sqlalchemy.ext.asyncio import AsyncConnection

if TYPE_CHECKING:
    from core.storage.engine import Database
    from core.storage.opening import Opened
    from core.storage.prepared import Answer
    from core.storage.sealing import Vault


class Work:
    """One transaction's worth of reads, then of writes.

    Reads see one snapshot. `write()` is the first line of a use case that writes: it ends the reading and begins the
    writing transaction (on SQLite after waiting for the only writer), in which the live book is looked up anew; so
    what must hold is checked after it. After `write()` await nothing but the database. Leaving without `commit()`
    rolls back.
    """

    def __init__(self, database: Database, *, book: bool = True, chat_id: int | None = None) -> None:
        self._database = database
        self._book = book
        self._chat_id = chat_id
        self._connection: AsyncConnection | None = None
        self._opened: Opened | None = None
        self.writing = False

    @property
    def vault(self) -> Vault:
        return self._database.vault

    @property
    def is_sqlite(self) -> bool:
        return self._database.is_sqlite

    async def generation(self) -> int:
        """Return the number of the book that this unit of work sees."""
        await self._connected()
        assert self._opened is not None
        return int(self._opened.generation)

    async def chat(self, chat_id: int) -> Opened | None:
        """Return what was read of the chat along with the opening; None: it has to be asked for.

        What was read before `write()` counts no more after it.
        """
        if self.writing or chat_id != self._chat_id:
            return None
        await self._connected()
        return self._opened

    async def execute(self, statement: Executable, parameters: Any = None) -> Answer:
        connection = await self._connected()
        return await self._database.execute(connection, statement, parameters)

    async def write(self) -> None:
        if self.writing:
            return
        await self._close()
        lock = self._database.writer_lock
        if lock is not None:
            await lock.acquire()
        self.writing = True
        try:
            self._connection, self._opened = await self._database.open(self._database.writer, book=self._book)
        except BaseException:
            self._release()
            raise

    async def commit(self) -> None:
        """Keep what was written; the unit of work may go on reading afterwards, in a new snapshot."""
        try:
            if self._connection is not None and self.writing:
                await self._connection.commit()
        finally:
            await self._close()

    async def rollback(self) -> None:
        await self._close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._close()

    async def _connected(self) -> AsyncConnection:
        if self._connection is None:
            reader = self._database.reader
            self._connection, self._opened = await self._database.open(reader, book=self._book, chat_id=self._chat_id)
        return self._connection

    async def _close(self) -> None:
        connection, self._connection = self._connection, None
        try:
            if connection is not None:
                await connection.close()  # rolls back what was not committed
        finally:
            self._release()

    def _release(self) -> None:
        if self.writing and self._database.writer_lock is not None:
            self._database.writer_lock.release()
        self.writing = False

"""Who does what only one may do: polls Telegram, runs the clock, paces broadcasts."""

import asyncio
import fcntl
import logging
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from core.storage.engine import Database

log = logging.getLogger(__name__)

Task = Callable[[asyncio.Event], Coroutine[Any, Any, None]]

_ASK_AGAIN = 2.0
_CONFIRM = 5.0
_DOUBTFUL = 20.0  # seconds without confirmation after which a leader does not trust its own lock any more
_SILENT = 30  # seconds of silence after which the server ends its session, and with it the lock; more than _DOUBTFUL


@asynccontextmanager
async def only_process(database: Database, stop: asyncio.Event) -> AsyncIterator[None]:
    """On SQLite: stand by until no other process works with this database; `stop` ends the waiting."""
    if not database.is_sqlite:
        yield
        return
    with Path(f"{database.url.database}.lock").open("w") as file:  # noqa: ASYNC230 - an empty file
        said = False
        while not stop.is_set():
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not said:
                    log.warning("another process of the bot works with this database: standing by")
                said = True
                await pause(stop, _ASK_AGAIN)
        yield


class Leader:
    """One of several processes on PostgreSQL, chosen by an advisory lock; on SQLite the only one there is.

    A process that hangs loses the lock: the server ends a session that has been silent for 30 seconds.
    """

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._name = name
        self._confirmed = 0.0

    @property
    def leads(self) -> bool:
        """Whether the lock was ours a moment ago; to be asked before each thing that must not happen twice."""
        return self._database.is_sqlite or time.monotonic() - self._confirmed < _DOUBTFUL

    async def run(self, stop: asyncio.Event, task: Task) -> None:
        """Run `task` while leading; its event is set when the lead or the process ends."""
        if self._database.is_sqlite:
            await task(stop)
            return
        said = False
        while not stop.is_set():
            try:
                async with self._database.writer.connect() as connection:
                    await connection.execution_options(isolation_level="AUTOCOMMIT")
                    if await self._taken(connection):
                        said = False
                        await self._lead(connection, stop, task)
                        await connection.invalidate()  # closes the session, and with it the lock
                        continue
                if not said:
                    log.warning("another process leads: standing by", extra={"lead": self._name})
                said = True
            except Exception as error:  # noqa: BLE001 - drivers raise what they like when the server is gone
                log.error("the database is away", extra={"error": type(error).__name__})
            await pause(stop, _ASK_AGAIN)

    async def _taken(self, connection: AsyncConnection) -> bool:
        locked = text("SELECT pg_try_advisory_lock(hashtext(:name))")
        if not (await connection.execute(locked, {"name": f"leader.{self._name}"})).scalar():
            return False
        limit = text("SELECT set_config('idle_session_timeout', :silent, false)")
        await connection.execute(limit, {"silent": f"{_SILENT}s"})
        self._confirmed = time.monotonic()
        return True

    async def _lead(self, connection: AsyncConnection, stop: asyncio.Event, task: Task) -> None:
        over = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            leading = group.create_task(task(over))
            while not stop.is_set() and not leading.done():
                try:
                    await connection.execute(text("SELECT 1"))
                except Exception as error:  # noqa: BLE001 - drivers raise what they like when the server is gone
                    log.error("the lead is lost", extra={"lead": self._name, "error": type(error).__name__})
                    break
                self._confirmed = time.monotonic()
                await pause(stop, _CONFIRM)
            self._confirmed = 0.0
            over.set()


async def pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return

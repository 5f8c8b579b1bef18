"""F3 and F6 of the fault list: the database is locked or its server drops every session; all is answered once."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from sandbox import Person, Sandbox
from tests.databases import own_database, postgres_marks
from tests.running import Place, within

_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
BUSY = 5.0  # seconds that the bot itself waits for the lock


@pytest.fixture
async def maria(sandbox: Sandbox) -> Person:
    return sandbox.world.person("Мария", language="ru")


async def answers(person: Person, number: int) -> int:
    """Wait until there are so many answers to /help, and a moment more for one too many."""
    async with asyncio.timeout(40):
        while _helped(person) < number:  # noqa: ASYNC110 - what the sandbox has is looked at
            await asyncio.sleep(0.1)
    await asyncio.sleep(1)
    return _helped(person)


async def test_a_writer_that_keeps_the_lock_stops_the_answers_and_not_the_loop(
    sandbox: Sandbox, maria: Person, tmp_path: Path
) -> None:
    async with own_database("sqlite", tmp_path) as url, within(Place(sandbox, tmp_path, url)):
        await maria.starts()
        other = await _takes_the_lock(tmp_path / "zharyq.db")
        await maria.says("/help", answered=False)
        late = await _latest(BUSY + 2)
        assert _helped(maria) == 0
        other.execute("ROLLBACK")
        other.close()

        assert await answers(maria, 1) == 1
    assert late < BUSY / 2


@pytest.mark.parametrize("kind", [pytest.param("postgresql", marks=postgres_marks())])
async def test_a_server_that_drops_every_session_costs_no_answer(
    kind: str, sandbox: Sandbox, maria: Person, tmp_path: Path
) -> None:
    async with own_database(kind, tmp_path) as url, within(Place(sandbox, tmp_path, url)):
        await maria.starts()
        server = create_async_engine(url)
        async with server.connect() as connection:
            for _ in range(3):
                assert len((await connection.execute(_OTHERS)).all()) > 1
                await maria.says("/help", answered=False)
                await asyncio.sleep(0.3)
        await server.dispose()

        assert await answers(maria, 3) == 3


async def _takes_the_lock(database: Path) -> sqlite3.Connection:
    """Begin to write between two transactions of the bot: it runs in this loop, so waiting inside would stop it."""
    other = sqlite3.connect(database, isolation_level=None, timeout=0)
    async with asyncio.timeout(10):
        while True:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                await asyncio.sleep(0.002)
            else:
                return other


def _helped(person: Person) -> int:
    return sum("/balance" in line.text for line in person.history)


async def _latest(seconds: float) -> float:
    """Return the longest time for which the loop stood still."""
    loop, longest = asyncio.get_running_loop(), 0.0
    end = loop.time() + seconds
    while (before := loop.time()) < end:
        await asyncio.sleep(0.01)
        longest = max(longest, loop.time() - before)
    return longest

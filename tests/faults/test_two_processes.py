"""Two bots on one database: one polls, both work, nothing happens twice, and the second takes over."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import app
from bot.screens import notices
from core.storage.engine import Database
from core.storage.leader import Leader
from core.storage.sealing import Vault
from sandbox import Sandbox
from tests.databases import own_database, postgres_marks
from tests.faults import run_bot
from tests.faults.conftest import Ledger
from tests.faults.test_kills import everything_said, speak
from tests.running import Place


class Bots:
    """Several bots in this loop, each with its own connections."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._running: list[tuple[asyncio.Event, asyncio.Task[None]]] = []

    async def start(self) -> None:
        stop, ready = asyncio.Event(), asyncio.Event()
        options = app.Options(routers=(run_bot.routes(),), updates_per_minute=100_000, poll_seconds=1, calendar=False)
        bot = app.run(self.place.settings(), stop, options=options, ready=ready.set)
        self._running.append((stop, asyncio.get_running_loop().create_task(bot)))
        with contextlib.suppress(TimeoutError):  # one that stands by is not ready
            await asyncio.wait_for(ready.wait(), 3)

    async def stop_first(self) -> None:
        stop, task = self._running.pop(0)
        stop.set()
        await task

    async def stop_all(self) -> None:
        while self._running:
            await self.stop_first()


@pytest.fixture(autouse=True)
def words() -> Iterator[None]:
    notices.NOTICES["copy"] = run_bot.copy
    yield
    del notices.NOTICES["copy"]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=postgres_marks())])
async def bots(request: pytest.FixtureRequest, sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Bots]:
    async with own_database(request.param, tmp_path) as url:
        found = Bots(Place(sandbox, tmp_path, url))
        yield found
        await found.stop_all()


async def test_two_bots_do_everything_once_and_the_second_takes_over(sandbox: Sandbox, bots: Bots) -> None:
    crowd = [sandbox.world.person(f"P{number}") for number in range(10)]
    await bots.start()
    await bots.start()
    await speak(crowd, "one", "two")
    await everything_said(sandbox, crowd, "one", "two")
    await bots.stop_first()
    await speak(crowd, "three")
    await everything_said(sandbox, crowd, "one", "two", "three")
    await bots.stop_all()

    ledger = Ledger(bots.place)
    expected = sorted(f"{one.name} {text}" for one in crowd for text in ("one", "two", "three"))
    assert sorted(await ledger.effects()) == expected
    await ledger.database.dispose()
    said = [line.text for one in crowd for line in one.history if not line.mine]
    assert len(said) == 2 * len(expected)


@pytest.mark.parametrize("server", [pytest.param("postgresql", marks=postgres_marks())])
async def test_a_leader_whose_session_is_gone_steps_down(server: str, tmp_path: Path, vault: Vault) -> None:
    async with own_database(server, tmp_path) as url:
        database = Database(url, vault)
        leading: list[str] = []
        stop = asyncio.Event()

        def lead(name: str) -> Leader:
            leader = Leader(database, "test")

            async def task(over: asyncio.Event) -> None:
                leading.append(name)
                await over.wait()
                leading.append(f"{name} over")

            running.append(asyncio.get_running_loop().create_task(leader.run(stop, task)))
            return leader

        running: list[asyncio.Task[None]] = []
        first = lead("first")
        await asyncio.sleep(0.5)
        lead("second")
        await asyncio.sleep(0.5)
        assert leading == ["first"]
        assert first.leads
        async with database.writer.connect() as connection:
            ended = (
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
            )
            await connection.execute(text(ended))
        async with asyncio.timeout(15):
            while len(leading) < 3:  # noqa: ASYNC110 - the leaders tell nobody
                await asyncio.sleep(0.1)
        stop.set()
        await asyncio.gather(*running)
        await database.dispose()

    assert leading[1] in ("first over", "second")
    assert "first over" in leading

"""A sandbox, and a nursery of bots that may be killed."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import audit, inbox, outbox
from sandbox import Person, Sandbox
from tests.databases import own_database
from tests.running import ROOT, Place


class Nursery:
    """Bots of one test, one after another; `place` says where they live."""

    def __init__(self, process: subprocess.Popen[str], place: Place, log: Path) -> None:
        self.place = place
        self.log = log
        self.ready = asyncio.Event()
        self.deaths = 0  # while it was kept
        self._process = process
        self._pid = 0

    def settings(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.place.environment().items()}

    async def start(self, kill: str = "", *, flows: bool = False, patient: bool = False) -> None:
        """`flows`: the whole product in place of the flow that counts; `patient`: it waits as long as the product."""
        order = {"settings": self.settings(), "kill": kill, "flows": flows, "patient": patient}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        self.ready.clear()
        self._pid = (await self._heard())["pid"]

    async def ended(self, within: float = 30) -> int:
        """Return the exit code; negative: the signal that ended it."""
        code = await asyncio.wait_for(self._end(), within)
        self._pid = 0
        return code

    async def _end(self) -> int:
        while "ended" not in (said := await self._heard()):
            self.ready.set()
        return said["ended"]

    async def kill(self, after: float) -> bool:
        """Kill it so many seconds after it was ready; return whether it has died before, at its kill point."""
        pid = self._pid
        async with asyncio.TaskGroup() as group:
            ended = group.create_task(self.ended(120))
            ready = group.create_task(self.ready.wait())
            await asyncio.wait({ended, ready}, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait({ended}, timeout=after)
            ready.cancel()
            struck = ended.done()
            if not struck:
                with contextlib.suppress(ProcessLookupError):  # it has died in this very moment
                    os.kill(pid, signal.SIGKILL)
        assert ended.result() == -signal.SIGKILL
        return struck

    async def stop(self, number: int = signal.SIGTERM) -> int:
        self.signal(number)
        return await self.ended()

    def signal(self, number: int) -> None:
        os.kill(self._pid, number)

    async def keep(self) -> int:
        """Start a bot anew each time it is killed; return how it ended when it was stopped in order."""
        while (code := await self.ended(300)) == -signal.SIGKILL:
            self.deaths += 1
            await self.start(flows=True)
        return code

    async def close(self) -> None:
        if self._pid:
            await self.stop(signal.SIGKILL)

    async def _heard(self) -> dict[str, int]:
        assert self._process.stdout is not None
        line = await asyncio.to_thread(self._process.stdout.readline)
        assert line, self.log.read_text()
        found: dict[str, int] = json.loads(line)
        return found


class Ledger:
    """What the database says after all is over."""

    def __init__(self, place: Place) -> None:
        self.database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))

    async def effects(self) -> list[str]:
        async with self.database.work() as work:
            return list((await work.execute(select(audit.c.detail).where(audit.c.action == "effect"))).scalars())

    async def inbox(self) -> list[str]:
        async with self.database.work() as work:
            return list((await work.execute(select(inbox.c.state))).scalars())

    async def outbox(self) -> list[str]:
        async with self.database.work() as work:
            return list((await work.execute(select(outbox.c.state))).scalars())


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(seed=3, webhook_pause=0.05) as running:
        running.world.patience = 20.0
        yield running


@pytest.fixture
def server(request: pytest.FixtureRequest) -> str:
    """The kind of database; a test may ask for PostgreSQL."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
async def place(server: str, sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Place]:
    async with own_database(server, tmp_path) as url:
        yield Place(sandbox, tmp_path, url)


@pytest.fixture(scope="session")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """The process that bots are forked from: it has imported everything, once for all tests."""
    folder = tmp_path_factory.mktemp("nursery")
    log = folder / "log"
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    program = [sys.executable, str(Path(__file__).with_name("run_bot.py"))]
    pipe = subprocess.PIPE
    with (
        log.open("w") as output,
        subprocess.Popen(
            program, stdin=pipe, stdout=pipe, stderr=output, cwd=folder, env=environment, text=True
        ) as process,
    ):
        yield process, log


@pytest.fixture
async def bots(nursery: tuple[subprocess.Popen[str], Path], place: Place) -> AsyncIterator[Nursery]:
    found = Nursery(nursery[0], place, nursery[1])
    yield found
    await found.close()


@pytest.fixture
async def ledger(bots: Nursery) -> AsyncIterator[Ledger]:
    found = Ledger(bots.place)
    yield found
    await found.database.dispose()


@pytest.fixture
def people(sandbox: Sandbox) -> list[Person]:
    return [sandbox.world.person(name) for name in ("Aliya", "Maria", "John")]

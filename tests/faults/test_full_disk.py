"""F4 of the fault list: the disk of the database is full and freed again; nobody has been told what is not so."""

import asyncio
import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox import Person, Sandbox
from tests.faults.conftest import Ledger, Nursery
from tests.faults.test_kills import everything_said, heard, speak
from tests.running import Place

LONG = "x" * 2000
TROUBLE = ("updates cannot be stored", "update has failed")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, of eight mebibytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if shutil.which("mount") is None:
        pytest.skip("no disk of its own: there is no mount here")
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder]
    mounted = subprocess.run(mount, capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"no disk of its own: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def place(sandbox: Sandbox, disk: Path, tmp_path: Path) -> Place:
    return Place(sandbox, tmp_path, f"sqlite+aiosqlite:///{disk}/zharyq.db")


class Ballast:
    """What takes up all the room there is on the disk, until it is thrown out."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def take_in(self) -> None:
        with contextlib.suppress(OSError), self._file.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))

    def throw_out(self) -> None:
        self._file.unlink()


@pytest.fixture
def ballast(disk: Path) -> Ballast:
    return Ballast(disk / "ballast")


async def speak_until_trouble(bots: Nursery, people: list[Person]) -> list[str]:
    """Speak on, long, until the bot has met the full disk; what its log has room for is used up first."""
    before = len(bots.log.read_text())
    texts: list[str] = []
    async with asyncio.timeout(30):
        while not any(word in bots.log.read_text()[before:] for word in TROUBLE):
            texts.append(f"{len(texts)} {LONG}")
            await speak(people, texts[-1])
            await asyncio.sleep(0.2)
    return texts


async def nothing_false_was_said(people: list[Person], ledger: Ledger) -> None:
    told = {text.removeprefix("counted ") for one in people for text in heard(one) if text.startswith("counted")}
    assert told <= set(await ledger.effects())


async def everything_once(people: list[Person], ledger: Ledger, *texts: str) -> None:
    assert sorted(await ledger.effects()) == sorted(f"{one.name} {text}" for one in people for text in texts)
    assert set(await ledger.inbox()) == {"done"}
    assert set(await ledger.outbox()) == {"sent"}


async def test_a_full_disk_makes_the_bot_wait_and_lie_to_nobody(
    sandbox: Sandbox, people: list[Person], bots: Nursery, ledger: Ledger, ballast: Ballast
) -> None:
    await bots.start()
    await speak(people, "before")
    await everything_said(sandbox, people, "before")
    ballast.take_in()
    texts = await speak_until_trouble(bots, people)
    await asyncio.sleep(2)
    await nothing_false_was_said(people, ledger)  # which reads from the full disk

    ballast.throw_out()
    await everything_said(sandbox, people, "before", *texts)
    assert await bots.stop() == 0

    await everything_once(people, ledger, "before", *texts)


async def test_a_bot_is_stopped_and_started_on_a_full_disk(
    sandbox: Sandbox, people: list[Person], bots: Nursery, ledger: Ledger, ballast: Ballast
) -> None:
    await bots.start()
    await speak(people, "before")
    await everything_said(sandbox, people, "before")
    ballast.take_in()
    texts = await speak_until_trouble(bots, people)
    assert await bots.stop() == 0
    await bots.start()
    await asyncio.sleep(2)
    await nothing_false_was_said(people, ledger)

    ballast.throw_out()
    await everything_said(sandbox, people, "before", *texts)
    assert await bots.stop() == 0

    await everything_once(people, ledger, "before", *texts)

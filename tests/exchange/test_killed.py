"""An import may be killed at any point: readers see one generation throughout, and the next import succeeds."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from core.storage import book
from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import generations, metadata, packages
from tests.databases import NOW
from tests.demo_data import take
from tests.exchange.packages import Editable
from tests.running import ROOT

AT_THE_END = 6  # points about the switch


@pytest.fixture
async def keyed(database_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    """A database whose key is in a file, so that another process can open it."""
    database = Database(database_url, Vault.from_file(tmp_path / "secret.key"))
    async with database.writer.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await database.create_empty_book(NOW)
    yield database
    await database.dispose()


@pytest.fixture
async def runner(keyed: Database, database_url: str, tmp_path: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.exchange.killed", database_url, str(tmp_path / "secret.key")),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    yield process
    assert process.stdin is not None
    process.stdin.close()
    await process.wait()


@pytest.mark.parametrize(("mode", "kills"), [("full", 20), ("delta", 10)])
async def test_a_killed_import_leaves_one_generation_and_the_next_succeeds(
    keyed: Database, runner: asyncio.subprocess.Process, demo_package: Path, tmp_path: Path, mode: str, kills: int
) -> None:
    assert (await take(keyed, demo_package, errors=tmp_path / "errors.csv")).accepted
    total = int(await _run(runner, 0, _package(demo_package, tmp_path / "whole", 1, mode)))
    mark = 1
    async with reading(keyed) as reader:
        for number, point in enumerate(_spread(total, kills), 2):
            told = await _run(runner, point, _package(demo_package, tmp_path / f"kill-{number}", number, mode))
            assert told == "killed", (point, told)
            found = await _mark(keyed)
            assert found in (mark, number), f"killed at {point} of {total}"
            mark = found
        assert int(await _run(runner, 0, _package(demo_package, tmp_path / "last", 50, mode))) > 0

    assert await _mark(keyed) == 50
    assert reader.mixed == []
    assert reader.looks > kills
    await _check_nothing_is_left(keyed)


class Reader:
    """Looks all the time, as the bot does."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.looks = 0
        self.mixed: list[str] = []
        self.stopped = False

    async def watch(self) -> None:
        while not self.stopped:
            async with self._database.work() as work:
                accounts = select(book.accounts.c.residents).distinct()
                seen = list((await work.execute(accounts)).scalars())
                await asyncio.sleep(0.01)
                history = select(book.account_history.c.residents).distinct()
                seen += (await work.execute(history)).scalars()
            self.looks += 1
            if len(set(seen)) != 1:
                self.mixed.append(str(seen))


@asynccontextmanager
async def reading(database: Database) -> AsyncIterator[Reader]:
    reader = Reader(database)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(reader.watch())
        try:
            yield reader
        finally:
            reader.stopped = True


def _spread(total: int, kills: int) -> list[int]:
    """Return points from everywhere, and each of the last ones."""
    early = kills - AT_THE_END
    return [*(1 + place * (total - 8) // early for place in range(early)), *range(total - AT_THE_END + 1, total + 1)]


def _package(source: Path, folder: Path, mark: int, mode: str) -> Path:
    """Make a package whose every account has so many residents."""
    package = Editable(source, folder)
    accounts = [row | {"residents": str(mark)} for row in package.rows("accounts")]
    history = [row | {"residents": str(mark)} for row in package.rows("account_history")]
    if mode == "delta":
        return package.delta({"accounts": accounts, "account_history": history}).folder
    package.write("accounts", accounts)
    package.write("account_history", history)
    return package.renew().folder


async def _run(runner: asyncio.subprocess.Process, point: int, path: Path) -> str:
    assert runner.stdin is not None
    assert runner.stdout is not None
    runner.stdin.write(f"{point} {path}\n".encode())
    return (await runner.stdout.readline()).decode().strip()


async def _mark(database: Database) -> int:
    async with database.work() as work:
        found = (await work.execute(select(book.accounts.c.residents).distinct())).scalars().all()
        assert (await work.execute(select(func.count()).select_from(book.accounts))).scalar_one() == 30
    assert len(found) == 1
    return int(found[0])


async def _check_nothing_is_left(database: Database) -> None:
    async with database.work() as work:
        known = set((await work.execute(select(generations.c.generation))).scalars())
        assert (await work.execute(select(func.count()).select_from(packages))).scalar_one() >= 3
        if not database.is_sqlite:
            names = await work.execute(text("SELECT nspname FROM pg_namespace WHERE nspname ~ '^book_'"))
            assert {int(name.removeprefix("book_")) for name in names.scalars()} == known
    if database.is_sqlite:
        assert {file for file in range(60) if database.book_file(file).exists()} == known

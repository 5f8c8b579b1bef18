"""One import in a process of its own, its stages timed; and what the bot does beside it."""

import asyncio
import json
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import insert, text

from core.accounts.policy import AccountNumber
from core.clock import system_clock
from core.exchange.intake import Intake
from core.storage.books import SqlBooks
from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import link_tries, metadata


class Stopwatch:
    """`Progress` of core.exchange.report."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._name = ""
        self._began = time.perf_counter()

    def file(self, name: str, rows: int) -> None:
        self.stage(name)

    def rows(self, number: int) -> None:
        """Not asked."""

    def stage(self, name: str) -> None:
        now = time.perf_counter()
        self.spent[self._name] = self.spent.get(self._name, 0) + now - self._began
        self._name, self._began = name, now


def prepare(url: str, key: Path, now: datetime) -> None:
    """Empty the database and make its tables."""

    async def made() -> None:
        database = Database(url, Vault.from_file(key))
        async with database.writer.begin() as connection:
            if not database.is_sqlite:
                books = await connection.execute(text("SELECT nspname FROM pg_namespace WHERE nspname ~ '^book_'"))
                for name in books.scalars().all():
                    await connection.execute(text(f'DROP SCHEMA "{name}" CASCADE'))
            await connection.run_sync(metadata.drop_all)
            await connection.run_sync(metadata.create_all)
        await database.create_empty_book(now)
        await database.dispose()

    asyncio.run(made())


async def commit_until(process: subprocess.Popen[str], url: str, key: Path, now: datetime) -> list[float]:
    """Commit a row a hundred times a second until the process ends; return how long each took."""
    database = Database(url, Vault.from_file(key))
    spent = []
    while process.poll() is None:
        began = time.perf_counter()
        async with database.work() as work:
            await work.write()
            await work.execute(insert(link_tries).values(at=now, chat_mark=1, number_mark=1, right=False))
            await work.commit()
        spent.append(time.perf_counter() - began)
        await asyncio.sleep(0.01)
    await database.dispose()
    return spent


def peak_memory() -> float:
    """Return MiB of this program; getrusage would count the one that has started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


async def take(url: str, package: Path, key: Path) -> None:
    database = Database(url, Vault.from_file(key))
    watch = Stopwatch()
    intake = Intake(
        books=SqlBooks(database),
        sealer=database.vault,
        operator="DEMO",
        numbers=AccountNumber(),
        now=system_clock(),
        progress=watch,
    )
    began = time.perf_counter()
    report = await intake.take(package)
    seconds = time.perf_counter() - began
    watch.stage("")
    assert report.accepted, report.refusal
    await database.dispose()
    found = {
        "seconds": seconds,
        "rows": report.rows,
        "loading": {name: spent for name, spent in watch.spent.items() if name.endswith(".csv")},
        "stages": watch.spent,
        "rss_mib": peak_memory(),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    asyncio.run(take(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))

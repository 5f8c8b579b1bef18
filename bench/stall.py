"""P6: how long the loop stands still under load with a million accounts in the book, and how long a full gc takes."""

import asyncio
import gc
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import uvloop
from aiogram import Router
from aiogram.types import Message
from sqlalchemy import select

from bench import flow
from bench.canned import Updates
from bench.update_path import measure, this_bot
from bench.verdict import report
from bot.filters import Text
from bot.screens.screen import Screen
from core.cabinet import Cabinet
from core.storage.book import accounts

ACCOUNTS = 1_000_000
COUNT = 4000
TICK = 0.001


async def find(message: Message, cabinet: Cabinet) -> Screen:
    """Look an account up by its key, as every screen does."""
    wanted = int(message.text or 0)
    row = (await cabinet.work.execute(select(accounts.c.status).where(accounts.c.account_id == wanted))).one()
    return Screen(text=row.status)


def routes() -> Router:
    router = Router()
    router.message.register(find, Text())
    return router


def fill(book: Path) -> None:
    """Put a million accounts into the empty book, as an import would leave them."""
    connection = sqlite3.connect(book)
    rows = ((number, number, number, "active", b"x" * 300) for number in range(ACCOUNTS))
    into = "INSERT INTO accounts (account_id, number_mark, owner_mark, status, personal) VALUES (?, ?, ?, ?, ?)"
    connection.executemany(into, rows)
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


async def ticks(late: list[float], busy: list[float]) -> None:
    """Note by how much each tick of a millisecond comes late, and for how much of that the loop itself was at work.

    The rest is what the neighbours on this machine took: a thread that waits for a processor is late, too.
    """
    while True:
        began, worked = time.monotonic(), time.thread_time()
        await asyncio.sleep(TICK)
        late.append((time.monotonic() - began - TICK) * 1000)
        busy.append((time.thread_time() - worked) * 1000)


class Pauses:
    """The longest full collection."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._began = 0.0

    def __call__(self, phase: str, info: dict[str, Any]) -> None:
        if phase == "start":
            self._began = time.monotonic()
        elif info["generation"] == 2:
            self.longest = max(self.longest, (time.monotonic() - self._began) * 1000)


async def compare() -> bool:
    updates = Updates()
    flow.routes = routes
    late: list[float] = []
    busy: list[float] = []
    pauses = Pauses()
    with tempfile.TemporaryDirectory() as folder:
        async with this_bot(Path(folder)) as bot:
            fill(Path(folder, "bench.db.book-0"))
            await measure(bot, _messages(updates), 50)
            load = _messages(updates)
            gc.freeze()  # the load is not the bot's
            gc.callbacks.append(pauses)
            ticking = asyncio.get_running_loop().create_task(ticks(late, busy))
            await measure(bot, load, 50)
            gc.collect()
            ticking.cancel()
            gc.callbacks.remove(pauses)
    late.sort()
    busy.sort()
    at = len(late) * 999 // 1000
    print(
        f"{len(late)} ticks: median {late[len(late) // 2]:.2f} ms late, p99.9 {late[at]:.2f} with the neighbours' share"
    )
    kept = report("P6", "loop stall by the bot's own work, p99.9", busy[at], 20, "ms")
    return report("P6", "longest full collection", pauses.longest, 20, "ms") and kept


def _messages(updates: Updates) -> list[dict[str, Any]]:
    return [updates.message(1000 + number % 400, str(number * 7919 % ACCOUNTS)) for number in range(COUNT)]


def main() -> int:
    return 0 if uvloop.run(compare()) else 1


if __name__ == "__main__":
    sys.exit(main())

"""P1: the CPU of a menu tap on its whole way (receiver, inbox, dispatcher, storage, delivery) against a bare echo.

No socket on either side: requests are built, answers parsed. The database is SQLite on a disk, synchronous=FULL.
"""

import asyncio
import contextlib
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import median
from typing import Any

import uvloop
from aiogram import Bot

from bench import flow
from bench.canned import TOKEN, Canned, OwnSession, StockSession, Updates
from bench.verdict import report
from bot import app
from bot.settings import Settings

CHATS = 200
COUNT = 400
BATCH = 20
ROUNDS = 5
ALONE = 100


async def measure(session: Canned, updates: list[dict[str, Any]], batch: int) -> float:
    """Return microseconds of CPU (all threads) per update."""
    before = time.process_time()
    session.feed(updates, batch)
    await asyncio.wait_for(session.all_said.wait(), 120)
    return (time.process_time() - before) / len(updates) * 1e6


@contextlib.asynccontextmanager
async def bare_aiogram() -> AsyncIterator[Canned]:
    session = Canned()
    dispatcher = flow.plain()
    polling = asyncio.get_running_loop().create_task(
        dispatcher.start_polling(
            Bot(TOKEN, session=StockSession(session)), handle_signals=False, allowed_updates=["message"]
        )
    )
    await asyncio.sleep(0.2)
    yield session
    polling.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await polling


@contextlib.asynccontextmanager
async def this_bot(folder: Path) -> AsyncIterator[Canned]:
    session = Canned()
    app.make_bot = lambda _settings: Bot(TOKEN, session=OwnSession(session))
    settings = Settings(
        _env_file=None,
        bot_token=TOKEN,
        database_url=f"sqlite+aiosqlite:///{folder}/bench.db",
        secret_key_file=folder / "key",
    )
    stop, ready = asyncio.Event(), asyncio.Event()
    options = app.Options(routers=(flow.routes(),), updates_per_minute=10**9)
    running = asyncio.get_running_loop().create_task(app.run(settings, stop, options=options, ready=ready.set))
    await ready.wait()
    await asyncio.sleep(0.5)
    yield session
    stop.set()
    await running


async def compare() -> bool:
    updates = Updates()

    def messages() -> list[dict[str, Any]]:
        return [updates.message(100 + number % CHATS, "сәлем") for number in range(COUNT)]

    def taps(data: str) -> list[dict[str, Any]]:
        return [updates.tap(100 + number % CHATS, data) for number in range(COUNT)]

    echo, read, write, echo_alone, alone = [], [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        async with bare_aiogram() as plain, this_bot(Path(folder)) as ours:
            for session, work in ((plain, messages()), (ours, taps("look:1"))):
                await measure(session, work, BATCH)  # caches fill
            for _ in range(ROUNDS):
                echo.append(await measure(plain, messages(), BATCH))
                read.append(await measure(ours, taps("look:1"), BATCH))
                write.append(await measure(ours, taps("keep:1"), BATCH))
                echo_alone.append(await measure(plain, messages()[:ALONE], 1))
                alone.append(await measure(ours, taps("keep:1")[:ALONE], 1))
    base, reads, writes, single, base_alone = map(median, (echo, read, write, alone, echo_alone))
    print(f"CPU per update, {BATCH} in a poll: bare aiogram echo {base:.0f} µs, reads {reads:.0f}, writes {writes:.0f}")
    print(
        f"one in a poll: bare aiogram echo {base_alone:.0f} µs, writes {single:.0f}, "
        f"{single / base_alone:.1f}x, or {single / base:.1f}x of an echo among {BATCH}"
    )
    kept = report("P1", "menu tap that only reads, x bare echo", reads / base, 7, "x")
    return report("P1", "menu tap that writes, x bare echo", writes / base, 12, "x") and kept


def main() -> int:
    return 0 if uvloop.run(compare()) else 1


if __name__ == "__main__":
    sys.exit(main())

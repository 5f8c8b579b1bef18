"""P4: updates a second of one process over HTTP, against stock aiogram polling with the same handlers.

The bot runs in a process of its own, the Bot API (a stub that always agrees) in this one. Both bots run on uvloop, as
aiogram's `run_polling` does where it is installed, by turns, and what counts is the median of the ratios of each turn.
"""

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import orjson
import uvloop
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, Message
from aiohttp import web

from bench import flow
from bench.canned import ANSWERS, TOKEN, TRUE, Updates
from bench.verdict import report

COUNT = 1500
CHATS = 300
ROUNDS = 3
LOADS = 3
ROOT = Path(__file__).parents[1]


class Stub:
    """Hands out taps, a hundred at a time, and notes when the last has been answered."""

    def __init__(self) -> None:
        self._waiting: list[dict[str, Any]] = []
        self._fed = asyncio.Event()
        self._said = 0
        self._done = asyncio.Event()

    async def serve(self, request: web.Request) -> web.Response:
        await request.read()
        name = request.path.rpartition("/")[2]
        if name == "getUpdates":
            return await self._hand_out()
        if name == "editMessageText":
            self._said += 1
            if self._said == COUNT:
                self._done.set()
        return web.Response(text=ANSWERS.get(name, TRUE), content_type="application/json")

    async def _hand_out(self) -> web.Response:
        if not self._waiting:
            self._fed.clear()
            await self._fed.wait()
        batch, self._waiting = self._waiting[:100], self._waiting[100:]
        return web.Response(body=orjson.dumps({"ok": True, "result": batch}), content_type="application/json")

    async def updates_a_second(self, updates: list[dict[str, Any]]) -> float:
        self._said, self._waiting = 0, updates
        self._done.clear()
        began = time.monotonic()
        self._fed.set()
        await asyncio.wait_for(self._done.wait(), 120)
        return COUNT / (time.monotonic() - began)


async def stock(url: str) -> None:
    async def look(tap: CallbackQuery, callback_data: flow.Look) -> None:
        assert isinstance(tap.message, Message)
        await tap.message.edit_text(f"kk {callback_data.item}", reply_markup=flow.keyboard(flow.KAZAKH))
        await tap.answer()

    dispatcher = Dispatcher()
    dispatcher.callback_query.register(look, flow.Look.filter())
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    await dispatcher.start_polling(Bot(TOKEN, session=session), handle_signals=False)


async def ours(url: str, folder: str) -> None:
    from bot import app
    from bot.settings import Settings

    settings = Settings(
        _env_file=None,
        bot_token=TOKEN,
        telegram_api_url=url,
        database_url=f"sqlite+aiosqlite:///{folder}/bench.db",
        secret_key_file=Path(folder, "key"),
    )
    options = app.Options(routers=(flow.routes(),), updates_per_minute=10**9)
    await app.run(settings, asyncio.Event(), options=options)


async def measure(who: str) -> tuple[float, float]:
    """Return the updates a second of a fresh process and its CPU for each in microseconds.

    The median of some loads, after one in which its caches fill. On a machine that others use, too, the CPU tells more.
    """
    stub = Stub()
    runner = web.AppRunner(_app(stub), access_log=None, handler_cancellation=True, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    updates = Updates()
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
        program = [sys.executable, "-m", "bench.over_http", who, url, folder]
        process = await asyncio.create_subprocess_exec(*program, env=environment, cwd=folder)
        loads = [[updates.tap(1000 + number % CHATS, "look:1") for number in range(COUNT)] for _ in range(1 + LOADS)]
        await stub.updates_a_second(loads[0])
        found = []
        for load in loads[1:]:
            before = _cpu(process.pid)
            rate = await stub.updates_a_second(load)
            found.append((rate, (_cpu(process.pid) - before) / COUNT * 1e6))
        process.kill()
        await process.wait()
    await runner.cleanup()
    rates, costs = zip(*found, strict=True)
    return median(rates), median(costs)


def _cpu(pid: int) -> float:
    """Return the seconds of CPU that all threads of a process have used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _app(stub: Stub) -> web.Application:
    app = web.Application(client_max_size=2**24)
    app.router.add_post("/{path:.*}", stub.serve)
    return app


async def compare() -> bool:
    theirs, own = [], []
    for _ in range(ROUNDS):
        theirs.append(await measure("stock"))
        own.append(await measure("ours"))
    for name, found in ("stock aiogram polling", theirs), ("this bot", own):
        rate, cost = (median(values) for values in zip(*found, strict=True))
        print(f"over HTTP: {name} {rate:.0f} taps a second, {cost:.0f} µs of CPU each")
    ratio = median(mine / base for (base, _), (mine, _) in zip(theirs, own, strict=True))
    return report("P4", "updates a second, x stock aiogram polling", ratio, 1.0, "x", at_least=True)


def main() -> int:
    if len(sys.argv) > 1:
        who, url, folder = sys.argv[1:]
        uvloop.run(ours(url, folder) if who == "ours" else stock(url))
        return 0
    return 0 if asyncio.run(compare()) else 1


if __name__ == "__main__":
    sys.exit(main())

"""P6: fifty documents asked at once: what a tap waits meanwhile, over HTTP.

The bot runs in a process of its own, the Bot API (a stub that always agrees) in this one. Taps come every 20 ms from
people of their own; among them fifty others ask for a bill each, all in one moment. By turns the same is done in quiet,
and with fifty who ask for a text: what is dear is that fifty come at once, not that documents are drawn. The first
time the processes that draw are begun as well.
"""

import asyncio
import itertools
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import orjson
import uvloop
from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery
from aiohttp import web

from bench import flow, papers
from bench.canned import ANSWERS, TOKEN, TRUE, Updates
from bench.verdict import report
from bot.screens.screen import Paper, Screen

DOCUMENTS = 50
TAPS = 150
EVERY = 0.02
LONGER = 500  # ms: nobody takes it for standing still
ROUNDS = 3
ROOT = Path(__file__).parents[1]
FIRST_TAPPER, FIRST_ASKER = 1000, 5000


class Print(CallbackData, prefix="print"):
    item: int


class Say(CallbackData, prefix="say"):
    item: int


async def say(_tap: CallbackQuery, callback_data: Say) -> Screen:
    return Screen(text=f"bill {callback_data.item}", anew=True)


async def make(_tap: CallbackQuery, callback_data: Print) -> Screen:
    own = papers.marks()
    paper = Paper(
        document=1,
        kind="bill",
        name="bill.pdf",
        number=own.number,
        issued_at=own.issued_at,
        code=own.code.replace("-", ""),
        facts=papers.bill(Random(callback_data.item)),
        trouble="not drawn",
    )
    return Screen(text="bill", paper=paper, anew=True)


def routes() -> Router:
    router = flow.routes()
    router.callback_query.register(make, Print.filter())
    router.callback_query.register(say, Say.filter())
    return router


class Stub:
    """Hands out taps when they come, and notes when each has been answered."""

    def __init__(self) -> None:
        self._waiting: list[dict[str, Any]] = []
        self._fed = asyncio.Event()
        self._tapped: dict[int, float] = {}
        self._asked = 0
        self._last = 0.0
        self.waited: list[float] = []
        self.sent = 0
        self._all = asyncio.Event()

    async def serve(self, request: web.Request) -> web.Response:
        name = request.path.rpartition("/")[2]
        body = await request.read()
        if name == "getUpdates":
            return await self._hand_out()
        if name == "editMessageText":
            self.waited.append(time.monotonic() - self._tapped.pop(orjson.loads(body)["chat_id"]))
        if (name == "sendDocument" and b"%PDF" in body) or name == "sendMessage":
            self.sent += 1
            self._last = time.monotonic()
        if not self._tapped and self.sent == self._asked:
            self._all.set()
        return web.Response(text=ANSWERS.get(name, TRUE), content_type="application/json")

    async def _hand_out(self) -> web.Response:
        if not self._waiting:
            self._fed.clear()
            await self._fed.wait()
        batch, self._waiting = self._waiting, []
        return web.Response(body=orjson.dumps({"ok": True, "result": batch}), content_type="application/json")

    def feed(self, updates: list[dict[str, Any]]) -> None:
        self._waiting += updates
        self._fed.set()

    async def tap(self, updates: Updates, asked: Sequence[CallbackData] = ()) -> tuple[list[float], float]:
        """Let people tap one after another, and others ask in the middle; return waits, and seconds to the last."""
        self.waited, self.sent, self._asked = [], 0, len(asked)
        began = time.monotonic()
        for place in range(TAPS):
            self._all.clear()
            chat = FIRST_TAPPER + place
            self._tapped[chat] = time.monotonic()
            self.feed([updates.tap(chat, "look:1")])
            if place == TAPS // 5:
                began = time.monotonic()
                self.feed([updates.tap(FIRST_ASKER + number, each.pack()) for number, each in enumerate(asked)])
            await asyncio.sleep(EVERY)
        await asyncio.wait_for(self._all.wait(), 60)
        return self.waited, self._last - began


async def bot(url: str, folder: str) -> None:
    from bot import app
    from bot.settings import Settings

    settings = Settings(
        _env_file=None,
        bot_token=TOKEN,
        telegram_api_url=url,
        database_url=f"sqlite+aiosqlite:///{folder}/bench.db",
        secret_key_file=Path(folder, "key"),
    )
    options = app.Options(routers=(routes(),), updates_per_minute=10**9)
    await app.run(settings, asyncio.Event(), options=options)


def p95(waits: list[float]) -> float:
    """Return milliseconds."""
    return sorted(waits)[len(waits) * 95 // 100] * 1000


def memory(parent: int) -> list[float]:
    """Return MiB that each process that draws has ever taken."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            said = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(said["PPid"]) == parent and "VmHWM" in said:
            found.append(int(said["VmHWM"].split()[0]) / 1024)
    return found


async def compare() -> bool:
    stub = Stub()
    web_app = web.Application(client_max_size=2**24)
    web_app.router.add_post("/{path:.*}", stub.serve)
    runner = web.AppRunner(web_app, access_log=None, handler_cancellation=True, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    updates, numbers = Updates(), itertools.count()
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
        program = [sys.executable, "-m", "bench.fifty", url, folder]
        process = await asyncio.create_subprocess_exec(*program, env=environment, cwd=folder)
        await stub.tap(updates)  # caches fill
        quiet, texts, busy, spans = [], [], [], []
        for _ in range(ROUNDS):
            quiet += (await stub.tap(updates))[0]
            texts += (await stub.tap(updates, [Say(item=number) for number in range(DOCUMENTS)]))[0]
            waits, span = await stub.tap(updates, [Print(item=next(numbers)) for _ in range(DOCUMENTS)])
            busy += waits
            spans.append(span)
        largest = max(memory(process.pid))
        process.kill()
        await process.wait()
    await runner.cleanup()
    print(
        f"a tap waits (p95) {p95(quiet):.0f} ms in quiet, {p95(texts):.0f} while {DOCUMENTS} texts are asked,"
        f" {p95(busy):.0f} while {DOCUMENTS} documents are"
    )
    print(f"the last document was out after {', '.join(f'{span:.1f}' for span in spans)} s")
    kept = report("P6", "a tap among fifty documents, p95 longer than in quiet", p95(busy) - p95(quiet), LONGER, "ms")
    return report("P6", "a process that draws, most memory", largest, 200, "MiB") and kept


def main() -> int:
    if len(sys.argv) > 1:
        uvloop.run(bot(*sys.argv[1:]))
        return 0
    return 0 if asyncio.run(compare()) else 1


if __name__ == "__main__":
    sys.exit(main())

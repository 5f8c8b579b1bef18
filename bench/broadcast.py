"""P12: a campaign to many chats over HTTP: its pace, its worst second, its memory, its marks, and who waits for it.

The bot runs in a process of its own against a Bot API that always agrees; SQLite, synchronous=FULL. A million chats by
default: `RECIPIENTS=…`.
"""

import asyncio
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from typing import Any

import orjson
import uvloop
from aiohttp import web

from bench.canned import ANSWERS, TOKEN, TRUE
from bench.verdict import report
from bot import app
from bot.screens import notices_occasions
from bot.screens.screen import Screen
from bot.settings import Settings
from core.cabinet import Cabinet
from core.notices.model import Campaign, Chat, Firing, NoticeType, Recipient, State
from core.retailer import DEMO_FILE, Retailer
from core.storage import schema
from core.storage.campaigns import SqlCampaigns
from core.storage.engine import Database
from core.storage.ledger import Ended, Ledger
from core.storage.sealing import Vault

ROOT = Path(__file__).parents[1]
RECIPIENTS = int(os.environ.get("RECIPIENTS", "1000000"))
FIRST = 6_000_000_000
SECONDS = {30: 30, 1000: 20}  # how long each pace is measured
_TAP_PAUSE = 0.25


class Everybody:
    about = NoticeType.NEWS

    async def firings(self, _now: datetime) -> tuple[Firing, ...]:
        return ()

    async def recipients(self, campaign: Campaign, chats: Sequence[Chat], _now: datetime) -> list[Recipient]:
        return [Recipient(chat_id=one.chat_id, key=f"campaign:{campaign.id}:{one.chat_id}") for one in chats]


class Stub:
    """Notes when each message came, and hands out messages of people who wait for an answer."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.replies: list[float] = []
        self._asked: dict[int, float] = {}
        self._updates: list[dict[str, Any]] = []
        self._number = 0

    async def serve(self, request: web.Request) -> web.Response:
        body = await request.read()
        name = request.path.rpartition("/")[2]
        if name == "getUpdates":
            await asyncio.sleep(0.01)
            batch, self._updates = self._updates, []
            return web.Response(body=orjson.dumps({"ok": True, "result": batch}), content_type="application/json")
        if name == "sendMessage":
            chat = orjson.loads(body)["chat_id"]
            if (asked := self._asked.pop(chat, None)) is not None:
                self.replies.append(time.monotonic() - asked)
            else:
                self.times.append(time.monotonic())
        return web.Response(text=ANSWERS.get(name, TRUE), content_type="application/json")

    async def ask_on(self) -> None:
        """Let somebody write every quarter of a second."""
        while True:
            self._number += 1
            chat = 5_000_000_000 + self._number
            person = {"id": chat, "is_bot": False, "first_name": "A", "language_code": "ru"}
            said = {"message_id": 1, "date": 1_790_000_000, "chat": {"id": chat, "type": "private"}, "from": person}
            self._asked[chat] = time.monotonic()
            self._updates.append({"update_id": self._number, "message": said | {"text": "/start"}})
            await asyncio.sleep(_TAP_PAUSE)


def retailer_of(folder: Path, per_second: int) -> Path:
    text = DEMO_FILE.read_text(encoding="utf-8").replace("per_second = 25 ", f"per_second = {per_second} ")
    file = folder / f"retailer-{per_second}.toml"
    file.write_text(text.replace("quiet_from = 21:00:00", "quiet_from = 09:00:00"), encoding="utf-8")
    return file


def database_in(folder: Path) -> Database:
    return Database(f"sqlite+aiosqlite:///{folder}/zharyq.db", Vault.from_file(folder / "secret.key"))


async def settle(folder: Path, number: int) -> None:
    database = database_in(folder)
    await schema.migrate(database, datetime.now(UTC))
    await database.dispose()
    version = Retailer.from_file(DEMO_FILE).consent.version
    rows = ((FIRST + nth, "kk", "2026-01-01T00:00:00.000000Z", version) for nth in range(number))
    with sqlite3.connect(folder / "zharyq.db") as plain:
        plain.executemany(
            "INSERT INTO customers (chat_id, language, joined_at, consent_version) VALUES (?, ?, ?, ?)", rows
        )
    plain.close()


async def begin(database: Database, number: int) -> int:
    now = datetime.now(UTC)
    async with database.work() as work:
        await work.write()
        more: dict[str, Any] = {"state": State.RUNNING, "size": number, "started_at": now}
        campaign = await SqlCampaigns(work).add(about=NoticeType.NEWS, content={}, created_by="office", now=now, **more)
        await work.commit()
    assert campaign is not None
    return campaign.id


async def cancel(database: Database, campaign: int) -> None:
    async with database.work() as work:
        await work.write()
        await SqlCampaigns(work).change(campaign, (State.RUNNING,), state=State.CANCELLED)
        await SqlCampaigns(work).drop_waiting(campaign, datetime.now(UTC))
        await work.commit()


@asynccontextmanager
async def bot_process(folder: Path, url: str, per_second: int) -> AsyncIterator[int]:
    environment = {**os.environ, "BENCH_FOLDER": str(folder), "BENCH_URL": url}
    environment["BENCH_RETAILER"] = str(retailer_of(folder, per_second))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.broadcast", "bot", cwd=ROOT, env=environment
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


def serve_bot() -> None:
    occasions: Any = property(lambda _cabinet: {NoticeType.NEWS: Everybody()})
    Cabinet._occasions = occasions  # noqa: SLF001 - the only notice of this bot
    notices_occasions.OCCASIONS[NoticeType.NEWS] = lambda _values, _tr, _retailer: Screen(text="words " * 20)
    folder = Path(os.environ["BENCH_FOLDER"])
    settings = Settings(
        _env_file=None,
        bot_token=TOKEN,
        telegram_api_url=os.environ["BENCH_URL"],
        database_url=f"sqlite+aiosqlite:///{folder}/zharyq.db",
        secret_key_file=folder / "secret.key",
        retailer_file=os.environ["BENCH_RETAILER"],
    )
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        options = app.Options(updates_per_minute=10_000, poll_seconds=1)
        runner.run(app.run(settings, asyncio.Event(), options=options))


def resident(pid: int) -> float:
    """Return the megabytes that a process holds."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def worst_second(times: list[float]) -> int:
    worst = first = 0
    for last, at in enumerate(times):
        while times[first] <= at - 1:
            first += 1
        worst = max(worst, last - first + 1)
    return worst


async def measure(per_second: int, number: int, folder: Path, stub: Stub, url: str) -> list[bool]:
    database, kept = database_in(folder), []
    async with bot_process(folder, url, per_second) as pid:
        await asyncio.sleep(8)
        asking = asyncio.get_running_loop().create_task(stub.ask_on())
        await asyncio.sleep(8)
        before, idle = sorted(stub.replies), resident(pid)
        stub.times.clear()
        stub.replies.clear()
        approved = time.monotonic()
        campaign = await begin(database, number)
        await asyncio.sleep(SECONDS[per_second])
        held = time.monotonic()
        memory = resident(pid)
        await cancel(database, campaign)
        await asyncio.sleep(2)
        asking.cancel()
    times, during = stub.times, sorted(stub.replies)
    await database.dispose()
    steady = [at for at in times if times[0] + 1 <= at <= held]
    rate = (len(steady) - 1) / (steady[-1] - steady[0])
    last = max(times) - held
    kept.append(report("P12", f"{per_second} a second: share of the rate", rate / per_second, 0.97, "", at_least=True))
    kept.append(
        report("P12", f"{per_second} a second: worst second over the rate", worst_second(times) / per_second, 1.03, "")
    )
    kept.append(report("P12", f"{per_second} a second: first message after approval", times[0] - approved, 2, "s"))
    kept.append(report("P12", f"{per_second} a second: last message after cancelling", max(last, 0), 5, "s"))
    kept.append(report("P12", f"{per_second} a second, {number:,} chats: memory over idle", memory - idle, 20, "MB"))
    p95 = [quantiles(some, n=20)[18] * 1000 for some in (before, during)]
    kept.append(
        report("P12", f"{per_second} a second: p95 of replies against {p95[0]:.0f} ms idle", p95[1], 2000, "ms")
    )
    return kept


async def marks() -> bool:
    """Measure one durable mark, in a transaction of two hundred."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        await settle(folder, 0)
        database = database_in(folder)
        campaign_id, now = await begin(database, 0), datetime.now(UTC)
        async with database.work() as work:
            await work.write()
            campaign = await SqlCampaigns(work).get(campaign_id)
            assert campaign is not None
            for page in range(10):
                some = [Recipient(chat_id=n, key=f"{n}") for n in range(page * 1000 + 1, page * 1000 + 1001)]
                await SqlCampaigns(work).enqueue(campaign, some, now)
            await work.commit()
        ledger, spent, number = Ledger(database), 0.0, 0
        parcels = await ledger.turn([], 200, now)
        while parcels:
            over = [Ended(parcel=each, state="sent", counter="sent", message_id=1, said="kk:1:0") for each in parcels]
            began = time.perf_counter()
            await ledger.turn(over, 0, now)
            spent, number = spent + time.perf_counter() - began, number + len(over)
            parcels = await ledger.turn([], 200, now)
        await database.dispose()
    return report("P12", "a durable mark", spent / number * 1e6, 60, "us")


async def run() -> list[bool]:
    kept = [await marks()]
    for per_second in SECONDS:
        stub = Stub()
        server = web.Application()
        server.router.add_route("*", "/{tail:.*}", stub.serve)
        runner = web.AppRunner(server, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        with tempfile.TemporaryDirectory() as name:
            await settle(Path(name), RECIPIENTS)
            kept += await measure(per_second, RECIPIENTS, Path(name), stub, url)
        await runner.cleanup()
    return kept


def main() -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        sys.exit(0 if all(runner.run(run())) else 1)


if __name__ == "__main__":
    serve_bot() if sys.argv[1:] == ["bot"] else main()

"""The bot as a process or within the test, against a sandbox."""

import asyncio
import os
import re
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot import app
from bot.settings import Settings
from core.retailer import DEMO_FILE
from sandbox import Sandbox

ROOT = Path(__file__).parents[1]
SECRET = "tests-only-secret-of-more-than-32-characters"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Place:
    """Where one bot lives: its database, its key and how it receives."""

    sandbox: Sandbox
    folder: Path
    database_url: str
    webhook: bool = False
    operators: int | None = None
    more: dict[str, str] = field(default_factory=dict)  # settings of one test
    calendar: bool = False  # its notices begin by themselves: in the tests that are about them
    port: int = field(default_factory=free_port)

    def environment(self) -> dict[str, str]:
        found = {
            "BOT_TOKEN": self.sandbox.token,
            "TELEGRAM_API_URL": self.sandbox.url,
            "DATABASE_URL": self.database_url,
            "SECRET_KEY_FILE": str(self.folder / "secret.key"),
            "LOG_FORMAT": "json",
        }
        if self.operators is not None:
            found["OPERATOR_CHAT_ID"] = str(self.operators)
        if self.webhook:
            found |= {
                "WEBHOOK_URL": f"http://127.0.0.1:{self.port}/telegram",
                "WEBHOOK_SECRET": SECRET,
                "LISTEN": f"127.0.0.1:{self.port}",
            }
        return found | self.more

    def settings(self) -> Settings:
        return Settings(_env_file=None, **{name.lower(): value for name, value in self.environment().items()})


@asynccontextmanager
async def within(place: Place, options: app.Options | None = None) -> AsyncIterator[None]:
    """Run the bot in this loop; leaving stops it in order, and its errors are raised."""
    stop, ready = asyncio.Event(), asyncio.Event()
    options = replace(options or app.Options(updates_per_minute=10_000), calendar=place.calendar)
    running = asyncio.get_running_loop().create_task(app.run(place.settings(), stop, options=options, ready=ready.set))
    waiting = asyncio.get_running_loop().create_task(ready.wait())
    await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    try:
        yield
    finally:
        stop.set()
        await running


@dataclass
class BotProcess:
    process: asyncio.subprocess.Process
    log: Path

    async def stop(self, number: int = signal.SIGTERM, *, within: float = 20) -> int:
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), within)

    async def ended(self, *, within: float = 30) -> int:
        return await asyncio.wait_for(self.process.wait(), within)


def without_calendar(folder: Path) -> Path:
    """Return the demo retailer's file but for the notices that would come on certain days."""
    told = DEMO_FILE.read_text(encoding="utf-8")
    for key in ("reminders", "unpaid_days", "verification_days", "replacement_days"):
        told, found = re.subn(rf"^{key} = \[.*?\]", f"{key} = []", told, flags=re.MULTILINE)
        assert found == 1, key
    file = folder / "without_calendar.toml"
    file.write_text(told, encoding="utf-8")
    return file


@asynccontextmanager
async def apart(
    place: Place, *, program: Sequence[str] = ("-m", "bot", "run"), more: dict[str, str] | None = None
) -> AsyncIterator[BotProcess]:
    """Run the bot as a process of its own; leaving stops it as an administrator would."""
    log = place.folder / "bot.log"
    aside = Path(tempfile.mkdtemp())  # not among what the bot itself keeps
    calm = {} if place.calendar else {"RETAILER_FILE": str(without_calendar(aside))}
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **calm, **place.environment(), **(more or {})}
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *program, cwd=place.folder, env=environment, stdout=output, stderr=output
        )
    bot = BotProcess(process, log)
    try:
        yield bot
    finally:
        await bot.stop()
        shutil.rmtree(aside)

import asyncio
import hmac
import logging
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.methods import SetWebhook
from aiohttp import web

from bot.alarms import Alarms
from bot.receiver.arrivals import Intake, arrival, loads
from bot.settings import SettingsBroken
from core.storage.inbox import Arrival

log = logging.getLogger(__name__)

_LARGEST = 2**20
_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_LONGEST_PAUSE = 60.0
_ALARM_AFTER = 3
_BATCH = 100


class Webhook:
    """Takes what Telegram pushes: checks the secret, stores, and only then answers 200.

    Who calls is known by the secret alone: an address in a header can be forged.
    """

    def __init__(
        self,
        *,
        bot: Bot,
        intake: Intake,
        kinds: Sequence[str],
        alarms: Alarms,
        url: str,
        secret: str,
        listen: str,
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._kinds = list(kinds)
        self._alarms = alarms
        self._url = url
        self._secret = secret
        self._host, _, port = listen.rpartition(":")
        self._port = int(port)
        self._queue: asyncio.Queue[tuple[Arrival, asyncio.Future[None]]] = asyncio.Queue()

    async def run(self, stop: asyncio.Event) -> None:
        """Listen until `stop` is set; what has come in by then is still stored and answered."""
        app = web.Application(client_max_size=_LARGEST)
        app.router.add_post(urlsplit(self._url).path or "/", self._receive)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=5.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except OSError as error:
            raise SettingsBroken(
                f"LISTEN: {self._host}:{self._port} cannot be listened on: {error.strerror}"
            ) from error
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._store_on()), group.create_task(self._announce())]
            await stop.wait()
            await runner.cleanup()
            for task in tasks:
                task.cancel()

    async def _receive(self, request: web.Request) -> web.Response:
        given = request.headers.get(_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret.encode()):
            return web.Response(status=401)
        if request.content_type != "application/json":
            return web.Response(status=415)
        try:
            update = loads(await request.read())
            one = arrival(update)
        except (ValueError, AttributeError, RecursionError, TypeError):
            return web.Response(status=400)
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._queue.put((one, kept))
        try:
            await kept
        except Exception as error:  # noqa: BLE001 - not stored, so Telegram has to send it again
            log.error("updates cannot be stored: they stay with Telegram", extra={"error": type(error).__name__})
            return web.Response(status=503)
        return web.Response()

    async def _store_on(self) -> None:
        """Store what has come in since the last commit in one more: a commit costs the same for one and for many."""
        while True:
            batch = [await self._queue.get()]
            while len(batch) < _BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            await self._store(batch)

    async def _store(self, batch: list[tuple[Arrival, asyncio.Future[None]]]) -> None:
        error: Exception | None = None
        try:
            await self._intake([one for one, _ in batch])
        except Exception as caught:  # noqa: BLE001 - told to each who waits for it
            error = caught
        for _, kept in batch:
            if kept.done():  # the caller has hung up
                continue
            if error is None:
                kept.set_result(None)
            else:
                kept.set_exception(error)

    async def _announce(self) -> None:
        """Tell Telegram where to push to, until it has understood."""
        pause, failures = 1.0, 0
        method: dict[str, Any] = {"url": self._url, "secret_token": self._secret, "allowed_updates": self._kinds}
        while True:
            try:
                await self._bot(SetWebhook(**method))
                return
            except Exception as error:  # noqa: BLE001 - whatever fails, it is tried again
                log.warning("the webhook cannot be set", extra={"error": type(error).__name__})
            failures += 1
            if failures == _ALARM_AFTER:
                await self._alarms.raise_("webhook_refused")
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

import asyncio
import logging
import time
from collections.abc import Sequence
from typing import Any, ClassVar, cast

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import DeleteWebhook, TelegramMethod

from bot.alarms import Alarms
from bot.receiver.arrivals import Intake, arrival

log = logging.getLogger(__name__)

_LONGEST_PAUSE = 60.0
_PATIENCE = 120.0  # seconds of failures before the operators hear of it


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates without parsing: one update that aiogram cannot read must not take its batch down."""

    __returning__ = cast(type, list[dict[str, Any]])
    __api_method__: ClassVar[str] = "getUpdates"

    offset: int | None = None
    limit: int = 100
    timeout: int = 0
    allowed_updates: list[str] | None = None


class Polling:
    """Asks Telegram for updates and moves the offset only past what is committed."""

    def __init__(self, *, bot: Bot, intake: Intake, kinds: Sequence[str], alarms: Alarms, seconds: int = 25) -> None:
        self._bot = bot
        self._intake = intake
        self._kinds = list(kinds)
        self._alarms = alarms
        self._seconds = seconds
        self._offset: int | None = None
        self._failing_since: float | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop` is set; a poll under way is dropped, since what it brings is not confirmed."""
        async with asyncio.TaskGroup() as group:
            polling = group.create_task(self._poll_on())
            await stop.wait()
            polling.cancel()

    async def _poll_on(self) -> None:
        pause, webhook_gone = 1.0, False
        while True:
            try:
                if not webhook_gone:
                    webhook_gone = await self._bot(DeleteWebhook())
                await self._poll()
                pause, self._failing_since = 1.0, None
            except Exception as error:  # noqa: BLE001 - whatever fails, Telegram keeps the updates for a day
                await asyncio.sleep(await self._trouble(error, pause))
                pause = min(pause * 2, _LONGEST_PAUSE)
                webhook_gone = webhook_gone and not isinstance(error, TelegramConflictError)

    async def _poll(self) -> None:
        method = GetRawUpdates(offset=self._offset, timeout=self._seconds, allowed_updates=self._kinds)
        updates = await self._bot(method, request_timeout=self._seconds + 10)
        if not updates:
            return
        await self._intake([arrival(update) for update in updates])
        self._offset = max(update["update_id"] for update in updates) + 1

    async def _trouble(self, error: Exception, pause: float) -> float:
        """Say what is wrong, without any text that may hold the token, and return how long to wait."""
        now = time.monotonic()
        self._failing_since = self._failing_since or now
        name = type(error).__name__
        log.warning("polling fails", extra={"error": name})
        if isinstance(error, TelegramUnauthorizedError):
            await self._alarms.raise_("token_refused")
            return _LONGEST_PAUSE
        if isinstance(error, TelegramConflictError):
            await self._alarms.raise_("second_poller")
        elif not isinstance(error, AiogramError):
            log.error("updates cannot be stored: they stay with Telegram", extra={"error": name})
        if now - self._failing_since > _PATIENCE:
            await self._alarms.raise_("telegram_away")
        if isinstance(error, TelegramRetryAfter):
            return max(float(error.retry_after), pause)
        return pause

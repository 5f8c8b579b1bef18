import asyncio
import logging
from typing import Any

import orjson
from aiogram.types import Update

from bot.alarms import Alarms
from bot.delivery.outcome import End
from bot.delivery.place import Place
from bot.delivery.show import Delivery
from bot.middlewares.throttle import Pace, Throttle
from bot.screens.screen import Screen
from bot.worker.answers import opened
from bot.worker.handling import Handling
from core.storage.inbox import TRIES, Inbox, InHand, LeaseLost
from core.storage.sealing import Vault

log = logging.getLogger(__name__)

_PAUSES = (0.5, 2.0)  # seconds before the second and the third try
_AWAY = 2.0
_OF_ALBUM, _IN_GROUP = 0.1, 0.05  # of an update, as the throttle counts


class ChatService:
    """Serves one row at a time: handle, show, or give up; nothing that it meets may end the worker."""

    def __init__(
        self,
        *,
        inbox: Inbox,
        handling: Handling,
        delivery: Delivery,
        throttle: Throttle,
        alarms: Alarms,
        vault: Vault,
    ) -> None:
        self._inbox = inbox
        self._handling = handling
        self._delivery = delivery
        self._throttle = throttle
        self._alarms = alarms
        self._vault = vault

    async def serve(self, row: InHand) -> bool:
        """Return whether the row is finished with and can be marked."""
        try:
            raw = orjson.loads(self._vault.open_bytes(row.body))
            place = Place.of(raw)
            screens = await self._screens(row, raw, place)
            if screens is None:
                return False
            outcome = await self._delivery.show(place, screens)
            if outcome.end in (End.BLOCKED, End.GONE) and place.private:
                await self._handling.note_blocked(place.chat_id)
        except Exception as error:
            log.exception("update cannot be finished", extra={"seq": row.seq})
            await self._bury(row, type(error).__name__)
        return True

    async def _screens(self, row: InHand, raw: dict[str, Any], place: Place) -> tuple[Screen, ...] | None:
        """Return what is to be shown; None: the row is in other hands now."""
        if row.answer is not None:
            return opened(row.answer, self._vault)
        pace = self._pace(place)
        if pace is not Pace.FINE:
            return await self._handling.too_fast(place) if pace is Pace.TOO_FAST else ()
        try:
            update = self._handling.parse(raw)
        except ValueError as error:  # pydantic's and aiogram's own: its text holds the update
            log.error("update cannot be read", extra={"seq": row.seq, "error": type(error).__name__})
            await self._bury(row, type(error).__name__)
            return ()
        return await self._handled(row, update, place)

    def _pace(self, place: Place) -> Pace:
        """In a group the person is counted, and generously: no word of an operator is lost."""
        weight = _OF_ALBUM if place.in_album else 1.0
        if place.private:
            return self._throttle.check(place.chat_id, weight)
        return self._throttle.check(-(place.person_id or 0), weight * _IN_GROUP)

    async def _handled(self, row: InHand, update: Update, place: Place) -> tuple[Screen, ...] | None:
        while True:
            try:
                return await self._handling.handle(row, update, place)
            except LeaseLost:
                answer = await self._inbox.kept_answer(row.seq)
                return opened(answer, self._vault) if answer is not None else None
            except Exception as error:  # noqa: BLE001 - whatever a handler raises is tried three times, then buried
                tries = await self._count_try(row, error)
                if tries >= TRIES:
                    screens = await self._handling.incident(row, place, error)
                    await self._bury(row, type(error).__name__)
                    return screens
                await asyncio.sleep(_PAUSES[tries - 1] if tries else _AWAY)

    async def _count_try(self, row: InHand, error: Exception) -> int:
        """Return how many tries have failed; 0: the database is away, which is not the update's fault."""
        log.warning("update has failed", extra={"seq": row.seq, "error": type(error).__name__})
        try:
            return await self._inbox.count_try(row.seq)
        except Exception as away:  # noqa: BLE001 - drivers raise what they like when the server is gone
            log.error("the database is away", extra={"error": type(away).__name__})
            return 0

    async def _bury(self, row: InHand, error: str) -> None:
        while True:
            try:
                await self._inbox.bury(row.seq, error)
                return await self._alarms.raise_("dead_letter", table="inbox", row=row.seq)
            except Exception as away:  # noqa: BLE001 - as above
                log.error("the database is away", extra={"error": type(away).__name__})
                await asyncio.sleep(_AWAY)

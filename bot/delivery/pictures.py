"""Pictures of an answer, drawn in threads of their own once everything is committed."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiogram.enums import ParseMode
from aiogram.methods import EditMessageMedia, SendPhoto, TelegramMethod
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, InputMediaPhoto

from bot.delivery.place import Place
from bot.screens.screen import Picture, Screen

log = logging.getLogger(__name__)

_AT_ONCE = 2
_SECONDS = 10.0


def _usage(facts: dict[str, Any]) -> bytes:
    from core.documents import usage_chart  # here: what draws is loaded with the first picture

    return usage_chart.draw(facts)


# Which hand draws a kind of picture: facts in, PNG out.
HANDS: dict[str, Callable[[dict[str, Any]], bytes]] = {"usage": _usage}


class Pictures:
    """Two are drawn at once, the others wait; one that takes too long keeps its thread, not its reader."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="picture")  # begun with the first picture

    async def draw(self, picture: Picture) -> bytes | None:
        """Return a PNG; None: it could not be drawn, or not in time."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._seconds):
                return await loop.run_in_executor(self._threads, _drawn, picture)
        except Exception as error:  # noqa: BLE001 - without its picture the answer is still an answer
            log.error("a picture is not drawn", extra={"kind": picture.kind, "error": type(error).__name__})
            return None


def _drawn(picture: Picture) -> bytes:
    return HANDS[picture.kind](picture.facts)


def hung(png: bytes, chat_id: int, screen: Screen, edit: Place | None) -> Iterator[TelegramMethod[Any]]:
    """Yield the ways to show a picture with its words, the best first: in place of the tapped message, or anew."""
    file = BufferedInputFile(png, "picture.png")
    if edit is not None and isinstance(screen.keyboard, InlineKeyboardMarkup):
        yield EditMessageMedia(
            chat_id=chat_id,
            message_id=edit.message_id,
            media=InputMediaPhoto(media=file, caption=screen.text, parse_mode=ParseMode.HTML),
            reply_markup=screen.keyboard,
        )
    yield SendPhoto(
        chat_id=chat_id, photo=file, caption=screen.text, parse_mode=ParseMode.HTML, reply_markup=screen.keyboard
    )

"""Documents of an answer, drawn in threads of their own once everything is committed."""

import asyncio
import importlib
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

from aiogram.types import BufferedInputFile

from bot.screens.screen import Paper
from core.papers.model import PAYLOAD, Marks, grouped
from core.retailer import Retailer

log = logging.getLogger(__name__)

Draw = Callable[[dict[str, Any], Marks, Retailer], bytes]
Remember = Callable[[int, str], Awaitable[None]]

_AT_ONCE = 2
_SECONDS = 30.0
_MODULES = {"usage": "usage_sheet"}  # the others are called by their kind


class Papers:
    """Two are drawn at once, the others wait; one that takes too long keeps its thread, not its reader."""

    def __init__(self, retailer: Retailer, remember: Remember, seconds: float = _SECONDS) -> None:
        self._retailer = retailer
        self._remember = remember
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="paper")  # begun with the first document

    async def draw(self, paper: Paper, username: str) -> BufferedInputFile | None:
        """Return the PDF; None: it could not be drawn, or not in time."""
        link = f"https://t.me/{username}?start={PAYLOAD}{paper.code}" if username else ""
        marks = Marks(number=paper.number, issued_at=paper.issued_at, code=grouped(paper.code), link=link)
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._seconds):
                content = await loop.run_in_executor(self._threads, _drawn, paper, marks, self._retailer)
        except Exception as error:  # noqa: BLE001 - the answer without its file is still an answer, and says so
            log.error("a document is not drawn", extra={"kind": paper.kind, "error": type(error).__name__})
            return None
        return BufferedInputFile(content, paper.name)

    async def remember(self, paper: Paper, file_id: str) -> None:
        """Keep under which name Telegram has the file; to lose it costs a drawing, no more."""
        if file_id == paper.file_id:
            return
        try:
            await self._remember(paper.document, file_id)
        except Exception as error:  # noqa: BLE001 - the file has been sent, whatever becomes of its name
            log.error("the name of a file is not kept", extra={"error": type(error).__name__})


def _drawn(paper: Paper, marks: Marks, retailer: Retailer) -> bytes:
    # here: what draws is loaded with the first document
    module = importlib.import_module(f"core.documents.{_MODULES.get(paper.kind, paper.kind)}")
    return cast(Draw, module.draw)(paper.facts, marks, retailer)

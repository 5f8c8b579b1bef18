"""Documents of an answer, drawn in processes of their own once everything is committed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from aiogram.types import BufferedInputFile

from bot.delivery.press import PROGRAM, SECONDS, NotDrawn, Press
from bot.screens.screen import Paper
from core.documents.press import order
from core.papers.model import PAYLOAD, Marks, grouped
from core.retailer import Retailer

log = logging.getLogger(__name__)

Remember = Callable[[int, str], Awaitable[None]]
Sign = Callable[[bytes], bytes]

_AT_ONCE = 2
_PATIENCE = 60.0  # with the time that it waits for others


class Papers:
    """Two are drawn at once, the others wait; what takes too long is ended, and whoever has asked for it is told."""

    def __init__(
        self,
        retailer: Retailer,
        remember: Remember,
        *,
        seconds: float = SECONDS,
        patience: float = _PATIENCE,
        program: Sequence[str] = PROGRAM,
        sign: Sign | None = None,
    ) -> None:
        """`sign` signs acts, where they are to be signed."""
        self._sign = sign
        self._remember = remember
        self._seconds = seconds
        self._patience = patience
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._presses = [Press(retailer, program) for _ in range(_AT_ONCE)]
        self._free = list(self._presses)

    async def draw(self, paper: Paper, username: str) -> BufferedInputFile | None:
        """Return the PDF; None: it could not be drawn, or not in time."""
        link = f"https://t.me/{username}?start={PAYLOAD}{paper.code}" if username else ""
        marks = Marks(number=paper.number, issued_at=paper.issued_at, code=grouped(paper.code), link=link)
        try:
            async with asyncio.timeout(self._patience), self._turns:
                content = await self._drawn(order(paper.kind, paper.facts, marks))
                if self._sign is not None and paper.kind == "act":
                    content = await asyncio.to_thread(self._sign, content)
        except Exception as error:  # noqa: BLE001 - the answer without its file is still an answer, and says so
            why = str(error) if isinstance(error, NotDrawn) else type(error).__name__
            log.error("a document is not drawn", extra={"kind": paper.kind, "error": why})
            return None
        return BufferedInputFile(content, paper.name)

    async def remember(self, paper: Paper, file_id: str) -> None:
        """Keep under which name Telegram has the file; to lose it costs a drawing, no more."""
        if not paper.document or file_id == paper.file_id:  # a report is drawn anew: it changes all the time
            return
        try:
            await self._remember(paper.document, file_id)
        except Exception as error:  # noqa: BLE001 - the file has been sent, whatever becomes of its name
            log.error("the name of a file is not kept", extra={"error": type(error).__name__})

    async def close(self) -> None:
        for press in self._presses:
            await press.end()

    async def _drawn(self, ordered: bytes) -> bytes:
        press = self._free.pop()  # the one that drew last is ready; the other begins when both have work
        try:
            return await press.draw(ordered, self._seconds)
        finally:
            self._free.append(press)

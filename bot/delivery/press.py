"""The process that draws documents, seen from the bot: begun when it is needed, ended when it is stuck."""

import asyncio
import sys
from asyncio import subprocess
from collections.abc import Sequence
from pathlib import Path

from core.documents.press import DRAWN, HEAD, READY, message
from core.retailer import Retailer

SECONDS = 20.0  # for drawing one document
PROGRAM = ("-m", "core.documents.press")
_HOUSE = Path(__file__).parents[2]


class NotDrawn(Exception):
    """It failed, or the process that draws has ended; the text is the class of the error."""


class Press:
    def __init__(self, retailer: Retailer, program: Sequence[str] = PROGRAM) -> None:
        self._retailer = retailer
        self._program = program
        self._process: subprocess.Process | None = None

    async def draw(self, order: bytes, seconds: float) -> bytes:
        """Return a PDF; one order at a time. Whatever goes wrong, the next order finds a process that works.

        :raises NotDrawn: it cannot be drawn
        :raises TimeoutError: not within so many seconds; the process has been ended
        """
        try:
            async with asyncio.timeout(seconds):
                what, body = await self._answer_to(order)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            await self.end()
            raise NotDrawn("ProcessEnded") from error
        except BaseException:
            await self.end()
            raise
        if what != DRAWN:
            raise NotDrawn(body.decode())
        return body

    async def end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            process.kill()
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()

    async def _answer_to(self, order: bytes) -> tuple[bytes, bytes]:
        process = self._process
        if process is not None and process.returncode is None:
            try:
                return await _exchange(process, order)
            except (asyncio.IncompleteReadError, ConnectionError):  # it was ending: out of work, or out of memory
                await self.end()
        return await _exchange(await self._begun(), order)

    async def _begun(self) -> subprocess.Process:
        # Apart from the terminal: Ctrl-C is for the bot, which then ends this one.
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *self._program,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_HOUSE,
            start_new_session=True,
        )
        self._process = process
        what, _ = await _exchange(process, message(self._retailer.model_dump_json()))
        if what != READY:
            raise NotDrawn("NotReady")
        return process


async def _exchange(process: subprocess.Process, order: bytes) -> tuple[bytes, bytes]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(order)
    await process.stdin.drain()
    head = await process.stdout.readexactly(1 + HEAD)
    return head[:1], await process.stdout.readexactly(int.from_bytes(head[1:], "big"))

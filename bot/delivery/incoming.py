"""Files that people have sent, fetched from Telegram."""

import asyncio
from io import BytesIO
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import GetFile
from aiohttp import ClientError

_SECONDS = 20


class NotFetched(Exception):
    """Telegram does not give the file, or not in time."""


async def fetch(bot: Bot, file_id: str, *, most: int) -> bytes:
    """Return a small file; whoever asks has looked at its size, which is looked at once more on the way.

    :raises NotFetched: not to be had now, or more than `most` bytes
    """
    content = _Limited(most)
    try:
        async with asyncio.timeout(_SECONDS):
            found: Any = await bot(GetFile(file_id=file_id))  # plain JSON, see bot.delivery.session
            await bot.download_file(found["file_path"], destination=content, timeout=_SECONDS, seek=False)
    except (AiogramError, ClientError, TimeoutError, OSError, KeyError) as error:
        raise NotFetched(type(error).__name__) from None
    return content.getvalue()


class _Limited(BytesIO):
    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, data: bytes) -> int:  # type: ignore[override]  # aiogram writes bytes
        if self.tell() + len(data) > self._most:
            raise NotFetched("too large")
        return super().write(data)

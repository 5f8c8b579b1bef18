"""A file that Telegram has already, with words under it."""

from typing import Any

from aiogram.enums import ParseMode
from aiogram.methods import SendDocument, SendPhoto

from bot.screens.screen import Attached, Screen


def attached(chat_id: int, screen: Screen, file: Attached) -> SendDocument | SendPhoto:
    words: dict[str, Any] = {
        "caption": screen.text or None,
        "parse_mode": ParseMode.HTML,
        "reply_markup": screen.keyboard,
    }
    if file.kind == "photo":
        return SendPhoto(chat_id=chat_id, photo=file.file_id, **words)
    return SendDocument(chat_id=chat_id, document=file.file_id, **words)

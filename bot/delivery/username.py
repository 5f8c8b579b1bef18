from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import GetMe


class Username:
    """The name of the bot, for links to it; asked once."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._known = ""

    async def __call__(self) -> str:
        """Return it without the @; empty: Telegram does not say it just now."""
        if not self._known:
            try:
                me: Any = await self._bot(GetMe())  # as plain JSON: delivery/session.py
            except AiogramError:
                return ""
            self._known = me.get("username") or ""
        return self._known

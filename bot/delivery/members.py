from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.methods import GetChatMember

_OUT = ("left", "kicked")
_UNKNOWN = ("PARTICIPANT_ID_INVALID", "user not found", "member not found", "USER_ID_INVALID")


class Members:
    """Who is in a group."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def __call__(self, chat_id: int, user_id: int) -> bool | None:
        """Say whether a person is there; None: Telegram does not say it just now."""
        try:
            found: Any = await self._bot(GetChatMember(chat_id=chat_id, user_id=user_id))  # JSON: delivery/session.py
        except TelegramBadRequest as error:
            return False if any(part in error.message for part in _UNKNOWN) else None
        except AiogramError:
            return None
        return found["status"] not in _OUT and (found["status"] != "restricted" or bool(found.get("is_member")))

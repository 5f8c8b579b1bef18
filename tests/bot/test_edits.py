from datetime import UTC, datetime
from typing import Any

from aiogram.types import Chat, Location, Message

from bot.handlers.anything import refuse_edit
from bot.screens.screen import Screen
from core.i18n import translator


def edited(**content: Any) -> Message:
    return Message(message_id=1, date=datetime.now(UTC), chat=Chat(id=1, type="private"), **content)


async def test_an_edit_is_answered_and_a_live_place_that_moves_by_itself_is_not() -> None:
    words = translator("en")

    assert isinstance(await refuse_edit(edited(text="000100100"), words), Screen)
    assert await refuse_edit(edited(location=Location(latitude=49.9, longitude=82.6)), words) is None

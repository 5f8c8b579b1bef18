"""T3: an answer that is due at a moment is shown then and not sooner, so that the clock tells no cause."""

import asyncio
from datetime import UTC, datetime, timedelta

from aiogram import Bot

from bot.delivery.gate import Gate
from bot.delivery.place import Place
from bot.delivery.show import Delivery
from bot.screens.screen import Screen

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


async def seconds_to_show(api: Bot, chat: Place, *screens: Screen) -> float:
    loop = asyncio.get_running_loop()
    began = loop.time()
    await Delivery(api, Gate(), lambda: NOW).show(chat, screens)
    return loop.time() - began


async def test_no_answer_is_shown_before_it_is_due(api: Bot, chat: Place) -> None:
    due = Screen(text="no", not_before=NOW + timedelta(seconds=0.4))

    assert await seconds_to_show(api, chat, due) >= 0.4
    assert await seconds_to_show(api, chat, Screen(text="first"), due) >= 0.4

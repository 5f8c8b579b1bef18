"""The look-up finds what aiogram's own way, asking every handler in turn, would find."""

from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.filters import StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Chat, Message, User

from bot.filters import Calls, Text
from bot.index import Index


class Steps(StatesGroup):
    number = State()
    amount = State()


class Open(CallbackData, prefix="open"):
    item: int


class Close(CallbackData, prefix="close"):
    item: int


def answers(word: str) -> Any:
    async def handler(event: Message | CallbackQuery) -> str:
        return word

    return handler


async def skips(_message: Message) -> None:
    raise SkipHandler


def routers() -> list[Router]:
    first, second, last = Router(), Router(), Router()
    first.message.register(answers("help"), Calls("help"))
    first.message.register(skips, StateFilter(Steps.amount), Text())
    first.message.register(answers("number"), Steps.number, Text())
    first.message.register(answers("any step"), StateFilter(Steps), Text())
    first.callback_query.register(answers("open in step"), StateFilter(Steps.amount), Open.filter())
    second.message.filter(StateFilter(None))
    second.message.register(answers("outside"), Text())
    second.callback_query.register(answers("open"), Open.filter())
    second.callback_query.register(answers("close"), Close.filter())
    last.message.register(answers("anything"))
    last.callback_query.register(answers("old button"))
    return [first, second, last]


def message(text: str) -> Message:
    person = User(id=1, is_bot=False, first_name="A")
    return Message(message_id=1, date=datetime.now(UTC), chat=Chat(id=1, type="private"), from_user=person, text=text)


def tap(data: str) -> CallbackQuery:
    return CallbackQuery(id="1", from_user=User(id=1, is_bot=False, first_name="A"), chat_instance="1", data=data)


async def ask(index: Index, event: Message | CallbackQuery, state: State | None) -> Any:
    kind = "message" if isinstance(event, Message) else "callback_query"
    raw_state = state.state if state else None
    return await index.propagate_event(kind, event, raw_state=raw_state)


@pytest.mark.parametrize(
    ("event", "state", "found"),
    [
        (message("/help"), None, "help"),
        (message("Көмек"), Steps.number, "help"),
        (message("5"), Steps.number, "number"),
        (message("5"), Steps.amount, "any step"),
        (message("5"), None, "outside"),
        (message("5"), State("gone", "Old"), "anything"),
        (message("/unknown"), Steps.number, "anything"),
        (tap("open:1"), Steps.amount, "open in step"),
        (tap("open:1"), None, "open"),
        (tap("close:1"), Steps.amount, "close"),
        (tap("open:x"), None, "old button"),
        (tap("vanished:1"), None, "old button"),
    ],
)
async def test_the_handler_that_fits_first_is_found(event: Any, state: State | None, found: str) -> None:
    assert await ask(Index(routers()), event, state) == found


async def test_what_fits_nobody_is_not_handled() -> None:
    router = Router()
    router.message.register(answers("help"), Calls("help"))

    assert await ask(Index([router]), message("5"), None) is UNHANDLED


async def test_the_kinds_of_updates_to_ask_for_are_known() -> None:
    assert set(Index(routers()).resolve_used_update_types()) == {"message", "callback_query"}

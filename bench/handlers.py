"""P3: what any of 120 handlers costs against the only one; messages by state and by command, taps by prefix."""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from statistics import median
from typing import Any

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Chat, Message, User

from bench.verdict import report
from bot.filters import Calls, Text
from bot.handlers import FLOWS
from bot.index import Index

HANDLERS = 120
COUNT = 2000
ROUNDS = 7
PERSON = User(id=7, is_bot=False, first_name="A")
CHAT = Chat(id=7, type="private")


async def answer(_event: Message | CallbackQuery) -> str:
    return "found"


def intent(number: int) -> type[CallbackData]:
    return type(f"Intent{number}", (CallbackData,), {"__annotations__": {"item": int}, "item": 1}, prefix=f"i{number}")


def router(number: int) -> Router:
    """Return one message handler by state, one by command, one callback handler."""
    found = Router()
    found.message.register(answer, State(f"s{number}", "Bench"), Text())
    found.message.register(answer, Calls(f"flow{number}"))
    found.callback_query.register(answer, intent(number).filter())
    return found


def message(text: str) -> Message:
    return Message(message_id=1, date=datetime.now(UTC), chat=CHAT, from_user=PERSON, text=text)


def tap(number: int) -> CallbackQuery:
    return CallbackQuery(id="1", from_user=PERSON, chat_instance="1", data=intent(number)().pack())


async def microseconds(index: Index, kind: str, event: Any, state: str | None) -> float:
    ask: Callable[..., Awaitable[Any]] = index.observers[kind].trigger
    assert await ask(event, raw_state=state) == "found"
    before = time.process_time()
    for _ in range(COUNT):
        await ask(event, raw_state=state)
    return (time.process_time() - before) / COUNT * 1e6


async def compare() -> bool:
    cases: list[tuple[str, Callable[[int], tuple[str, Any, str | None]]]] = [
        ("by state", lambda number: ("message", message("12345"), f"Bench:s{number}")),
        ("by command", lambda number: ("message", message(f"/flow{number}"), None)),
        ("tap", lambda number: ("callback_query", tap(number), None)),
    ]
    many = Index([router(number) for number in range(HANDLERS)] + [flow.routes() for flow in FLOWS])
    kept = True
    for name, case in cases:
        last = HANDLERS - 1
        only = Index([router(last)])
        ones, firsts, lasts = [], [], []
        for _ in range(ROUNDS):
            ones.append(await microseconds(only, *case(last)))
            firsts.append(await microseconds(many, *case(0)))
            lasts.append(await microseconds(many, *case(last)))
        one, worst = median(ones), max(median(firsts), median(lasts))
        print(f"{name}: the only handler {one:.1f} µs, the slower of first and last of {3 * HANDLERS} {worst:.1f} µs")
        kept = report("P3", f"any of {3 * HANDLERS} handlers, {name}, x the only one", worst / one, 1.3, "x") and kept
    return kept


def main() -> int:
    return 0 if asyncio.run(compare()) else 1


if __name__ == "__main__":
    sys.exit(main())

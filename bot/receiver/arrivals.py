import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import orjson

from bot.delivery.place import Place
from core.storage.inbox import Arrival

# Where updates go, whichever way they come; only what it has returned from may be confirmed.
Intake = Callable[[Sequence[Arrival]], Awaitable[object]]


def loads(text: str | bytes) -> Any:
    """Read JSON as Telegram sends it; half an emoji (a lone surrogate), which no database takes, becomes `?`.

    :raises ValueError: not JSON
    """
    try:
        return orjson.loads(text)
    except ValueError:
        tolerant = json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8", "replace")
        return orjson.loads(tolerant)


def arrival(update: dict[str, Any]) -> Arrival:
    """:raises ValueError: without an update_id that the database can hold"""
    number = update.get("update_id")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 2**63:
        raise ValueError("no update_id")
    chat_id = Place.of(update).chat_id
    if not -(2**63) <= chat_id < 2**63:
        chat_id = 0
    return Arrival(number, chat_id, orjson.dumps(update))

from collections.abc import Mapping
from typing import Any

from aiogram import BaseMiddleware
from aiogram.fsm.middleware import FSMContextMiddleware
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from aiogram.fsm.storage.memory import DisabledEventIsolation
from aiogram.types import TelegramObject

from bot.middlewares.refusals import Next
from core.cabinet import Cabinet
from core.errors import DomainError

_ISOLATION = DisabledEventIsolation()  # the worker takes one update of a chat at a time


class KeepFlow(BaseMiddleware):
    """The flow state of a private chat: read once, written in the update's own transaction if it has changed."""

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        place = data["place"]
        if not place.private:
            return await handler(event, data)
        cabinet: Cabinet = data["cabinet"]
        storage = OneFlow(*await cabinet.flows.load(place.chat_id))
        try:
            answer = await FSMContextMiddleware(storage, _ISOLATION)(handler, event, data)
        except DomainError:
            await storage.save(cabinet, place.chat_id)
            raise
        await storage.save(cabinet, place.chat_id)
        return answer


class OneFlow(BaseStorage):
    """aiogram's storage for one update of one chat."""

    def __init__(self, state: str | None, draft: dict[str, Any]) -> None:
        self._state = state
        self._draft = draft
        self._before = (state, dict(draft))

    async def save(self, cabinet: Cabinet, chat_id: int) -> None:
        if (self._state, self._draft) != self._before:
            await cabinet.flows.save(chat_id, self._state, self._draft)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        self._state = state.state if isinstance(state, State) else state

    async def get_state(self, key: StorageKey) -> str | None:
        return self._state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        self._draft = dict(data)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        return dict(self._draft)

    async def close(self) -> None:
        """Nothing is held open."""

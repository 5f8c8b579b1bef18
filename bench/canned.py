"""A Bot API without a socket: requests are built and answers are parsed, nothing is sent."""

import asyncio
from collections import deque
from typing import Any

import orjson
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import TelegramMethod

from bot.delivery.session import JsonSession
from bot.receiver.arrivals import loads

TOKEN = "42:bench-token-that-telegram-would-refuse-_1"
PERSON = {"id": 7, "is_bot": False, "first_name": "Әлия", "language_code": "kk"}
CHAT = {"id": 7, "type": "private", "first_name": "Әлия"}
_BOT = {"id": 42, "is_bot": True, "first_name": "Bot", "username": "bot"}
_MESSAGE = {"message_id": 9, "date": 1_790_000_000, "chat": CHAT, "from": _BOT, "text": "words"}
ANSWERS = {
    "editMessageText": orjson.dumps({"ok": True, "result": _MESSAGE}).decode(),
    "sendMessage": orjson.dumps({"ok": True, "result": _MESSAGE}).decode(),
}
ANSWERS["getMe"] = orjson.dumps({"ok": True, "result": _BOT}).decode()
TRUE = orjson.dumps({"ok": True, "result": True}).decode()


class Canned:
    """Hands out updates in batches and counts what is said."""

    def __init__(self) -> None:
        self.batches: deque[list[dict[str, Any]]] = deque()
        self.fed = asyncio.Event()
        self.said = 0
        self.wanted = 0
        self.all_said = asyncio.Event()

    def feed(self, updates: list[dict[str, Any]], batch: int) -> None:
        """Queue updates; `all_said` is set when each has been answered."""
        self.said, self.wanted = 0, len(updates)
        self.all_said.clear()
        self.batches.extend(updates[at : at + batch] for at in range(0, len(updates), batch))
        self.fed.set()

    async def answer(self, name: str) -> str:
        if name == "getUpdates":
            return await self._updates()
        if name in ("editMessageText", "sendMessage"):
            self._count()
        return ANSWERS.get(name, TRUE)

    async def _updates(self) -> str:
        while not self.batches:
            self.fed.clear()
            await self.fed.wait()
        await asyncio.sleep(0)
        return orjson.dumps({"ok": True, "result": self.batches.popleft()}).decode()

    def _count(self) -> None:
        self.said += 1
        if self.said >= self.wanted:
            self.all_said.set()


class StockSession(AiohttpSession):
    """aiogram's own way, but for the socket."""

    def __init__(self, canned: Canned) -> None:
        super().__init__()
        self._canned = canned

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109 - aiogram's signature
        self.build_form_data(bot, method)()
        content = await self._canned.answer(method.__api_method__)
        return self.check_response(bot, method, 200, content).result

    async def close(self) -> None:
        """Nothing is open."""


class OwnSession(JsonSession):
    """This bot's way, but for the socket."""

    def __init__(self, canned: Canned) -> None:
        super().__init__(json_loads=loads)
        self._canned = canned

    async def _post(self, url: str, body: bytes, seconds: float) -> tuple[int, bytes]:
        return 200, (await self._canned.answer(url.rpartition("/")[2])).encode()

    async def close(self) -> None:
        """Nothing is open."""


class Updates:
    """Makes updates of many people, each with an id of its own."""

    def __init__(self) -> None:
        self._next = 0

    def _id(self) -> int:
        self._next += 1
        return self._next

    def message(self, chat: int, text: str) -> dict[str, Any]:
        number = self._id()
        message = {"message_id": number, "date": 1_790_000_000, "chat": CHAT | {"id": chat}, "text": text}
        return {"update_id": number, "message": message | {"from": PERSON | {"id": chat}}}

    def tap(self, chat: int, data: str) -> dict[str, Any]:
        number = self._id()
        rows = [[{"text": f"button {row}", "callback_data": data}] for row in range(8)]
        message = _MESSAGE | {"chat": CHAT | {"id": chat}, "reply_markup": {"inline_keyboard": rows}}
        tap = {"id": str(number), "from": PERSON | {"id": chat}, "chat_instance": "1", "data": data}
        return {"update_id": number, "callback_query": tap | {"message": message}}

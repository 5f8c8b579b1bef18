"""A chat that sends whatever it likes, straight to the bot's routes: no sandbox stands between to refuse it."""

import json
from itertools import count
from typing import Any

import orjson
from aiogram import Bot, Dispatcher
from aiogram.types import Update

from bot.app import make_dispatcher
from bot.delivery.markup import length
from bot.delivery.place import Place
from bot.handlers import FLOWS
from bot.receiver.arrivals import arrival, loads
from bot.screens.screen import Screen
from bot.worker.answers import as_screens, sealed
from core.cabinet import Cabinet
from sandbox.rules.html import parse_html
from tests.fakes.town import OPERATORS, Town

ANYWHERE = {"id": 1, "type": "private", "first_name": "x"}
ANYBODY = {"id": 1, "is_bot": False, "first_name": "x", "language_code": "ru"}


class Sender:
    """Each call is one update, received, parsed, handled and committed as the worker does it."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._bot = Bot("42:TEST")
        self._dispatcher: Dispatcher = make_dispatcher([flow.routes() for flow in FLOWS])
        self._numbers = count(1)

    async def agrees(self) -> None:
        await self.taps(f"agree:{self._town.retailer.consent.version}:ru")

    async def says(self, text: str) -> tuple[Screen, ...]:
        return await self._receive("message", self._message({"text": text}))

    async def shares_contact(self, phone: str) -> tuple[Screen, ...]:
        contact = {"phone_number": phone, "first_name": "x", "user_id": ANYBODY["id"]}
        return await self._receive("message", self._message({"contact": contact}))

    async def taps(self, data: str) -> tuple[Screen, ...]:
        tapped = self._message({"text": "?"})
        query = {"id": "1", "from": ANYBODY, "chat_instance": "1", "data": data, "message": tapped}
        return await self._receive("callback_query", query)

    def _message(self, content: dict[str, Any]) -> dict[str, Any]:
        date = int(self._town.now.timestamp())
        return {"message_id": next(self._numbers), "date": date, "chat": ANYWHERE, "from": ANYBODY, **content}

    async def _receive(self, kind: str, event: dict[str, Any]) -> tuple[Screen, ...]:
        body = arrival(loads(json.dumps({"update_id": next(self._numbers), kind: event}))).body
        raw = orjson.loads(body)
        update = Update.model_validate(raw, context={"bot": self._bot})
        async with self._town.database.work() as work:
            cabinet = Cabinet(work, self._town.retailer, self._town.now, OPERATORS)
            answer = await self._dispatcher.feed_update(self._bot, update, cabinet=cabinet, place=Place.of(raw))
            screens = as_screens(answer)
            sealed(screens, work.vault)
            await work.commit()
        check(screens)
        return screens


def check(screens: tuple[Screen, ...]) -> None:
    """:raises AssertionError: no answer, or one that Telegram would refuse"""
    assert any(screen.text or screen.toast for screen in screens)
    for screen in screens:
        assert length(screen.text) <= 4096
        if screen.text:
            parse_html(screen.text)

"""A sandbox of one's own for each test, and a client that speaks the Bot API over real HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from sandbox import Person, Sandbox


class Bot:
    """The Bot API as a bot calls it; `await bot("sendMessage", chat_id=…)` returns the whole answer."""

    def __init__(self, session: aiohttp.ClientSession, sandbox: Sandbox) -> None:
        self.session = session
        self.sandbox = sandbox
        self.offset = 0

    async def __call__(self, method: str, **arguments: Any) -> dict[str, Any]:
        url = f"{self.sandbox.url}/bot{self.sandbox.token}/{method}"
        async with self.session.post(url, json=arguments) as answer:
            body: dict[str, Any] = await answer.json()
            assert answer.status == body.get("error_code", 200)
            return body

    async def result(self, method: str, **arguments: Any) -> Any:
        """The result of a call that must succeed."""
        body = await self(method, **arguments)
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, **arguments: Any) -> str:
        """The description of a call that must be refused."""
        body = await self(method, **arguments)
        assert not body["ok"], body
        return str(body["description"])

    async def updates(self, **arguments: Any) -> list[dict[str, Any]]:
        """The next updates, the earlier ones confirmed."""
        found: list[dict[str, Any]] = await self.result("getUpdates", offset=self.offset, **arguments)
        if found:
            self.offset = found[-1]["update_id"] + 1
        return found


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(seed=7, webhook_pause=0.02) as running:
        running.world.patience = 3.0
        yield running
        assert running.world.unknown_methods == []


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as session:
        yield Bot(session, sandbox)


@pytest.fixture
async def maria(sandbox: Sandbox) -> Person:
    """Someone who has opened the chat; her /start is already confirmed."""
    person = sandbox.world.person("Мария", last_name="Иванова", phone="+77010000001")
    await person.starts(answered=False)
    sandbox.world.updates.clear()
    return person

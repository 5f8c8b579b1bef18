from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.delivery.gate import Gate
from bot.delivery.place import Place
from bot.delivery.show import Delivery
from sandbox import Person, Sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(seed=5, webhook_pause=0.05) as running:
        running.world.patience = 10.0
        yield running


@pytest.fixture
async def api(sandbox: Sandbox) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url), timeout=1.0)
    bot = Bot(sandbox.token, session=session)
    yield bot
    await session.close()


@pytest.fixture
def maria(sandbox: Sandbox) -> Person:
    """A person who has pressed START."""
    person = sandbox.world.person("Мария")
    sandbox.world.private_chat(person.id)
    return person


@pytest.fixture
def delivery(api: Bot) -> Delivery:
    return Delivery(api, Gate(), lambda: datetime.now(UTC))


@pytest.fixture
async def chat(maria: Person) -> Place:
    await maria.starts(answered=False)
    return Place(chat_id=maria.id, private=True)

"""Forged, broken and oversized calls of the webhook: refused without an error of ours, and nothing is stored."""

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiogram import Bot

from bot.alarms import Alarms
from bot.receiver.webhook import Webhook
from bot.settings import SettingsBroken
from core.retailer import DEMO_FILE, Retailer
from core.storage.engine import Database
from core.storage.inbox import Inbox
from sandbox import Sandbox
from tests.running import SECRET, Place, free_port, within

HEADER = "X-Telegram-Bot-Api-Secret-Token"
RIGHT = {HEADER: SECRET}
UPDATE = b'{"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}}}'


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
async def inbox(database: Database) -> Inbox:
    return Inbox(database, "me")


@pytest.fixture
async def url(sandbox: Sandbox, api: Bot, database: Database, inbox: Inbox) -> AsyncIterator[str]:
    port = free_port()
    found = f"http://127.0.0.1:{port}/telegram"
    webhook = Webhook(
        bot=api,
        intake=lambda arrivals: inbox.store(arrivals, now()),
        kinds=["message", "callback_query"],
        alarms=Alarms(database, Retailer.from_file(DEMO_FILE), None, now),
        url=found,
        secret=SECRET,
        listen=f"127.0.0.1:{port}",
    )
    stop = asyncio.Event()
    running = asyncio.get_running_loop().create_task(webhook.run(stop))
    await sandbox.world.feed.until(lambda: sandbox.api.webhook.active, 5)
    yield found
    stop.set()
    await running


async def post(url: str, body: bytes = UPDATE, headers: dict[str, str] | None = None, **more: Any) -> int:
    given = {"Content-Type": "application/json"} | (RIGHT if headers is None else headers)
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=io.BytesIO(body), headers=given, **more) as answer,
    ):
        return answer.status


async def test_telegram_is_told_where_and_what_to_push(url: str, sandbox: Sandbox) -> None:
    assert sandbox.api.webhook.target.url == url
    assert sandbox.world.updates.allowed == ["message", "callback_query"]


async def test_an_update_is_stored_before_it_is_confirmed_and_once(url: str, inbox: Inbox) -> None:
    assert [await post(url), await post(url)] == [200, 200]
    assert await inbox.waiting() == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({HEADER: ""}, 401),
        ({HEADER: SECRET[:-1]}, 401),
        ({HEADER: SECRET + "x"}, 401),
        ({HEADER: "құпия сөз"}, 401),
        ({"X-Forwarded-For": "149.154.167.220"}, 401),
        ({HEADER: "wrong", "X-Forwarded-For": "junk"}, 401),
        (RIGHT | {"Content-Type": "text/plain"}, 415),
    ],
)
async def test_a_forged_call_is_refused(headers: dict[str, str], status: int, url: str, inbox: Inbox) -> None:
    assert await post(url, headers=headers) == status
    assert await inbox.waiting() == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"not json", 400),
        (b"[]", 400),
        (b"null", 400),
        (b"{}", 400),
        (b'{"update_id": "1"}', 400),
        (b'{"update_id": true}', 400),
        (b'{"update_id": 99999999999999999999999}', 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b'{"update_id":' + b"[" * 100_000, 400),
        (b"{" + b" " * 2**21 + b"}", 413),
    ],
)
async def test_a_broken_body_is_refused(body: bytes, status: int, url: str, inbox: Inbox) -> None:
    assert await post(url, body) == status
    assert await inbox.waiting() == 0


async def test_only_post_and_only_its_own_path(url: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(url, headers=RIGHT) as answer:
        assert answer.status == 405
    assert await post(url + "/other") == 404


async def test_half_an_emoji_does_not_stop_anything(url: str, inbox: Inbox) -> None:
    body = UPDATE.replace(b'"date": 1', b'"date": 1, "text": "a\\ud83d"')

    assert await post(url, body) == 200
    assert await inbox.waiting() == 1


async def test_what_cannot_be_stored_is_not_confirmed(url: str, inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(inbox, "store", away)

    assert await post(url) == 503


async def test_without_a_long_secret_it_does_not_start(sandbox: Sandbox, tmp_path: Any) -> None:
    place = Place(sandbox, tmp_path, f"sqlite+aiosqlite:///{tmp_path}/z.db", webhook=True)
    short = place.environment() | {"WEBHOOK_SECRET": "x" * 31}
    place.environment = lambda: short  # type: ignore[method-assign]

    with pytest.raises(SettingsBroken, match="32 characters"):
        async with within(place):
            pass

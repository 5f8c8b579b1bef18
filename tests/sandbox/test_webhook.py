"""Webhooks over real HTTP: secret, order, repetition, answers with a method in them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web

from sandbox import Person, Sandbox
from tests.sandbox.conftest import Bot

Handler = Callable[[dict[str, Any]], web.Response]


class Receiver:
    """A bot's web server; `answer` says what it replies."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answer: Handler = lambda _: web.Response()
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.got.append(body)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        return self.answer(body)

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.got]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    taking = Receiver()
    app = web.Application()
    app.router.add_post("/hook", taking.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    taking.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield taking
    await runner.cleanup()


async def drained(sandbox: Sandbox) -> None:
    await sandbox.world.feed.until(lambda: not sandbox.world.updates.pending, 3)


async def test_updates_are_pushed_with_the_secret(
    sandbox: Sandbox, bot: Bot, maria: Person, receiver: Receiver
) -> None:
    await maria.says("before", answered=False)
    await bot.result("setWebhook", url=receiver.url, secret_token="s" * 32, allowed_updates=["message"])
    await maria.says("after", answered=False)
    await drained(sandbox)
    assert receiver.texts == ["before", "after"]
    assert receiver.secrets == ["s" * 32] * 2
    info = await bot.result("getWebhookInfo")
    assert (info["url"], info["pending_update_count"], info["allowed_updates"]) == (receiver.url, 0, ["message"])


async def test_a_failing_receiver_gets_it_again_in_order(
    sandbox: Sandbox, bot: Bot, maria: Person, receiver: Receiver
) -> None:
    answers = iter([500, 503, 502, 200, 200])
    receiver.answer = lambda _: web.Response(status=next(answers))
    await bot.result("setWebhook", url=receiver.url)
    await maria.says("one", answered=False)
    await maria.says("two", answered=False)
    await drained(sandbox)
    assert receiver.texts == ["one", "one", "one", "one", "two"]
    assert (await bot.result("getWebhookInfo"))["last_error_message"].startswith("Wrong response from the webhook")


async def test_a_stuck_chat_does_not_hold_the_others(
    sandbox: Sandbox, bot: Bot, maria: Person, receiver: Receiver
) -> None:
    other = sandbox.world.person("Данияр")
    receiver.answer = lambda body: web.Response(status=500 if body["message"]["from"]["id"] == maria.id else 200)
    await bot.result("setWebhook", url=receiver.url)
    await maria.says("stuck", answered=False)
    await other.says("passes", answered=False)
    await sandbox.world.feed.until(lambda: "passes" in receiver.texts and len(sandbox.world.updates.pending) == 1, 3)
    receiver.answer = lambda _: web.Response()
    await drained(sandbox)


async def test_a_receiver_that_is_away_is_waited_for(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    await bot.result("setWebhook", url="http://127.0.0.1:1/hook")
    await maria.says("x", answered=False)
    await sandbox.world.feed.until(lambda: sandbox.api.webhook.target.error, 3)
    assert sandbox.api.webhook.target.error.startswith("Connection failed")
    assert len(sandbox.world.updates.pending) == 1


async def test_a_method_in_the_answer_is_run(sandbox: Sandbox, bot: Bot, maria: Person, receiver: Receiver) -> None:
    receiver.answer = lambda body: web.json_response(
        {"method": "sendMessage", "chat_id": body["message"]["chat"]["id"], "text": "from the answer"}
    )
    await bot.result("setWebhook", url=receiver.url)
    await maria.says("x")
    assert maria.screen.text == "from the answer"


async def test_a_refused_method_in_the_answer_harms_nobody(
    sandbox: Sandbox, bot: Bot, maria: Person, receiver: Receiver
) -> None:
    receiver.answer = lambda _: web.json_response({"method": "sendMessage", "chat_id": 1, "text": "x"})
    await bot.result("setWebhook", url=receiver.url)
    await maria.says("one", answered=False)
    await drained(sandbox)
    await maria.says("two", answered=False)
    await drained(sandbox)
    assert receiver.texts == ["one", "two"]


async def test_a_webhook_and_a_poll_exclude_each_other(sandbox: Sandbox, bot: Bot, receiver: Receiver) -> None:
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(bot("getUpdates", timeout=20))
        await asyncio.sleep(0.05)
        await bot.result("setWebhook", url=receiver.url)
    assert poll.result()["description"] == "Conflict: terminated by setWebhook request"
    assert (await bot.refusal("getUpdates")).startswith("Conflict: can't use getUpdates method while webhook is active")
    await bot.result("deleteWebhook")
    assert await bot.result("getUpdates") == []


@pytest.mark.parametrize(
    ("arguments", "description"),
    [
        ({"url": "http://example.kz/hook"}, "bad webhook: HTTPS url must be provided for webhook"),
        ({"url": "https://example.kz:8081/"}, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ({"url": "https://example.kz/hook"}, "bad webhook: the sandbox pushes to this machine only"),
        ({"url": "https://"}, "invalid webhook URL specified"),
        ({"url": "http://127.0.0.1:9/", "secret_token": "x" * 257}, "secret token is too long"),
        ({"url": "http://127.0.0.1:9/", "secret_token": "ключ"}, "secret token contains unallowed characters"),
    ],
)
async def test_refused_webhooks(bot: Bot, arguments: dict[str, str], description: str) -> None:
    assert await bot.refusal("setWebhook", **arguments) == f"Bad Request: {description}"

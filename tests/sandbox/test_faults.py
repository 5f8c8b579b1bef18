"""Faults and limits on demand: what the bot sees, and whether its request was accepted."""

import asyncio
import json

import aiohttp
import pytest

from sandbox import Person, Sandbox
from sandbox.limits import Limits
from sandbox.refusal import Refusal, forbidden
from tests.sandbox.conftest import Bot


async def send(bot: Bot, maria: Person) -> aiohttp.ClientResponse:
    url = f"{bot.sandbox.url}/bot{bot.sandbox.token}/sendMessage"
    answer = await bot.session.post(url, json={"chat_id": maria.id, "text": "x"})
    await answer.read()
    return answer


def delivered(maria: Person) -> int:
    return sum(not line.mine for line in maria.history)


async def test_429_lasts_as_long_as_told(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    fault = sandbox.faults.add("too_many", methods=("send*",), seconds=10)
    answer = await send(bot, maria)
    body = await answer.json()
    assert (answer.status, body["error_code"], body["parameters"]["retry_after"]) == (429, 429, 10)
    assert answer.headers["Retry-After"] == "10"
    assert body["description"] == "Too Many Requests: retry after 10"
    await bot.result("getMe")
    fault.until = 0
    assert (await send(bot, maria)).status == 200
    assert delivered(maria) == 1


async def test_429_without_parameters(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    sandbox.faults.add("too_many_bare", times=1)
    body = await (await send(bot, maria)).json()
    assert body == {"ok": False, "error_code": 429, "description": "Too Many Requests"}


async def test_server_error(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    sandbox.faults.add("server_error", times=1)
    assert await bot.refusal("sendMessage", chat_id=maria.id, text="x") == "Internal Server Error"
    assert delivered(maria) == 0


async def test_a_proxy_answers_with_a_page(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    sandbox.faults.add("bad_gateway", times=1)
    answer = await send(bot, maria)
    assert (answer.status, answer.content_type) == (502, "text/html")
    assert delivered(maria) == 0


@pytest.mark.parametrize(("kind", "accepted"), [("dropped", 0), ("lost_answer", 1)])
async def test_a_dropped_connection_says_nothing(
    sandbox: Sandbox, bot: Bot, maria: Person, kind: str, accepted: int
) -> None:
    sandbox.faults.add(kind, methods=("sendMessage",), times=1)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await send(bot, maria)
    assert delivered(maria) == accepted
    assert (await send(bot, maria)).status == 200


async def test_cut_json_was_accepted(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    sandbox.faults.add("cut_json", times=1)
    answer = await send(bot, maria)
    with pytest.raises(json.JSONDecodeError):
        await answer.json()
    assert (answer.status, delivered(maria)) == (200, 1)


async def test_slow(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    sandbox.faults.add("slow", times=1, delay=0.1)
    loop = asyncio.get_running_loop()
    began = loop.time()
    await send(bot, maria)
    assert loop.time() - began >= 0.1
    assert delivered(maria) == 1


async def test_no_answer_at_all(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    sandbox.faults.add("hang", times=1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await send(bot, maria)
    assert delivered(maria) == 0


async def test_one_chat_alone_is_refused(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    other = sandbox.world.person("Данияр")
    await other.starts(answered=False)
    sandbox.faults.add("refused", chat_id=maria.id, refusal=forbidden("user is deactivated"))
    assert await bot.refusal("sendMessage", chat_id=maria.id, text="x") == "Forbidden: user is deactivated"
    assert sandbox.world.calls[-1].fault == "refused"
    assert sandbox.world.refused == []
    await bot.result("sendMessage", chat_id=other.id, text="x")


async def test_an_unknown_fault_is_a_mistake(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="no such fault: flood"):
        sandbox.faults.add("flood")


async def test_limits_over_http(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    sandbox.limits.enabled = True
    answers = [await send(bot, maria) for _ in range(7)]
    assert [answer.status for answer in answers] == [200] * 5 + [429] * 2
    assert (await answers[-1].json())["parameters"]["retry_after"] == 1
    await bot.result("sendChatAction", chat_id=maria.id, action="typing")


@pytest.mark.parametrize(
    ("chat_ids", "seconds", "passed"),
    [
        ([5] * 60, 10, [5, 5]),
        ([-5] * 60, 60, [20, 20]),
        (list(range(1, 101)), 1, [30, 30]),
    ],
    ids=["a chat", "a group", "everyone"],
)
def test_limits(chat_ids: list[int], seconds: int, passed: list[int]) -> None:
    now = 0.0
    limits = Limits(enabled=True, clock=lambda: now)
    counts = []
    for _ in range(2):
        counts.append(sum(_passes(limits, chat_id) for chat_id in chat_ids))
        now += seconds
    assert counts == passed


def _passes(limits: Limits, chat_id: int) -> bool:
    try:
        limits.check("sendMessage", chat_id)
    except Refusal:
        return False
    return True

"""The sandbox speaks to this machine alone, keeps its world, and knows what it does not emulate."""

import asyncio
import logging
import re
import signal
import sys
from pathlib import Path

import aiohttp
import pytest

from sandbox import Person, Sandbox
from sandbox.state import TOKEN
from tests.sandbox.conftest import Bot


def test_the_token_has_the_form_of_a_token_and_is_none() -> None:
    assert re.fullmatch(r"\d{6,}:[\w-]{30,}", TOKEN)
    assert "SANDBOX" in TOKEN


@pytest.mark.parametrize(
    ("token", "description"),
    [("x", "Unauthorized: invalid token specified"), ("1:" + "A" * 35, "Unauthorized")],
)
async def test_other_tokens(sandbox: Sandbox, bot: Bot, token: str, description: str) -> None:
    for path in (f"bot{token}/getMe", f"file/bot{token}/x"):
        async with bot.session.get(f"{sandbox.url}/{path}") as answer:
            assert (answer.status, (await answer.json())["description"]) == (401, description)


async def test_an_unknown_method_is_noted_in_red(sandbox: Sandbox, bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "sandbox"):
        assert await bot("sendDice", chat_id=1) == {
            "ok": False,
            "error_code": 404,
            "description": "Not Found: method not found",
        }
    assert sandbox.world.unknown_methods == ["sendDice"]
    assert "method not emulated: sendDice" in caplog.text
    sandbox.world.unknown_methods.clear()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.1.5:8081"])
async def test_foreign_hosts_are_refused(sandbox: Sandbox, bot: Bot, host: str) -> None:
    for path in ("/", "/ui/events", f"/bot{TOKEN}/getMe"):
        async with bot.session.get(sandbox.url + path, headers={"Host": host}) as answer:
            assert answer.status == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X-Sandbox": "page"}, 200),
        ({}, 403),
        ({"X-Sandbox": "page", "Origin": "http://evil.example"}, 403),
        ({"X-Sandbox": "page", "Origin": "null"}, 403),
    ],
)
async def test_acts_come_from_the_own_page(
    sandbox: Sandbox, bot: Bot, maria: Person, headers: dict[str, str], status: int
) -> None:
    act = {"act": "say", "person": maria.id, "text": "hello"}
    async with bot.session.post(f"{sandbox.url}/ui/act", json=act, headers=headers) as answer:
        assert answer.status == status
    assert len(maria.history) == (2 if status == 200 else 1)


@pytest.mark.parametrize(
    "act",
    [
        {},
        {"act": "dance"},
        {"act": "say"},
        {"act": "press", "person": 1},
        {"act": "restart"},
        {"act": "fault", "fault": "x"},
    ],
)
async def test_wrong_acts_are_told(sandbox: Sandbox, bot: Bot, act: dict[str, object]) -> None:
    async with bot.session.post(f"{sandbox.url}/ui/act", json=act, headers={"X-Sandbox": "page"}) as answer:
        assert answer.status in (400, 409)
        assert (await answer.json())["error"]


async def test_nobody_speaks_in_the_chat_of_another(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    other = sandbox.world.person("Данияр")
    act = {"act": "say", "person": other.id, "chat": maria.id, "text": "x"}
    async with bot.session.post(f"{sandbox.url}/ui/act", json=act, headers={"X-Sandbox": "page"}) as answer:
        assert answer.status == 409


@pytest.mark.parametrize("form", ["query", "form", "json"])
async def test_arguments_come_in_every_form(sandbox: Sandbox, bot: Bot, maria: Person, form: str) -> None:
    url = f"{sandbox.url}/bot{TOKEN}/sendMessage"
    arguments = {
        "chat_id": str(maria.id),
        "text": "x",
        "reply_markup": '{"inline_keyboard":[[{"text":"y","callback_data":"z"}]]}',
    }
    if form == "query":
        answer = await bot.session.get(url, params=arguments)
    elif form == "form":
        answer = await bot.session.post(url, data=arguments)
    else:
        answer = await bot.session.post(url, json=arguments)
    body = await answer.json()
    assert body["result"]["reply_markup"]["inline_keyboard"][0][0]["text"] == "y"


async def test_the_world_outlives_a_restart(tmp_path: Path) -> None:
    state = tmp_path / "world.json"
    async with Sandbox(seed=5, state=state) as first:
        maria = first.world.person("Мария", phone="+77010000001")
        await maria.starts(answered=False)
        await maria.sends_document("x.pdf", b"\0\xff", answered=False)
        group = first.world.group("Операторы", forum=True, members=(maria,))
        group.add_bot(by=maria)
        topic = group.open_topic("Тема", by=maria.id)
        pending = [one.body for one in first.world.updates.pending]
    async with Sandbox(seed=99, state=state) as second:
        again = second.world.person("Мария", phone="+77010000001")
        assert again.id == maria.id
        assert [str(line) for line in again.history] == [str(line) for line in maria.history]
        assert second.world.group("Операторы").topics == [topic]
        assert [one.body for one in second.world.updates.pending] == pending
        assert [file.data for file in second.world.files.values()] == [b"\0\xff"]
        number = second.world.random.random()
    assert number == first.world.random.random()


async def test_a_state_of_another_version_is_not_guessed_at(tmp_path: Path) -> None:
    state = tmp_path / "world.json"
    state.write_text('{"version": 99}')
    with pytest.raises(ValueError, match="version 99"):
        Sandbox(state=state)


async def test_it_runs_by_itself(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sandbox", "--state", str(tmp_path / "world.json")]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().strip()
    async with aiohttp.ClientSession() as session, session.get(f"{url}/bot{TOKEN}/getMe") as answer:
        assert (await answer.json())["result"]["is_bot"] is True
    process.send_signal(signal.SIGTERM)
    await process.communicate()
    assert process.returncode == 0
    assert (tmp_path / "world.json").exists()

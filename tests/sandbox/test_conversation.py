"""A toy bot talks with a person over real HTTP: polling, keyboards, presses."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox import Person, Sandbox
from tests.sandbox.conftest import Bot

MENU = {
    "inline_keyboard": [
        [{"text": "Передать показания", "callback_data": "send"}, {"text": "Назад", "callback_data": "back"}]
    ]
}
KEYBOARD = {"keyboard": [[{"text": "Баланс"}, {"text": "Мой номер", "request_contact": True}]]}


async def toy(bot: Bot) -> None:
    """Echo texts, edit on a press, thank for a contact."""
    while True:
        for update in await bot.updates(timeout=20):
            if "message" in update:
                await _reply(bot, update["message"])
            elif "callback_query" in update:
                await _press(bot, update["callback_query"])


async def _reply(bot: Bot, message: dict[str, Any]) -> None:
    chat = message["chat"]["id"]
    if "contact" in message:
        own = message["contact"]["user_id"] == message["from"]["id"]
        await bot("sendMessage", chat_id=chat, text="own number" if own else "not yours")
    elif message["text"] == "/start":
        await bot("sendMessage", chat_id=chat, text="Hello", reply_markup=KEYBOARD)
        await bot("sendMessage", chat_id=chat, text="What next?", reply_markup=MENU)
    elif message["text"] != "silence":
        await bot("sendMessage", chat_id=chat, text=f"You said {message['text']}")


async def _press(bot: Bot, query: dict[str, Any]) -> None:
    if query["data"] == "send":
        await bot("answerCallbackQuery", callback_query_id=query["id"], text="Sent")
        place = query["message"]
        await bot("editMessageText", chat_id=place["chat"]["id"], message_id=place["message_id"], text="Thank you")


@pytest.fixture
async def talking(bot: Bot) -> AsyncIterator[Bot]:
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(toy(bot))
        yield bot
        task.cancel()


async def test_start_shows_menu_and_keyboard(sandbox: Sandbox, talking: Bot) -> None:
    maria = sandbox.world.person("Мария", language="ru", phone="+77010000001")
    await maria.starts()
    await maria.sees("What next?")
    assert maria.screen.buttons == ["Передать показания", "Назад", "Баланс", "Мой номер"]
    assert [line.mine for line in maria.history] == [True, False, False]


async def test_tap_is_answered_and_edits_in_place(sandbox: Sandbox, talking: Bot) -> None:
    maria = sandbox.world.person("Мария")
    await maria.starts()
    await maria.taps("Передать")
    assert maria.toast == "Sent"
    assert maria.screen.text == "Thank you"
    assert maria.screen.inline == []


async def test_reply_keyboard_says_its_label_and_shares_the_own_contact(sandbox: Sandbox, talking: Bot) -> None:
    maria = sandbox.world.person("Мария", phone="+77010000001")
    await maria.starts()
    await maria.taps("Баланс")
    await maria.sees("You said Баланс")
    await maria.taps("Мой номер")
    await maria.sees("own number")


async def test_a_foreign_contact_is_told_from_the_own(sandbox: Sandbox, talking: Bot) -> None:
    maria = sandbox.world.person("Мария", phone="+77010000001")
    daniyar = sandbox.world.person("Данияр", phone="+77010000002")
    await maria.shares_contact(of=daniyar)
    assert maria.screen.text == "not yours"


async def test_tap_names_what_is_there_when_the_button_is_not(sandbox: Sandbox, talking: Bot) -> None:
    maria = sandbox.world.person("Мария")
    await maria.starts()
    await maria.sees("What next?")
    with pytest.raises(AssertionError, match=r"no button 'Оплатить'(.|\n)*Передать показания"):
        await maria.taps("Оплатить", timeout=0.05)


async def test_an_unanswered_press_fails(sandbox: Sandbox, talking: Bot) -> None:
    maria = sandbox.world.person("Мария")
    await maria.starts()
    sandbox.world.patience = 0.2
    with pytest.raises(AssertionError, match="stays unanswered"):
        await maria.taps("Назад")


async def test_mistakes_of_the_bot_can_be_asked_for(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    await bot("sendMessage", chat_id=maria.id, text="Ivanov <oglu>", parse_mode="HTML")
    assert [(call.method, call.arguments["text"]) for call in sandbox.world.refused] == [
        ("sendMessage", "Ivanov <oglu>")
    ]


async def test_silence_of_the_bot_fails(sandbox: Sandbox, talking: Bot, maria: Person) -> None:
    sandbox.world.patience = 0.2
    with pytest.raises(AssertionError, match="does not answer Мария"):
        await maria.says("silence")


async def test_the_same_script_gives_the_same_ids() -> None:
    transcripts = []
    for _ in range(2):
        async with Sandbox(seed=3) as sandbox:
            person = sandbox.world.person("Айгүл", language="kk")
            await person.starts("q_123", answered=False)
            update = sandbox.world.updates.pending[0]
            transcripts.append((person.id, update.id, update.body["message"]["message_id"]))
    assert transcripts[0] == transcripts[1]

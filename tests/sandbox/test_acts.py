"""What people do, as the bot sees it."""

import pytest

from sandbox import Person, Sandbox
from sandbox.acts import CannotAct
from tests.sandbox.conftest import Bot

INLINE = {"inline_keyboard": [[{"text": "Да", "callback_data": "y"}, {"text": "Сайт", "url": "https://example.kz"}]]}


async def test_a_deep_link(sandbox: Sandbox, bot: Bot) -> None:
    guest = sandbox.world.person("Гость", language="en")
    with pytest.raises(CannotAct):
        await guest.starts("not a payload", answered=False)
    await guest.starts("a_" + "Z-9" * 20, answered=False)
    message = (await bot.updates())[0]["message"]
    assert message["text"] == "/start a_" + "Z-9" * 20
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert (message["from"]["language_code"], message["chat"]["type"]) == ("en", "private")


async def test_only_a_button_on_the_message_can_be_pressed(bot: Bot, maria: Person) -> None:
    await bot.result("sendMessage", chat_id=maria.id, text="x", reply_markup=INLINE)
    menu = maria.screen.menu
    assert menu is not None
    with pytest.raises(CannotAct, match="no button with the data"):
        await maria.presses(menu, {"text": "x", "callback_data": "forged"})
    await maria.taps("Сайт")
    assert maria.opened == "https://example.kz/"


async def test_a_press_comes_again_under_a_new_update(bot: Bot, maria: Person) -> None:
    await bot.result("sendMessage", chat_id=maria.id, text="x", reply_markup=INLINE)
    await maria.taps("Да", answered=False)
    maria.repeats_press()
    first, second = await bot.updates()
    assert first["callback_query"] == second["callback_query"]
    assert first["update_id"] + 1 == second["update_id"]


async def test_who_has_not_spoken_is_not_there(sandbox: Sandbox, bot: Bot) -> None:
    guest = sandbox.world.person("Гость")
    assert guest.screen.text == ""
    assert await bot.refusal("sendMessage", chat_id=guest.id, text="x") == "Bad Request: chat not found"


async def test_a_press_on_a_message_that_is_gone(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    await bot.result("sendMessage", chat_id=maria.id, text="x", reply_markup=INLINE)
    await maria.taps("Да", answered=False)
    first = (await bot.updates())[0]["callback_query"]
    await bot.result("deleteMessage", chat_id=maria.id, message_id=first["message"]["message_id"])
    maria.repeats_press()
    again = (await bot.updates())[0]["callback_query"]
    assert (again["id"], again["message"]["date"]) == (first["id"], 0)


async def test_a_press_on_a_message_that_is_too_old(bot: Bot, maria: Person) -> None:
    await bot.result("sendMessage", chat_id=maria.id, text="x", reply_markup=INLINE)
    menu = maria.screen.menu
    assert menu is not None
    menu.inaccessible = True
    await maria.taps("Да", answered=False)
    message = (await bot.updates())[0]["callback_query"]["message"]
    assert (message["date"], set(message)) == (0, {"date", "chat", "message_id"})


async def test_contacts(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    other = sandbox.world.person("Данияр", phone="+77010000002")
    await maria.shares_contact(answered=False)
    await maria.shares_contact(of=other, answered=False)
    contacts = [update["message"]["contact"] for update in await bot.updates()]
    assert [contact["user_id"] for contact in contacts] == [maria.id, other.id]
    with pytest.raises(CannotAct, match="no phone number"):
        await sandbox.world.person("Без номера").shares_contact()


async def test_all_kinds_of_messages(bot: Bot, maria: Person) -> None:
    await maria.sends_sticker(answered=False)
    await maria.sends_voice(answered=False)
    await maria.sends_location(49.95, 82.61, answered=False)
    await maria.sends_document("показания.xlsx", b"x", answered=False)
    await maria.sends_photo(b"\xff\xd8", answered=False)
    await maria.forwards("Чужой текст", answered=False)
    messages = [update["message"] for update in await bot.updates()]
    for kind, message in zip(("sticker", "voice", "location", "document", "photo", "text"), messages, strict=True):
        assert kind in message
    assert messages[-1]["forward_origin"]["type"] == "hidden_user"


async def test_edits_and_blocks(bot: Bot, maria: Person) -> None:
    await maria.says("12345", answered=False)
    await maria.edits("12354", answered=False)
    await maria.blocks()
    with pytest.raises(CannotAct, match="has blocked the bot"):
        await maria.sends_sticker()
    said, edited, blocked = await bot.updates()
    assert edited["edited_message"]["message_id"] == said["message"]["message_id"]
    assert edited["edited_message"]["text"] == "12354"
    assert blocked["my_chat_member"]["new_chat_member"] == {
        "status": "kicked", "until_date": 0, "user": blocked["my_chat_member"]["old_chat_member"]["user"],
    }  # fmt: skip
    await maria.starts(answered=False)
    assert [list(update)[1] for update in await bot.updates()] == ["my_chat_member", "message"]


async def test_a_forced_reply_and_a_one_time_keyboard_go_away(bot: Bot, maria: Person) -> None:
    once = {"keyboard": [["Да"]], "one_time_keyboard": True}
    await bot.result("sendMessage", chat_id=maria.id, text="x", reply_markup=once)
    assert maria.screen.keyboard == ["Да"]
    await maria.taps("Да", answered=False)
    assert maria.screen.keyboard == []


async def test_removal_of_the_keyboard(bot: Bot, maria: Person) -> None:
    await bot.result("sendMessage", chat_id=maria.id, text="x", reply_markup={"keyboard": [["Да"]]})
    await bot.result("sendMessage", chat_id=maria.id, text="x", reply_markup=INLINE)
    assert maria.screen.buttons == ["Да", "Сайт", "Да"]
    await bot.result("sendMessage", chat_id=maria.id, text="x", reply_markup={"remove_keyboard": True})
    assert maria.screen.buttons == ["Да", "Сайт"]


async def test_a_part_of_a_label_must_be_clear(bot: Bot, maria: Person) -> None:
    rows = {"inline_keyboard": [[{"text": t, "callback_data": t} for t in ("Счётчик 1", "Счётчик 2")]]}
    await bot.result("sendMessage", chat_id=maria.id, text="x", reply_markup=rows)
    with pytest.raises(AssertionError, match="fits several buttons"):
        await maria.taps("Счётчик")
    await maria.taps("чик 2", answered=False)
    assert (await bot.updates())[0]["callback_query"]["data"] == "Счётчик 2"


async def test_the_bot_introduces_itself(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    commands = [{"command": "balance", "description": "Баланс"}]
    await bot.result("setMyCommands", commands=commands)
    await bot.result("setMyCommands", commands=[{"command": "balance", "description": "Теңгерім"}], language_code="kk")
    await bot.result("setMyDescription", description="Всё о счёте")
    await bot.result("setMyShortDescription", short_description="Счёт")
    await bot.result("setChatMenuButton", menu_button={"type": "commands"})
    assert await bot.result("getMyCommands") == commands
    assert (await bot.result("getMyDescription", language_code="ru"))["description"] == "Всё о счёте"
    assert (await bot.result("getMyShortDescription"))["short_description"] == "Счёт"
    shown = sandbox.world.profile.shown_commands("kk", private=True, chat_id=maria.id)
    assert shown[0]["description"] == "Теңгерім"
    await bot.result("deleteMyCommands", language_code="kk")
    assert await bot.result("getMyCommands", language_code="kk") == []

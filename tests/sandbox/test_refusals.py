"""One table of refusals for each rule of the contract, over real HTTP."""

from typing import Any

import pytest

from sandbox import Person, Sandbox
from sandbox.refusal import bad_request
from tests.sandbox.conftest import Bot

PARSE = "can't parse entities: "
BUTTON = "can't parse inline keyboard button: "
INLINE = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def button(**fields: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x", **fields}]]}


@pytest.mark.parametrize(
    ("arguments", "description"),
    [
        ({}, "message text is empty"),
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "\u200b\u00a0"}, "text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "ә" * 4097}, "message is too long"),
        ({"text": "😀" * 4097}, "message is too long"),
        ({"text": "ә" * 16385}, "text is too long"),
        ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"text": "<b>x", "parse_mode": "html"}, f'{PARSE}Can\'t find end tag corresponding to start tag "b"'),
        ({"text": "ә<br>", "parse_mode": "HTML"}, f'{PARSE}Unsupported start tag "br" at byte offset 2'),
        (
            {"text": "<b>x</i>", "parse_mode": "HTML"},
            f'{PARSE}Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
        ),
        ({"text": "a < b", "parse_mode": "HTML"}, f'{PARSE}Unsupported start tag "" at byte offset 2'),
        ({"text": "Иванов <оглы", "parse_mode": "HTML"}, f"{PARSE}Unclosed start tag at byte offset 13"),
        (
            {"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 5}]},
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 5",
        ),
        (
            {"text": "x", "entities": [{"type": "bold", "length": 5}]},
            "can't parse MessageEntity: can't find field \"offset\"",
        ),
    ],
)
async def test_text(bot: Bot, maria: Person, arguments: dict[str, Any], description: str) -> None:
    assert await bot.refusal("sendMessage", chat_id=maria.id, **arguments) == f"Bad Request: {description}"


@pytest.mark.parametrize("text", ["x" * 4096, "😀" * 4096, "<b>" + "ә" * 4096 + "</b>", "&lt;" * 4096])
async def test_the_longest_text_passes_after_parsing(bot: Bot, maria: Person, text: str) -> None:
    message = await bot.result("sendMessage", chat_id=maria.id, text=text, parse_mode="HTML")
    assert len(message["text"]) == 4096


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        (button(callback_data="x" * 65), "BUTTON_DATA_INVALID"),
        (button(callback_data="ә" * 33), "BUTTON_DATA_INVALID"),
        (button(), f"{BUTTON}Text buttons are unallowed in the inline keyboard"),
        (button(callback_data=""), f"{BUTTON}Text buttons are unallowed in the inline keyboard"),
        (
            button(url="http://localhost/pay"),
            "inline keyboard button URL 'http://localhost/pay' is invalid: Wrong HTTP URL",
        ),
        (
            button(url="ftp://example.kz"),
            "inline keyboard button URL 'ftp://example.kz' is invalid: Unsupported URL protocol",
        ),
        (
            button(web_app={"url": "http://example.kz"}),
            "inline keyboard button Web App URL 'http://example.kz' is invalid: Only HTTPS links are allowed",
        ),
        (button(copy_text={"text": "x" * 257}), "BUTTON_COPY_TEXT_INVALID"),
        (button(pay=True), "BUTTON_TYPE_INVALID"),
        (
            {"inline_keyboard": [{"text": "x"}]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        ({"inline_keyboard": [["x"]]}, f"{BUTTON}InlineKeyboardButton must be an Object"),
        ({"keyboard": [[5]]}, "can't parse keyboard button: KeyboardButton must be a String or an Object"),
        ({"keyboard": [[{}]]}, "can't parse keyboard button: can't find field \"text\""),
        ("{", "can't parse reply keyboard markup JSON object"),
        ([], "object expected as reply markup"),
    ],
)
async def test_markup(bot: Bot, maria: Person, markup: Any, description: str) -> None:
    refusal = await bot.refusal("sendMessage", chat_id=maria.id, text="x", reply_markup=markup)
    assert refusal == f"Bad Request: {description}"


@pytest.mark.parametrize(
    ("field", "description"),
    [
        ("request_contact", "phone number can be requested in private chats only"),
        ("request_location", "location can be requested in private chats only"),
    ],
)
async def test_requests_belong_into_private_chats(
    sandbox: Sandbox, bot: Bot, maria: Person, field: str, description: str
) -> None:
    group = sandbox.world.group("Операторы")
    group.add_bot(by=maria)
    markup = {"keyboard": [[{"text": "x", field: True}]]}
    refusal = await bot.refusal("sendMessage", chat_id=group.id, text="x", reply_markup=markup)
    assert refusal == f"Bad Request: {description}"
    await bot.result("sendMessage", chat_id=maria.id, text="x", reply_markup=markup)


async def test_surplus_and_nameless_buttons_vanish_silently(bot: Bot, maria: Person) -> None:
    row = [{"text": "", "callback_data": "x"}, *({"text": str(n), "callback_data": "x"} for n in range(20))]
    markup = {"inline_keyboard": [row] * 30}
    message = await bot.result("sendMessage", chat_id=maria.id, text="x", reply_markup=markup)
    rows = message["reply_markup"]["inline_keyboard"]
    assert [len(row) for row in rows] == [12] * 25
    assert all(button["text"] for row in rows for button in row)


@pytest.mark.parametrize(
    "markup",
    [{"keyboard": [["x"]]}, {"remove_keyboard": True}, {"force_reply": True}],
    ids=["keyboard", "removal", "reply"],
)
async def test_a_message_with_a_reply_keyboard_can_never_be_edited(bot: Bot, maria: Person, markup: Any) -> None:
    sent = await bot.result("sendMessage", chat_id=maria.id, text="x", reply_markup=markup)
    place = {"chat_id": maria.id, "message_id": sent["message_id"]}
    assert await bot.refusal("editMessageText", **place, text="y") == "Bad Request: message can't be edited"


async def test_edits(bot: Bot, maria: Person) -> None:
    sent = await bot.result("sendMessage", chat_id=maria.id, text="<b>x</b>", parse_mode="HTML", reply_markup=INLINE)
    place = {"chat_id": maria.id, "message_id": sent["message_id"]}
    same = {"text": "<b>x</b> ", "parse_mode": "HTML"}
    assert await bot.refusal("editMessageText", **place, **same, reply_markup=INLINE) == NOT_MODIFIED
    assert await bot.refusal("editMessageReplyMarkup", **place, reply_markup=INLINE) == NOT_MODIFIED
    wrong = {"keyboard": [["x"]]}
    assert (
        await bot.refusal("editMessageText", **place, text="y", reply_markup=wrong)
        == "Bad Request: inline keyboard expected"
    )
    assert (
        await bot.refusal("editMessageCaption", **place, caption="y")
        == "Bad Request: there is no caption in the message to edit"
    )
    edited = await bot.result("editMessageText", **place, **same)
    assert "reply_markup" not in edited
    assert (
        await bot.refusal("editMessageText", chat_id=maria.id, message_id=1, text="y")
        == "Bad Request: message to edit not found"
    )


async def test_words_of_the_person_can_not_be_edited(bot: Bot, maria: Person) -> None:
    own = maria.history[0].message.id
    refusal = await bot.refusal("editMessageText", chat_id=maria.id, message_id=own, text="y")
    assert refusal == "Bad Request: message can't be edited"


async def test_presses(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    await bot.result("sendMessage", chat_id=maria.id, text="x", reply_markup=INLINE)
    await maria.taps("x", answered=False)
    query = (await bot.updates())[0]["callback_query"]["id"]
    assert (
        await bot.refusal("answerCallbackQuery", callback_query_id=query, text="x" * 201)
        == "Bad Request: MESSAGE_TOO_LONG"
    )
    await bot.result("answerCallbackQuery", callback_query_id=query, text="x" * 200, show_alert=True)
    assert (maria.toast, maria.alert) == ("x" * 200, True)
    assert await bot.refusal("answerCallbackQuery", callback_query_id=query) == TOO_OLD
    assert await bot.refusal("answerCallbackQuery", callback_query_id="1") == TOO_OLD


async def test_a_late_answer_to_a_press(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    await bot.result("sendMessage", chat_id=maria.id, text="x", reply_markup=INLINE)
    await maria.taps("x", answered=False)
    query = (await bot.updates())[0]["callback_query"]["id"]
    late = sandbox.world.clock() + 31
    sandbox.world.clock = lambda: late
    assert await bot.refusal("answerCallbackQuery", callback_query_id=query) == TOO_OLD


@pytest.mark.parametrize(
    ("arguments", "description"),
    [
        ({}, "chat_id is empty"),
        ({"chat_id": 5}, "chat not found"),
        ({"chat_id": "abc"}, "chat not found"),
    ],
)
async def test_chats(bot: Bot, maria: Person, arguments: dict[str, Any], description: str) -> None:
    assert await bot.refusal("sendMessage", text="x", **arguments) == f"Bad Request: {description}"


async def test_people_who_are_gone(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    await maria.blocks()
    assert await bot.refusal("sendMessage", chat_id=maria.id, text="x") == "Forbidden: bot was blocked by the user"
    assert (
        await bot.refusal("sendChatAction", chat_id=maria.id, action="typing")
        == "Forbidden: bot was blocked by the user"
    )
    standing = [update["my_chat_member"]["new_chat_member"]["status"] for update in await bot.updates()]
    await maria.unblocks()
    await bot.result("sendMessage", chat_id=maria.id, text="x")
    standing += [update["my_chat_member"]["new_chat_member"]["status"] for update in await bot.updates()]
    assert standing == ["kicked", "member"]
    maria.account.deactivated = True
    assert await bot.refusal("sendMessage", chat_id=maria.id, text="x") == "Forbidden: user is deactivated"


@pytest.mark.parametrize(
    ("kind", "words"), [("group", "group chat"), ("supergroup", "supergroup chat"), ("channel", "channel chat")]
)
async def test_groups_without_the_bot(sandbox: Sandbox, bot: Bot, maria: Person, kind: str, words: str) -> None:
    group = sandbox.world.group("Операторы", kind=kind)
    assert (
        await bot.refusal("sendMessage", chat_id=group.id, text="x") == f"Forbidden: bot is not a member of the {words}"
    )
    group.add_bot(by=maria)
    await bot.result("sendMessage", chat_id=group.id, text="x")
    group.remove_bot(by=maria)
    assert await bot.refusal("sendMessage", chat_id=group.id, text="x") == f"Forbidden: bot was kicked from the {words}"


async def test_an_upgraded_group_tells_its_new_number(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    group = sandbox.world.group("Операторы", kind="group")
    group.add_bot(by=maria)
    new = group.migrate(by=maria)
    body = await bot("sendMessage", chat_id=group.id, text="x")
    assert body == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new.id},
    }
    await bot.result("sendMessage", chat_id=new.id, text="x")


async def test_replies(bot: Bot, maria: Person) -> None:
    there = {"message_id": maria.history[0].message.id}
    message = await bot.result("sendMessage", chat_id=maria.id, text="x", reply_parameters=there)
    assert message["reply_to_message"]["text"] == "/start"
    gone = {"message_id": 1}
    refusal = await bot.refusal("sendMessage", chat_id=maria.id, text="x", reply_parameters=gone)
    assert refusal == "Bad Request: message to be replied not found"
    tolerant = gone | {"allow_sending_without_reply": True}
    message = await bot.result("sendMessage", chat_id=maria.id, text="x", reply_parameters=tolerant)
    assert "reply_to_message" not in message


async def test_deleting(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    own = maria.history[0].message
    sent = await bot.result("sendMessage", chat_id=maria.id, text="x")
    place = {"chat_id": maria.id, "message_id": sent["message_id"]}
    await bot.result("deleteMessage", **place)
    assert await bot.refusal("deleteMessage", **place) == "Bad Request: message to delete not found"
    own.date -= 49 * 3600
    refusal = await bot.refusal("deleteMessage", chat_id=maria.id, message_id=own.id)
    assert refusal == "Bad Request: message can't be deleted for everyone"


@pytest.mark.parametrize(
    ("commands", "description"),
    [
        ([{"command": "x" * 33, "description": "y"}], "command length must not exceed 32"),
        ([{"command": "", "description": "y"}], "command must be non-empty"),
        ([{"command": "x", "description": ""}], "command description must be non-empty"),
        ([{"command": "x", "description": "y" * 257}], "command description length must not exceed 256"),
        ([{"command": "Баланс", "description": "y"}], "BOT_COMMAND_INVALID"),
        ([{"command": f"c{n}", "description": "y"} for n in range(101)], "BOT_COMMANDS_TOO_MUCH"),
        ({"command": "x"}, "expected an Array of BotCommand"),
    ],
)
async def test_commands(bot: Bot, commands: Any, description: str) -> None:
    assert await bot.refusal("setMyCommands", commands=commands) == f"Bad Request: {description}"


async def test_reactions(bot: Bot, maria: Person) -> None:
    place = {"chat_id": maria.id, "message_id": maria.history[0].message.id}
    like, odd = {"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "🧾"}
    assert await bot.refusal("setMessageReaction", **place, reaction=[like, like]) == "Bad Request: REACTIONS_TOO_MANY"
    assert await bot.refusal("setMessageReaction", **place, reaction=[odd]) == "Bad Request: REACTION_INVALID"
    await bot.result("setMessageReaction", **place, reaction=[like])
    assert list(maria.history[0].message.reactions.values()) == ["👍"]


@pytest.mark.parametrize("method", ["sendChatAction", "SENDCHATACTION", "sendchataction"])
async def test_names_of_methods_have_no_case(bot: Bot, maria: Person, method: str) -> None:
    assert await bot.result(method, chat_id=maria.id, action="typing") is True
    assert (
        await bot.refusal(method, chat_id=maria.id, action="dancing")
        == "Bad Request: wrong parameter action in request"
    )


@pytest.mark.parametrize(
    ("message", "shown"), [("Chat not found", "chat not found"), ("TOPIC_CLOSED", "TOPIC_CLOSED"), ("b", "b")]
)
def test_only_codes_keep_their_capitals(message: str, shown: str) -> None:
    assert bad_request(message).description == f"Bad Request: {shown}"


@pytest.mark.parametrize(
    ("arguments", "description"),
    [
        ({"latitude": "north"}, "can't parse location"),
        ({"latitude": 91}, "can't parse location"),
        ({"longitude": -181}, "can't parse location"),
        ({"title": " "}, "Venue title and address must be non-empty"),
        ({"address": ""}, "Venue title and address must be non-empty"),
    ],
)
async def test_a_venue_needs_a_place_and_words(
    bot: Bot, maria: Person, arguments: dict[str, Any], description: str
) -> None:
    right = {"latitude": 49.9, "longitude": 82.6, "title": "Офис", "address": "Өскемен"}

    refusal = await bot.refusal("sendVenue", chat_id=maria.id, **(right | arguments))

    assert refusal.lower() == f"Bad Request: {description}".lower()

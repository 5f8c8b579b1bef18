"""Every way in which sending fails (one row, one test), and what is made of it."""

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from bot.delivery.gate import Gate
from bot.delivery.outcome import End
from bot.delivery.place import Place
from bot.delivery.show import Delivery
from bot.screens.screen import DESK_HISTORY, REPORT, Attached, Document, Paper, Pin, Screen
from sandbox import Person, Sandbox
from sandbox.refusal import Refusal
from tests.running import free_port
from tests.sandbox.toy import png

WORDS = Screen(text="слова")
BUTTONS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Ещё", callback_data="more")]])
MENU = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Меню")]])


def heard(person: Person) -> list[str]:
    return [line.text for line in person.history if not line.mine]


@pytest.mark.parametrize(
    ("fault", "end"),
    [
        ("too_many", End.LATER),
        ("too_many_bare", End.LATER),
        ("server_error", End.LATER),
        ("bad_gateway", End.UNCLEAR),
        ("dropped", End.UNCLEAR),
        ("lost_answer", End.UNCLEAR),
        ("cut_json", End.UNCLEAR),
        ("hang", End.UNCLEAR),
    ],
)
async def test_a_single_sending_says_how_it_failed(
    fault: str, end: End, sandbox: Sandbox, delivery: Delivery, chat: Place
) -> None:
    sandbox.faults.add(fault, methods=("send*",), seconds=4, times=1)

    outcome = await delivery.send(chat.chat_id, WORDS)

    assert outcome.end is end


@pytest.mark.parametrize("fault", ["too_many", "server_error", "bad_gateway", "dropped", "lost_answer", "cut_json"])
async def test_an_answer_is_tried_until_telegram_has_it(
    fault: str, sandbox: Sandbox, delivery: Delivery, chat: Place, maria: Person
) -> None:
    sandbox.faults.add(fault, methods=("send*",), seconds=2, times=1)

    outcome = await delivery.show(chat, [WORDS])

    assert outcome.end is End.SENT
    assert set(heard(maria)) == {"слова"}


@pytest.mark.parametrize(
    ("code", "description", "end"),
    [
        (403, "Forbidden: bot was blocked by the user", End.BLOCKED),
        (403, "Forbidden: bot was kicked from the supergroup chat", End.BLOCKED),
        (403, "Forbidden: user is deactivated", End.GONE),
        (400, "Bad Request: chat not found", End.GONE),
        (400, "Bad Request: PEER_ID_INVALID", End.GONE),
        (400, "Bad Request: something new", End.REFUSED),
        (401, "Unauthorized", End.LATER),
        (404, "Not Found: method not found", End.REFUSED),
        (413, "Request Entity Too Large", End.REFUSED),
    ],
)
async def test_a_refusal_is_understood(
    code: int, description: str, end: End, sandbox: Sandbox, delivery: Delivery, chat: Place
) -> None:
    sandbox.faults.add("refused", methods=("send*",), times=1, refusal=Refusal(code, description))

    outcome = await delivery.send(chat.chat_id, WORDS)

    assert outcome.end is end


async def test_a_group_that_has_moved_names_its_new_self(sandbox: Sandbox, delivery: Delivery, maria: Person) -> None:
    group = sandbox.world.group("Операторлар", kind="group", members=(maria,))
    new = group.migrate(by=maria)

    outcome = await delivery.send(group.id, WORDS)

    assert outcome.end is End.MIGRATED
    assert outcome.moved_to == new.id


async def test_where_nothing_listens_there_is_no_doubt(api: Bot, chat: Place) -> None:
    """A refused connection is not a lost answer: the message has surely not gone out."""
    api.session.api = TelegramAPIServer.from_base(f"http://127.0.0.1:{free_port()}")

    outcome = await Delivery(api, Gate(), lambda: datetime.now(UTC)).send(chat.chat_id, WORDS)

    assert outcome.end is End.LATER


async def test_who_blocks_the_bot_is_told_apart(delivery: Delivery, chat: Place, maria: Person) -> None:
    await maria.blocks()

    assert (await delivery.show(chat, [WORDS])).end is End.BLOCKED


async def test_a_flood_of_one_chat_holds_that_chat_only(
    sandbox: Sandbox, delivery: Delivery, chat: Place, maria: Person
) -> None:
    sandbox.faults.add("too_many", methods=("send*",), chat_id=chat.chat_id, seconds=2, times=1)
    john = sandbox.world.person("John")
    await john.starts(answered=False)
    await delivery.send(chat.chat_id, WORDS)
    began = time.monotonic()

    await delivery.show(Place(chat_id=john.id, private=True), [WORDS])
    others = time.monotonic() - began
    await delivery.show(chat, [WORDS])
    own = time.monotonic() - began

    assert others < 0.5
    assert own > 0.7


async def test_markup_that_telegram_refuses_is_shown_as_plain_text(
    delivery: Delivery, chat: Place, maria: Person
) -> None:
    await delivery.show(chat, [Screen(text="<b>a</i> &lt; <u>b")])

    assert heard(maria) == ["a < b"]


async def test_a_long_text_is_several_messages_with_the_keyboard_under_the_last(
    delivery: Delivery, chat: Place, maria: Person
) -> None:
    await delivery.show(chat, [Screen(text="<b>" + "слово " * 1500 + "</b>", keyboard=BUTTONS)])

    lines = [line for line in maria.history if not line.mine]
    assert len(lines) == 3
    assert [line.buttons for line in lines] == [[], [], ["Ещё"]]


async def test_a_place_comes_as_a_pin_with_its_buttons(delivery: Delivery, chat: Place, maria: Person) -> None:
    pin = Pin(latitude=49.9, longitude=82.6, title="Офис", address="ул. Жарық, 1")
    screen = Screen(pin=pin, keyboard=BUTTONS, replies_to=7)

    assert Screen.from_json(screen.to_json()) == screen
    await delivery.show(chat, [screen])

    line = maria.history[-1]
    assert line.message.content["venue"]["title"] == "Офис"
    assert line.buttons == ["Ещё"]


async def test_an_answer_stands_visibly_under_what_it_answers(delivery: Delivery, chat: Place, maria: Person) -> None:
    await maria.says("вопрос", answered=False)
    asked = maria.history[-1].message.id

    await delivery.show(chat, [Screen(text="ответ", replies_to=asked)])
    assert maria.history[-1].message.reply_to == asked

    await delivery.show(chat, [Screen(text="ответ", replies_to=999)])  # it has been deleted meanwhile
    assert maria.history[-1].message.reply_to == 0


async def test_a_file_bears_its_words_and_long_ones_go_before(delivery: Delivery, chat: Place, maria: Person) -> None:
    paper = Document(kind="bill", name="bill.pdf", content=b"%PDF")
    await delivery.show(chat, [Screen(text="короткие слова", document=paper)])
    await delivery.show(chat, [Screen(text="слово " * 300, document=paper)])

    own = [(line.file_name, line.text[:5]) for line in maria.history if not line.mine]
    assert own == [("bill.pdf", "корот"), ("", "слово"), ("bill.pdf", "")]


async def test_a_file_never_goes_to_a_group(delivery: Delivery, sandbox: Sandbox, maria: Person) -> None:
    group = sandbox.world.group("Көршілер", members=(maria,))
    group.add_bot(by=maria)
    paper = Document(kind="bill", name="bill.pdf", content=b"%PDF")

    await delivery.show(Place(chat_id=group.id, private=False), [Screen(text="bill", document=paper), WORDS])

    assert [line.text for line in group.history if not line.mine and line.text] == ["слова"]


async def test_a_group_of_the_operators_has_reports_and_talks_and_no_other_file(
    api: Bot, sandbox: Sandbox, maria: Person
) -> None:
    desk, others = sandbox.world.group("Операторлар"), sandbox.world.group("Көршілер")
    for group in (desk, others):
        group.add_bot(by=maria)

    async def is_desk(chat_id: int) -> bool:
        return chat_id == desk.id

    delivery = Delivery(api, Gate(), lambda: datetime.now(UTC), is_desk=is_desk)
    page = Paper(
        document=0,
        kind=REPORT,
        name="campaign-1.pdf",
        number="1",
        issued_at=datetime.now(UTC),
        code="",
        facts={},
        trouble="",
    )
    screens = [
        Screen(text="page", paper=page),
        Screen(text="table", document=Document(kind=REPORT, name="campaign-1.csv", content=b"row")),
        Screen(text="talks", document=Document(kind=DESK_HISTORY, name="consumer-1.html", content=b"<p>")),
        Screen(text="bill", document=Document(kind="bill", name="bill.pdf", content=b"%PDF")),
        Screen(text="paper", paper=replace(page, kind="bill")),
    ]

    for group in (desk, others):
        await delivery.show(Place(chat_id=group.id, private=False), screens)

    assert [line.text for line in desk.history if not line.mine and line.text] == ["page", "table", "talks"]
    assert [line.text for line in others.history if not line.mine and line.text] == []


class Tapped:
    """A message of the bot with a button that has just been pressed."""

    def __init__(self, delivery: Delivery, chat: Place, maria: Person, sandbox: Sandbox) -> None:
        self.delivery, self.chat, self.maria, self.world = delivery, chat, maria, sandbox.world

    async def press(self, keyboard: InlineKeyboardMarkup = BUTTONS) -> Place:
        shown = await self.delivery.send(self.chat.chat_id, Screen(text="вопрос", keyboard=keyboard))
        await self.maria.taps("Ещё", answered=False)
        query = list(self.world.queries)[-1]
        return Place(chat_id=self.chat.chat_id, private=True, message_id=shown.message_id, callback_id=query)


@pytest.fixture
def tapped(delivery: Delivery, chat: Place, maria: Person, sandbox: Sandbox) -> Tapped:
    return Tapped(delivery, chat, maria, sandbox)


async def test_a_tap_changes_the_message_and_ends_the_spinner(tapped: Tapped, maria: Person) -> None:
    place = await tapped.press()
    await tapped.delivery.show(place, [Screen(text="ответ", keyboard=BUTTONS, toast="готово")])

    assert heard(maria) == ["ответ"]
    assert maria.toast == "готово"


async def test_showing_the_same_once_more_is_no_failure(tapped: Tapped, maria: Person) -> None:
    place = await tapped.press()
    screen = Screen(text="вопрос", keyboard=BUTTONS)

    assert (await tapped.delivery.show(place, [screen])).end is End.SENT
    assert heard(maria) == ["вопрос"]


async def test_a_message_that_is_gone_is_sent_anew(tapped: Tapped, maria: Person) -> None:
    place = await tapped.press()
    gone = Place(chat_id=place.chat_id, private=True, message_id=999_999, callback_id=place.callback_id)

    assert (await tapped.delivery.show(gone, [Screen(text="ответ", keyboard=BUTTONS)])).end is End.SENT
    assert heard(maria)[-1] == "ответ"


@pytest.mark.parametrize("screen", [Screen(text="ответ"), Screen(text="ответ", keyboard=MENU)])
async def test_what_carries_no_inline_keyboard_comes_as_a_new_message(
    screen: Screen, tapped: Tapped, maria: Person
) -> None:
    place = await tapped.press()
    await tapped.delivery.show(place, [screen])

    assert heard(maria) == ["вопрос", "ответ"]


async def test_a_press_that_is_too_old_to_be_answered_does_not_matter(tapped: Tapped, maria: Person) -> None:
    place = await tapped.press()
    late = Place(chat_id=place.chat_id, private=True, message_id=place.message_id, callback_id="unknown")

    assert (await tapped.delivery.show(late, [Screen(text="ответ", keyboard=BUTTONS)])).end is End.SENT
    assert heard(maria) == ["ответ"]


async def test_a_lost_answer_to_an_edit_changes_nothing_twice(tapped: Tapped, sandbox: Sandbox, maria: Person) -> None:
    place = await tapped.press()
    sandbox.faults.add("lost_answer", methods=("editMessageText",), times=1)

    assert (await tapped.delivery.show(place, [Screen(text="ответ", keyboard=BUTTONS)])).end is End.SENT
    assert heard(maria) == ["ответ"]


@pytest.mark.parametrize("guessed", ["text", "photo"])
@pytest.mark.parametrize("is_photo", [False, True])
async def test_new_words_go_into_a_text_and_under_a_file_whichever_it_is(
    guessed: str, is_photo: bool, delivery: Delivery, sandbox: Sandbox, chat: Place, maria: Person
) -> None:
    file = Attached(kind="photo", file_id=sandbox.world.store(png(9, 9), "p.png", "image/png", "photos").id)
    sent = await delivery.send(chat.chat_id, Screen(text="старое", attached=file if is_photo else None))
    new = Screen(text="<b>новое</b>", keyboard=BUTTONS, attached=file if guessed == "photo" else None)
    assert sent.message_id is not None

    ends = [(await delivery.amend(chat.chat_id, sent.message_id, new)).end for _ in range(2)]

    assert ends == [End.SENT, End.SENT]  # the second time it says so already
    assert heard(maria) == ["новое"]
    assert maria.history[-1].buttons == ["Ещё"]
    assert ("photo" in maria.history[-1].message.content) is is_photo


async def test_what_is_gone_is_not_sent_anew_with_new_words(
    delivery: Delivery, sandbox: Sandbox, chat: Place, maria: Person
) -> None:
    sent = await delivery.send(chat.chat_id, WORDS)
    assert sent.message_id is not None
    sandbox.world.remove(maria.history[-1].message)

    outcome = await delivery.amend(chat.chat_id, sent.message_id, Screen(text="новое"))

    assert outcome.end is End.UNEDITABLE
    assert heard(maria) == []

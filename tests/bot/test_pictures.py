"""A picture and its words: drawn off the loop, hung in place of the tapped message, done without where it fails."""

import asyncio
import threading
from typing import Any

import pytest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.delivery import pictures
from bot.delivery.outcome import End
from bot.delivery.pictures import Pictures
from bot.delivery.place import Place
from bot.delivery.show import Delivery
from bot.screens.screen import Picture, Screen
from sandbox import Person, Sandbox
from sandbox.screen import Line
from tests.sandbox.toy import png

BUTTONS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Ещё", callback_data="more")]])
CHART = Picture(kind="square", facts={"side": 40})
SHOWN = Screen(text="<b>слова</b>", keyboard=BUTTONS, picture=CHART)


@pytest.fixture(autouse=True)
def hands(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Squares are drawn, holes never; return the threads that drew."""
    drew: list[str] = []

    def square(facts: dict[str, Any]) -> bytes:
        drew.append(threading.current_thread().name)
        return png(facts["side"], facts["side"])

    monkeypatch.setitem(pictures.HANDS, "square", square)
    monkeypatch.setitem(pictures.HANDS, "hole", lambda _facts: bytes(1 // 0))
    monkeypatch.setitem(pictures.HANDS, "noise", lambda _facts: b"no picture")
    return drew


def own(person: Person) -> list[Line]:
    return [line for line in person.history if not line.mine]


def looks(person: Person) -> list[tuple[bool, str]]:
    """Return of each message whether it is a picture, and its words."""
    return [("photo" in line.message.content, line.text) for line in own(person)]


async def press(person: Person, sandbox: Sandbox) -> Place:
    """Press the button of the newest message, and return where that was."""
    message = own(person)[-1].message
    await person.taps("Ещё", answered=False)
    return Place(
        chat_id=person.id,
        private=True,
        message_id=message.id,
        has_photo="photo" in message.content,
        callback_id=list(sandbox.world.queries)[-1],
    )


async def test_a_picture_comes_with_words_and_buttons(
    delivery: Delivery, chat: Place, maria: Person, sandbox: Sandbox, hands: list[str]
) -> None:
    outcome = await delivery.show(chat, [SHOWN])

    assert (outcome.end, looks(maria)) == (End.SENT, [(True, "слова")])
    assert own(maria)[0].buttons == ["Ещё"]
    assert outcome.message_id == own(maria)[0].message.id
    assert "upload_photo" in [call.arguments.get("action") for call in sandbox.world.calls]
    assert [name.startswith("picture") for name in hands] == [True]


async def test_a_picture_takes_the_place_of_a_text_and_of_another_picture(
    delivery: Delivery, chat: Place, maria: Person, sandbox: Sandbox
) -> None:
    await delivery.show(chat, [Screen(text="вопрос", keyboard=BUTTONS)])

    await delivery.show(await press(maria, sandbox), [SHOWN])
    await delivery.show(
        await press(maria, sandbox),
        [Screen(text="иначе", keyboard=BUTTONS, picture=Picture(kind="square", facts={"side": 50}))],
    )

    assert looks(maria) == [(True, "иначе")]
    assert own(maria)[0].message.content["photo"][-1]["width"] == 50


async def test_the_words_under_a_picture_change_and_the_picture_stays(
    delivery: Delivery, chat: Place, maria: Person, sandbox: Sandbox
) -> None:
    await delivery.show(chat, [SHOWN])

    await delivery.show(await press(maria, sandbox), [Screen(text="<i>ниже</i>", keyboard=BUTTONS, keeps_picture=True)])

    assert looks(maria) == [(True, "ниже")]


@pytest.mark.parametrize(
    "screen",
    [
        pytest.param(Screen(text="текст", keyboard=BUTTONS), id="another flow's"),
        pytest.param(Screen(text="a < b", keyboard=BUTTONS, keeps_picture=True), id="of broken markup"),
        pytest.param(Screen(text="т" * 1025, keyboard=BUTTONS, keeps_picture=True), id="too long for a caption"),
    ],
)
async def test_other_words_come_below_the_picture(
    screen: Screen, delivery: Delivery, chat: Place, maria: Person, sandbox: Sandbox
) -> None:
    await delivery.show(chat, [SHOWN])

    assert (await delivery.show(await press(maria, sandbox), [screen])).end is End.SENT

    assert looks(maria) == [(True, "слова"), (False, screen.text)]


@pytest.mark.parametrize("kind", ["hole", "noise", "nobody"])
async def test_what_cannot_be_drawn_leaves_the_words_alone(
    kind: str, delivery: Delivery, chat: Place, maria: Person
) -> None:
    picture = Picture(kind=kind, facts={})

    outcome = await delivery.show(chat, [Screen(text="слова", keyboard=BUTTONS, picture=picture)])

    assert (outcome.end, looks(maria)) == (End.SENT, [(False, "слова")])


async def test_words_too_long_for_a_caption_come_alone(delivery: Delivery, chat: Place, maria: Person) -> None:
    await delivery.show(chat, [Screen(text="т" * 1025, keyboard=BUTTONS, picture=CHART)])

    assert looks(maria) == [(False, "т" * 1025)]


async def test_words_of_broken_markup_are_shown_plain_and_alone(delivery: Delivery, chat: Place, maria: Person) -> None:
    await delivery.show(chat, [Screen(text="<b>a</i>", keyboard=BUTTONS, picture=CHART)])

    assert looks(maria) == [(False, "a")]


async def test_a_picture_is_tried_until_telegram_has_it(
    delivery: Delivery, chat: Place, maria: Person, sandbox: Sandbox
) -> None:
    sandbox.faults.add("server_error", methods=("sendPhoto",), times=1)

    assert (await delivery.show(chat, [SHOWN])).end is End.SENT
    assert looks(maria) == [(True, "слова")]


async def test_a_picture_never_goes_to_a_group(delivery: Delivery, sandbox: Sandbox, maria: Person) -> None:
    group = sandbox.world.group("Көршілер", members=(maria,))
    group.add_bot(by=maria)

    await delivery.show(Place(chat_id=group.id, private=False), [SHOWN, Screen(text="рядом")])

    assert [line.text for line in group.history if not line.mine and line.text] == ["рядом"]


async def test_nobody_waits_for_a_drawing_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    monkeypatch.setitem(pictures.HANDS, "endless", lambda _facts: bytes(ended.wait(20)))
    slow = Pictures(seconds=0.05)

    assert await slow.draw(Picture(kind="endless", facts={})) is None

    ended.set()
    assert await Pictures().draw(CHART) is not None


async def test_two_are_drawn_at_once_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    lock, most, now = threading.Lock(), [0], [0]
    two = threading.Barrier(2, timeout=10)

    def counted(_facts: dict[str, Any]) -> bytes:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        two.wait()
        with lock:
            now[0] -= 1
        return b"x"

    monkeypatch.setitem(pictures.HANDS, "counted", counted)
    drawing = Pictures()

    drawn = await asyncio.gather(*(drawing.draw(Picture(kind="counted", facts={})) for _ in range(6)))

    assert drawn == [b"x"] * 6
    assert most == [2]


def test_a_stored_answer_keeps_its_picture() -> None:
    for screen in (SHOWN, Screen(text="x", keeps_picture=True), Screen(text="x")):
        assert Screen.from_json(screen.to_json()) == screen


def test_a_tapped_picture_is_known_by_its_update() -> None:
    tap = {"id": "1", "from": {"id": 5}, "message": {"message_id": 3, "chat": {"id": 5}}}

    assert not Place.of({"callback_query": tap}).has_photo
    assert Place.of({"callback_query": tap | {"message": tap["message"] | {"photo": []}}}).has_photo  # type: ignore[operator]

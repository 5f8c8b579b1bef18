"""A thief with the unlocked phone: guesses at the PIN, all ways round it."""

import asyncio
from collections import Counter

import pytest
from sqlalchemy import select

from bot.handlers import FLOWS
from bot.middlewares.pin import FREE
from bot.screens.screen import Screen
from core.pin.policy import SecurityPolicy
from core.storage.engine import Database
from core.storage.tables import pins
from tests.attacks.guesses import guess, outcome
from tests.attacks.updates import Sender
from tests.core.pin.test_service import NUMBER, by_code, choose, enter, guarded, known, switch_on
from tests.fakes.town import Town

__all__ = ["guarded"]  # the fixture


async def batch_of_20(town: Town, right: str = "") -> Counter[str]:
    tries = [enter(town, f"{4000 + 7 * place}") for place in range(19)]
    return Counter(await asyncio.gather(*map(outcome, [*tries, enter(town, right or "9999")])))


async def test_of_20_guesses_at_once_three_are_judged(guarded: Town) -> None:
    assert await batch_of_20(guarded) == {"WrongPin": 3, "PinLocked": 17}
    found = await known(guarded)
    assert found is not None
    assert found.tries == 3


async def test_neither_time_nor_a_restart_wins_another_guess(guarded: Town) -> None:
    await batch_of_20(guarded)
    guarded.wait(days=40)

    again = Database(guarded.database.url.render_as_string(hide_password=False), guarded.database.vault)
    restarted = Town(again, guarded.retailer, guarded.now)
    assert await batch_of_20(restarted, right="2580") == {"PinLocked": 20}
    await again.dispose()


async def test_the_right_one_among_wrong_ones_at_once_leaves_no_more_than_three_in_a_row(guarded: Town) -> None:
    found = await batch_of_20(guarded, right="2580")

    assert found["right"] + found["WrongPin"] + found["PinLocked"] == 20
    assert found["WrongPin"] <= 5, "two before the right one, three after it"


async def test_pins_of_two_chats_are_counted_apart(guarded: Town) -> None:
    await guess(guarded, 2, "000200200", 111_111)
    await choose(guarded, "1357", chat=2)
    await batch_of_20(guarded)

    assert await outcome(enter(guarded, "1357", chat=2)) == "right"


async def test_an_account_of_the_thiefs_own_resets_nothing(guarded: Town) -> None:
    """He may not add it while the PIN is asked; and the proof is for the account that the chat shows."""
    sender = Sender(guarded)
    await sender.agrees()
    guarded.wait(minutes=20)

    assert is_asked(await sender.taps("add"))
    assert is_asked(await sender.says("/start token-of-100100-on-the-paper-bill"))
    assert await outcome(by_code(guarded, "x")) == "PinNotReset"


async def test_a_new_text_to_agree_to_opens_nothing(guarded: Town) -> None:
    """The copy of the data needs no consent, so the PIN must not rest on one either."""
    sender = Sender(guarded)
    await sender.agrees()
    guarded.wait(minutes=20)
    consent = guarded.retailer.consent.model_copy(update={"version": "next"})
    guarded.retailer = guarded.retailer.model_copy(update={"consent": consent})
    sender = Sender(guarded)

    assert is_asked(await sender.taps("export"))
    assert not is_asked(await sender.says("/start"))
    await sender.agrees()
    assert is_asked(await sender.says("/balance"))
    assert is_asked(await sender.taps("export"))


def is_asked(screens: tuple[Screen, ...]) -> bool:
    return any("Введите PIN-код" in screen.text or "PIN-код заблокирован" in screen.text for screen in screens)


PERSONAL = (
    *("/balance", "/documents", "/usage", "/accounts", "/calculator", "Профиль"),
    *("!balance:0", "!accounts:0", "!account:1", "!infull:1", "!profile:0", "!change:1", "!requests:1:0", "!chats:1"),
    *("!export", "!email", "!usage:1::", "!unlink:1:1", "!rename:1", "!switch:1", "!revoke:1:2", "!add"),
)
OPEN = (
    *("/menu", "/help", "/language", "/settings", "/cancel", "/privacy", "/logout"),
    *("/readings", "12345", "!pin", "!notme:1:2"),
)


@pytest.mark.parametrize("act", PERSONAL)
async def test_before_whatever_is_personal_the_pin_is_asked(guarded: Town, act: str) -> None:
    sender = Sender(guarded)
    await sender.agrees()
    guarded.wait(minutes=20)

    said = await (sender.taps(act[1:]) if act.startswith("!") else sender.says(act))

    assert is_asked(said), act
    assert not any("А***ова" in screen.text or "4 667" in screen.text for screen in said)


@pytest.mark.parametrize("act", OPEN)
async def test_what_is_open_asks_for_nothing_and_names_nobody(guarded: Town, act: str) -> None:
    sender = Sender(guarded)
    await sender.agrees()
    await sender.says("/cancel")
    guarded.wait(minutes=20)

    said = await (sender.taps(act[1:]) if act.startswith("!") else sender.says(act))

    assert said
    assert not is_asked(said), act
    assert not any("А***ова" in screen.text or "4 667" in screen.text for screen in said)


async def test_a_locked_pin_shuts_every_personal_screen_and_the_ways_out_stay(guarded: Town) -> None:
    sender = Sender(guarded)
    await sender.agrees()
    await batch_of_20(guarded)

    for act in PERSONAL:
        assert is_asked(await (sender.taps(act[1:]) if act.startswith("!") else sender.says(act))), act
    assert "000100100" in (await sender.taps("pinpaid"))[0].text
    assert "одноразовый код" in (await sender.taps("pincode"))[0].text


async def test_while_no_idle_time_is_over_nothing_is_asked(guarded: Town) -> None:
    sender = Sender(guarded)
    await sender.agrees()

    assert not is_asked(await sender.says("/balance"))


async def test_every_free_name_is_that_of_a_flow_or_of_a_handler() -> None:
    flows = {flow.__name__.rpartition(".")[2]: flow for flow in FLOWS}

    for name in FREE:
        flow, _, handler = name.partition(".")
        assert flow in flows
        assert not handler or hasattr(flows[flow], handler)


TEXTS = (
    *(" ", "2580", "0000", "9" * 5_000, "２５８０", "\x00", "\ud83d"),
    *("/start x", "<b>", "4111 1111 1111 1111"),
)
WAYS = {
    "EnterPin:before_screen": ("/balance",),
    "EnterPin:before_change": ("!pinchange",),
    "EnterPin:before_removal": ("!pindrop",),
    "ResetPin:amount": ("!pinpaid",),
    "ResetPin:code": ("!pincode",),
}


@pytest.mark.parametrize("state", WAYS)
async def test_any_text_in_any_state_of_a_pin_is_answered(town: Town, state: str) -> None:
    town.retailer = town.retailer.model_copy(update={"security": SecurityPolicy(pin=True)})
    await guess(town, 1, NUMBER, 466_734)
    await choose(town, "7319")
    sender = Sender(town)
    await sender.agrees()

    for text in TEXTS:
        town.wait(days=2)
        for step in WAYS[state]:
            await (sender.taps(step[1:]) if step.startswith("!") else sender.says(step))
        await sender.says(text)
        await sender.says("/cancel")

    async with town.database.work() as work:
        assert len((await work.execute(select(pins.c.chat_id))).all()) == 1


async def test_switched_off_there_is_no_way_to_set_one(town: Town) -> None:
    switch_on(town, on=False)
    sender = Sender(town)
    await sender.agrees()

    for data in ("pin", "pinset", "pinchange", "pindrop", "pinforgot"):
        assert "не используется" in (await sender.taps(data))[0].text

"""T7, T11: any text and any button data, in any state, gets an answer: nothing fails, and nothing is let in."""

from itertools import product

import pytest
from aiogram.filters.callback_data import CallbackData

from core.customers.model import Customer
from tests.attacks.guesses import guess
from tests.attacks.updates import Sender
from tests.fakes.town import Town
from tests.house.sources import modules, subclasses

TEXTS = (
    *(" ", "\u200b", "\x00", "0001\x0000100", "\ud83d", "\udc00x", "👨‍👩‍👧", "\u202e000123", "٤٦٦٧", "１２３４５６"),
    *("x" * 100_000, "9" * 100_000, "9" * 5_000, "0" * 4_096, "9999999999999", "1e5", "-5", "0,00", "NaN"),
    *("/", "//", "/\x00", "/start \x00", f"/start {'A' * 64}", "/start \ud83d", "/START@x", "/balance\n1"),
    *("<b>", "{x}", "%s", "4111 1111 1111 1111", "000234567\n15 248,17 ₸", "12345678901234567890"),
)
PROVEN = ("/start ONETIMECODEOF100100", "!usecode")
# state → what leads to it; «!» stands before the data of a button
WAYS = {
    "none": ("/cancel",),
    "number": ("!add",),
    "amount": ("!add", "000100100"),
    "serial": ("!add", "000100101\n5000"),
    "branch": ("!add", "000200201\n4444,44"),
    "code": ("!add", "!code"),
    "contact": ("!add", "000100100", "!contact:0"),
    "consent": ("!erase", "/start x"),
    "SubmitElsewhere:number": ("!another",),
    "SubmitElsewhere:serial": ("!another", "000100100"),
    "value": ("!another", "000100100", "CU0012345"),
    "check_elsewhere": ("!another", "000100100", "CU0012345", "12345"),
    "date": ("!another", "000100100", "CU0012345", "!day:1:"),
    "ChangeProfile:form": (*PROVEN, "!change:1"),
    "ChangeProfile:value": (*PROVEN, "!change:1", "!field:mobile"),
}
FORGED = ("", "0", "-1", "1", str(10**18), str(2**63), str(10**30), "x", "\x00", "٣", "1.0", "9999", "999912", "amount")


def prefixes() -> list[tuple[str, int]]:
    """Return every button there is, with how many values its data have."""
    modules("bot.keyboards")
    every = [each for each in subclasses(CallbackData) if hasattr(each, "__prefix__")]
    return sorted((each.__prefix__, len(each.model_fields)) for each in every)


async def walk(sender: Sender, way: tuple[str, ...]) -> None:
    await sender.says("/cancel")
    await sender.agrees()
    for step in way:
        await (sender.taps(step[1:]) if step.startswith("!") else sender.says(step))


@pytest.mark.parametrize("state", WAYS)
async def test_any_text_in_any_state_is_answered_and_lets_nobody_in(town: Town, state: str) -> None:
    freely = {"pace_seconds": 0, "pace_after_second_wrong_seconds": 0, "chat_wrong_per_day": 1_000}
    town.set_policy(common_amount_one_in=1, **freely)
    readings = town.retailer.readings.model_copy(update={"unlinked_per_day": 1_000})
    town.retailer = town.retailer.model_copy(update={"readings": readings})
    sender = Sender(town)

    for text in TEXTS:
        await walk(sender, WAYS[state])
        assert (await state_of(town)).endswith(state)
        await sender.says(text)

    assert await linked(town) == (["000100100"] if WAYS[state][:2] == PROVEN else [])


@pytest.mark.parametrize(("prefix", "values"), prefixes())
async def test_any_data_of_any_button_is_answered_and_lets_nobody_in(town: Town, prefix: str, values: int) -> None:
    foreign = (await guess(town, 2, "000100100", 466_734)).account.link_id
    own = (await guess(town, 1, "000200200", 111_111)).account.link_id
    sender = Sender(town)
    await sender.agrees()

    rest = product(FORGED, repeat=min(values - 1, 1)) if values else ()
    firsts = (str(foreign), str(own), *FORGED) if values else ()
    for first, second in product(firsts, [each or ("",) for each in rest]):
        await sender.taps(":".join((prefix, first, *second * (values - 1)))[:64])
    await sender.taps(prefix)

    assert set(await linked(town)) <= {"000200200"}
    assert await linked(town, 2) == ["000100100"]


async def state_of(town: Town) -> str:
    state, _ = await town.ask(lambda cabinet: cabinet.flows.load(1))
    return state or "none"


async def linked(town: Town, chat: int = 1) -> list[str]:
    customer = Customer(chat_id=chat, language="ru", consent_version=town.consent, current_link=None)
    found = await town.ask(lambda cabinet: cabinet.accounts.linked(customer=customer))
    return [account.account_no for account in found]

"""T8: a link code is single use, expires, is bound to its account, and a bad one is just bad."""

import asyncio
from collections import Counter

import pytest
from sqlalchemy import delete

from core.accounts.model import CodeNotAccepted, CodeOffer
from core.storage.tables import audit
from tests.attacks.guesses import outcome
from tests.fakes.town import Town

CODE = "ONETIMECODEOF100100"
JUNK = "".join(chr(ord("A") + place % 26) for place in range(64))


async def open_code(town: Town, code: str, chat: int = 1) -> object:
    return await town.ask(lambda cabinet: cabinet.recovery.open_payload(customer=town.customer(chat), payload=code))


async def use(town: Town, code: str, chat: int = 1) -> object:
    return await town.ask(lambda cabinet: cabinet.recovery.use_code(customer=town.customer(chat), code=code))


@pytest.mark.parametrize("step", [open_code, use])
@pytest.mark.parametrize(
    "code", ["", " ", CODE[:-1], f"{CODE}X", JUNK, "'; --", "\x00", "\ud83d", "𝟙" * 64, "0" * 10_000]
)
async def test_cut_junk_and_empty_codes_are_one_refusal(town: Town, code: str, step: object) -> None:
    with pytest.raises(CodeNotAccepted) as refusal:
        await step(town, code)  # type: ignore[operator]

    assert vars(refusal.value) == {"answer_at": town.now.replace(microsecond=400_000)}


@pytest.mark.parametrize("chat", [1, 2])
@pytest.mark.parametrize("step", [open_code, use])
async def test_a_used_code_is_refused_to_everybody(town: Town, chat: int, step: object) -> None:
    await use(town, CODE)

    with pytest.raises(CodeNotAccepted) as refusal:
        await step(town, CODE, chat)  # type: ignore[operator]
    assert vars(refusal.value) == {"answer_at": town.now.replace(microsecond=400_000)}


async def test_of_many_who_use_a_code_at_once_one_is_let_in(town: Town) -> None:
    outcomes = await asyncio.gather(*(outcome(use(town, CODE, chat)) for chat in range(1, 11)))

    assert Counter(outcomes) == {"right": 1, "CodeNotAccepted": 9}


async def test_an_expired_code_is_refused(town: Town) -> None:
    town.wait(days=62)

    for step in (open_code, use):
        assert await outcome(step(town, CODE)) == "CodeNotAccepted"


async def test_what_is_offered_is_masked_and_asks_before_it_links(town: Town) -> None:
    offer = await open_code(town, CODE)

    assert isinstance(offer, CodeOffer)
    assert "хмет" not in repr(offer)
    assert "Қабанбай" not in repr(offer)
    assert await town.ask(lambda cabinet: cabinet.accounts.linked(customer=town.customer(1))) == ()


async def test_a_used_code_stays_used_though_the_audit_log_is_archived(town: Town) -> None:
    await use(town, CODE)
    async with town.database.work() as work:
        await work.write()
        await work.execute(delete(audit))
        await work.commit()

    assert await outcome(use(town, CODE, 2)) == "CodeNotAccepted"

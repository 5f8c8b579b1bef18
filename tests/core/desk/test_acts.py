"""What an operator does with a talk: once, if he may, where the consumer stands, and written to the audit log."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace

import pytest
from sqlalchemy import select

from core.cabinet import Cabinet
from core.desk.model import DeskRefused, Heard, Priority, Seat, TalkState
from core.desk.staffing import Named
from core.storage.tables import audit
from tests.core.desk.speaking import AIGUL, MARAT, Speaking
from tests.fakes.town import OPERATORS, Town


@pytest.fixture
async def speaking(town: Town) -> Speaking:
    speaking = Speaking(town)
    await speaking.seat(AIGUL, MARAT)
    return speaking


@pytest.fixture
async def heard(speaking: Speaking) -> Heard:
    return await speaking.asks()


@pytest.fixture
async def seat(speaking: Speaking, heard: Heard) -> Seat:
    return await speaking.at(heard)


async def audited(town: Town) -> list[str]:
    async with town.database.work() as work:
        rows = await work.execute(select(audit.c.action).where(audit.c.actor.like("operator:%")).order_by(audit.c.id))
        return list(rows.scalars())


async def refused(attempt: Awaitable[object]) -> str:
    with pytest.raises(DeskRefused) as refusal:
        await attempt
    return refusal.value.why


async def test_a_talk_is_closed_once_and_the_consumer_is_told_once(
    town: Town, speaking: Speaking, heard: Heard, seat: Seat
) -> None:
    await town.ask(lambda cabinet: cabinet.desk_acts.close(seat=seat))
    assert await refused(town.ask(lambda cabinet: cabinet.desk_acts.close(seat=seat))) == "closed"

    talk = await speaking.talk(heard)
    assert (talk.state, talk.closed_by, talk.waits_since) == (TalkState.CLOSED, "desk", None)
    assert await speaking.queued("talk_closed") == [(1, {"talk": talk.id})]
    assert await audited(town) == ["talk.close"]


async def test_each_closing_is_told(town: Town, speaking: Speaking, seat: Seat) -> None:
    for _ in range(2):
        await town.ask(lambda cabinet: cabinet.desk_acts.close(seat=seat))
        town.wait(minutes=1)
        await town.ask(lambda cabinet: cabinet.desk_acts.reopen(seat=seat))
        town.wait(minutes=1)

    assert len(await speaking.queued("talk_closed")) == 2
    assert await refused(town.ask(lambda cabinet: cabinet.desk_acts.reopen(seat=seat))) == "open"


async def test_an_operator_who_was_removed_does_nothing_more(town: Town, seat: Seat) -> None:
    await town.ask(lambda cabinet: cabinet.staffing.remove(seat=None, whom=Named(user_id=AIGUL)))

    assert await refused(town.ask(lambda cabinet: cabinet.desk_acts.close(seat=seat))) == "outsider"
    assert await refused(town.ask(lambda cabinet: cabinet.desk_acts.history(seat=seat))) == "outsider"
    hidden = replace(seat, is_anonymous=True)
    assert await refused(town.ask(lambda cabinet: cabinet.desk_acts.take(seat=hidden))) == "anonymous"
    assert await audited(town) == []


async def test_nobody_is_reached_from_a_place_that_is_nobodys(town: Town, seat: Seat) -> None:
    for elsewhere in (
        replace(seat, topic_id=4),
        replace(seat, topic_id=None),
        replace(seat, reply_to=999, topic_id=None),
    ):
        assert await refused(town.ask(lambda cabinet, at=elsewhere: cabinet.desk_acts.close(seat=at))) == "no_talk"


async def test_a_colleague_is_named_by_number_id_or_name(
    town: Town, speaking: Speaking, heard: Heard, seat: Seat
) -> None:
    async def assign(to: str, user_id: int | None = None) -> int:
        found = await town.ask(lambda cabinet: cabinet.desk_acts.assign(seat=seat, to=to, user_id=user_id))
        assert (await speaking.talk(heard)).assignee == found.user_id
        return found.user_id

    assert [await assign("2"), await assign("1"), await assign("мар"), await assign("", AIGUL)] == [
        MARAT,
        AIGUL,
        MARAT,
        AIGUL,
    ]
    for nobody in ("3", "0", "99999999", "Дана"):
        attempt = town.ask(lambda cabinet, to=nobody: cabinet.desk_acts.assign(seat=seat, to=to, user_id=None))
        assert await refused(attempt) == "no_operator"
    attempt = town.ask(lambda cabinet: cabinet.desk_acts.assign(seat=seat, to="", user_id=None))
    assert await refused(attempt) == "syntax"


async def test_tags_are_words_of_which_there_are_few(town: Town, speaking: Speaking, heard: Heard, seat: Seat) -> None:
    async def tag(*words: str) -> tuple[str, ...]:
        return await town.ask(lambda cabinet: cabinet.desk_acts.tag(seat=seat, words=words))

    assert await tag("Тариф", "#debt", "debt") == ("тариф", "debt")
    assert await tag("-debt", "-never", "поверка") == ("тариф", "поверка")
    assert (await speaking.talk(heard)).tags == ("тариф", "поверка")
    assert await refused(tag("a b")) == "syntax"
    assert await refused(tag("x" * 21)) == "syntax"
    assert await refused(tag(*"abcdefgh")) == "too_many_tags"
    assert await tag("-тариф", "-поверка") == ()


async def test_priority_is_one_of_three(town: Town, speaking: Speaking, heard: Heard, seat: Seat) -> None:
    assert await town.ask(lambda cabinet: cabinet.desk_acts.prioritize(seat=seat, priority="HIGH")) is Priority.HIGH
    assert (await speaking.talk(heard)).priority is Priority.HIGH
    attempt = town.ask(lambda cabinet: cabinet.desk_acts.prioritize(seat=seat, priority="5"))
    assert await refused(attempt) == "syntax"


async def test_a_word_that_comes_while_the_talk_is_being_closed_opens_it_again(
    town: Town, speaking: Speaking, heard: Heard, seat: Seat
) -> None:
    async with asyncio.TaskGroup() as group:
        async with town.database.work() as work:
            cabinet = Cabinet(work, town.retailer, town.now, OPERATORS)
            await cabinet.desk_acts.close(seat=seat)
            saying = group.create_task(speaking.asks(text="One more thing?"))
            await asyncio.sleep(0.5)
            await work.commit()
        await saying

    assert (await speaking.talk(heard)).is_open

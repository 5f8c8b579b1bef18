"""The queue of the desk where a row goes wrong, or what it says is taken back while it waits or goes."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, cast

import pytest
from aiogram.methods import CopyMessage, CopyMessages, DeleteMessage, EditMessageMedia, SendMessage, TelegramMethod
from sqlalchemy import select

from bot.delivery.outcome import End, Outcome
from bot.delivery.show import Delivery
from bot.jobs import relay
from bot.jobs.relay import RelaySender
from bot.jobs.relay_acts import RelayActs
from bot.jobs.relay_topics import Topics
from bot.jobs.relay_words import Words
from bot.screens.screen import Screen
from core.cabinet import Cabinet
from core.desk.model import DeskRefused, Heard, Incoming, Spot
from core.desk.model import Words as SaidWords
from core.storage.desk_own import forget_chat
from core.storage.tables import audit
from tests.core.desk.speaking import AIGUL, Speaking
from tests.fakes.town import OPERATORS, Town

Hook = Callable[[TelegramMethod[Any]], Awaitable[None]]


class Telegram:
    """Takes everything, and remembers it."""

    def __init__(self) -> None:
        self.taken: list[TelegramMethod[Any]] = []
        self.meanwhile: Hook | None = None
        self.refuses: tuple[type, ...] = ()
        self._number = 500

    async def act(self, method: TelegramMethod[Any], _chat_id: int) -> Outcome:
        self.taken.append(method)
        if self.meanwhile is not None:
            await self.meanwhile(method)
        if isinstance(method, self.refuses):
            return Outcome(end=End.REFUSED, detail="TelegramBadRequest")
        if isinstance(method, CopyMessages):
            ids = tuple(self._next() for _ in method.message_ids)
            return Outcome(end=End.SENT, message_id=ids[0], ids=ids)
        return Outcome(end=End.SENT, message_id=self._next())

    async def write(self, method: SendMessage) -> Outcome:
        return await self.act(method, 0)

    async def send(self, chat_id: int, screen: Screen) -> Outcome:
        return await self.act(SendMessage(chat_id=chat_id, text=screen.text), chat_id)

    def closed_for(self, _chat_id: int) -> float:
        return 0.0

    def of(self, chat_id: int, *kinds: type) -> list[Any]:
        return [each for each in self.taken if isinstance(each, kinds) and cast(Any, each).chat_id == chat_id]

    def _next(self) -> int:
        self._number += 1
        return self._number


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
async def speaking(town: Town) -> Speaking:
    speaking = Speaking(town)
    await speaking.seat(AIGUL)
    return speaking


def sender(town: Town, telegram: Telegram) -> RelaySender:
    delivery = cast(Delivery, telegram)
    parts: dict[str, Any] = {"database": town.database, "retailer": town.retailer, "clock": lambda: town.now}
    topics, words = Topics(delivery=delivery, **parts), Words(**parts)
    acts = RelayActs(delivery=delivery, topics=topics, words=words, **parts)
    return RelaySender(database=town.database, delivery=delivery, acts=acts, clock=lambda: town.now)


async def works(town: Town, telegram: Telegram, *, until: Callable[[], bool]) -> None:
    """Let the queue be worked off until something is so; the clock of the town goes on with it."""
    stop = asyncio.Event()
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        group.create_task(sender(town, telegram).run(stop))
        while not until():
            await asyncio.sleep(0.05)
            town.wait(seconds=1)
        stop.set()


async def says_album(town: Town, heard: Heard, number: int) -> list[Spot]:
    """Let the operator answer with so many photos in one album."""
    spots = [Spot(chat_id=OPERATORS, message_id=900 + index) for index in range(number)]
    for spot in spots:
        incoming = Incoming(spot=spot, words=SaidWords(kind="photo", text=""), album="a")
        await town.ask(lambda cabinet, incoming=incoming: answered(cabinet, heard, incoming))
    return spots


async def answered(cabinet: Cabinet, heard: Heard, incoming: Incoming) -> None:
    thread = await cabinet.threads.get(heard.talk.thread_id)
    assert thread is not None
    operator = await cabinet.answering.operator(user_id=AIGUL)
    await cabinet.answering.say(operator=operator, thread=thread, incoming=incoming)


async def deletes(town: Town, spot: Spot) -> None:
    async def act(cabinet: Cabinet) -> None:
        await cabinet.answering.delete(operator=await cabinet.answering.operator(user_id=AIGUL), spot=spot)

    await town.ask(act)


async def test_a_row_that_fails_each_time_is_given_up_and_holds_up_nobody(
    town: Town, speaking: Speaking, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "_AFTER_TROUBLE", 0.01)
    heard = await speaking.asks()

    async def poison(cabinet: Cabinet) -> None:
        await cabinet.work.write()
        await cabinet.relay.tell(chat_id=1, name="no_such_words", values={}, key="poison")

    await town.ask(poison)
    await speaking.answers(heard, text="A tree has fallen.")

    await works(town, telegram, until=lambda: bool(telegram.of(1, CopyMessage)))


async def test_an_answer_that_became_a_note_while_it_waited_does_not_go(
    town: Town, speaking: Speaking, telegram: Telegram
) -> None:
    heard = await speaking.asks()
    spot = Spot(chat_id=OPERATORS, message_id=700)
    incoming = Incoming(spot=spot, words=SaidWords(kind="text", text="a nice man"))
    await town.ask(lambda cabinet: answered(cabinet, heard, incoming))
    note = replace(incoming.words, text="// a nice man")
    await town.ask(lambda cabinet: cabinet.answering.edit(user_id=AIGUL, is_anonymous=False, spot=spot, words=note))
    await speaking.answers(heard, text="A tree has fallen.")

    await works(town, telegram, until=lambda: bool(telegram.of(1, CopyMessage)))
    assert 700 not in [each.message_id for each in telegram.of(1, CopyMessage)]


async def test_the_rest_of_an_album_goes_when_its_first_file_was_deleted(
    town: Town, speaking: Speaking, telegram: Telegram
) -> None:
    heard = await speaking.asks()
    first, *rest = await says_album(town, heard, 3)
    await deletes(town, first)

    await works(town, telegram, until=lambda: bool(telegram.of(1, CopyMessages)))
    (album,) = telegram.of(1, CopyMessages)
    assert album.message_ids == [spot.message_id for spot in rest]


async def test_a_file_of_an_album_that_is_deleted_while_it_goes_is_deleted_where_it_stands(
    town: Town, speaking: Speaking, telegram: Telegram
) -> None:
    heard = await speaking.asks()
    spots = await says_album(town, heard, 3)

    async def meanwhile(method: TelegramMethod[Any]) -> None:
        if isinstance(method, CopyMessages):
            await deletes(town, spots[1])

    telegram.meanwhile = meanwhile
    await works(town, telegram, until=lambda: bool(telegram.of(1, DeleteMessage)))

    said = await town.ask(lambda cabinet: cabinet.sayings.by_source(spots[1]))
    assert said is not None
    assert said.target is not None
    assert [each.message_id for each in telegram.of(1, DeleteMessage)] == [said.target.message_id]


async def test_a_photo_that_an_operator_replaces_is_replaced_at_the_consumers(
    town: Town, speaking: Speaking, telegram: Telegram
) -> None:
    heard = await speaking.asks()
    spot = Spot(chat_id=OPERATORS, message_id=700)
    wrong = SaidWords(kind="photo", text="Your bill", file_id="of-another")
    await town.ask(lambda cabinet: answered(cabinet, heard, Incoming(spot=spot, words=wrong)))
    await works(town, telegram, until=lambda: bool(telegram.of(1, CopyMessage)))
    right = replace(wrong, file_id="his-own")
    await edits(town, spot, right)

    await works(town, telegram, until=lambda: bool(telegram.of(1, EditMessageMedia)))
    (edit,) = telegram.of(1, EditMessageMedia)
    assert (edit.media.media, edit.media.caption) == ("his-own", "Your bill")


async def test_operators_learn_that_an_answer_could_not_be_deleted(
    town: Town, speaking: Speaking, telegram: Telegram
) -> None:
    heard = await speaking.asks()
    spot = Spot(chat_id=OPERATORS, message_id=700)
    words = SaidWords(kind="text", text="At noon")
    await town.ask(lambda cabinet: answered(cabinet, heard, Incoming(spot=spot, words=words)))
    await works(town, telegram, until=lambda: bool(telegram.of(1, CopyMessage)))
    telegram.refuses = (DeleteMessage,)  # as Telegram does after two days
    await deletes(town, spot)

    def told() -> bool:
        return any("не удалось изменить или удалить" in each.text for each in telegram.of(OPERATORS, SendMessage))

    await works(town, telegram, until=told)


async def test_an_edit_is_audited_and_neither_a_command_nor_what_was_erased_comes_back_by_it(
    town: Town, speaking: Speaking
) -> None:
    heard = await speaking.asks()
    spot = Spot(chat_id=OPERATORS, message_id=700)
    words = SaidWords(kind="text", text="At noon")
    await town.ask(lambda cabinet: answered(cabinet, heard, Incoming(spot=spot, words=words)))

    await edits(town, spot, replace(words, text="At one"))
    with pytest.raises(DeskRefused) as refusal:
        await edits(town, spot, replace(words, text="/close"))
    assert refusal.value.why == "no_such_command"
    async with town.database.work() as work:
        actions = (await work.execute(select(audit.c.action).where(audit.c.actor == f"operator:{AIGUL}"))).scalars()
        assert list(actions) == ["talk.answer", "talk.edit"]
        await work.write()
        await forget_chat(work, 1, town.now)
        await work.commit()
    with pytest.raises(DeskRefused) as refusal:
        await edits(town, spot, words)
    assert refusal.value.why == "forgotten"
    said = await town.ask(lambda cabinet: cabinet.sayings.by_source(spot))
    assert said is not None
    assert said.words is None


async def edits(town: Town, spot: Spot, words: SaidWords) -> None:
    await town.ask(lambda cabinet: cabinet.answering.edit(user_id=AIGUL, is_anonymous=False, spot=spot, words=words))

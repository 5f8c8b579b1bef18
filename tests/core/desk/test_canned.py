"""What is sent is what was looked at, in the place where the button stands, once."""

from dataclasses import replace

import pytest

from bot.screens.desk_canned import filled
from core.desk.canned import CannedFacts, Preview
from core.desk.model import DeskRefused, Heard, Seat, Side
from core.desk.policy import Canned
from tests.attacks.guesses import guess
from tests.core.desk.speaking import AIGUL, Speaking
from tests.fakes.town import Town


@pytest.fixture
async def speaking(town: Town) -> Speaking:
    speaking = Speaking(town)
    await speaking.seat(AIGUL)
    return speaking


@pytest.fixture
async def heard(speaking: Speaking) -> Heard:
    return await speaking.asks()


@pytest.fixture
async def seat(speaking: Speaking, heard: Heard) -> Seat:
    return await speaking.at(heard)


async def send(town: Town, seat: Seat, shown: Preview, **changes: object) -> tuple[Preview, bool]:
    values = {"thread_id": shown.thread.id, "name": shown.name, "digest": shown.digest} | changes
    return await town.ask(lambda cabinet: cabinet.canned.send(seat=seat, fill=filled, **values))


async def look(town: Town, seat: Seat, name: str = "greeting") -> Preview:
    return await town.ask(lambda cabinet: cabinet.canned.preview(seat=seat, name=name, fill=filled))


async def test_a_second_press_sends_nothing(town: Town, heard: Heard, seat: Seat) -> None:
    shown = await look(town, seat)
    assert [(await send(town, seat, shown))[1] for _ in range(2)] == [True, True]

    said = await town.ask(lambda cabinet: cabinet.sayings.of_talk(heard.talk.id))
    assert [each.side for each in said] == [Side.CONSUMER, Side.DESK]
    assert said[1].words is not None
    assert said[1].words.own
    assert "Айгүл" in said[1].words.text


async def test_another_text_than_the_one_that_was_looked_at_is_not_sent(town: Town, heard: Heard, seat: Seat) -> None:
    shown = await look(town, seat)

    again, is_sent = await send(town, seat, shown, digest="00000000")
    assert not is_sent
    assert again.digest == shown.digest
    assert len(await town.ask(lambda cabinet: cabinet.sayings.of_talk(heard.talk.id))) == 1


async def test_a_button_reaches_nobody_but_the_consumer_in_whose_topic_it_stands(
    town: Town, speaking: Speaking, seat: Seat
) -> None:
    shown = await look(town, seat)
    other = await speaking.asks(2, "Somebody else")
    for at, thread in ((replace(seat, topic_id=77), shown.thread.id), (seat, other.talk.thread_id), (seat, 10**9)):
        with pytest.raises(DeskRefused) as refused:
            await send(town, at, shown, thread_id=thread)
        assert refused.value.why == "no_talk"


async def test_what_is_not_known_of_a_consumer_is_named_and_nothing_is_made_up(town: Town, seat: Seat) -> None:
    with pytest.raises(DeskRefused) as refused:
        await look(town, seat, "readings")
    assert (refused.value.why, refused.value.facts) == ("canned_lacks", {"field": "account"})

    await guess(town, 1, "000100100", 466_734)
    assert "000100100" in (await look(town, seat, "readings")).text
    with pytest.raises(DeskRefused) as refused:
        await look(town, seat, "nonsense")
    assert refused.value.why == "no_such_canned"


@pytest.mark.parametrize(
    ("balance", "language", "words"),
    [
        (466_734, "ru", "задолженность 4\u00a0667,34\u00a0₸"),
        (-1_200, "ru", "переплата 12,00\u00a0₸"),
        (0, "ru", "задолженности нет"),
        (466_734, "kk", "берешек 4\u00a0667,34\u00a0₸"),
    ],
)
def test_a_balance_is_said_in_words_with_its_sign(balance: int, language: str, words: str) -> None:
    canned = Canned(name="balance", kk="{account}: {balance} <&>", ru="{account}: {balance} <&>")
    facts = CannedFacts(language=language, operator="Айгүл", account="000100100", balance=balance)

    assert filled(canned, facts) == f"000100100: {words} &lt;&amp;&gt;"

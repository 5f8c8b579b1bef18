"""Personal data in a group: for a reason, for some minutes, and never of somebody who has unlinked."""

from datetime import timedelta

from sqlalchemy import select

from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import audit
from sandbox import Group, Person
from tests.journeys.conftest import Time
from tests.journeys.desk import asks, seats, written
from tests.running import Place

PAYER = "Ахметова Кәмила Серікқызы"


async def recorded(place: Place) -> list[tuple[str, str]]:
    database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
    async with database.work() as work:
        of = select(audit.c.actor, audit.c.detail).where(audit.c.action == "desk.reveal")
        found = [(row.actor, row.detail) for row in await work.execute(of)]
    await database.dispose()
    return found


async def test_data_are_shown_for_a_reason_and_erased_after_some_minutes(
    bot: Place, john: Person, maria: Person, operators: Group, time: Time
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    topic = await asks(john, operators)
    await maria.says("/reveal", at=operators, topic=topic.id)
    await maria.sees("/reveal …", at=operators, topic=topic.id)
    assert await recorded(bot) == []

    await maria.says("/reveal he asks for a visit", at=operators, topic=topic.id, answered=False)
    shown = await maria.sees("исчезнут через 10 минут", at=operators, topic=topic.id)
    assert PAYER in shown.text
    assert "+7 777 123-45-67" in shown.text
    ((actor, detail),) = await recorded(bot)
    assert actor == f"operator:{maria.id}"
    assert "he asks for a visit" in detail

    time.move_to(time() + timedelta(minutes=10, seconds=5))
    await operators.world.feed.until(lambda: "исчезнут через" not in " ".join(written(operators, topic)), 20)


async def test_nothing_is_shown_of_a_consumer_who_has_unlinked(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    topic = await asks(john, operators)
    await john.says("/logout")
    await john.taps("Yes")

    await maria.says("/reveal curious", at=operators, topic=topic.id)
    await maria.sees("показать нечего", at=operators, topic=topic.id)
    assert await recorded(bot) == []


async def test_data_whose_message_cannot_be_erased_are_never_shown(
    bot: Place, john: Person, maria: Person, operators: Group, time: Time
) -> None:
    """A lost answer leaves a message of which nobody knows the number: it holds no data."""
    operators.add_bot(by=maria)
    await seats(bot, maria)
    topic = await asks(john, operators)
    lost = bot.sandbox.faults.add("lost_answer", methods=("sendMessage",), chat_id=operators.id, times=1)

    await maria.says("/reveal he asks for a visit", at=operators, topic=topic.id, answered=False)
    await operators.world.feed.until(lambda: PAYER in " ".join(written(operators, topic)), 20)

    assert lost.hits == 1
    told = written(operators, topic)
    assert sum(PAYER in text for text in told) == 1
    assert sum("сейчас покажем" in text for text in told) == 1
    time.move_to(time() + timedelta(minutes=10, seconds=5))
    await operators.world.feed.until(lambda: PAYER not in " ".join(written(operators, topic)), 20)

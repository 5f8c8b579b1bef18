"""Who may not write to the desk is told so at every door, and nothing of his comes through."""

from datetime import timedelta

import pytest

from sandbox import Group, Person
from tests.journeys.conftest import Time
from tests.journeys.desk import asks, seats, written
from tests.journeys.steps import until_quiet
from tests.running import Place

REFUSED = "You cannot write to the operators"


async def test_a_ban_holds_at_every_door_and_ends_when_it_is_lifted(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    topic = await asks(john, operators)
    asked = next(line for line in john.history if line.text == "Why is it dark?")

    await maria.says("/ban 3d swears", at=operators, topic=topic.id)
    await maria.sees("не может писать операторам до", at=operators, topic=topic.id)

    await john.says("You fools!")  # in the open talk
    await john.sees(REFUSED)
    await john.edits("You fools at home!", line=asked)
    await john.sees(REFUSED)
    await john.says("/support")
    await john.taps("Technical support")
    await john.sees(REFUSED)
    await maria.says("/close", at=operators, topic=topic.id, answered=False)
    await john.sees("How were you helped?")
    await john.taps("⭐⭐⭐⭐⭐")
    await john.says("fools, in a comment")
    await john.sees(REFUSED)

    await until_quiet(operators.world)
    assert "fools" not in " ".join(written(operators, topic))
    await maria.says("/bans", at=operators, topic=topic.id)
    await maria.sees("swears", at=operators, topic=topic.id)

    await maria.says("/unban", at=operators, topic=topic.id)
    await maria.sees("снова может писать", at=operators, topic=topic.id)
    await maria.says("/unban", at=operators, topic=topic.id)
    await maria.sees("не запрещено", at=operators, topic=topic.id)
    await john.says("/support")
    await john.taps("Technical support")
    await john.says("I am sorry.")
    await john.sees("Passed on")


async def test_a_ban_ends_by_itself(bot: Place, john: Person, maria: Person, operators: Group, time: Time) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    topic = await asks(john, operators)
    await maria.says("/ban 2h swears", at=operators, topic=topic.id)
    await john.says("Hello?")
    await john.sees(REFUSED)

    time.move_to(time() + timedelta(hours=2, minutes=1))
    await john.says("Hello again", answered=False)
    await operators.world.feed.until(lambda: "Hello again" in " ".join(written(operators, topic)), 20)


@pytest.mark.parametrize("command", ["/ban", "/ban 3d", "/ban forever"])
async def test_nobody_is_barred_without_a_reason(
    bot: Place, john: Person, maria: Person, operators: Group, command: str
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    topic = await asks(john, operators)

    await maria.says(command, at=operators, topic=topic.id)
    await maria.sees("/ban 3d …", at=operators, topic=topic.id)
    await john.says("Am I heard?", answered=False)
    await operators.world.feed.until(lambda: "Am I heard?" in " ".join(written(operators, topic)), 20)

"""What operators write for themselves stays inside, in whatever it is wrapped."""

import pytest

from sandbox import Group, Person
from tests.journeys.desk import asks, seats, sees_topic, until_heard, until_in_topic
from tests.journeys.steps import until_quiet
from tests.journeys.test_desk_appeals import sends
from tests.running import Place
from tests.sandbox.toy import png

PICTURE = png(40, 30)


@pytest.fixture
async def dana(bot: Place, operators: Group) -> Person:
    found = operators.world.person("Dana", language="en", phone="+77010000010")
    operators.add_bot(by=found)
    await seats(bot, found)
    return found


def pictures(person: Person) -> int:
    return sum(line.kind == "photo" for line in person.history if not line.mine)


@pytest.mark.parametrize("caption", ["/reveal he asks for his address", " /ban 3d swears", "/close", "/ 5"])
async def test_a_command_below_a_file_reaches_nobody_with_its_whole_album(
    caption: str, dana: Person, john: Person, operators: Group
) -> None:
    topic = await asks(john, operators)

    await dana.sends_photo(PICTURE, caption=caption, at=operators, topic=topic.id, answered=False)
    await dana.sends_album([PICTURE] * 3, caption=caption, at=operators, topic=topic.id, answered=False)
    await dana.says("/ 5 kWh", at=operators, topic=topic.id, answered=False)
    await until_in_topic(operators, topic, "not below a file")
    await dana.says("A tree has fallen.", at=operators, topic=topic.id, answered=False)

    await until_heard(john, "A tree has fallen.")
    await until_quiet(john.world)
    assert pictures(john) == 0
    assert not [line for line in john.history if "kWh" in line.text]


async def test_an_album_of_which_one_file_alone_bears_the_note_stays_inside(
    dana: Person, john: Person, operators: Group
) -> None:
    topic = await asks(john, operators)

    await dana.sends_album([PICTURE] * 3, caption="// his neighbour's", at=operators, topic=topic.id, answered=False)
    await dana.says("A tree has fallen.", at=operators, topic=topic.id, answered=False)

    await until_heard(john, "A tree has fallen.")
    await until_quiet(john.world)
    assert pictures(john) == 0


async def test_files_of_an_answer_that_was_refused_go_to_nobody(dana: Person, john: Person, operators: Group) -> None:
    await sends(john, "The first matter.")
    topic = await sees_topic(operators, "The first matter.")

    await dana.sends_album([PICTURE] * 3, caption="/answer A-2026-000099 Yes.", at=operators, topic=topic.id)
    await dana.says("We are looking into it.", at=operators, topic=topic.id, answered=False)

    await until_heard(john, "We are looking into it.")
    await until_quiet(john.world)
    assert pictures(john) == 0

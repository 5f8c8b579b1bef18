"""An operator at the desk: whom he reaches, whom he does not, and what stays inside."""

from sandbox import Group, Person
from tests.journeys.desk import seats, sees_topic, written
from tests.journeys.steps import links, until_quiet
from tests.running import Place


async def asks(person: Person, text: str) -> None:
    await links(person)
    await person.says("/support")
    await person.taps("Technical support")
    await person.says(text)
    await person.sees("Passed on to an operator")


async def test_a_note_stays_inside_and_an_outsider_reaches_nobody(
    bot: Place, john: Person, maria: Person, aliya: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    await asks(john, "Why is it dark?")
    topic = await sees_topic(operators, "Why is it dark?")

    await maria.says("// he is a nice man", at=operators, topic=topic.id, answered=False)
    await aliya.says("I am no operator", at=operators, topic=topic.id, answered=False)
    operators.says_anonymously("I hide", topic=topic.id)
    await maria.says("A tree has fallen.", at=operators, topic=topic.id, answered=False)

    await john.sees("A tree has fallen.")
    await until_quiet(john.world)
    heard = " ".join(line.text for line in john.history)
    assert "nice man" not in heard
    assert "no operator" not in heard
    assert "I hide" not in heard
    told = " ".join(written(operators, topic))
    assert f"/operators add {aliya.id}" in told

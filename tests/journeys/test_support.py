"""A consumer writes, an operator answers from the topic."""

from sandbox import Group, Person
from tests.journeys.desk import seats, sees_topic, written
from tests.journeys.steps import links, seen
from tests.running import Place


async def test_a_question_goes_to_a_topic_and_the_answer_comes_back(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    await links(john)
    await john.says("/support")
    await john.taps("Technical support")
    await john.says("Why is it dark?")
    await john.sees("Passed on to an operator")

    topic = await sees_topic(operators, "Why is it dark?")
    assert any("000100100" in text for text in written(operators, topic))

    await maria.says("A tree has fallen on the line.", at=operators, topic=topic.id, answered=False)
    await john.sees("A tree has fallen on the line.")

    await john.says("When will it be over?", answered=False)
    await sees_topic(operators, "When will it be over?")
    assert "When will it be over?" not in seen(john)

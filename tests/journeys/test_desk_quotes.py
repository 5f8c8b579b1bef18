"""Who answers a part of a message quotes it: the other side sees the same part, as it is written there."""

from sandbox import Group, Person
from sandbox.screen import Line
from sandbox.state import Topic
from tests.journeys.desk import asks, lines, seats
from tests.running import Place


async def line_of(person: Person, where: Group | None, topic: Topic | None, text: str) -> Line:
    """Wait for the line that says this."""

    def found() -> Line | None:
        shown = lines(where, topic) if where is not None and topic is not None else person.history
        return next((line for line in shown if line.text == text), None)

    return await person.world.feed.until(found, person.world.patience)


async def test_a_quote_is_kept_in_both_directions_with_what_is_special_in_it(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    topic = await asks(john, operators)
    bold = [{"type": "bold", "offset": 10, "length": 3}]
    await maria.sends({"text": "We take 5 <7> & more.", "entities": bold}, at=operators, topic=topic.id, answered=False)
    answer = await line_of(john, None, None, "We take 5 <7> & more.")

    await john.says("Which?", reply_to=answer, quote="<7> & more", answered=False)
    asked = await line_of(maria, operators, topic, "Which?")
    assert asked.quote == "<7> & more"
    assert asked.message.quote is not None
    assert asked.message.quote["entities"] == [{"type": "bold", "offset": 0, "length": 3}]

    await maria.says("This one.", at=operators, topic=topic.id, reply_to=asked, quote="hich", answered=False)
    told = await line_of(john, None, None, "This one.")
    assert (told.quote, told.reply_to) == ("hich", john.history[-2].message.id)


async def test_a_quote_of_words_that_are_others_by_now_is_let_go_and_the_answer_is_not(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    topic = await asks(john, operators)
    await maria.says("Tomorrow at nine.", at=operators, topic=topic.id, answered=False)
    answer = await line_of(john, None, None, "Tomorrow at nine.")
    own = await line_of(maria, operators, topic, "Tomorrow at nine.")
    own.message.content = {"text": "Today."}  # edited in this very moment
    await john.says("Good.", reply_to=answer, quote="at nine", answered=False)
    told = await line_of(maria, operators, topic, "Good.")
    assert (told.quote, told.reply_to) == ("", own.message.id)

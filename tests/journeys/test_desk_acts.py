"""What an operator does with a talk besides answering it."""

import pytest

from sandbox import Group, Person
from sandbox.acts import CannotAct
from sandbox.state import Topic
from tests.journeys.desk import asks, lines, seats, sees_topic
from tests.journeys.steps import links, until_quiet
from tests.running import Place


def name_of(operators: Group, topic: Topic) -> str:
    return operators.chat.topics[topic.id].name


async def until_named(operators: Group, topic: Topic, mark: str) -> None:
    await operators.world.feed.until(lambda: name_of(operators, topic).startswith(mark), operators.world.patience)


async def test_a_talk_is_closed_once_rated_and_opened_again_by_the_next_word(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    topic = await asks(john, operators)

    await maria.says("/close", at=operators, topic=topic.id, answered=False)
    await john.sees("is closed. If you write again, it goes on.")
    await until_named(operators, topic, "⚪️")
    await maria.says("/close", at=operators, topic=topic.id, answered=False)
    await maria.sees("Разговор закрыт", at=operators, topic=topic.id)
    assert sum("How were you helped?" in line.text for line in john.history) == 1

    await john.taps("⭐⭐⭐⭐⭐")
    await sees_topic(operators, "⭐️⭐️⭐️⭐️⭐️")
    await maria.says("/reopen", at=operators, topic=topic.id, answered=False)
    await until_named(operators, topic, "🟢")
    await maria.says("One more thing.", at=operators, topic=topic.id, answered=False)
    await john.sees("One more thing.")


async def test_an_operator_who_may_not_write_in_a_closed_topic_opens_it_by_the_button(
    bot: Place, john: Person, maria: Person, aliya: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    operators.joins(aliya)
    await seats(bot, aliya)
    topic = await asks(john, operators)
    for closes in ("operator", "consumer"):
        if closes == "operator":
            await aliya.says("/close", at=operators, topic=topic.id, answered=False)
        else:
            await john.says("One more thing?", answered=False)
            await until_named(operators, topic, "🔴")
            await john.says("/support")
            await john.taps("End the conversation")
        await operators.world.feed.until(lambda: operators.chat.topics[topic.id].closed, operators.world.patience)
        with pytest.raises(CannotAct, match="the topic is closed"):
            await aliya.says("/reopen", at=operators, topic=topic.id, answered=False)
        await aliya.taps("🟢", at=operators, topic=topic.id)
        await operators.world.feed.until(lambda: not operators.chat.topics[topic.id].closed, operators.world.patience)
        await aliya.says("And so on.", at=operators, topic=topic.id, answered=False)
        await john.sees("And so on.")


async def test_who_answers_how_urgent_it_is_and_what_about_stand_on_the_card(
    bot: Place, john: Person, maria: Person, aliya: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria, aliya)
    topic = await asks(john, operators)

    for command in ("/take", "/priority high", "/tag Tariff debt", "/tag -debt"):
        await maria.says(command, at=operators, topic=topic.id, answered=False)
    await until_card(operators, topic, "Мария", "высокая", "#tariff")
    assert "#debt" not in card_of(operators, topic)

    await aliya.says("// let me", at=operators, topic=topic.id, answered=False)
    theirs = next(line for line in lines(operators, topic) if line.text == "// let me")
    await maria.says("/assign", at=operators, topic=topic.id, reply_to=theirs.message, answered=False)
    await until_card(operators, topic, "Әлия")
    await maria.says("/assign 1", at=operators, topic=topic.id, answered=False)
    await until_card(operators, topic, "Мария")


async def test_what_is_written_wrongly_is_answered_with_how_it_is_written(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    topic = await asks(john, operators)
    expected = {
        "/priority urgent": "/priority low|normal|high",
        "/assign": "/assign 2",
        "/assign nobody": "nobody",
        "/tag ***": "/tag tariff -debt",
        "/edit this": "/edit …",
        "/reopen": "уже открыт",
        "/clsoe": "Такой команды нет",
        "/help": "/canned",
    }
    for command, part in expected.items():
        await maria.says(command, at=operators, topic=topic.id)
        await maria.sees(part, at=operators, topic=topic.id)

    await until_quiet(operators.world)
    assert "clsoe" not in " ".join(line.text for line in john.history)


async def test_the_history_of_all_talks_comes_into_the_topic_as_a_file_with_the_notes_marked(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    topic = await asks(john, operators)
    await maria.says("// he is <nice>", at=operators, topic=topic.id, answered=False)
    await maria.says("A tree has fallen.", at=operators, topic=topic.id, answered=False)
    await john.sees("A tree has fallen.")

    await maria.says("/history", at=operators, topic=topic.id, answered=False)
    await maria.sees("Разговоры потребителя", at=operators, topic=topic.id)
    file = operators.screen(topic.id).line
    assert file is not None
    page = operators.world.files[file.message.content["document"]["file_id"]].data.decode()
    for part in ("Why is it dark?", "A tree has fallen.", "Мария", 'class="note"', "he is &lt;nice&gt;"):
        assert part in page


async def test_the_card_comes_anew_and_the_old_one_goes(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    topic = await asks(john, operators)
    before = card_lines(operators, topic)

    await maria.says("/card", at=operators, topic=topic.id, answered=False)

    def anew() -> bool:
        now = card_lines(operators, topic)
        return len(now) == 1 and now != before

    await operators.world.feed.until(anew, operators.world.patience)


async def test_commands_work_as_replies_where_there_are_no_topics(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.chat.forum = False
    operators.add_bot(by=maria, manage_topics=False)
    await seats(bot, maria)
    await asks_without_topics(john, operators)
    question = next(line for line in operators.history if "Why is it dark?" in line.text)

    await maria.says("/card", at=operators, reply_to=question.message)
    await maria.sees("000100100", at=operators)
    await maria.says("/canned greeting", at=operators, reply_to=question.message)
    await maria.taps("Отправить", at=operators)
    await john.sees("Hello! My name is Мария.")
    await maria.says("/close", at=operators, reply_to=question.message, answered=False)
    await john.sees("is closed. If you write again, it goes on.")


async def asks_without_topics(person: Person, operators: Group) -> None:
    await links(person)
    await person.says("/support")
    await person.taps("Technical support")
    await person.says("Why is it dark?")
    await operators.world.feed.until(
        lambda: any("Why is it dark?" in line.text for line in operators.history), operators.world.patience
    )


def card_lines(operators: Group, topic: Topic) -> list[int]:
    return [line.message.id for line in lines(operators, topic) if "Потребитель №" in line.text]


def card_of(operators: Group, topic: Topic) -> str:
    return next(line.text for line in lines(operators, topic) if "Потребитель №" in line.text)


async def until_card(operators: Group, topic: Topic, *parts: str) -> None:
    await operators.world.feed.until(
        lambda: all(part in card_of(operators, topic) for part in parts), operators.world.patience
    )

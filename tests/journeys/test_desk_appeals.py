"""Operators answer appeals from their group, each for whom it is and once."""

from sandbox import Group, Person
from sandbox.screen import Line
from tests.journeys.desk import seats, sees_topic, written
from tests.journeys.steps import agrees, until_quiet
from tests.journeys.test_appeals import LETTER, writes
from tests.running import Place


async def sends(person: Person, text: str) -> None:
    """Send an appeal to the public reception in English."""
    await agrees(person)
    await writes(person, text)
    await person.taps("Send")
    await person.sees("Your appeal is registered")


async def test_an_answer_that_is_unclear_goes_nowhere_and_the_operator_learns_why(
    bot: Place, john: Person, aliya: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    await sends(john, "The first matter.")
    await agrees(aliya)
    await aliya.says("/support")
    await aliya.taps("Мобильді қабылдау")
    await aliya.says("Екінші мәселе.")
    await aliya.taps("Жіберу")
    first, second = await sees_topic(operators, "The first matter."), await sees_topic(operators, "Екінші мәселе.")

    for text, topic, refusal in (
        ("/answer Yes.", first, "На какое обращение?"),
        ("/answer A-2026-000002 Yes.", first, "A-2026-000002 — обращение другого потребителя"),
        ("/answer A-2026-000001", first, "Нет текста ответа на A-2026-000001"),
        ("/answer A-2026-000099 Yes.", second, "Обращения A-2026-000099 нет"),
    ):
        await maria.says(text, at=operators, topic=topic.id, answered=False)
        await sees_topic(operators, refusal)
    await john.sends_voice(answered=False)  # no answer has come to either
    assert not [line for person in (john, aliya) for line in person.history if "Yes." in line.text]

    await maria.says("/refuse a-2026-000001: No.", at=operators, topic=first.id, answered=False)
    await john.sees("Your request A-2026-000001 was refused.")
    await maria.says("/answer A-2026-000001 Yes.", at=operators, topic=first.id, answered=False)
    await sees_topic(operators, "По A-2026-000001 уже дан отказ: ничего не отправлено.")


async def test_outsiders_neither_answer_nor_see_the_list(
    bot: Place, john: Person, aliya: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    await sends(john, "The first matter.")
    topic = await sees_topic(operators, "The first matter.")

    await aliya.says("/answer A-2026-000001 Yes.", at=operators, topic=topic.id, answered=False)
    await aliya.says("/appeals", at=operators, topic=topic.id, answered=False)
    await until_quiet(bot.sandbox.world)

    assert not [line for line in john.history if "Yes." in line.text]
    assert not [text for text in written(operators, topic) if "срок" in text and "A-2026-000001 ·" in text]
    await maria.says("/appeals", at=operators, topic=topic.id, answered=False)
    await sees_topic(operators, "A-2026-000001 · мобильная приёмная · срок")


async def test_an_album_below_an_answer_goes_to_the_consumer_whole(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    await sends(john, "Where are the acts?")
    topic = await sees_topic(operators, "Where are the acts?")

    await maria.sends_album(
        [("first.pdf", LETTER), ("second.pdf", LETTER + b"2"), ("third.pdf", LETTER + b"3")],
        caption="/answer A-2026-000001 Here they are.",
        at=operators,
        topic=topic.id,
        answered=False,
    )

    await john.sees("📎 A-2026-000001 · 3")
    assert [line.file_name for line in john.history if line.file_name] == ["first.pdf", "second.pdf", "third.pdf"]
    assert sum("Here they are." in line.text for line in john.history) == 1


async def test_an_answer_that_does_not_reach_the_consumer_is_told(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    await sends(john, "Is anybody there?")
    topic = await sees_topic(operators, "Is anybody there?")
    await john.blocks()

    await maria.says("/answer A-2026-000001 Yes.", at=operators, topic=topic.id, answered=False)

    await sees_topic(operators, "Ответ на обращение A-2026-000001 не дошёл до потребителя.")


async def test_in_a_group_without_topics_a_reply_to_the_appeal_answers_it(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    operators.chat.forum = False
    await seats(bot, maria)
    await sends(john, "Is anybody there?")

    def shown() -> list[Line]:
        return [line for line in operators.history if "Is anybody there?" in line.text]

    await operators.world.feed.until(lambda: bool(shown()), operators.world.patience)
    await maria.says("/answer Yes.", at=operators, reply_to=shown()[0].message, answered=False)

    await john.sees("Your request A-2026-000001 is answered.")

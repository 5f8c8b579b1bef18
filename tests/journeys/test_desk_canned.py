"""An answer that the office has written once: looked at, sent once, changed, taken back."""

from sandbox import Group, Person
from tests.journeys.desk import asks, seats, written
from tests.journeys.steps import seen, until_quiet
from tests.running import Place


def times_seen(person: Person, part: str) -> int:
    return sum(part in line.text for line in person.history)


async def test_an_answer_is_shown_first_and_goes_out_once_in_the_language_of_the_consumer(
    bot: Place, aliya: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    topic = await asks(aliya, operators)

    await maria.says("/canned", at=operators, topic=topic.id)
    await maria.taps("readings", at=operators, topic=topic.id)
    await maria.sees("дербес шоты бойынша", at=operators, topic=topic.id)
    assert times_seen(aliya, "дербес шоты бойынша") == 0

    await maria.taps("Отправить", at=operators, topic=topic.id)
    await aliya.sees("000100100 дербес шоты бойынша")
    assert "қабылдаудың соңғы күні" in seen(aliya)
    maria.repeats_press()
    await until_quiet(operators.world)
    assert times_seen(aliya, "дербес шоты бойынша") == 1


async def test_what_was_sent_is_changed_and_taken_back_by_replies_to_it(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    topic = await asks(john, operators)
    await maria.says("/canned goodbye", at=operators, topic=topic.id)
    await maria.taps("Отправить", at=operators, topic=topic.id)
    await john.sees("Thank you for writing!")
    sent = next(line for line in operators.screen(topic.id).history if "goodbye" in line.text and not line.mine)

    await maria.says("/edit See you <soon>.", at=operators, topic=topic.id, reply_to=sent.message, answered=False)
    await john.sees("See you <soon>.")
    assert times_seen(john, "Thank you for writing!") == 0

    await maria.says("/delete", at=operators, topic=topic.id, reply_to=sent.message, answered=False)
    await john.world.feed.until(lambda: times_seen(john, "See you") == 0, john.world.patience)


async def test_an_answer_that_would_be_another_by_now_is_shown_again(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    topic = await asks(john, operators)
    await maria.says("/canned greeting", at=operators, topic=topic.id)
    await john.says("/language")
    await john.taps("Қазақша")

    await maria.taps("Отправить", at=operators, topic=topic.id)
    await maria.sees("Не отправлено", at=operators, topic=topic.id)
    assert times_seen(john, "Hello! My name is") == 0
    await maria.taps("Отправить", at=operators, topic=topic.id)
    await john.sees("Сәлеметсіз бе! Менің атым Мария")


async def test_an_outsider_sends_nothing_and_what_cannot_be_filled_in_is_said(
    bot: Place, john: Person, maria: Person, aliya: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    topic = await asks(john, operators)
    await maria.says("/canned balance", at=operators, topic=topic.id)
    await maria.sees("{as_of}", at=operators, topic=topic.id)  # no package has come: nothing is known of payments
    await maria.says("/canned nothing", at=operators, topic=topic.id)
    await maria.sees("Готового ответа с таким именем нет: nothing", at=operators, topic=topic.id)
    await maria.says("/canned greeting", at=operators, topic=topic.id)

    await aliya.taps("Отправить", at=operators, topic=topic.id)
    await until_quiet(operators.world)
    assert any(f"/operators add {aliya.id}" in text for text in written(operators, topic))
    assert times_seen(john, "Hello! My name is") == 0

"""Short answers before an operator is asked, and a message that nobody understood passed on by one press."""

import pytest

from sandbox import Group, Person
from sandbox.acts import press_again
from tests.journeys.desk import bans, seats, sees_topic, written
from tests.journeys.steps import agrees, links, presses_forged, seen, until_quiet
from tests.running import Place

WORDS = {
    "aliya": ("Жарық жоқ болса", "автоматты ажыратқышты тексеріңіз", "Көмектесті", "Көмектескеніне қуаныштымыз"),
    "maria": ("Нет света", "проверьте автоматический выключатель", "Помогло", "Рады, что помогло"),
    "john": ("No power", "Check your circuit breaker", "It helped", "Glad to hear it"),
}


@pytest.fixture
async def desk(bot: Place, operators: Group, maria: Person) -> Group:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    return operators


@pytest.mark.parametrize("name", sorted(WORDS))
async def test_a_short_answer_is_offered_first_and_helps(bot: Place, request: pytest.FixtureRequest, name: str) -> None:
    person: Person = request.getfixturevalue(name)
    question, answer, helped, thanks = WORDS[name]
    await links(person)

    await person.says("/support")
    await person.taps(question)
    assert answer in person.screen.text

    await person.taps(helped)
    assert thanks in person.screen.text


async def test_an_answer_opens_the_part_of_the_bot_that_it_speaks_of(bot: Place, john: Person) -> None:
    await links(john)
    await john.says("/support")
    await john.taps("When do I submit readings?")

    await john.taps("Submit readings")

    by_button = john.screen.text
    await john.says("/readings")
    assert john.screen.text == by_button


async def test_who_is_not_helped_writes_to_an_operator(desk: Group, john: Person) -> None:
    await links(john)
    await john.says("/support")
    await john.taps("No power")
    await john.taps("Write to an operator")
    await john.says("The breaker is on, and it is still dark")

    await john.sees("Passed on to an operator")
    await sees_topic(desk, "The breaker is on, and it is still dark")


async def test_the_answers_stand_before_the_question_as_well(desk: Group, maria: Person) -> None:
    await links(maria)
    await maria.says("/support")
    await maria.taps("Техническая поддержка")
    await maria.taps("Частые вопросы")
    await maria.taps("Почему вырос счёт?")
    assert "перерасчёт" in maria.screen.text

    await maria.says("Всё равно непонятно", answered=False)

    await maria.sees("Передано оператору")
    await sees_topic(desk, "Всё равно непонятно")


async def test_thanks_end_what_was_begun(desk: Group, john: Person) -> None:
    await links(john)
    await john.says("/support")
    await john.taps("Technical support")
    await john.taps("Short answers")
    await john.taps("No power")
    await john.taps("It helped")

    await john.says("Thanks a lot")

    assert "I did not understand" in john.screen.text
    assert desk.topics == []


@pytest.mark.parametrize(
    ("name", "text", "told", "button", "passed"),
    [
        ("aliya", "Бағандағы сым қиылып тұр", "Кешіріңіз, түсінбедім", "Операторға жеткізу", "Операторға жіберілді"),
        ("maria", "Провод на столбе оборван", "не понял", "Передать оператору", "Передано оператору"),
        ("john", "A wire hangs from the pole", "I did not understand", "Pass it on", "Passed on to an operator"),
    ],
)
async def test_what_nobody_understood_goes_to_an_operator_by_one_press(
    desk: Group, request: pytest.FixtureRequest, name: str, text: str, told: str, button: str, passed: str
) -> None:
    person: Person = request.getfixturevalue(name)
    await links(person)

    await person.says(text)
    assert told in person.screen.text
    assert person.history[-1].message.reply_to == person.history[-2].message.id
    await person.taps(button)

    assert passed in person.screen.text
    topic = await sees_topic(desk, text)
    await until_quiet(desk.world)
    assert written(desk, topic).count(text) == 1


async def test_pressed_twice_it_goes_once_and_reopens_nothing(desk: Group, john: Person) -> None:
    await links(john)
    await john.says("A wire hangs from the pole")
    await john.taps("Pass it on")
    await john.sees("Passed on to an operator")
    topic = await sees_topic(desk, "A wire hangs from the pole")
    await john.taps("End the conversation")
    await john.sees("is closed")

    press = next(query for query in desk.world.queries.values() if query.data.startswith("passon"))
    press_again(desk.world, press)
    await until_quiet(desk.world)

    assert written(desk, topic).count("A wire hangs from the pole") == 1
    await john.says("/support")
    assert "is open" not in john.screen.text


async def test_what_was_changed_before_the_press_goes_as_it_is_now(desk: Group, john: Person) -> None:
    await links(john)
    await john.says("A wire hanks from the pole")
    await john.edits("A wire hangs from the pole")
    await john.taps("Pass it on")

    await sees_topic(desk, "A wire hangs from the pole")


async def test_a_deleted_message_is_asked_for_once_more(desk: Group, john: Person) -> None:
    await links(john)
    await john.says("A wire hangs from the pole")
    john.deletes(john.history[-2])

    await john.taps("Pass it on")
    assert "Please write it once more." in john.screen.text
    await john.says("It hangs there still")

    await john.sees("Passed on to an operator")
    await sees_topic(desk, "It hangs there still")


async def test_a_forged_number_passes_nothing_on(desk: Group, john: Person) -> None:
    await links(john)
    await john.says("A wire hangs from the pole")
    await presses_forged(john, "passon:1")

    assert "Please write it once more." in john.screen.text
    assert desk.topics == []


async def test_the_answer_that_fits_is_offered_and_the_message_is_not_lost_beneath_it(
    desk: Group, maria: Person
) -> None:
    await links(maria)

    await maria.says("Почему так дорого?")
    assert "Возможно, Ваш вопрос есть здесь" in maria.screen.text
    await maria.taps("Почему вырос счёт?")
    assert "перерасчёт" in maria.screen.text
    await maria.taps("Передать оператору")

    await maria.sees("Передано оператору")
    await sees_topic(desk, "Почему так дорого?")


async def test_a_photo_out_of_the_blue_goes_to_an_operator_by_one_press(desk: Group, maria: Person) -> None:
    await links(maria)

    await maria.sends_photo(b"picture", caption="Столб упал")
    assert "Я не умею смотреть фотографии и видео." in maria.screen.text
    await maria.taps("Передать оператору")

    await maria.sees("Передано оператору")
    await sees_topic(desk, "Столб упал")


async def test_who_is_banned_is_offered_no_operator_and_gets_none_by_an_old_button(
    desk: Group, bot: Place, john: Person
) -> None:
    await links(john)
    await john.says("A wire hangs from the pole")
    await bans(bot, john)

    await john.taps("Pass it on")
    assert "You cannot write to the operators" in john.screen.text

    await john.says("And yet it hangs")
    assert "Pass it on" not in " ".join(john.screen.inline)
    assert desk.topics == []


async def test_without_a_consent_nothing_is_passed_on(desk: Group, john: Person) -> None:
    await agrees(john)
    await john.says("/cancel")
    await john.says("A wire hangs from the pole")
    offer = john.history[-1]
    await john.says("/privacy")
    await john.taps("Withdraw and erase")
    await john.taps("Yes")

    button = offer.message.markup["inline_keyboard"][0][0]
    await john.presses(offer.message, button)

    assert "consent" in seen(john).lower()
    assert desk.topics == []

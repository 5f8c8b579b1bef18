"""A consumer writes an appeal: kind, account, words, papers, last look, number; the answer comes into the chat."""

import pytest

from sandbox import Group, Person
from tests.journeys.desk import seats, sees_topic, written
from tests.journeys.steps import agrees, links, presses_forged, seen, until_quiet
from tests.journeys.test_campaigns_office import PIXEL
from tests.running import Place

LETTER = b"%PDF-1.4 a letter"
RECEPTION = {"kk": "Мобильді қабылдау", "ru": "Мобильная приёмная", "en": "Public reception"}
SEND = {"kk": "Жіберу", "ru": "Отправить", "en": "Send"}
REGISTERED = {"kk": "Өтінішіңіз тіркелді", "ru": "Обращение зарегистрировано", "en": "Your appeal is registered"}
ANSWERED = {
    "kk": "өтінішіңізге жауап берілді",
    "ru": "На Ваше обращение A-2026-000001 дан ответ",
    "en": "Your request A-2026-000001 is answered",
}


async def writes(person: Person, text: str) -> None:
    """Write to the public reception, as far as the last look."""
    language = person.account.language
    await person.says("/support")
    await person.taps(RECEPTION[language])
    await person.says(text)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
async def test_reception_takes_an_appeal_of_somebody_without_an_account_and_answers_it(
    bot: Place, aliya: Person, maria: Person, john: Person, operators: Group, language: str
) -> None:
    operators.add_bot(by=maria)
    operator = john if language != "en" else maria
    await seats(bot, operator)
    person = {"kk": aliya, "ru": maria, "en": john}[language]
    await agrees(person)
    await writes(person, "The lamp over our yard is dark.")
    assert "«The lamp over our yard is dark.»" in seen(person)

    await person.taps(SEND[language])

    await person.sees(REGISTERED[language])
    assert "A-2026-000001" in seen(person)
    topic = await sees_topic(operators, "The lamp over our yard is dark.")
    await operator.says("/answer A-2026-000001 It will burn.", at=operators, topic=topic.id, answered=False)
    await person.sees(ANSWERED[language])
    assert "It will burn." in seen(person)


async def test_papers_come_after_the_words_in_their_order_and_those_of_the_answer_come_back(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    await links(john)
    await writes(john, "The bill is wrong.")
    await john.says("It has always been 100 kWh.")
    await john.sends_photo(PIXEL, caption="the meter")
    await john.sends_document("contract.pdf", LETTER)
    assert "«The bill is wrong.\n\nIt has always been 100 kWh.»" in seen(john)
    assert "2 papers go along." in seen(john)
    await john.taps("Send")
    await john.sees("Your appeal is registered")

    topic = await sees_topic(operators, "2/2")
    said = written(operators, topic)
    words = next(at for at, text in enumerate(said) if "It has always been 100 kWh." in text)
    assert [text for text in said[words + 1 :] if "📎" in text] == [
        "📎 A-2026-000001 · 1/2\nthe meter",
        "📎 A-2026-000001 · 2/2",
    ]
    shown = operators.screen(topic.id).history[words]
    await maria.sends_document(
        "reply.pdf",
        LETTER,
        caption="/answer The bill is right.",
        at=operators,
        topic=topic.id,
        reply_to=shown.message,
        answered=False,
    )
    await john.sees("📎 A-2026-000001 · 1")
    assert john.history[-1].file_name == "reply.pdf"
    assert "The bill is right." in john.history[-2].text
    await sees_topic(operators, "На обращение A-2026-000001 дан ответ")


async def test_an_album_is_taken_at_once_and_answered_once(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await agrees(john)
    await writes(john, "Look at the poles.")
    before = len(john.history)

    await john.sends_album([PIXEL, PIXEL + b"2", PIXEL + b"3"], caption="three poles")
    await until_quiet(bot.sandbox.world)

    assert [line.mine for line in john.history[before:]].count(False) == 1
    assert "The photos and documents of the album go along." in seen(john)
    await john.taps("Send")
    await sees_topic(operators, "3/3")


async def test_an_identity_document_is_refused_by_the_rule_and_the_form_goes_on(bot: Place, maria: Person) -> None:
    await agrees(maria)
    await writes(maria, "Прошу принять.")
    await maria.sends_photo(PIXEL, caption="моё удостоверение личности")
    assert "Документы, удостоверяющие личность, предъявляются в офисе" in seen(maria)
    assert "Этот файл не приложен." in seen(maria)

    await maria.sends_document("жеке куәлік.pdf", LETTER)
    assert "предъявляются в офисе" in seen(maria)
    await maria.sends_voice()
    assert "К обращению можно приложить фото или документ." in seen(maria)
    await maria.taps("К форме")
    assert "«Прошу принять.»" in seen(maria)
    assert "Прилага" not in seen(maria)


async def test_a_dispute_is_about_an_account_and_may_be_withdrawn(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await links(john)
    await john.says("/support")
    await john.taps("Dispute a charge")
    assert "Account: 000100100" in seen(john)
    await john.says("I was away all month.")
    await john.taps("Send")
    await john.sees("Reply due:")
    await sees_topic(operators, "I was away all month.")

    await john.says("/support")
    await john.taps("My requests")
    assert "A-2026-000001, dispute of a charge: with the office, answer by" in seen(john)
    await john.taps("A-2026-000001")
    await john.taps("Withdraw")
    assert "Nobody will answer it then." in seen(john)
    await john.taps("Yes")
    assert "The request A-2026-000001 is withdrawn." in seen(john)
    await sees_topic(operators, "Потребитель отозвал обращение A-2026-000001.")


async def test_feedback_is_thanked_for_and_has_no_day(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await agrees(john)
    await john.says("/support")
    await john.taps("Feedback")
    await john.says("The bot is good.")
    await john.taps("Send")

    assert "Thank you! Your words are with the office. No. A-2026-000001." in seen(john)
    assert "due" not in seen(john)


async def test_the_second_press_finds_the_first_ones_appeal(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await agrees(john)
    await writes(john, "Twice.")
    await john.taps("Send")
    await john.sees("A-2026-000001")

    john.repeats_press()
    await until_quiet(bot.sandbox.world)

    await john.says("/support")
    await john.taps("My requests")
    assert "A-2026-000001" in seen(john)
    assert "A-2026-000002" not in seen(john)
    topic = await sees_topic(operators, "Twice.")
    assert sum("Twice." in text for text in written(operators, topic)) == 1


async def test_papers_and_words_can_be_taken_out_again_and_without_words_nothing_goes(bot: Place, john: Person) -> None:
    await links(john)
    await john.says("/support")
    await john.taps("Requests with papers")
    await john.taps("Change of the owner")
    await john.sends_photo(PIXEL)
    assert "1 paper goes along." in seen(john)
    assert "✅ Send" not in john.screen.inline
    await john.says("I have bought the flat.")
    await john.taps("Without papers")
    assert "Photos and documents may go along: up to 10, each up to 20 MB." in seen(john)
    await john.taps("Write anew")
    assert "Write who is the new owner" in seen(john)
    await john.taps("Cancel")

    await presses_forged(john, "appealsend:0123456789abcdef")
    await until_quiet(bot.sandbox.world)
    assert any("This form is not being filled in any more." in line.text for line in john.history)


async def test_a_text_of_more_than_three_thousand_signs_is_refused_and_what_stood_there_is_kept(
    bot: Place, john: Person
) -> None:
    await agrees(john)
    await writes(john, "First.")
    await john.says("x" * 3000)
    assert "That makes 3,008 characters; 3,000 is the most." in seen(john)
    await john.taps("To the form")
    assert "«First.»" in seen(john)

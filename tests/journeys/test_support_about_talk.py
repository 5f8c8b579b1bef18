"""What «ask about this» does to a talk, and what it never passes by: the ban, the consent, the owner of an account."""

import pytest

from sandbox import Group, Person
from tests.databases import NOW
from tests.journeys.desk import bans, seats, sees_topic, written
from tests.journeys.steps import AMOUNT, NUMBER, links, presses_forged, seen, sees_linked, submits, until_quiet
from tests.running import Place

ASK = {"kk": "Бұл туралы сұрау", "ru": "Спросить об этом", "en": "Ask about this"}
ADD = {"kk": "Шот қосу", "ru": "Добавить счёт", "en": "Add account"}
READ = {"aliya": "көрсеткіш · № ", "maria": "показание · № ", "john": "a reading · № "}
MOMENT = NOW


@pytest.fixture
async def desk(bot: Place, operators: Group, maria: Person) -> Group:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    return operators


def above(desk: Group, question: str) -> str:
    """Return what the bot says right above a question."""
    found = [written(desk, topic) for topic in desk.topics]
    lines = next(lines for lines in found if question in lines)
    return lines[lines.index(question) - 1].replace("\u00a0", " ")


@pytest.mark.parametrize("name", sorted(READ))
async def test_a_reading_is_asked_about_by_its_number_and_its_account_is_found_among_several(
    desk: Group, request: pytest.FixtureRequest, name: str
) -> None:
    person: Person = request.getfixturevalue(name)
    language = str(person.account.language)
    await links(person, "000400111", "5666,11")
    await submits(person, "12 345")
    proof = person.screen.menu
    assert proof is not None
    assert proof.markup is not None
    ask = next(each for row in proof.markup["inline_keyboard"] for each in row if ASK[language] in each["text"])
    await person.says("/accounts")
    await person.taps(ADD[language])
    await person.says(f"{NUMBER}\n{AMOUNT}")
    await sees_linked(person, NUMBER)

    await person.presses(proof, ask)
    assert f"{READ[name]}202611-000001 · 000400111" in seen(person).splitlines()[0]
    await person.says("reading?")

    await sees_topic(desk, "reading?")
    assert above(desk, "reading?") == "❓ Вопрос касается: показание\n000400111 · № 202611-000001"


async def test_in_an_open_talk_the_line_comes_before_the_next_message_each_time(desk: Group, john: Person) -> None:
    await links(john)
    await john.says("/support")
    await john.taps("Technical support")
    await john.says("Good morning")
    await john.sees("Passed on to an operator")

    for question in ("first?", "second?"):
        await john.says("/balance")
        await john.taps("Account card")
        await john.taps("Ask about this")
        await john.says(question)
        await sees_topic(desk, question)
        assert above(desk, question) == "❓ Вопрос касается: лицевой счёт\n000100100"

    await john.says("and more", answered=False)
    await sees_topic(desk, "and more")
    assert above(desk, "and more") == "second?"
    assert len(desk.topics) == 1


async def test_a_notice_about_safety_is_asked_about_as_well(desk: Group, john: Person, aliya: Person) -> None:
    await links(john)
    await links(aliya)
    await john.sees("Another chat has been linked")

    await john.taps("Ask about this")
    await john.says("who is it?")

    await sees_topic(desk, "who is it?")
    assert above(desk, "who is it?").startswith("❓ Вопрос касается: уведомление\n000100100 · «Привязан другой чат» · ")


async def test_who_is_banned_meets_the_ban_at_this_door_too(bot: Place, desk: Group, john: Person) -> None:
    await links(john)
    await john.says("/balance")
    await john.taps("Account card")
    await bans(bot, john)

    await john.taps("Ask about this")

    assert "You cannot write to the operators" in john.screen.text
    await john.says("let me in")
    assert desk.topics == []


async def test_who_is_banned_while_he_writes_meets_it_before_his_words_go(
    bot: Place, desk: Group, john: Person
) -> None:
    await links(john)
    await john.says("/balance")
    await john.taps("Account card")
    await john.taps("Ask about this")
    await bans(bot, john)

    await john.says("let me in")

    assert "You cannot write to the operators" in john.screen.text
    assert desk.topics == []


async def test_without_a_consent_the_button_asks_for_it(desk: Group, john: Person) -> None:
    await links(john)
    await john.says("/balance")
    await john.taps("Account card")
    card = john.screen.menu
    assert card is not None
    assert card.markup is not None
    ask = next(each for row in card.markup["inline_keyboard"] for each in row if "Ask about" in each["text"])
    await john.says("/privacy")
    await john.taps("Withdraw and erase")
    await john.taps("Yes")

    await john.presses(card, ask)

    assert "consent" in seen(john).lower()
    await john.says("let me in")
    await until_quiet(desk.world)
    assert desk.topics == []


@pytest.mark.parametrize(
    "forged", ["askabout:bill:999:2026-10", "askabout:reading:0:202611-000999", "askabout:account:-1:"]
)
async def test_what_is_not_ones_own_cannot_be_asked_about(desk: Group, john: Person, forged: str) -> None:
    await links(john)
    await john.says("/balance")

    await presses_forged(john, forged)
    assert "Question about" not in seen(john)
    await john.says("let me in")

    assert desk.topics == []


async def test_a_forged_number_is_told_as_it_stands(desk: Group, john: Person) -> None:
    await links(john)
    await john.says("/balance")
    await presses_forged(john, "askabout:bill:0:2026-13")

    await john.says("which?")

    await sees_topic(desk, "which?")
    assert above(desk, "which?") == "❓ Вопрос касается: счёт-квитанция\n000100100 · 2026-13"

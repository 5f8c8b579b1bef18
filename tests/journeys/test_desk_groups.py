"""The operators' group as it may be: without topics, without rights, moved, lost, and slower than what is said."""

from pathlib import Path

import pytest

from core.retailer import DEMO_FILE
from sandbox import Group, Person, Sandbox
from tests.journeys.conftest import Way
from tests.journeys.desk import SUPPORT, asks, lines, seats, sees_topic, until_heard, until_in_topic
from tests.journeys.steps import links, until_quiet
from tests.running import Place


@pytest.fixture
def operators(request: pytest.FixtureRequest, sandbox: Sandbox) -> Group:
    kind = getattr(request, "param", "forum")
    if kind == "group":
        return sandbox.world.group("Desk", kind="group")
    return sandbox.world.group("Desk", forum=kind == "forum")


@pytest.fixture
def semey(sandbox: Sandbox) -> Group:
    """The group for the consumers of one branch."""
    return sandbox.world.group("Semey", forum=True)


@pytest.fixture
async def place(place: Place, semey: Group, tmp_path: Path) -> Place:
    file = tmp_path / "retailer.toml"
    groups = f'[[desk.groups]]\nchat_id = {semey.id}\nbranches = ["SEM"]\n'
    file.write_text(DEMO_FILE.read_text(encoding="utf-8") + groups, encoding="utf-8")
    place.more["RETAILER_FILE"] = str(file)
    return place


@pytest.fixture
async def dana(bot: Place, operators: Group) -> Person:
    found = operators.world.person("Dana", language="en")
    operators.add_bot(by=found)
    await seats(bot, found)
    return found


async def writes(person: Person, text: str) -> None:
    await links(person)
    await person.says("/support")
    await person.taps(SUPPORT["en"])
    await person.says(text)


async def until_in_group(operators: Group, part: str) -> None:
    await operators.world.feed.until(
        lambda: any(part in line.text for line in operators.history), operators.world.patience
    )


def line_of(operators: Group, part: str) -> object:
    return next(line for line in reversed(operators.history) if part in line.text)


@pytest.mark.parametrize("operators", ["plain"], indirect=True)
async def test_a_group_without_topics_works_by_replies(
    bot: Place, dana: Person, john: Person, operators: Group
) -> None:
    await writes(john, "Why is it dark?")
    await until_in_group(operators, "Why is it dark?")
    question = next(line for line in operators.history if "Why is it dark?" in line.text)
    assert "000100100" in question.text
    await until_in_group(operators, "нет тем")

    await dana.says("A tree has fallen", at=operators, reply_to=question, answered=False)
    await until_heard(john, "A tree has fallen")

    await dana.says("What a day", at=operators, answered=False)
    await until_quiet(john.world)
    assert all("What a day" not in line.text for line in john.history)


@pytest.mark.parametrize("operators", ["plain"], indirect=True)
async def test_words_too_long_to_stand_below_their_heading_come_after_it(
    bot: Place, dana: Person, john: Person, operators: Group
) -> None:
    long = "dark " * 818 + "night"
    await writes(john, long)
    await until_in_group(operators, "night")
    message = next(line for line in operators.history if "night" in line.text)
    assert message.text == long

    await dana.says("Sleep well", at=operators, reply_to=message, answered=False)
    await until_heard(john, "Sleep well")


@pytest.mark.parametrize("operators", ["forum"], indirect=True)
async def test_a_bot_without_the_right_to_topics_says_so_and_goes_on_by_replies(
    bot: Place, john: Person, operators: Group
) -> None:
    dana = operators.world.person("Dana", language="en")
    operators.add_bot(by=dana, manage_topics=False)
    await seats(bot, dana)
    await writes(john, "Why is it dark?")
    await until_in_group(operators, "Why is it dark?")
    await until_in_group(operators, "сделайте его администратором")
    question = next(line for line in operators.history if "Why is it dark?" in line.text)
    await dana.says("A tree", at=operators, reply_to=question, answered=False)
    await until_heard(john, "A tree")

    operators.add_bot(by=dana)
    await until_quiet(john.world)
    await john.says("When will it be over?", answered=False)
    await sees_topic(operators, "When will it be over?")


@pytest.mark.parametrize("new_first", [False, True])
@pytest.mark.parametrize("operators", ["group"], indirect=True)
async def test_a_group_that_becomes_a_supergroup_keeps_its_talks(
    bot: Place, dana: Person, john: Person, operators: Group, new_first: bool
) -> None:
    await writes(john, "Why is it dark?")
    await until_in_group(operators, "Why is it dark?")
    new = operators.migrate(by=dana, new_first=new_first)
    await until_quiet(john.world)

    await john.says("When will it be over?", answered=False)
    await until_in_group(new, "When will it be over?")
    question = next(line for line in new.history if "When will it be over?" in line.text)
    await dana.says("At noon", at=new, reply_to=question, answered=False)

    await until_heard(john, "At noon")


async def test_each_branch_has_its_group(
    bot: Place, dana: Person, john: Person, maria: Person, operators: Group, semey: Group
) -> None:
    semey.add_bot(by=dana)
    await asks(john, operators)
    await links(maria, "000200200", "2222,22")
    await maria.says("/support")
    await maria.taps(SUPPORT["ru"])
    await maria.says("Почему темно?")

    topic = await sees_topic(semey, "Почему темно?")
    await dana.says("Упало дерево", at=semey, topic=topic.id, answered=False)

    await until_heard(maria, "Упало дерево")
    assert len(operators.topics) == len(semey.topics) == 1


async def test_what_is_said_while_the_bot_is_out_of_the_group_comes_when_it_is_back(
    bot: Place, dana: Person, john: Person, operators: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.jobs.relay._KICKED_WAIT", 0.5)
    topic = await asks(john, operators)
    operators.remove_bot(by=dana)
    await john.says("Are you there?", answered=False)
    await until_quiet(john.world)

    operators.add_bot(by=dana)

    await until_in_topic(operators, topic, "Are you there?")


async def test_a_topic_that_an_operator_has_closed_opens_for_a_new_message(
    bot: Place, dana: Person, john: Person, operators: Group
) -> None:
    topic = await asks(john, operators)
    operators.close_topic(topic, by=dana.id)

    await john.says("Are you there?", answered=False)

    await until_in_topic(operators, topic, "Are you there?")


async def test_a_group_that_takes_twenty_a_minute_loses_nothing_and_answers_do_not_wait(
    bot: Place,
    way: Way,
    sandbox: Sandbox,
    dana: Person,
    john: Person,
    operators: Group,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    topic = await asks(john, operators)
    sandbox.limits.enabled = True
    texts = [f"word {number}" for number in range(14)]
    for text in texts:
        await john.says(text, answered=False)
    await dana.says("I read all of it", at=operators, topic=topic.id, answered=False)

    await until_heard(john, "I read all of it")
    assert not all(any(text == line.text for line in lines(operators, topic)) for text in texts)
    await operators.world.feed.until(
        lambda: [line.text for line in lines(operators, topic) if line.text.startswith("word ")] == texts, 60
    )
    assert sandbox.limits.refused <= 2

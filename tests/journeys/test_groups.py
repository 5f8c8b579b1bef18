"""In a group nothing personal is shown; a group that the bot does not know is left."""

import pytest

from sandbox import Group, Person, Sandbox
from tests.journeys.steps import links, until_quiet
from tests.running import Place

COMMANDS = ("/start", "/menu", "/balance", "/accounts", "/settings", "/privacy", "/logout", "/help")
PRIVATE_ONLY = "Личные данные я показываю только в личном чате"


@pytest.mark.parametrize("admin", [True, False])
async def test_an_unknown_group_is_told_why_and_left(bot: Place, sandbox: Sandbox, maria: Person, admin: bool) -> None:
    await links(maria)
    group = sandbox.world.group("Подъезд", members=(maria,))

    group.add_bot(by=maria, admin=admin)
    await until_quiet(sandbox.world)

    assert group.chat.bot == "left"
    said = [line.text for line in group.history if not line.mine and not line.message.service]
    assert [PRIVATE_ONLY in text for text in said] == [True]


async def test_a_channel_is_left_without_a_word(bot: Place, sandbox: Sandbox, maria: Person) -> None:
    channel = sandbox.world.group("Новости дома", kind="channel", members=(maria,))

    channel.add_bot(by=maria)
    await until_quiet(sandbox.world)

    assert channel.chat.bot == "left"
    assert [line for line in channel.history if not line.message.service] == []


async def test_the_operators_chat_sees_nothing_personal(
    bot: Place, sandbox: Sandbox, operators: Group, maria: Person
) -> None:
    await links(maria)
    operators.add_bot(by=maria)
    topic = operators.open_topic("Вопросы")

    for command in COMMANDS:
        await maria.says(command, at=operators, topic=topic.id)
        told = "Работа оператора" if command == "/help" else PRIVATE_ONLY
        assert told in operators.screen().text

    await maria.says("000100100; 4667,34", at=operators, answered=False)
    operators.says_anonymously("/balance")
    await until_quiet(sandbox.world)
    said = "\n".join(line.text for line in operators.history if not line.mine)
    assert "000100100" not in said
    assert "Ахметова" not in said
    assert operators.chat.bot == "administrator"


async def test_a_button_pressed_in_a_group_shows_nothing(
    bot: Place, sandbox: Sandbox, operators: Group, maria: Person
) -> None:
    await links(maria)
    operators.add_bot(by=maria)
    await maria.says("/balance", at=operators)
    told = operators.history[-1].message

    for data in ("card:1:0", "balance:1", "account:1", "accounts:0", "infull:1"):
        button = {"text": "?", "callback_data": data}
        told.markup = {"inline_keyboard": [[button]]}
        await maria.presses(told, button)
        assert maria.toast == "Личные данные показываются только в личном чате."

    await until_quiet(sandbox.world)
    assert operators.history[-1].message is told

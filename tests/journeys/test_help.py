import re

import pytest

from sandbox import Person
from tests.journeys.steps import links
from tests.running import Place

NEVER = {"aliya": "SMS-кодты", "maria": "код из SMS", "john": "a code from an SMS"}


@pytest.mark.parametrize("name", sorted(NEVER))
async def test_help_lists_the_commands_the_contacts_and_what_is_never_asked(
    bot: Place, request: pytest.FixtureRequest, name: str
) -> None:
    person: Person = request.getfixturevalue(name)

    await person.says("/help")

    assert "/menu —" in person.screen.text
    assert "+7 7232 00-00-00" in person.screen.text
    assert NEVER[name] in person.screen.text


async def test_each_command_that_help_names_is_answered(bot: Place, maria: Person) -> None:
    await links(maria)
    await maria.says("/help")
    commands = re.findall(r"^(/[a-z]+) —", maria.screen.text, re.MULTILINE)
    assert len(commands) >= 8

    for command in commands:
        await maria.says(command)
        assert "нет." not in maria.screen.text

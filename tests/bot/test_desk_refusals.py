"""Each reason for which the desk refuses an operator has words."""

import re

from bot.screens.desk_refusals import SYNTAX, WORDS
from tests.house.sources import ROOT


def test_each_reason_has_words_and_each_command_its_right_form() -> None:
    found = {
        match
        for folder in ("core", "bot")
        for file in (ROOT / folder).rglob("*.py")
        for match in re.findall(r'DeskRefused\("(\w+)"(?:, command="(\w+)")?', file.read_text(encoding="utf-8"))
    }

    assert found
    assert {why for why, _ in found} == set(WORDS)
    assert {command for why, command in found if why == "syntax"} == set(SYNTAX)

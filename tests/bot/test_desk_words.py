"""Every word of the bot's own to the operators can be said in each language, with what core gives it."""

import re

import pytest

from bot.screens import desk
from core.i18n import translator
from tests.house.sources import ROOT

VALUES = {
    "talk_waits": {"minutes": 135, "assignee": 7, "name": "<Айгүл>"},
    "talk_closed_by_time": {"talk": 5, "days": 5},
    "desk_digest": {
        "open": 12,
        "waiting": 3,
        "unassigned": 4,
        "longest": 9,
        "minutes": 61,
        "appeals": 2,
        "due_today": 1,
        "overdue": 1,
    },
    "talk_not_changed": {"why": "<Айгүл>"},
    "desk_behind": {"number": 40, "seconds": 75},
    "operator_gone": {"user": 7, "name": "<Айгүл>"},
    "data_revealed": {},
}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("name", sorted(VALUES))
def test_it_can_be_said(name: str, language: str) -> None:
    text = desk.WORDS[name](VALUES[name], translator(language)).text

    assert text
    assert not re.search(r"\{\w+\}", text)
    assert "<Айгүл>" not in text


def test_who_has_taken_a_late_talk_is_mentioned_and_nobody_else() -> None:
    tr = translator("en")

    assert 'href="tg://user?id=7"' in desk.talk_waits(VALUES["talk_waits"], tr).text
    assert "2 h 15 min" in desk.talk_waits(VALUES["talk_waits"], tr).text
    nobody = desk.talk_waits({"minutes": 30, "assignee": 0, "name": ""}, tr).text
    assert "/take" in nobody
    assert "href" not in nobody


def test_a_morning_without_work_is_short() -> None:
    calm = dict.fromkeys(("open", "waiting", "unassigned", "longest", "minutes", "appeals", "due_today", "overdue"), 0)

    assert desk.desk_digest(calm, translator("en")).text.splitlines()[-1] == "🟢 Nobody waits for an answer."


def test_every_word_that_core_asks_for_is_known() -> None:
    asked = {
        name
        for file in (ROOT / "core" / "desk").rglob("*.py")
        for name in re.findall(
            r'tell_(?:thread|group)\([^)]*?name="(\w+)"', file.read_text(encoding="utf-8"), re.DOTALL
        )
    }

    assert {"talk_waits", "desk_digest", "operator_gone"} <= asked
    assert asked <= set(desk.WORDS)

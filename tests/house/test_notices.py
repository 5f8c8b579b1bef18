"""Whatever the core queues for another chat has words; a name without them would be found at sending only."""

import ast
from collections.abc import Iterator

from bot.screens.notices import NOTICES
from tests.running import ROOT


def queued() -> Iterator[str]:
    """Yield the name in each `post(…, name=…)`, `alarm(…, name=…)`, `raise_(…)` and `say(…)` of core and bot."""
    for path in [*ROOT.glob("core/**/*.py"), *ROOT.glob("bot/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                found = {word.arg: word.value for word in node.keywords}.get("name")
                if node.func.attr in {"raise_", "say"} and node.args:
                    found = node.args[0]
                if node.func.attr in {"post", "alarm", "raise_", "say"} and isinstance(found, ast.Constant):
                    yield str(found.value)


def test_each_queued_message_has_words_and_each_of_the_words_is_queued() -> None:
    assert set(queued()) == set(NOTICES)

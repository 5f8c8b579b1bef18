"""A newcomer's walk: whoever knows a flow's word finds its handlers, screens, what it awaits and its journey."""

import ast
import re
from pathlib import Path
from types import ModuleType

import pytest

from bot.handlers import FLOWS
from bot.screens import commands
from core.i18n import translator
from sandbox import Person
from tests.house.sources import ROOT, dotted, sources

TREES = dict(sources("bot", "tests"))
# What belongs to no flow: the kinds of screen, words of refusals and faults, of messages to others, of the menu.
SHARED = {
    "screens": {"screen", "refusals", "trouble", "notices", "commands"},
    "keyboards": {"menu", "calendar", "days"},
}
SENDING = re.compile(r"answer|reply|forward|(answer|reply|send|edit|delete|copy|forward)_\w+")
# What a person does in a journey: says, taps, shares_contact …
DEEDS = {name for name in vars(Person) if not name.startswith("_")}
WORDS = [flow.__name__.rpartition(".")[2] for flow in FLOWS]


def exists(path: str) -> bool:
    return (ROOT / path).is_file()


def imported(path: Path) -> set[str]:
    """Return the modules of bot that a file imports, as `bot.fsm.readings`."""
    names = set()
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{each.name}" for each in node.names}
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
    return {name for name in names if exists(f"{name.replace('.', '/')}.py")}


def test_the_menu_lists_every_flow_once() -> None:
    modules = {path.stem for path in TREES if path.parent == Path("bot/handlers") and path.stem != "__init__"}

    assert sorted(WORDS) == sorted(modules)


@pytest.mark.parametrize("flow", FLOWS, ids=WORDS)
def test_a_flow_ends_in_its_table_of_routes(flow: ModuleType) -> None:
    tree = TREES[Path(f"bot/handlers/{flow.__name__.rpartition('.')[2]}.py")]
    last = tree.body[-1]

    assert isinstance(last, ast.FunctionDef)
    assert last.name == "routes"
    assert not [node for node in tree.body if getattr(node, "decorator_list", None)]


@pytest.mark.parametrize("word", WORDS)
def test_a_flow_has_its_screens(word: str) -> None:
    assert exists(f"bot/screens/{word}.py")
    used = imported(Path(f"bot/handlers/{word}.py"))
    assert any(re.fullmatch(rf"bot\.screens\.{word}(_\w+)?", name) for name in used)


@pytest.mark.parametrize("word", WORDS)
def test_what_a_flow_awaits_and_offers_bears_its_word(word: str) -> None:
    used = imported(Path(f"bot/handlers/{word}.py"))

    for layer in ("fsm", "keyboards"):
        if any(name.startswith(f"bot.{layer}.") for name in used):
            assert exists(f"bot/{layer}/{word}.py")


@pytest.mark.parametrize("layer", ["screens", "keyboards", "fsm"])
def test_a_file_of_another_layer_belongs_to_a_flow(layer: str) -> None:
    """A large one has several, each called by its word: `balance.py`, `balance_card.py`."""
    words = {path.stem.partition("_")[0] for path in TREES if path.parts[:2] == ("bot", layer)}
    strange = words - set(WORDS) - {""}

    assert strange <= SHARED.get(layer, set())


@pytest.mark.parametrize("word", WORDS)
def test_a_flow_has_its_journey(word: str) -> None:
    journeys = [tree for path, tree in TREES.items() if path.match(f"tests/journeys/test_{word}*.py")]
    steps = {dotted(node.func).rpartition(".")[2] for tree in journeys for node in ast.walk(tree) if is_call(node)}

    assert steps & DEEDS


def is_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call)


def test_handlers_never_send() -> None:
    """They return a Screen; what is sent is sent after the commit, by delivery."""
    sending = [
        f"{path}:{node.lineno} {name}"
        for path, tree in TREES.items()
        if path.parts[:2] == ("bot", "handlers")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and SENDING.fullmatch(name := dotted(node.func).rpartition(".")[2])
    ]

    assert sending == []


def test_the_commands_that_operators_are_shown_are_those_that_there_are() -> None:
    listed = {f"/{each.command}" for each in commands.desk_commands(translator("en"))}
    known = {
        word
        for path, tree in TREES.items()
        if path.match("bot/handlers/desk*.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and dotted(node.func) == "DeskCalls"
        for word in (f"/{each.value}" for each in node.args if isinstance(each, ast.Constant))
    }

    assert listed == known | {"/note", "/campaign"}

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.sources import ROOT, dotted, files, is_foreign, sources

REGISTRY = re.compile(
    r"\b(pypi|pythonhosted|npmjs|jsdelivr|unpkg|docker)\.(org|com|io|net)\b|--(extra-)?index-url=?\s*h"
)
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "misc", "manager", "managers", "common"}
TIME_OF_DAY = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
ENVIRONMENT = {"os.environ", "os.getenv", "os.putenv"}


def test_no_file_names_a_registry() -> None:
    named = {}
    for path in files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a font
        if found := REGISTRY.search(text):
            named[str(path.relative_to(ROOT))] = found.group()

    assert named == {}


@pytest.mark.skipif(not (shutil.which("git") and (ROOT / ".git").exists()), reason="not a clone")
def test_nothing_that_a_machine_makes_for_itself_is_kept() -> None:
    kept = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()

    assert [path for path in kept if is_foreign(Path(path))] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    nameless = [
        path for path, _ in sources("bot", "core", "sandbox", "tests", "bench") if EMPTY_NAMES & set(words(path))
    ]

    assert nameless == []


def words(path: Path) -> list[str]:
    return [word for part in path.with_suffix("").parts for word in part.split("_")]


@pytest.mark.parametrize(
    ("folder", "forbidden", "home"),
    [
        pytest.param("bot", ENVIRONMENT, "bot/settings.py", id="bot reads the environment in settings.py alone"),
        pytest.param("core", ENVIRONMENT, "", id="core never reads the environment"),
        pytest.param("core", TIME_OF_DAY, "core/clock.py", id="core is told the time"),
    ],
)
def test_only_one_file_may_ask(folder: str, forbidden: set[str], home: str) -> None:
    asked = [
        f"{path}:{node.lineno} {name}"
        for path, tree in sources(folder)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and (name := dotted(node)) in forbidden and str(path) != home
    ]

    assert asked == []


def test_every_requirement_is_pinned_with_its_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        entries = re.split(r"\n(?=[a-z])", (ROOT / name).read_text(encoding="utf-8").strip())

        assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_text_is_never_put_together_before_it_is_translated() -> None:
    glued = [
        f"{path}:{node.lineno}"
        for path, tree in sources("bot", "core")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and dotted(node.func).endswith("gettext")
        for argument in node.args
        if isinstance(argument, (ast.JoinedStr, ast.BinOp))
    ]

    assert glued == []


def test_the_index_of_decisions_lists_every_page() -> None:
    pages = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))

    assert re.findall(r"\]\((.+?\.md)\)", (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")) == pages

"""Long files and functions are a reason to think, not a wall: they are listed, and nothing fails."""

import ast
from pathlib import Path

import pytest

from tests.house.sources import ROOT, sources

FILE, FUNCTION, HANDLER = 200, 30, 12


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    ours = ((path, tree) for path, tree in sources("bot", "core", "sandbox") if "migrations" not in path.parts)
    long = [line for path, tree in ours for line in too_long(path, tree)]
    if long:
        terminalreporter.section("reasons to think: long files and functions")
        terminalreporter.write_line("\n".join(long))


def too_long(path: Path, tree: ast.Module) -> list[str]:
    lines = len((ROOT / path).read_text(encoding="utf-8").splitlines())
    limit = HANDLER if path.parent == Path("bot/handlers") else FUNCTION
    functions = (node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))
    long = [
        f"{path}:{node.lineno} {node.name}: {length} lines"
        for node in functions
        if node.name != "routes" and (length := (node.end_lineno or 0) - node.lineno + 1) > limit
    ]
    return ([f"{path}: {lines} lines"] if lines > FILE else []) + long

"""The project's own files, as the tests of the house read them."""

import ast
import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
NOT_OURS = {".git", ".venv", "data", "build", "__pycache__"}


@cache
def files(suffix: str = "") -> tuple[Path, ...]:
    """Return the text files of the project, or those with this suffix."""
    found = (path for path in ROOT.rglob(f"*{suffix}") if path.is_file())
    return tuple(path for path in sorted(found) if not is_foreign(path.relative_to(ROOT)))


def is_foreign(path: Path) -> bool:
    return any(part in NOT_OURS or part.endswith("_cache") or part == ".hypothesis" for part in path.parts)


def sources(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    """Yield each Python file under the folders, with its tree."""
    for path in files(".py"):
        relative = path.relative_to(ROOT)
        if relative.parts[0] in folders:
            yield relative, ast.parse(path.read_text(encoding="utf-8"))


@cache
def modules(package: str) -> tuple[ModuleType, ...]:
    """Import and return every module under a package."""
    root = import_module(package)
    names = [name for _, name, _ in pkgutil.walk_packages(root.__path__, f"{package}.") if "__main__" not in name]
    return tuple(import_module(name) for name in names if ".migrations" not in name)


def dotted(node: ast.expr) -> str:
    """Return `a.b.c` for such an expression, else nothing."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{dotted(value)}.{name}"
        case _:
            return ""


def subclasses(kind: type) -> set[type]:
    """Return the classes of the project below a class, those imported so far."""
    direct = {each for each in kind.__subclasses__() if each.__module__.split(".")[0] in ("bot", "core")}
    return direct.union(*(subclasses(each) for each in direct))

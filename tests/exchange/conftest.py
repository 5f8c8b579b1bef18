from collections.abc import Callable
from pathlib import Path

import pytest

from core.exchange.demo import write_demo_package
from tests.demo_data import AS_OF
from tests.exchange.packages import Editable


@pytest.fixture
def package(demo_package: Path, tmp_path: Path) -> Editable:
    """The demo package of 30 accounts, to be changed."""
    return Editable(demo_package, tmp_path / "package")


@pytest.fixture(scope="session")
def larger_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("larger") / "demo"
    write_demo_package(directory, accounts=200, seed=2, as_of=AS_OF)
    return directory


@pytest.fixture
def larger(larger_demo: Path, tmp_path: Path) -> Editable:
    """Two hundred accounts: one of them is less than a hundredth."""
    return Editable(larger_demo, tmp_path / "larger")


@pytest.fixture
def later(demo_package: Path, tmp_path: Path) -> Callable[[str], Editable]:
    """Another package like the demo's, of a later day, under a name of its own."""

    def make(name: str) -> Editable:
        return Editable(demo_package, tmp_path / name).renew()

    return make

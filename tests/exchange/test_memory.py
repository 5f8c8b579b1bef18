"""However large the package, the import needs the same memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench import importing_child
from core.exchange.demo import write_demo_package
from tests.databases import NOW
from tests.demo_data import AS_OF

MAX_MIB = 250


@pytest.mark.parametrize(
    "accounts",
    [1_500, pytest.param(100_000, marks=pytest.mark.soak), pytest.param(1_000_000, marks=pytest.mark.soak)],
)
def test_memory_is_bounded(tmp_path: Path, accounts: int) -> None:
    write_demo_package(tmp_path / "package", accounts=accounts, seed=1, as_of=AS_OF)
    url, key = f"sqlite+aiosqlite:///{tmp_path}/zharyq.db", tmp_path / "secret.key"
    importing_child.prepare(url, key, NOW)

    order = [sys.executable, importing_child.__file__, url, str(tmp_path / "package"), str(key)]
    told = json.loads(subprocess.run(order, check=True, capture_output=True, text=True).stdout)

    assert told["rows"] > accounts * 40
    assert told["rss_mib"] < MAX_MIB

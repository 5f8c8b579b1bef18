import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from tests.house.sources import ROOT

CONTRACTS: list[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]


def contract(number: int) -> dict[str, Any]:
    return next(each for each in CONTRACTS if each["name"].startswith(f"{number} "))


def layer(number: int, member: str) -> set[str]:
    """Return the modules of the layer that `member` stands in, those that are built."""
    for each in contract(number)["layers"]:
        names = {name.strip(" ()") for name in each.replace(":", "|").split("|")}
        if member in names:
            return {name for name in names if any((ROOT / "core").glob(f"{name}*"))}
    raise AssertionError(f"contract {number} has no place for {member}")


def test_imports_go_one_way() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"]

    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout + result.stderr


def test_no_slice_is_forgotten_by_the_contract_of_slices() -> None:
    listed = {name.removeprefix("core.") for name in contract(3)["source_modules"]}

    assert listed == layer(2, "accounts")


def test_no_adapter_is_forgotten_by_the_contract_of_adapters() -> None:
    listed = {name.removeprefix("core.") for name in contract(6)["forbidden_modules"]}

    assert listed == layer(2, "storage")

"""Operators at the command line: the first one is added here."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import select

from bot import operators
from bot.office import OfficeRefused
from core.desk.model import Role
from core.storage.tables import audit
from tests.fakes.town import Town

ROOT = Path(__file__).parents[2]


async def test_the_first_operator_is_added_named_and_removed(town: Town) -> None:
    of = (town.database, town.retailer)
    assert "answers consumers" in await operators.add(*of, 4711, "Әлия Омарова", Role.ADMINISTRATOR)
    await operators.add(*of, 4711, "Әлия", Role.OPERATOR)  # another name takes no right away

    console = Console(record=True, width=120, file=io.StringIO())
    console.print(operators.table(await operators.listed(*of)))
    text = console.export_text()
    assert "4711" in text
    assert "administrator" in text
    assert "Омарова" not in text

    assert "no more" in await operators.remove(*of, 4711)
    with pytest.raises(OfficeRefused, match="operators list"):
        await operators.remove(*of, 4711)
    async with town.database.work() as work:
        rows = (await work.execute(select(audit.c.actor, audit.c.action).order_by(audit.c.id))).all()
    assert [tuple(row) for row in rows] == [
        ("office", "desk.operator.add"),
        ("office", "desk.operator.add"),
        ("office", "desk.operator.remove"),
    ]


def test_the_commands_of_the_house_add_list_and_remove(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/zharyq.db",
        "SECRET_KEY_FILE": str(tmp_path / "secret.key"),
    }

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bot", *words]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert run("migrate").returncode == 0
    assert "Nobody answers yet" in run("operators", "list").stdout
    assert run("operators", "add", "4711", "Әлия", "--admin").returncode == 0
    listed = run("operators", "list").stdout
    assert "4711" in listed
    assert "administrator" in listed
    assert run("operators", "remove", "4711").returncode == 0
    again = run("operators", "remove", "4711")
    assert (again.returncode, again.stderr) == (1, "4711 is no operator: look at `operators list`.\n")

"""Operators at the command line: the first one is added here."""

import io

import pytest
from rich.console import Console
from sqlalchemy import select

from bot import operators
from bot.office import OfficeRefused
from core.desk.model import Role
from core.storage.tables import audit
from tests.fakes.town import Town


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

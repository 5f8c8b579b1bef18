"""Operators of the desk at the command line of the office: the first one cannot be added from the chat."""

from collections.abc import Iterable

from rich.table import Table

from bot.office import OfficeRefused
from core.cabinet import Cabinet
from core.clock import ALMATY, system_clock
from core.desk.model import DeskRefused, Operator, Role
from core.desk.staffing import Named
from core.retailer import Retailer
from core.storage.engine import Database


async def listed(database: Database, retailer: Retailer) -> tuple[Operator, ...]:
    async with database.work() as work:
        return await Cabinet(work, retailer, system_clock()).staffing.listed()


def table(found: Iterable[Operator]) -> Table:
    shown = Table("", "id", "name", "role", "since", box=None)
    for number, one in enumerate(found, 1):
        since = f"{one.added_at.astimezone(ALMATY):%d.%m.%Y}"
        shown.add_row(str(number), str(one.user_id), one.name, one.role.value, since)
    return shown


async def add(database: Database, retailer: Retailer, user_id: int, name: str, role: Role) -> str:
    async with database.work() as work:
        staffing = Cabinet(work, retailer, system_clock()).staffing
        added = await staffing.add(seat=None, whom=Named(written=name, user_id=user_id), role=role)
        await work.commit()
    return f"{added.user_id} answers consumers in the operators' groups ({added.role})."


async def remove(database: Database, retailer: Retailer, user_id: int) -> str:
    """:raises OfficeRefused: there is no such operator"""
    async with database.work() as work:
        try:
            gone = await Cabinet(work, retailer, system_clock()).staffing.remove(seat=None, whom=Named(user_id=user_id))
        except DeskRefused:
            raise OfficeRefused(f"{user_id} is no operator: look at `operators list`.") from None
        await work.commit()
    return f"{gone.user_id} answers consumers no more."

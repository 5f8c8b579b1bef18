"""Two imports at once, while consumers read."""

import asyncio
from collections.abc import Callable

import pytest

from core.packages.ports import ImportUnderWay
from core.storage.books import SqlBooks
from core.storage.engine import Database
from tests.demo_data import take
from tests.exchange.packages import Editable
from tests.exchange.test_killed import reading


async def test_the_second_of_two_imports_is_refused(
    database: Database, package: Editable, later: Callable[[str], Editable]
) -> None:
    async with SqlBooks(database).lock():
        with pytest.raises(ImportUnderWay):
            await take(database, package.folder)
    assert (await take(database, package.folder)).accepted
    assert (await take(database, later("second").folder)).accepted


async def test_readers_see_one_generation_while_two_imports_meet(
    demo_database: Database, later: Callable[[str], Editable]
) -> None:
    marked = []
    for name, residents in (("one", "5"), ("two", "6")):
        package = later(name)
        for table in ("accounts", "account_history"):
            package.change(table, lambda row: True, residents=residents)
        marked.append(package.folder)
    assert (await take(demo_database, marked[0])).accepted
    async with reading(demo_database) as reader:
        found = await asyncio.gather(
            take(demo_database, marked[1]), take(demo_database, marked[1]), return_exceptions=True
        )

    assert [type(one) for one in found].count(ImportUnderWay) == 1
    assert reader.mixed == []
    assert reader.looks > 0

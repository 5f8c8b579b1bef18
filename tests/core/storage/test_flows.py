from sqlalchemy import func, select

from core.storage.engine import Database
from core.storage.flows import SqlFlows
from core.storage.tables import flows as table
from tests.databases import NOW


async def test_a_flow_is_found_where_it_was_left(database: Database) -> None:
    async with database.work() as work:
        await SqlFlows(work, NOW).save(1, "LinkAccount:amount", {"number": "000 123"})
        await work.commit()

    async with database.work() as work:
        assert await SqlFlows(work, NOW).load(1) == ("LinkAccount:amount", {"number": "000 123"})
        assert await SqlFlows(work, NOW).load(2) == (None, {})


async def test_a_flow_that_has_ended_leaves_no_row(database: Database) -> None:
    async with database.work() as work:
        await SqlFlows(work, NOW).save(1, "LinkAccount:amount", {})
        await SqlFlows(work, NOW).save(1, None, {})
        await work.commit()

    async with database.work() as work:
        assert (await work.execute(select(func.count()).select_from(table))).scalar_one() == 0


async def test_drafts_are_sealed(database: Database) -> None:
    async with database.work() as work:
        await SqlFlows(work, NOW).save(1, None, {"number": "000123456"})
        await work.commit()

    async with database.work() as work:
        assert b"000123456" not in (await work.execute(select(table.c.draft))).scalar_one()

from sqlalchemy import func, select, update

from core.storage.customers import SqlCustomers
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


async def test_a_damaged_flow_is_begun_anew(database: Database) -> None:
    async with database.work() as work:
        await SqlFlows(work, NOW).save(1, "LinkAccount:amount", {"number": "000 123"})
        await work.execute(update(table).values(draft=b"gnawed by a mouse"))
        await work.commit()

    async with database.work() as work:
        assert await SqlFlows(work, NOW).load(1) == (None, {})


async def test_what_was_read_with_the_opening_counts_no_more_once_it_is_written(database: Database) -> None:
    async with database.work(chat_id=1) as mine:
        assert await SqlFlows(mine, NOW).load(1) == (None, {})
        assert await SqlCustomers(mine).find(1) is None

        async with database.work() as other:
            await SqlFlows(other, NOW).save(1, "LinkAccount:amount", {"number": "000 123"})
            await SqlCustomers(other).save_language(1, "ru", NOW)
            await other.commit()
        assert await SqlCustomers(mine).find(1) is None  # one snapshot
        await mine.write()

        found = await SqlCustomers(mine).find(1)
        assert found is not None
        assert found.language == "ru"
        assert await SqlFlows(mine, NOW).load(1) == ("LinkAccount:amount", {"number": "000 123"})


async def test_the_opening_tells_nothing_of_another_chat(database: Database) -> None:
    async with database.work() as work:
        await SqlFlows(work, NOW).save(1, "LinkAccount:amount", {"number": "000 123"})
        await SqlCustomers(work).save_language(2, "ru", NOW)
        await work.commit()

    async with database.work(chat_id=1) as work:
        assert await SqlFlows(work, NOW).load(1) == ("LinkAccount:amount", {"number": "000 123"})
        assert await SqlFlows(work, NOW).load(2) == (None, {})
        assert await SqlCustomers(work).find(1) is None
        assert await SqlCustomers(work).find(2) is not None

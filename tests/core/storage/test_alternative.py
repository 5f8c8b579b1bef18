"""The numbers of alternative invoices, on both databases: one for the same facts, none lost, none given twice."""

import asyncio

from sqlalchemy import func, select

from core.period import Period
from core.storage.alternative import SqlAlternatives
from core.storage.engine import Database
from core.storage.tables import alternative_numbers

ACCOUNT, NOVEMBER = 41, Period(2026, 11)


async def number(database: Database, digest: str, *, account: int = ACCOUNT, month: Period = NOVEMBER) -> int:
    async with database.work() as work:
        await work.write()
        found = await SqlAlternatives(work).number(account, month, digest)
        await work.commit()
    return found


async def test_numbers_run_on_for_each_account_and_month(database: Database) -> None:
    assert [await number(database, digest) for digest in "abc"] == [1, 2, 3]
    assert await number(database, "a", month=NOVEMBER.plus(1)) == 1
    assert await number(database, "a", account=42) == 1


async def test_a_replay_finds_the_number_of_the_same_facts(database: Database) -> None:
    first = [await number(database, digest) for digest in "ab"]

    assert [await number(database, digest) for digest in "ab"] == first


async def test_a_number_that_was_never_committed_is_given_again(database: Database) -> None:
    """Killed before the commit: the update comes again, and nothing is missing between the numbers."""
    async with database.work() as work:
        await work.write()
        assert await SqlAlternatives(work).number(ACCOUNT, NOVEMBER, "a") == 1

    assert await number(database, "b") == 1
    assert await number(database, "a") == 2


async def test_many_at_once_get_one_number_each(database: Database) -> None:
    facts = [f"{at % 7}" for at in range(28)]

    found = await asyncio.gather(*(number(database, digest) for digest in facts))

    assert len(set(zip(facts, found, strict=True))) == 7
    assert sorted(set(found)) == [1, 2, 3, 4, 5, 6, 7]
    async with database.work() as work:
        assert (await work.execute(select(func.count()).select_from(alternative_numbers))).scalar() == 7

import asyncio
import contextlib
import sqlite3
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import OperationalError

from core.storage import book
from core.storage.engine import READERS, Database
from core.storage.tables import customers, generations
from tests.databases import NOW

ROW = {"chat_id": 1, "language": "kk", "joined_at": NOW}


async def test_what_is_not_committed_is_gone(database: Database) -> None:
    async with database.work() as work:
        await work.write()
        await work.execute(insert(customers).values(ROW))

    async with database.work() as work:
        assert (await work.execute(select(customers))).all() == []


async def test_what_is_committed_is_seen_with_its_zone(database: Database) -> None:
    async with database.work() as work:
        await work.write()
        await work.execute(insert(customers).values(ROW))
        await work.commit()

    async with database.work() as work:
        assert (await work.execute(select(customers.c.joined_at))).scalar_one() == NOW


async def test_reading_and_then_writing_never_fails_for_another_writer(database: Database) -> None:
    async def greet(chat_id: int) -> None:
        async with database.work() as work:
            await work.execute(select(customers))
            await work.write()
            await work.execute(insert(customers).values(ROW | {"chat_id": chat_id}))
            await work.commit()

    await asyncio.gather(*(greet(chat_id) for chat_id in range(40)))

    async with database.work() as work:
        assert len((await work.execute(select(customers))).all()) == 40


async def test_a_new_book_is_seen_by_the_next_unit_of_work_and_not_by_one_under_way(database: Database) -> None:
    await database.create_book(1)
    async with database.work() as before:
        assert await before.generation() == 0
        async with database.work() as work:
            await work.write()
            await work.execute(update(generations).values(state="old"))
            row = {"generation": 1, "state": "live", "book_format": book.BOOK_FORMAT, "switched_at": NOW}
            await work.execute(insert(generations).values(row))
            await work.commit()
        assert (await before.execute(select(book.accounts))).all() == []

        async with database.work() as after:
            assert await after.generation() == 1
            assert (await after.execute(select(book.accounts))).all() == []


async def test_the_bot_cannot_change_a_book_on_sqlite(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("on PostgreSQL the book is a schema of the same role")
    with pytest.raises(Exception, match="readonly"):
        async with database.work() as work:
            await work.write()
            await work.execute(insert(book.branches).values(branch_code="UKG"))


async def test_what_comes_after_sqlite_has_rolled_back_by_itself_is_refused(database: Database) -> None:
    """As it does where the disk is full: the rest must not be kept without what came before."""
    if not database.is_sqlite:
        pytest.skip("PostgreSQL refuses by itself whatever comes after a failure")
    async with database.work() as work:
        await work.write()
        await work.execute(insert(customers).values(ROW))
        await work.execute(text("ROLLBACK"))
        with pytest.raises(OperationalError, match="the transaction is gone"):
            await work.execute(insert(customers).values(ROW | {"chat_id": 2}))
        with pytest.raises(OperationalError, match="the transaction is gone"):
            await work.commit()

    async with database.work() as work:
        assert (await work.execute(select(customers))).all() == []


async def test_one_who_was_cancelled_while_waiting_to_write_spoils_no_connection(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL has many writers")
    other = sqlite3.connect(str(database.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    asyncio.get_running_loop().call_later(0.3, other.close)  # a connection is closed when its thread has done waiting
    with contextlib.suppress(TimeoutError):
        async with database.work() as work:
            await asyncio.wait_for(work.write(), 0.1)

    await test_what_is_committed_is_seen_with_its_zone(database)


async def test_one_that_was_cancelled_on_its_way_to_a_book_spoils_no_connection(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not database.is_sqlite:
        pytest.skip("books are attached on SQLite only")
    execute = aiosqlite.Connection.execute

    async def slow(self: aiosqlite.Connection, statement: str, parameters: Any = None) -> aiosqlite.Cursor:
        done = await execute(self, statement, parameters)
        await asyncio.sleep(60)
        return done

    async def look() -> int:
        async with database.work() as work:
            return await work.generation()

    monkeypatch.setattr(aiosqlite.Connection, "execute", slow)
    for _ in range(READERS):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(look(), 0.1)
    monkeypatch.undo()

    assert [await look() for _ in range(READERS)] == [0] * READERS

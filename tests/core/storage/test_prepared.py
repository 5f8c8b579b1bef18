"""A statement object that comes again goes to the driver by a way of its own; it must bring what SQLAlchemy brings."""

from typing import Any

import pytest
from sqlalchemy import Executable, bindparam, event, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.storage import book
from core.storage.engine import Database
from core.storage.prepared import Found
from core.storage.tables import customers, generations
from tests.databases import NOW

TIMES = 3  # the first by SQLAlchemy, the second puts it together, the third finds it so
_ADD = insert(customers)
_NAMED = select(customers).where(customers.c.chat_id.in_(bindparam("chats", expanding=True))).order_by("chat_id")
_ASKED = select(customers.c.chat_id, customers.c.joined_at).where(
    customers.c.language == "kk", customers.c.joined_at <= bindparam("until", type_=customers.c.joined_at.type)
)
_SET = update(customers).where(customers.c.chat_id == bindparam("chat")).values(language=bindparam("language"))
_BRANCHES = select(book.branches.c.branch_code)


async def fill(database: Database, *chats: int) -> None:
    for chat in chats:
        async with database.work() as work:
            await work.write()
            await work.execute(_ADD, {"chat_id": chat, "language": "kk", "joined_at": NOW})
            await work.commit()


async def each(database: Database, statement: Executable, parameters: Any) -> list[list[tuple[Any, ...]]]:
    found = []
    for _ in range(TIMES):
        async with database.work() as work:
            found.append([tuple(row) for row in await work.execute(statement, parameters)])
    return found


async def test_the_rows_are_the_same_each_time(database: Database) -> None:
    await fill(database, 1, 2, 3)

    found = await each(database, _ASKED, {"until": NOW})

    assert [sorted(rows) for rows in found] == [[(1, NOW), (2, NOW), (3, NOW)]] * TIMES


async def test_it_is_not_sqlalchemy_that_runs_it_again(database: Database) -> None:
    async with database.work() as work:
        kinds = [isinstance(await work.execute(_ASKED, {"until": NOW}), Found) for _ in range(TIMES)]

    assert kinds[1:] == [True] * (TIMES - 1)


@pytest.mark.parametrize("chats", [[1], [3, 1], [1, 2, 3], []])
async def test_a_list_of_any_length_is_looked_for(database: Database, chats: list[int]) -> None:
    await fill(database, 1, 2, 3)

    found = await each(database, _NAMED, {"chats": chats})

    assert [[row[0] for row in rows] for rows in found] == [sorted(chats)] * TIMES


async def test_names_and_counts_are_known(database: Database) -> None:
    await fill(database, 1)
    for language in ("ru", "en", "kk"):
        async with database.work() as work:
            await work.write()
            changed = await work.execute(_SET, {"chat": 1, "language": language})
            nobody = await work.execute(_SET, {"chat": 9, "language": language})
            row = (await work.execute(_NAMED, {"chats": [1]})).mappings().one()
            await work.commit()
        assert (changed.rowcount, nobody.rowcount, row["language"], row["joined_at"]) == (1, 0, language, NOW)


async def test_a_broken_rule_is_the_same_error_each_time(database: Database) -> None:
    await fill(database, 1)

    for _ in range(TIMES):
        with pytest.raises(IntegrityError):
            await fill(database, 1)


async def test_a_new_book_is_read_by_the_same_statement(database: Database) -> None:
    await each(database, _BRANCHES, None)
    await database.create_book(1)
    async with database.work() as work:
        await work.write()
        await work.execute(update(generations).values(state="old"))
        live = {"generation": 1, "state": "live", "book_format": book.BOOK_FORMAT, "switched_at": NOW}
        await work.execute(insert(generations).values(live))
        await work.commit()
    if not database.is_sqlite:
        async with database.writer.begin() as connection:
            await connection.exec_driver_sql("DROP SCHEMA book_0 CASCADE")

    assert await each(database, _BRANCHES, None) == [[]] * TIMES


async def test_whoever_listens_hears_every_statement(database: Database) -> None:
    heard: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        heard.append(statement)

    event.listen(database.reader.sync_engine, "before_cursor_execute", note)
    await each(database, _ASKED, {"until": NOW})

    assert sum("customers" in statement for statement in heard) == TIMES

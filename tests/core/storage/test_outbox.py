"""The outbox, row by row; test_ledger.py pushes it about at random."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.storage.engine import Database
from core.storage.ledger import Ledger
from core.storage.outbox import FIRST_BULK as BULK
from core.storage.outbox import LEASE, Outbox, SqlNotices
from core.storage.tables import outbox as table
from tests.databases import NOW


async def post(database: Database, key: str, *, chat_id: int = 1, priority: int = 3) -> None:
    async with database.work() as work:
        await SqlNotices(work, NOW, None).post(key=key, chat_id=chat_id, name="word", values={}, priority=priority)
        await work.commit()


async def rows(database: Database) -> dict[str, str]:
    async with database.work() as work:
        found = (await work.execute(select(table.c.key, table.c.state))).all()
    return {row.key: row.state for row in found}


async def test_an_equal_key_is_queued_once(database: Database) -> None:
    await post(database, "a")
    await post(database, "a")

    assert await rows(database) == {"a": "new"}


async def test_a_notice_never_goes_to_a_group(database: Database) -> None:
    with pytest.raises(ValueError, match="group"):
        await post(database, "a", chat_id=-100)


async def test_no_alarm_is_queued_where_there_are_no_operators(database: Database) -> None:
    for operators in (None, -100):
        async with database.work() as work:
            await SqlNotices(work, NOW, operators).alarm(key=f"alarm {operators}", name="word", values={})
            await work.commit()

    assert await rows(database) == {"alarm -100": "new"}


async def test_the_most_urgent_is_taken_first_and_nothing_twice(database: Database) -> None:
    outbox = Outbox(database)
    for key, priority in (("notice", 3), ("answer", 1), ("broadcast", BULK)):
        await post(database, key, priority=priority)

    first = await outbox.claim(1, NOW)
    second = await outbox.claim(10, NOW)
    bulk = await Ledger(database).turn([], 10, NOW)

    assert [parcel.priority for parcel in first + second + bulk] == [1, 3, BULK]
    assert await outbox.claim(10, NOW) == []


async def test_what_is_postponed_comes_when_it_is_due(database: Database) -> None:
    outbox = Outbox(database)
    await post(database, "a")
    (parcel,) = await outbox.claim(1, NOW)
    await outbox.postpone(parcel.id, NOW + timedelta(minutes=1), outcome="flood", counted=False)

    assert await outbox.claim(1, NOW) == []
    (again,) = await outbox.claim(1, NOW + timedelta(minutes=1))
    assert again.tries == 1


async def test_a_crash_resends_what_is_personal_and_lists_a_broadcast(database: Database) -> None:
    outbox = Outbox(database)
    await post(database, "personal")
    await post(database, "broadcast", priority=BULK)
    await outbox.claim(1, NOW)
    (bulk,) = await Ledger(database).turn([], 1, NOW)

    unclear = await outbox.recover(NOW + LEASE * 2)

    assert unclear == [bulk.id]
    assert await rows(database) == {"personal": "new", "broadcast": "unclear"}


async def test_words_are_erased_when_it_is_over(database: Database) -> None:
    outbox = Outbox(database)
    await post(database, "a")
    (parcel,) = await outbox.claim(1, NOW)
    await outbox.close(parcel.id, "sent", NOW, message_id=7)

    async with database.work() as work:
        row = (await work.execute(select(table))).one()
    assert (row.state, row.message_id, row.payload) == ("sent", 7, None)


async def test_what_waits_for_a_group_follows_it(database: Database) -> None:
    async with database.work() as work:
        await SqlNotices(work, NOW, -5).alarm(key="alarm", name="word", values={})
        await work.commit()
    await Outbox(database).redirect(-5, -100500)

    (parcel,) = await Outbox(database).claim(1, NOW)
    assert parcel.chat_id == -100500

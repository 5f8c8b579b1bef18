"""The queue of readings to the accounting system."""

from sqlalchemy import select, update

from core.storage.accounting import SqlHandover
from core.storage.engine import Database
from core.storage.outbox import Outbox
from core.storage.tables import outbox
from tests.databases import NOW

KEY = "0b7e6a0e-0001-4000-8000-000000000001"


async def queue(database: Database, submission_id: str = KEY) -> None:
    async with database.work() as work:
        await SqlHandover(work, NOW).queue(submission_id=submission_id)
        await work.commit()


async def recall(database: Database) -> bool:
    async with database.work() as work:
        recalled = await SqlHandover(work, NOW).recall(submission_id=KEY)
        await work.commit()
    return recalled


async def rows(database: Database) -> list[tuple[str, str, int]]:
    async with database.work() as work:
        found = (await work.execute(select(outbox.c.key, outbox.c.state, outbox.c.chat_id))).all()
    return [tuple(row) for row in found]


async def test_a_confirmed_reading_is_queued_once(database: Database) -> None:
    await queue(database)
    await queue(database)

    assert await rows(database) == [(f"reading:{KEY}", "new", 0)]


async def test_what_was_not_committed_is_not_queued(database: Database) -> None:
    async with database.work() as work:
        await SqlHandover(work, NOW).queue(submission_id=KEY)

    assert await rows(database) == []


async def test_the_sender_of_messages_never_takes_a_reading(database: Database) -> None:
    await queue(database)
    messages = Outbox(database)

    assert await messages.claim(10, NOW) == []
    assert await messages.claim(10, NOW, bulk=True) == []
    async with database.work() as work:
        await work.write()
        await work.execute(update(outbox).values(state="sending", lease=NOW))
        await work.commit()
    await messages.recover(NOW, at_start=True)
    assert await rows(database) == [(f"reading:{KEY}", "sending", 0)]


async def test_what_still_waits_is_recalled_and_a_second_press_hears_the_same(database: Database) -> None:
    await queue(database)

    assert await recall(database)
    assert await recall(database)
    assert await rows(database) == [(f"reading:{KEY}", "cancelled", 0)]


async def test_what_may_have_been_handed_over_is_not_recalled(database: Database) -> None:
    await queue(database)
    for state, tries in (("sending", 1), ("new", 1), ("sent", 1), ("unclear", 2)):
        async with database.work() as work:
            await work.write()
            await work.execute(update(outbox).values(state=state, tries=tries))
            await work.commit()

        assert not await recall(database)
        assert [row[1] for row in await rows(database)] == [state]


async def test_what_was_never_queued_cannot_be_recalled(database: Database) -> None:
    assert not await recall(database)

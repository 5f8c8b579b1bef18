"""The outbox, row by row and as a machine of states that is pushed about at random."""

import asyncio
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select

from core.storage.engine import Database
from core.storage.outbox import BULK, LEASE, Outbox, SqlNotices
from core.storage.sealing import Vault
from core.storage.tables import metadata
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
    bulk = await outbox.claim(10, NOW, bulk=True)

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
    (bulk,) = await outbox.claim(1, NOW, bulk=True)

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


class Machine(RuleBasedStateMachine):
    """However claims, crashes and outcomes follow one another: a broadcast is sent at most once, nothing is lost."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.runner = asyncio.Runner()
        vault = Vault([b"0" * 43 + b"="], b"0" * 32)
        self.database = Database(f"sqlite+aiosqlite:///{Path(self.folder.name)}/o.db", vault)
        self.outbox = Outbox(self.database)
        self.runner.run(self.make())
        self.now = NOW
        self.posted: dict[str, int] = {}
        self.held: list[tuple[int, int]] = []
        self.sent: dict[int, int] = {}

    async def make(self) -> None:
        async with self.database.writer.begin() as connection:
            await connection.run_sync(metadata.create_all)
        await self.database.create_empty_book(NOW)

    @rule(number=st.integers(0, 5), priority=st.sampled_from([1, 3, BULK]))
    def queue(self, number: int, priority: int) -> None:
        key = f"{number}"
        self.posted.setdefault(key, priority)
        self.runner.run(post(self.database, key, priority=priority))

    @rule(bulk=st.booleans())
    def claim(self, bulk: bool) -> None:
        parcels = self.runner.run(self.outbox.claim(2, self.now, bulk=bulk))
        self.held += [(parcel.id, parcel.priority) for parcel in parcels]
        for parcel in parcels:  # from here on it may have gone out, whatever is recorded
            self.sent[parcel.id] = self.sent.get(parcel.id, 0) + (parcel.priority >= BULK)

    @precondition(lambda self: self.held)
    @rule(state=st.sampled_from(["sent", "dead"]))
    def finish(self, state: str) -> None:
        self.runner.run(self.outbox.close(self.held.pop()[0], state, self.now))

    @precondition(lambda self: self.held)
    @rule()
    def later(self) -> None:
        parcel, priority = self.held.pop()
        if priority < BULK:
            self.runner.run(self.outbox.postpone(parcel, self.now, outcome="later"))

    @rule()
    def crash(self) -> None:
        self.held = []
        self.now += LEASE * 2
        self.runner.run(self.outbox.recover(self.now))

    @invariant()
    def nothing_is_lost_and_no_broadcast_goes_twice(self) -> None:
        assert set(self.runner.run(rows(self.database))) == set(self.posted)
        assert all(times <= 1 for times in self.sent.values())

    def teardown(self) -> None:
        self.runner.run(self.database.dispose())
        self.runner.close()
        self.folder.cleanup()


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=8, stateful_step_count=15, deadline=None)

"""The outbox as a ledger: rows of one person and of campaigns, pushed about at random in every order there is."""

import asyncio
from collections import Counter
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import func, select

from core.notices.model import Campaign, NoticeType, Recipient, State
from core.storage.campaigns import SqlCampaigns
from core.storage.engine import Database
from core.storage.ledger import Ended, GivenBack, Ledger
from core.storage.outbox import LEASE, Outbox, Parcel, SqlNotices
from core.storage.sealing import Vault
from core.storage.tables import campaigns, metadata, outbox
from tests.databases import NOW

OVER = {"sent": "sent", "dead": "blocked", "unclear": "unclear", "cancelled": "dropped"}


async def begun(database: Database, chats: range, *, about: NoticeType = NoticeType.NEWS) -> int:
    async with database.work() as work:
        kept = SqlCampaigns(work)
        await work.write()
        campaign = await kept.add(about=about, content={}, created_by="office", now=NOW, state=State.RUNNING)
        assert campaign is not None
        await kept.enqueue(campaign, [Recipient(chat_id=chat, key=f"{campaign.id}:{chat}") for chat in chats], NOW)
        await work.commit()
    return campaign.id


async def read(database: Database, campaign_id: int) -> Campaign:
    async with database.work() as work:
        found = await SqlCampaigns(work).get(campaign_id)
    assert found is not None
    return found


async def change(database: Database, campaign_id: int, state: State) -> None:
    async with database.work() as work:
        await work.write()
        await SqlCampaigns(work).change(campaign_id, tuple(State), state=state)
        if state is State.CANCELLED:
            await SqlCampaigns(work).drop_waiting(campaign_id, NOW)
        await work.commit()


async def states(database: Database) -> Counter[str]:
    async with database.work() as work:
        rows = await work.execute(select(outbox.c.state, func.count().label("rows")).group_by(outbox.c.state))
        return Counter({row.state: row.rows for row in rows})


def sent(parcel: Parcel, **more: Any) -> Ended:
    return Ended(parcel=parcel, state="sent", counter="sent", **more)


async def test_a_turn_records_counts_and_claims_at_once(database: Database) -> None:
    campaign, ledger = await begun(database, range(1, 6)), Ledger(database)
    first, second = await ledger.turn([], 2, NOW)

    ended = Ended(parcel=second, state="dead", counter="blocked", outcome="blocked")
    rest = await ledger.turn([sent(first, message_id=7, said="kk:1:abc"), ended], 10, NOW)

    counts = (await read(database, campaign)).counts
    assert (counts.queued, counts.sent, counts.blocked, counts.open) == (5, 1, 1, 3)
    assert [parcel.chat_id for parcel in rest] == [3, 4, 5]
    async with database.work() as work:
        row = (await work.execute(select(outbox).where(outbox.c.id == first.id))).one()
    assert (row.state, row.message_id, row.said, row.payload) == ("sent", 7, "kk:1:abc", None)


async def test_what_is_urgent_comes_before_what_is_not(database: Database) -> None:
    await begun(database, range(1, 3))
    await begun(database, range(3, 5), about=NoticeType.OUTAGE)

    assert [parcel.chat_id for parcel in await Ledger(database).turn([], 10, NOW)] == [3, 4, 1, 2]


@pytest.mark.parametrize("state", [State.PAUSED, State.CANCELLED])
async def test_a_campaign_that_is_held_gives_nothing(database: Database, state: State) -> None:
    campaign, ledger = await begun(database, range(1, 4)), Ledger(database)
    (first,) = await ledger.turn([], 1, NOW)
    await change(database, campaign, state)

    assert await ledger.turn([sent(first)], 10, NOW) == []
    assert (await read(database, campaign)).counts.sent == 1


@pytest.mark.parametrize("state", [State.DONE, State.CANCELLED])
async def test_what_is_given_back_after_the_end_is_dropped(database: Database, state: State) -> None:
    campaign, ledger = await begun(database, range(1, 2)), Ledger(database)
    (parcel,) = await ledger.turn([], 1, NOW)
    await change(database, campaign, state)

    await ledger.turn([GivenBack(parcel=parcel, due=NOW, why="flood")], 1, NOW)

    assert await states(database) == {"cancelled": 1}
    counts = (await read(database, campaign)).counts
    assert (counts.dropped, counts.open) == (1, 0)


async def test_an_equal_key_is_queued_once_whichever_campaign_asks(database: Database) -> None:
    for _ in range(2):
        async with database.work() as work:
            kept = SqlCampaigns(work)
            await work.write()
            campaign = await kept.add(
                about=NoticeType.BILL, content={}, created_by="clock", now=NOW, state=State.RUNNING
            )
            assert campaign is not None
            await kept.enqueue(campaign, [Recipient(chat_id=1, key="bill:1")], NOW)
            await work.commit()

    assert await states(database) == {"new": 1}
    assert (await read(database, campaign.id)).counts.queued == 0


async def test_a_campaign_of_an_equal_occasion_does_not_come_into_being_twice(database: Database) -> None:
    async with database.work() as work:
        kept = SqlCampaigns(work)
        await work.write()
        facts: dict[str, Any] = {"about": NoticeType.READING_REMINDER, "content": {}, "created_by": "clock", "now": NOW}
        assert await kept.add(**facts, key="reading_reminder:202611:first:*")
        assert await kept.add(**facts, key="reading_reminder:202611:first:*") is None


async def test_who_was_frozen_and_has_lost_its_rows_changes_nothing_any_more(database: Database) -> None:
    campaign, ledger = await begun(database, range(1, 3)), Ledger(database)
    first, second = await ledger.turn([], 2, NOW)
    late = NOW + LEASE * 2
    assert len(await Outbox(database).recover(late)) == 2

    await ledger.turn([GivenBack(parcel=first, due=late, why="lead"), sent(second)], 10, late)

    counts = (await read(database, campaign)).counts
    assert (counts.sent, counts.unclear, counts.open) == (1, 1, 0)  # what has arrived after all is known as that
    assert await states(database) == {"sent": 1, "unclear": 1}


class Machine(RuleBasedStateMachine):
    """Enqueue, claim, send, fail, crash, lease expiry, pause, resume, cancel in any order.

    No key is sent twice by acknowledgement, none is lost, and the counters agree with the rows.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.runner = asyncio.Runner()
        vault = Vault([b"0" * 43 + b"="], b"0" * 32)
        self.database = Database(f"sqlite+aiosqlite:///{Path(self.folder.name)}/o.db", vault)
        self.ledger, self.outbox = Ledger(self.database), Outbox(self.database)
        self.now = NOW
        self.campaign = self.runner.run(self.make())
        self.cancelled = False
        self.wanted: set[str] = set()
        self.personal: set[str] = set()
        self.held: list[Parcel] = []
        self.frozen: list[Parcel] = []  # in the hand of a process that has lost its lease
        self.over: list[Ended | GivenBack] = []
        self.told: Counter[str] = Counter()  # what Telegram has been given, whatever is recorded

    async def make(self) -> int:
        async with self.database.writer.begin() as connection:
            await connection.run_sync(metadata.create_all)
        await self.database.create_empty_book(NOW)
        return await begun(self.database, range(0))

    @rule(chat=st.integers(1, 8))
    def enqueue(self, chat: int) -> None:
        async def put() -> None:
            async with self.database.work() as work:
                await work.write()
                found = await SqlCampaigns(work).get(self.campaign)
                assert found is not None
                await SqlCampaigns(work).enqueue(found, [Recipient(chat_id=chat, key=f"bulk:{chat}")], self.now)
                await work.commit()

        if not self.cancelled:
            self.wanted.add(f"bulk:{chat}")
            self.runner.run(put())

    @rule(chat=st.integers(1, 4))
    def say_to_one(self, chat: int) -> None:
        async def post() -> None:
            async with self.database.work() as work:
                await SqlNotices(work, self.now, None).post(key=f"own:{chat}", chat_id=chat, name="word", values={})
                await work.commit()

        self.personal.add(f"own:{chat}")
        self.runner.run(post())

    @rule(number=st.integers(0, 3))
    def turn(self, number: int) -> None:
        over, self.over = self.over, []
        self.held += self.runner.run(self.ledger.turn(over, number, self.now))

    @rule()
    def claim_personal(self) -> None:
        for parcel in self.runner.run(self.outbox.claim(1, self.now)):
            assert parcel.key in self.personal
            self.runner.run(self.outbox.close(parcel.id, "sent", self.now))

    @precondition(lambda self: self.held)
    @rule(state=st.sampled_from(sorted(OVER)))
    def finish(self, state: str) -> None:
        parcel = self.held.pop()
        if parcel.lease <= self.now:
            self.over.append(GivenBack(parcel=parcel, due=self.now, why="lead"))
            return
        if state in ("sent", "unclear"):
            self.told[parcel.key] += 1
        self.over.append(Ended(parcel=parcel, state=state, counter=OVER[state]))

    @precondition(lambda self: self.held)
    @rule(seconds=st.integers(0, 30))
    def not_taken(self, seconds: int) -> None:
        self.over.append(GivenBack(parcel=self.held.pop(), due=self.now + timedelta(seconds=seconds), why="flood"))

    @rule(told=st.integers(0, 3))
    def crash(self, told: int) -> None:
        """Some of what was in hand has gone out, and nobody has written it down."""
        self.told.update(parcel.key for parcel in self.held[:told])
        self.held, self.over = [], []
        self.now += LEASE * 2
        self.runner.run(self.outbox.recover(self.now))

    @rule()
    def freeze(self) -> None:
        """The process stops for longer than its lease, another settles what it had, then it goes on."""
        self.now += LEASE * 2
        self.runner.run(self.outbox.recover(self.now))

    @rule()
    def time_goes_on(self) -> None:
        self.now += timedelta(seconds=20)

    @precondition(lambda self: not self.cancelled)
    @rule(state=st.sampled_from([State.PAUSED, State.RUNNING]))
    def hold_or_go_on(self, state: State) -> None:
        self.runner.run(change(self.database, self.campaign, state))

    @precondition(lambda self: self.wanted)
    @rule(sure=st.integers(0, 5))
    def cancel(self, sure: int) -> None:
        if sure == 5:
            self.cancelled = True
            self.runner.run(change(self.database, self.campaign, State.CANCELLED))

    @invariant()
    def nobody_is_told_twice(self) -> None:
        assert all(times <= 1 for times in self.told.values())

    @invariant()
    def nothing_is_lost_and_the_counters_agree(self) -> None:
        rows, counts = self.runner.run(self.look())
        assert {row.key for row in rows} == self.wanted | self.personal
        own = Counter(row.state for row in rows if row.campaign)
        assert counts.queued == sum(own.values())
        assert counts.open == own["new"] + own["sending"]
        assert (counts.sent, counts.unclear) == (own["sent"], own["unclear"])
        assert (counts.blocked, counts.dropped) == (own["dead"], own["cancelled"])

    async def look(self) -> tuple[list[Any], Any]:
        async with self.database.work() as work:
            rows = (await work.execute(select(outbox.c.key, outbox.c.state, outbox.c.campaign))).all()
            counts = (await work.execute(select(campaigns))).one()
            found = await SqlCampaigns(work).get(counts.id)
        assert found is not None
        return list(rows), found.counts

    def teardown(self) -> None:
        self.runner.run(self.database.dispose())
        self.runner.close()
        self.folder.cleanup()


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)

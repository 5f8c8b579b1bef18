"""The outbox pushed about at random: enqueue, claim, send, fail, crash, lost leases, pause and cancel in any order."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from core.notices.model import Counts, Recipient, State
from core.storage.campaigns import SqlCampaigns
from core.storage.engine import Database
from core.storage.ledger import Ended, GivenBack, Ledger
from core.storage.outbox import LEASE, Outbox, Parcel, SqlNotices
from core.storage.sealing import Vault
from core.storage.tables import campaigns, outbox
from tests.core.storage.test_ledger import begun, change, read, sent
from tests.databases import NOW, Blanks

OVER = {"sent": "sent", "dead": "blocked", "unclear": "unclear", "cancelled": "dropped"}


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as running:
        yield running


@pytest.fixture
def ledgers(
    runner: asyncio.Runner, database_kind: str, blanks: Blanks, tmp_path: Path, vault: Vault
) -> Iterator[Database]:
    """One database for all examples, used by the loop of `runner`."""
    stack = AsyncExitStack()
    database = Database(runner.run(stack.enter_async_context(blanks.copy(database_kind, tmp_path))), vault)
    yield database
    runner.run(database.dispose())
    runner.run(stack.aclose())


class Machine(RuleBasedStateMachine):
    """One process leads and sends; another may have been frozen while it led, and go on at any time.

    No notice of a campaign reaches anybody twice, none is lost, and the counters agree with the rows.
    """

    def __init__(self, database: Database, runner: asyncio.Runner) -> None:
        super().__init__()
        self.database, self.runner = database, runner
        self.ledger, self.outbox = Ledger(database), Outbox(database)
        self.now = NOW
        self.campaign = self.run(self.begin())
        self.cancelled = False
        self.wanted: set[str] = set()
        self.personal: set[str] = set()
        self.held: list[Parcel] = []
        self.over: list[Ended | GivenBack] = []
        self.own: list[Parcel] = []  # of one person, in the hand of the same process
        self.thawing: list[Ended | GivenBack] = []  # what the frozen one will want to record
        self.told: Counter[str] = Counter()  # what Telegram has been given, whatever is recorded

    def run(self, what: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(what)

    async def begin(self) -> int:
        async with self.database.work() as work:
            await work.write()
            for table in (outbox, campaigns):
                await work.execute(delete(table))
            await work.commit()
        return await begun(self.database, range(0))

    @rule(chats=st.sets(st.integers(1, 8), min_size=1, max_size=4))
    def enqueue(self, chats: set[int]) -> None:
        """As a campaign is filled: only while it runs, and what is queued already is not queued again."""

        async def put() -> bool:
            async with self.database.work() as work:
                await work.write()
                kept = SqlCampaigns(work)
                if not await kept.change(self.campaign, (State.RUNNING,), reached=max(chats)):
                    return False
                found = await kept.get(self.campaign)
                assert found is not None
                await kept.enqueue(found, [Recipient(chat_id=chat, key=f"bulk:{chat}") for chat in chats], self.now)
                await work.commit()
            return True

        if self.run(put()):
            self.wanted |= {f"bulk:{chat}" for chat in chats}

    @rule(chat=st.integers(1, 4))
    def say_to_one(self, chat: int) -> None:
        async def post() -> None:
            async with self.database.work() as work:
                await SqlNotices(work, self.now, None).post(key=f"own:{chat}", chat_id=chat, name="word", values={})
                await work.commit()

        self.personal.add(f"own:{chat}")
        self.run(post())

    @rule(number=st.integers(0, 4))
    def turn(self, number: int) -> None:
        """Record what is over and claim so many."""
        over, self.over = self.over, []
        self.held += self.run(self.ledger.turn(over, number, self.now))

    @rule()
    def claim_personal(self) -> None:
        self.own += self.run(self.outbox.claim(1, self.now))
        assert {parcel.key for parcel in self.own} <= self.personal

    @precondition(lambda self: self.own)
    @rule()
    def send_personal(self) -> None:
        parcel = self.own.pop()
        self.told[parcel.key] += 1
        self.run(self.outbox.close(parcel.id, "sent", self.now))

    @precondition(lambda self: self.held)
    @rule(state=st.sampled_from(sorted(OVER)))
    def finish(self, state: str) -> None:
        """Send one; it arrives, is refused, is unclear, or has no reason any more. Not with a lease that is over."""
        parcel = self.held.pop()
        if parcel.lease <= self.now:
            self.over.append(GivenBack(parcel=parcel, due=self.now, why="lead"))
            return
        if state in ("sent", "unclear"):
            self.told[parcel.key] += 1
        self.over.append(Ended(parcel=parcel, state=state, counter=OVER[state]))

    @precondition(lambda self: self.held)
    @rule(seconds=st.integers(0, 30), counted=st.booleans())
    def not_taken(self, seconds: int, counted: bool) -> None:
        due = self.now + timedelta(seconds=seconds)
        self.over.append(GivenBack(parcel=self.held.pop(), due=due, why="flood", counted=counted))

    @rule(flying=st.integers(0, 3), at_start=st.booleans())
    def crash(self, flying: int, at_start: bool) -> None:
        """Some of what was in hand has gone out, and nobody has written it down."""
        self.told.update(parcel.key for parcel in [*self.held[:flying], *self.own])
        self.held, self.own, self.over = [], [], []
        if not (at_start and self.database.is_sqlite):
            self.now += LEASE * 2
        self.run(self.outbox.recover(self.now, at_start=at_start))

    @rule(flying=st.integers(0, 3))
    def freeze(self, flying: int) -> None:
        """The process stands still, with some on their way, for longer than its lease; another settles what it had."""
        self.thaw()
        gone, kept = self.held[:flying], self.held[flying:]
        self.told.update(parcel.key for parcel in gone)
        self.now += LEASE * 2
        back = [GivenBack(parcel=parcel, due=self.now, why="lead") for parcel in kept]
        self.thawing = [*self.over, *map(sent, gone), *back]
        self.held, self.own, self.over = [], [], []
        self.run(self.outbox.recover(self.now))

    @precondition(lambda self: self.thawing)
    @rule()
    def thaw(self) -> None:
        """The frozen one goes on: it leads no more, and records what it knows."""
        over, self.thawing = self.thawing, []
        assert self.run(self.ledger.turn(over, 0, self.now)) == []

    @rule(seconds=st.sampled_from([20, 200]))
    def time_goes_on(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @precondition(lambda self: not self.cancelled)
    @rule(state=st.sampled_from([State.PAUSED, State.RUNNING]))
    def hold_or_go_on(self, state: State) -> None:
        self.run(change(self.database, self.campaign, state))

    @precondition(lambda self: self.wanted and not self.cancelled)
    @rule(sure=st.integers(0, 1))
    def cancel(self, sure: int) -> None:
        if sure:
            self.cancelled = True
            self.run(change(self.database, self.campaign, State.CANCELLED))

    @invariant()
    def nobody_is_told_twice(self) -> None:
        assert all(self.told[key] <= 1 for key in self.wanted)

    @invariant()
    def nothing_is_lost_and_the_counters_agree(self) -> None:
        rows, counts = self.run(self.look())
        assert {row.key for row in rows} == self.wanted | self.personal
        own = Counter(row.state for row in rows if row.campaign)
        assert counts.queued == sum(own.values())
        assert counts.open == own["new"] + own["sending"]
        assert (counts.sent, counts.unclear) == (own["sent"], own["unclear"])
        assert (counts.blocked, counts.dropped) == (own["dead"], own["cancelled"])
        assert all(self.told[row.key] for row in rows if row.state == "sent")
        assert not any(self.told[row.key] for row in rows if row.campaign and row.state in ("new", "dead", "cancelled"))
        assert not (self.cancelled and own["new"])

    async def look(self) -> tuple[list[Any], Counts]:
        async with self.database.work() as work:
            rows = (await work.execute(select(outbox.c.key, outbox.c.state, outbox.c.campaign))).all()
        return list(rows), (await read(self.database, self.campaign)).counts

    def teardown(self) -> None:
        """Let everything go its way: nothing is left over, whatever has happened."""
        if not self.cancelled:
            self.hold_or_go_on(State.RUNNING)
        self.crash(0, at_start=False)
        if self.thawing:
            self.thaw()
        for _ in range(6):
            self.turn(10)
            self.claim_personal()
            while self.held:
                self.finish("sent")
            while self.own:
                self.send_personal()
        assert not self.any_left()
        self.nobody_is_told_twice()
        self.nothing_is_lost_and_the_counters_agree()

    def any_left(self) -> bool:
        rows, _ = self.run(self.look())
        return any(row.state in ("new", "sending") for row in rows)


def test_whatever_comes_in_whatever_order_nobody_is_told_twice_and_nothing_is_lost(
    ledgers: Database, runner: asyncio.Runner
) -> None:
    run_state_machine_as_test(
        lambda: Machine(ledgers, runner), settings=settings(max_examples=60, stateful_step_count=30, deadline=None)
    )

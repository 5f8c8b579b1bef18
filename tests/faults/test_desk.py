"""Talks with the operators, killed in the middle: each sees his own, in order, and nothing is lost."""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from sandbox import Group, Sandbox
from tests.databases import own_database, postgres_marks
from tests.faults.broadcast import Broadcast, paced
from tests.faults.conftest import Ledger, Nursery
from tests.faults.consumers import crowd
from tests.faults.talking import Desk, Talker, all_heard, judge, seat
from tests.running import Place

STEPS = [
    "core.storage.relay:RelayQueue.claim:after:2",
    "bot.jobs.relay_topics:Topics.place:after:1",
    "bot.jobs.relay_acts:RelayActs.do:before:2",
    "bot.jobs.relay_acts:RelayActs.do:after:2",
    "bot.jobs.relay_acts:RelayActs.end:before:2",
    "bot.jobs.relay_acts:RelayActs.end:after:2",
]
IN_HAND = 2  # of one chat: one row is said at a time, to the group and to the consumer


@pytest.fixture
def group(sandbox: Sandbox) -> Group:
    return sandbox.world.group("Desk", forum=True)


@pytest.fixture
async def place(server: str, sandbox: Sandbox, group: Group, tmp_path: Path) -> AsyncIterator[Place]:
    async with own_database(server, tmp_path) as url:
        more = {"RETAILER_FILE": str(paced(tmp_path, 25))}  # no quiet hours
        yield Place(sandbox, tmp_path, url, operators=group.id, more=more)


@asynccontextmanager
async def kept_alive(bots: Nursery) -> AsyncIterator[None]:
    """Start the bot anew when it is killed; it is stopped in order at the end."""
    async with asyncio.TaskGroup() as group:
        kept = group.create_task(bots.keep())
        try:
            yield
        finally:
            bots.signal(signal.SIGTERM)
            assert await kept == 0


async def desk_of(sandbox: Sandbox, group: Group, ledger: Ledger) -> Desk:
    operator = sandbox.world.person("Dana", language="en")
    group.add_bot(by=operator)
    await seat(ledger.database, operator)
    return Desk(group, operator)


@pytest.mark.parametrize(
    ("step", "server"),
    [
        *((step, "sqlite") for step in STEPS),
        *(pytest.param(step, "postgresql", marks=postgres_marks()) for step in STEPS[::3]),
    ],
    indirect=["server"],
)
async def test_a_kill_loses_no_word_and_mixes_none(
    step: str, sandbox: Sandbox, group: Group, bots: Nursery, ledger: Ledger
) -> None:
    talkers = [Talker(one.person) for one in await crowd(ledger.database, sandbox, 2)]
    desk = await desk_of(sandbox, group, ledger)
    await bots.start(step, flows=True)
    async with kept_alive(bots):
        await asyncio.gather(*(talker.begins() for talker in talkers))
        await desk.sees_all(talkers)
        for talker in talkers:
            await desk.answers(talker)
            await talker.writes()
        await all_heard(talkers)
        await desk.sees_all(talkers)

    assert bots.deaths == 1
    judge(talkers, desk, twice=IN_HAND * len(talkers))


async def test_fifty_talks_at_once_with_a_crash_in_the_middle(
    sandbox: Sandbox, group: Group, bots: Nursery, ledger: Ledger
) -> None:
    chance = random.Random(11)
    talkers = [Talker(one.person) for one in await crowd(ledger.database, sandbox, 50)]
    desk = await desk_of(sandbox, group, ledger)
    await bots.start(flows=True)
    async with kept_alive(bots):
        await asyncio.gather(*(talker.begins() for talker in talkers))
        await desk.sees_all(talkers)
        for turn in range(3):
            chance.shuffle(talkers)
            for number, talker in enumerate(talkers):
                await desk.answers(talker)
                if number % 7 == turn:
                    await talker.sends_album()
                else:
                    await talker.writes()
                if turn == 1 and number == 25:
                    bots.signal(signal.SIGKILL)
                if number % 5 == 0:
                    await talker.edits(chance)
                if number % 6 == turn:
                    await desk.deletes(talker)
        await all_heard(talkers)
        await desk.sees_all(talkers)

    assert bots.deaths == 1
    judge(talkers, desk, twice=IN_HAND * len(talkers))


async def test_answers_do_not_wait_for_a_campaign_and_both_keep_the_limits(
    sandbox: Sandbox, group: Group, place: Place, bots: Nursery, ledger: Ledger
) -> None:
    (talker,) = [Talker(one.person) for one in await crowd(ledger.database, sandbox, 1)]
    desk = await desk_of(sandbox, group, ledger)
    town = Broadcast(sandbox, place, 600, set())
    await town.settle()
    await bots.start(flows=True)
    await talker.begins()
    await desk.sees_all([talker])
    sandbox.limits.enabled = True
    campaign = await town.begin()
    await sandbox.world.feed.until(lambda: len(town.arrived() & Counter(dict.fromkeys(town.chats, 1))) >= 50, 30)

    for _ in range(4):
        await desk.answers(talker)
        await all_heard([talker])

    assert set(town.chats) - set(town.arrived())  # all were heard while it was still on its way
    async with asyncio.timeout(60):
        await town.over(campaign)
    assert await bots.stop() == 0
    assert sandbox.limits.refused == 0
    await town.database.dispose()

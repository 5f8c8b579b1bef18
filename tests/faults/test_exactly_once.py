"""Every confirmed reading reaches the accounting system exactly once, whatever is killed, lost or answered wrongly."""

import asyncio
import os
import random
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.cabinet import Cabinet
from core.clock import system_clock
from core.readings.answers import Decision
from core.retailer import DEMO_FILE, Retailer
from core.storage.engine import Database
from sandbox import Sandbox
from tests.databases import postgres_marks
from tests.fakes import accounting as reference
from tests.fakes.accounting import TOKEN, Accounting
from tests.faults.conftest import Ledger, Nursery
from tests.faults.consumers import Consumer, crowd, judge, kept, still_queued
from tests.running import Place

KILLS = int(os.environ.get("KILLS", "200"))
PER_KILL = 3  # consumers for each kill …
AT_ONCE = 12  # … of whom no more submit at the same time: the world of the sandbox is searched by each of them

# Each step of a reading, from the message to the mark that the last word was said.
STEPS = [
    "core.storage.inbox:Inbox.store:before:1",
    "core.storage.inbox:Inbox.store:after:1",
    "core.readings.service:ReadingService.offer:after:1",
    "core.readings.service:ReadingService.confirm:before:1",
    "core.storage.accounting:SqlHandover.queue:after:1",
    "core.readings.service:ReadingService.confirm:after:1",
    "bot.worker.handling:Handling.handle:after:2",
    "bot.delivery.show:Delivery.show:before:2",
    "core.storage.accounting_queue:AccountingQueue.claim:after:1",
    "core.exchange.rest:AccountingApi._exchange:before:1",
    "core.exchange.rest:AccountingApi._exchange:after:1",
    "core.storage.accounting:SqlHandedOver.record:after:1",
    "core.storage.accounting:SqlHandedOver.close:after:1",
    "bot.jobs.accounting:AccountingSender._settle:after:1",
    "bot.delivery.show:Delivery.send:before:1",
    "bot.delivery.show:Delivery.send:after:1",
    "core.storage.outbox:Outbox.close:before:1",
    "core.storage.outbox:Outbox.close:after:1",
]


@pytest.fixture
async def there() -> AsyncIterator[Accounting]:
    async with reference.serve() as running:
        yield running


@pytest.fixture(autouse=True)
def hand_over_online(place: Place, there: Accounting, sandbox: Sandbox, tmp_path: Path) -> None:
    """Point the bot to the accounting system, and let it be quick."""
    retailer = DEMO_FILE.read_text(encoding="utf-8")
    for name, value in (("per_second", "500.0"), ("breaker_seconds", "0.2")):
        retailer, changed = _set(retailer, name, value)
        assert changed
    file = tmp_path / "retailer.toml"
    file.write_text(retailer, encoding="utf-8")
    sandbox.world.patience = 30.0
    place.operators = sandbox.world.group("Operators", forum=True).id
    place.more = {"ACCOUNTING_URL": there.url, "ACCOUNTING_TOKEN": TOKEN, "RETAILER_FILE": str(file)}


def _set(toml: str, name: str, value: str) -> tuple[str, bool]:
    lines = [f"{name} = {value}" if line.startswith(f"{name} =") else line for line in toml.splitlines()]
    changed = "\n".join(lines)
    return changed, changed != toml.rstrip("\n")


async def everything_done(database: Database) -> None:
    """Wait until nothing is queued for anybody."""
    async with asyncio.timeout(120):
        while await still_queued(database):  # noqa: ASYNC110 - it happens in another process
            await asyncio.sleep(0.1)


async def settle_what_is_unclear(database: Database, there: Accounting) -> None:
    """Do what an operator would: look each up over there, and say how it is."""
    async with database.work() as work:
        answers = Cabinet(work, Retailer.from_file(DEMO_FILE), system_clock()).answers
        for one in await answers.listed():
            status = there.taken[one.submission_id].status
            decision = Decision.ACCEPTED if status == "accepted" else Decision.REFUSED
            await answers.settle(int(one.number.rpartition("-")[2]), decision)
        await work.commit()


async def storm(
    bots: Nursery,
    database: Database,
    there: Accounting,
    consumers: list[Consumer],
    kills: list[str],
    seed: int,
    lifetime: float = 0.0,
) -> list[str]:
    """Let the consumers submit, some at a time, while one bot after the other dies; then let everything calm down.

    A bot lives for about a second, or until its kill point, for `lifetime` at most. Return the kill points that none
    came to.
    """
    missed: list[str] = []
    chance, places = random.Random(seed), asyncio.Semaphore(AT_ONCE)

    async def one_of_a_few(consumer: Consumer) -> None:
        async with places:
            await consumer.submits(chance)

    share = -(-len(consumers) // len(kills))
    async with asyncio.TaskGroup() as group:
        for round_, kill in enumerate(kills):
            for consumer in consumers[round_ * share : (round_ + 1) * share]:
                group.create_task(one_of_a_few(consumer))
            await bots.start(kill, flows=True)
            if not await bots.kill(after=lifetime or 0.1 + chance.random()):
                missed.append(kill)
        await bots.start(flows=True)
    there.rate = 0.0
    await everything_done(database)
    await settle_what_is_unclear(database, there)
    await everything_done(database)
    assert await bots.stop() == 0
    return missed


@pytest.mark.parametrize("server", ["sqlite", pytest.param("postgresql", marks=postgres_marks())], indirect=True)
async def test_killed_at_each_step_every_reading_arrives_once(
    sandbox: Sandbox, bots: Nursery, ledger: Ledger, there: Accounting
) -> None:
    steps = STEPS if ledger.database.is_sqlite else STEPS[4:12]
    consumers = await crowd(ledger.database, sandbox, len(steps))
    there.refusals[consumers[3].meter_id] = "less_than_previous"

    assert await storm(bots, ledger.database, there, consumers, steps, seed=1, lifetime=20.0) == []

    assert judge(consumers, await kept(ledger.database), there, kills=len(steps)) == []


async def test_random_kills_and_a_faulty_accounting_system(
    sandbox: Sandbox, bots: Nursery, ledger: Ledger, there: Accounting
) -> None:
    await chaos(sandbox, bots, ledger, there, kills=5, seed=5)


@pytest.mark.soak
async def test_random_kills_for_long(sandbox: Sandbox, bots: Nursery, ledger: Ledger, there: Accounting) -> None:
    """`make chaos KILLS=2000`"""
    await chaos(sandbox, bots, ledger, there, kills=KILLS, seed=int(os.environ.get("SEED", "7")))


async def chaos(sandbox: Sandbox, bots: Nursery, ledger: Ledger, there: Accounting, *, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    there.chance, there.rate = random.Random(seed + 1), 0.3
    consumers = await crowd(ledger.database, sandbox, kills * PER_KILL)
    for consumer in consumers[::10]:
        there.refusals[consumer.meter_id] = "meter_inactive"
    # Half of the kills strike at a step, the others at any moment.
    plan = [chance.choice(STEPS) if chance.random() < 0.5 else "" for _ in range(kills)]

    await storm(bots, ledger.database, there, consumers, plan, seed)

    stored = await kept(ledger.database)
    breaches = judge(consumers, stored, there, kills=kills)
    faults = sum(bool(call.fault) for call in there.calls)
    said = f"{kills} kills, {len(stored)} readings, {len(there.calls)} calls to the accounting system, {faults} faulty"
    sys.stdout.write(f"\n{said}: {len(breaches)} breaches\n")
    assert breaches == [], "\n".join(breaches)


async def test_the_judge_sees_what_is_lost_doubled_or_untold(
    sandbox: Sandbox, bots: Nursery, ledger: Ledger, there: Accounting
) -> None:
    """A check that finds nothing has to be able to find something."""
    consumers = await crowd(ledger.database, sandbox, 3)
    await storm(bots, ledger.database, there, consumers, [""], seed=3)
    stored = await kept(ledger.database)
    lost, doubled, false = (one.submission_id for one in stored)

    there.effects[doubled] += 1
    there.taken[false].status = "rejected"
    del there.taken[lost]
    breaches = judge(consumers, stored, there, kills=1)

    assert any("lost" in breach for breach in breaches)
    assert any("2 times" in breach for breach in breaches)
    assert any("not so" in breach for breach in breaches)
    twice = judge(consumers, [*stored, stored[0]], there, kills=1)
    assert any("kept are 2" in breach for breach in twice)

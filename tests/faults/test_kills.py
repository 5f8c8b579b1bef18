"""Killed at every step between receipt and answer: nothing is lost, nothing happens twice, the answer comes."""

import random
import signal

import pytest

from sandbox import Person, Sandbox
from tests.databases import postgres_marks
from tests.faults.conftest import Ledger, Nursery

STEPS = [
    "core.storage.inbox:Inbox.store:before:1",
    "core.storage.inbox:Inbox.store:after:1",
    "core.storage.inbox:Inbox.turn:before:3",
    "core.storage.inbox:Inbox.turn:after:3",
    "bot.worker.handling:Handling.handle:before:2",
    "core.storage.inbox:Inbox.keep_answer:after:2",
    "bot.worker.handling:Handling.handle:after:2",
    "bot.delivery.show:Delivery.show:before:2",
    "bot.delivery.show:Delivery.show:after:2",
    "bot.delivery.show:Delivery.send:before:1",
    "bot.delivery.show:Delivery.send:after:1",
    "core.storage.outbox:Outbox.close:before:1",
]


def heard(person: Person) -> list[str]:
    return [line.text for line in person.history if not line.mine]


async def speak(people: list[Person], *texts: str) -> None:
    for text in texts:
        for person in people:
            await person.says(f"{person.name} {text}", answered=False)


async def everything_said(sandbox: Sandbox, people: list[Person], *texts: str) -> None:
    """Wait until each message has had its answer and its copy."""
    wanted = {
        (person.id, f"{kind} {person.name} {text}")
        for person in people
        for text in texts
        for kind in ("counted", "copy of")
    }
    await sandbox.world.feed.until(lambda: wanted <= {(one.id, text) for one in people for text in heard(one)}, 30)


@pytest.mark.parametrize(
    ("step", "server"),
    [
        *((step, "sqlite") for step in STEPS),
        # one before the commit, one after it, one with an answer, one with a message to somebody else
        *(pytest.param(step, "postgresql", marks=postgres_marks()) for step in STEPS[4:11:2]),
    ],
    indirect=["server"],
)
async def test_a_kill_loses_nothing_and_repeats_no_effect(
    step: str, sandbox: Sandbox, people: list[Person], bots: Nursery, ledger: Ledger
) -> None:
    await bots.start(kill=step)
    await speak(people, "one", "two")
    assert await bots.ended() == -signal.SIGKILL

    await bots.start()
    await everything_said(sandbox, people, "one", "two")
    assert await bots.stop() == 0

    assert sorted(await ledger.effects()) == sorted(f"{one.name} {text}" for one in people for text in ("one", "two"))
    assert set(await ledger.inbox()) == {"done"}
    assert set(await ledger.outbox()) == {"sent"}


async def test_answers_come_in_the_order_of_the_messages_whatever_is_killed(
    sandbox: Sandbox, people: list[Person], bots: Nursery, ledger: Ledger
) -> None:
    """Kills at random places; the order within a chat and the count of effects hold."""
    chance = random.Random(11)
    texts = [str(number) for number in range(6)]
    for round_ in range(3):
        await bots.start(kill=chance.choice(STEPS[:9]))
        await speak(people, *texts[round_ * 2 : round_ * 2 + 2])
        await bots.ended()
    await bots.start()
    await everything_said(sandbox, people, *texts)
    await bots.stop()

    assert sorted(await ledger.effects()) == sorted(f"{one.name} {text}" for one in people for text in texts)
    for person in people:
        first = list(dict.fromkeys(text for text in heard(person) if text.startswith("counted")))
        assert first == [f"counted {person.name} {text}" for text in texts]


async def test_an_update_that_kills_the_process_is_buried_and_the_others_go_on(
    sandbox: Sandbox, people: list[Person], bots: Nursery, ledger: Ledger
) -> None:
    """Rows in hand at a crash are run alone, so only the killer is found guilty."""
    killer, *others = people
    await killer.says("deadly", answered=False)
    await speak(others, "one")
    crashes = 0
    await bots.start()
    while await bots.ended() == -signal.SIGKILL:
        crashes += 1
        await bots.start()
        if crashes == 3:
            break
    await everything_said(sandbox, others, "one")
    await killer.says("alive", answered=False)
    await killer.sees("alive")
    await bots.stop()

    assert crashes == 3
    assert (await ledger.inbox()).count("dead") == 1
    assert len(await ledger.effects()) == 3


async def test_an_update_that_only_reads_is_simply_run_again(
    sandbox: Sandbox, people: list[Person], bots: Nursery, ledger: Ledger
) -> None:
    maria = people[1]
    await bots.start(kill="bot.delivery.show:Delivery.show:before:1")
    await maria.says("?", answered=False)
    await bots.ended()
    await bots.start()
    await maria.sees("read ?")
    await bots.stop()

    assert await ledger.effects() == []

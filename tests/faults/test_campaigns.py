"""A campaign through everything that may befall it: each chat at most once, everybody else reached, all accounted for.

The short form takes seconds; `make broadcast` sends to a hundred thousand chats and kills twenty times.
"""

import asyncio
import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.notices.model import State
from sandbox import Sandbox
from sandbox.refusal import too_many_requests
from tests.databases import postgres_marks
from tests.faults import run_bot
from tests.faults.broadcast import Broadcast, paced
from tests.faults.conftest import Nursery
from tests.running import Place, apart

WHOLE = [
    pytest.param("sqlite", 1_500, 3, 300, id="short"),
    pytest.param("postgresql", 600, 3, 75, id="short-postgresql", marks=postgres_marks()),
    pytest.param(
        "sqlite",
        int(os.environ.get("RECIPIENTS", "100000")),
        int(os.environ.get("KILLS", "20")),
        int(os.environ.get("RATE", "500")),
        id="long",
        marks=pytest.mark.soak,
    ),
]


def in_hand(rate: int) -> int:
    """Return how much of a campaign a bot has claimed and not yet recorded, at most: CampaignSender.most_in_hand."""
    return min(round(rate * 0.8), 150)


@pytest.fixture
def rate(request: pytest.FixtureRequest) -> int:
    return int(getattr(request, "param", 300))


@pytest.fixture
async def bots(nursery: object, place: Place, rate: int) -> AsyncIterator[Nursery]:
    process, log = nursery  # type: ignore[misc]
    place.more["RETAILER_FILE"] = str(paced(place.folder, rate))
    found = Nursery(process, place, log)
    yield found
    await found.close()


class Weather:
    """Telegram's limits at a rate, with 429s at random, and one chat that is held for an hour."""

    def __init__(self, sandbox: Sandbox, rate: int, held: int, chance: random.Random) -> None:
        self.limits = sandbox.limits
        self.limits.enabled, self.limits.per_second = True, rate * 1.2
        self._check, self._held, self._chance = self.limits.check, held, chance
        self.limits.check = self.check  # type: ignore[method-assign]

    def check(self, method: str, chat_id: int, messages: int = 1) -> None:
        if method == "sendMessage" and chat_id == self._held:
            raise too_many_requests(3600)
        if method == "sendMessage" and self._chance.random() < 0.0005:
            raise too_many_requests(1)
        self._check(method, chat_id, messages)


class Tries:
    """How often a message was tried in each chat."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.made: Counter[int] = Counter()
        self._check = sandbox.limits.check
        sandbox.limits.check = self.check  # type: ignore[method-assign]

    def check(self, method: str, chat_id: int, messages: int = 1) -> None:
        if method == "sendMessage":
            self.made[chat_id] += 1
        self._check(method, chat_id, messages)


@pytest.mark.parametrize(("server", "number", "kills", "rate"), WHOLE, indirect=["server", "rate"])
async def test_whatever_is_killed_each_chat_hears_once_at_most_and_nobody_is_forgotten(
    number: int, kills: int, rate: int, sandbox: Sandbox, place: Place, bots: Nursery
) -> None:
    chance = random.Random(5)
    town = Broadcast(sandbox, place, number, set(chance.sample(range(number), number * 3 // 100)))
    await town.settle()
    held = next(chat for chat in town.chats if chat not in town.blocked)
    weather = Weather(sandbox, rate, held, chance)
    campaign = await town.begin()

    for nth in range(kills):
        enough = len(town.arrived()) + number / kills * chance.uniform(0.2, 0.5)
        await bots.start()
        await sandbox.world.feed.until(lambda enough=enough: len(town.arrived()) >= enough, 60 + number / rate)
        assert await bots.stop(signal.SIGKILL) == -signal.SIGKILL
        if nth == 1:
            await town.put(campaign, State.RUNNING)  # pressed once more in the middle
    await bots.start()
    async with asyncio.timeout(60 + number / rate * 4):
        await town.over(campaign, but=1)
    assert await bots.stop() == 0

    arrived, unclear = town.arrived(), await town.unclear()
    counts = (await town.look(campaign)).counts
    assert max(arrived.values()) == 1
    assert len(unclear) <= kills * in_hand(rate)
    assert set(town.chats) - town.blocked - {held} <= set(arrived) | unclear
    assert not town.blocked & set(arrived)
    assert counts.queued == number
    assert (counts.unclear, counts.open) == (len(unclear), 1)  # the one that is held for an hour waits
    assert counts.blocked + len(town.blocked & unclear) == len(town.blocked)
    assert weather.limits.refused == 0  # of what our own pace would have caused
    await town.database.dispose()


@pytest.mark.parametrize("number", [1_000, pytest.param(10_000, marks=pytest.mark.soak)])
async def test_who_cannot_be_reached_is_tried_once_left_out_from_then_on_and_comes_back_by_himself(
    number: int, sandbox: Sandbox, place: Place, bots: Nursery
) -> None:
    """Thirty of a hundred block the bot, have deleted the account, or are unknown to Telegram."""
    lost = random.Random(6).sample(range(number), number * 3 // 10)
    blocked, deleted, unknown = (set(lost[nth::3]) for nth in range(3))
    town = Broadcast(sandbox, place, number, blocked, deleted=deleted, unknown=unknown)
    await town.settle()
    tries = Tries(sandbox)
    await bots.start(flows=True)
    async with asyncio.timeout(60 + number / 20):
        first = await town.begin()
        await town.over(first)
    counts, unreached = (await town.look(first)).counts, town.blocked | town.deleted | town.unknown
    assert (counts.queued, counts.sent, counts.blocked) == (number, number - len(lost), len(lost))
    assert set(tries.made.values()) == {1}
    assert set(tries.made) == set(town.chats)
    assert await town.marked() == unreached

    back = {*list(town.blocked)[:5], *list(town.unknown)[:5]}
    for chat in sorted(back):
        town.come_back(chat)
    async with asyncio.timeout(60 + number / 20):
        while await town.marked() != unreached - back:  # noqa: ASYNC110 - the bot tells nobody
            await asyncio.sleep(0.1)
        second = await town.begin()
        tries.made.clear()
        await town.over(second)

    counts = (await town.look(second)).counts
    expected = set(town.chats) - unreached | back
    assert (counts.queued, counts.sent, counts.blocked) == (len(expected), len(expected), 0)
    assert set(tries.made) == expected
    assert await bots.stop() == 0
    await town.database.dispose()


async def test_what_is_held_stops_within_seconds_and_what_is_cancelled_for_good(
    sandbox: Sandbox, place: Place, bots: Nursery
) -> None:
    town = Broadcast(sandbox, place, 3_000, set())
    await town.settle()
    campaign = await town.begin()
    await bots.start()
    await sandbox.world.feed.until(lambda: len(town.arrived()) >= 100, 30)

    await town.put(campaign, State.PAUSED)
    await asyncio.sleep(1.5)
    held = len(town.arrived())
    await asyncio.sleep(1)
    assert len(town.arrived()) == held < 2_000
    await town.put(campaign, State.RUNNING)
    await sandbox.world.feed.until(lambda: len(town.arrived()) > held + 50, 30)
    await town.put(campaign, State.CANCELLED)
    await asyncio.sleep(1.5)
    ended = len(town.arrived())
    await asyncio.sleep(1)

    assert len(town.arrived()) == ended < 3_000
    assert (await town.look(campaign)).counts.open == 0
    assert await bots.stop() == 0
    await town.database.dispose()


async def test_a_stop_in_the_middle_leaves_nothing_unclear(sandbox: Sandbox, place: Place, bots: Nursery) -> None:
    town = Broadcast(sandbox, place, 600, set())
    await town.settle()
    campaign = await town.begin()
    for _ in range(2):
        before = len(town.arrived())
        await bots.start()
        await sandbox.world.feed.until(lambda before=before: len(town.arrived()) > before + 50, 30)
        assert await bots.stop(signal.SIGTERM) == 0

    await bots.start()
    await sandbox.world.feed.until(lambda: len(town.arrived()) == 600, 30)
    assert await bots.stop() == 0
    assert await town.unclear() == set()
    assert (await town.look(campaign)).counts.sent == 600
    assert max(town.arrived().values()) == 1
    await town.database.dispose()


@pytest.mark.parametrize("server", [pytest.param("postgresql", marks=postgres_marks())], indirect=True)
@pytest.mark.parametrize("rate", [25], indirect=True)
@pytest.mark.parametrize(
    ("number", "frozen", "how", "patient"),
    [
        pytest.param(250, 10, signal.SIGSTOP, False, id="frozen"),
        pytest.param(250, 0, signal.SIGKILL, False, id="killed"),
        pytest.param(2_400, 90, signal.SIGSTOP, True, id="frozen-long", marks=pytest.mark.soak),
    ],
)
async def test_when_the_leader_is_gone_another_one_goes_on_and_says_nothing_twice(
    number: int, frozen: int, how: signal.Signals, patient: bool, sandbox: Sandbox, place: Place, bots: Nursery
) -> None:
    """The first ends in the middle of its sending, or stands still and goes on while another has taken over.

    The long form waits with the seconds of the product, the others with a few.
    """
    town = Broadcast(sandbox, place, number, set())
    await town.settle()
    sandbox.limits.enabled = True  # two that send at once would be too fast
    await bots.start(patient=patient)
    order = {"settings": bots.settings(), "patient": patient}
    async with apart(place, program=(str(Path(run_bot.__file__)), json.dumps(order))) as second:
        await said(second.log, '"lead": "bulk"')  # it stands by
        campaign = await town.begin()
        await sandbox.world.feed.until(lambda: len(town.arrived()) >= 40, 60)
        bots.signal(how)
        left_off, over = len(town.arrived()), time.monotonic() + frozen
        await sandbox.world.feed.until(lambda: len(town.arrived()) > left_off + in_hand(25), 60)
        await asyncio.sleep(max(0.0, over - time.monotonic()))
        assert len(town.arrived()) < number  # the one that has followed is in the middle of it
        if how == signal.SIGSTOP:
            bots.signal(signal.SIGCONT)
        else:
            assert await bots.ended() == -how
        async with asyncio.timeout(60 + number / 10):
            await town.over(campaign)

    arrived, unclear = town.arrived(), await town.unclear()
    assert max(arrived.values()) == 1
    assert set(town.chats) <= set(arrived) | unclear
    assert len(unclear) <= in_hand(25)
    assert sandbox.limits.refused == 0
    await town.database.dispose()


async def said(log: Path, words: str) -> None:
    async with asyncio.timeout(60):
        while words not in log.read_text(encoding="utf-8"):  # noqa: ASYNC110, ASYNC240 - another process writes a few lines
            await asyncio.sleep(0.05)

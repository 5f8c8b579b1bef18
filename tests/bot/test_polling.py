"""Long polling: nothing is confirmed before it is stored, and trouble is met with patience and an alarm."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot
from sqlalchemy import func, select

from bot.alarms import Alarms
from bot.receiver import polling
from bot.receiver.arrivals import Intake
from bot.receiver.polling import Polling
from core.retailer import DEMO_FILE, Retailer
from core.storage.engine import Database
from core.storage.inbox import Arrival, Inbox
from core.storage.tables import outbox
from sandbox import Person, Sandbox
from sandbox.refusal import Refusal
from tests.bot.test_webhook import now


class Alarm(Alarms):
    def __init__(self) -> None:
        self.raised: list[str] = []

    async def raise_(self, name: str) -> None:
        self.raised.append(name)


class FailingIntake:
    """Cannot store the first batches."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self.failures = 0

    async def __call__(self, arrivals: Sequence[Arrival]) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("the disk is full")
        await self._inbox.store(arrivals, now())


@pytest.fixture
def alarm() -> Alarm:
    return Alarm()


@pytest.fixture
def inbox(database: Database) -> Inbox:
    return Inbox(database, "me")


@pytest.fixture
def intake(inbox: Inbox) -> FailingIntake:
    return FailingIntake(inbox)


@pytest.fixture
def poller(api: Bot, intake: Intake, alarm: Alarm) -> Polling:
    return Polling(bot=api, intake=intake, kinds=["message"], alarms=alarm, seconds=1)


@asynccontextmanager
async def running(poller: Polling) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.get_running_loop().create_task(poller.run(stop))
    yield
    stop.set()
    await asyncio.wait_for(task, 3)


async def until_confirmed(sandbox: Sandbox) -> None:
    async with asyncio.timeout(8):
        while sandbox.world.updates.pending:  # noqa: ASYNC110 - a confirmation is no event of the world
            await asyncio.sleep(0.05)


async def test_what_is_stored_is_confirmed(poller: Polling, sandbox: Sandbox, maria: Person, inbox: Inbox) -> None:
    async with running(poller):
        await maria.says("сәлем", answered=False)
        await until_confirmed(sandbox)

    assert await inbox.waiting() == 1


async def test_what_cannot_be_stored_stays_with_telegram(
    poller: Polling, intake: FailingIntake, sandbox: Sandbox, maria: Person, inbox: Inbox
) -> None:
    intake.failures = 1
    await maria.says("сәлем", answered=False)
    async with running(poller):
        await asyncio.sleep(0.5)
        assert len(sandbox.world.updates.pending) == 1
        await until_confirmed(sandbox)

    assert await inbox.waiting() == 1


async def test_a_webhook_that_was_set_before_is_taken_away(
    poller: Polling, api: Bot, sandbox: Sandbox, maria: Person
) -> None:
    await api.set_webhook("http://127.0.0.1:9/")
    async with running(poller):
        await maria.says("сәлем", answered=False)
        await until_confirmed(sandbox)

    assert not sandbox.api.webhook.active


@pytest.mark.parametrize(
    ("refusal", "name"),
    [
        (Refusal(401, "Unauthorized"), "token_refused"),
        (Refusal(409, "Conflict: terminated by other getUpdates request"), "second_poller"),
    ],
)
async def test_the_operators_hear_of_what_only_they_can_mend(
    refusal: Refusal, name: str, poller: Polling, alarm: Alarm, sandbox: Sandbox
) -> None:
    fault = sandbox.faults.add("refused", methods=("getUpdates",), refusal=refusal)
    async with running(poller):
        await asyncio.sleep(1.2)

    assert name in alarm.raised
    assert fault.hits <= 2  # no hot loop


async def test_a_long_absence_is_told(
    poller: Polling, alarm: Alarm, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "_PATIENCE", 0.5)
    sandbox.faults.add("server_error", methods=("getUpdates",))
    async with running(poller):
        await asyncio.sleep(1.5)

    assert alarm.raised == ["telegram_away"]


async def test_the_pause_that_telegram_asks_for_is_kept(poller: Polling, sandbox: Sandbox) -> None:
    fault = sandbox.faults.add("too_many", methods=("getUpdates",), seconds=5)
    async with running(poller):
        await asyncio.sleep(2.5)

    assert fault.hits == 1


async def test_an_alarm_waits_for_the_operators_once_an_hour(database: Database) -> None:
    alarms = Alarms(database, Retailer.from_file(DEMO_FILE), -100, now)
    for _ in range(3):
        await alarms.raise_("second_poller")

    async with database.work() as work:
        assert (await work.execute(select(func.count()).select_from(outbox))).scalar_one() <= 2

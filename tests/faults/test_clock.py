"""F12 of the fault list: the clock jumps, an hour or thirty days, forward and back."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import app
from bot.screens import notices
from sandbox import Person, Sandbox
from tests.attacks.guesses import guess, outcome
from tests.databases import own_database, postgres_marks
from tests.fakes.town import Town
from tests.faults import run_bot
from tests.faults.conftest import Ledger
from tests.faults.test_kills import everything_said, speak
from tests.running import Place, within

HOUR, MONTH = timedelta(hours=1), timedelta(days=30)
JUMPS = [-HOUR, HOUR, HOUR, -HOUR, MONTH, -MONTH]
VICTIM, AMOUNT = "000100100", 466_734


class Clock:
    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=postgres_marks())])
async def place(
    request: pytest.FixtureRequest, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Place]:
    monkeypatch.setitem(notices.NOTICES, "copy", run_bot.copy)
    async with own_database(request.param, tmp_path) as url:
        yield Place(sandbox, tmp_path, url)


async def test_nothing_is_lost_and_nothing_happens_twice(sandbox: Sandbox, people: list[Person], place: Place) -> None:
    clock = Clock()
    options = app.Options(clock=clock, routers=(run_bot.routes(),), updates_per_minute=100_000)
    texts = [str(number) for number in range(len(JUMPS))]
    async with within(place, options):
        for text, jump in zip(texts, JUMPS, strict=True):
            clock.ahead += jump
            await speak(people, text)
            await everything_said(sandbox, people, text)

    ledger = Ledger(place)
    assert sorted(await ledger.effects()) == sorted(f"{one.name} {text}" for one in people for text in texts)
    assert set(await ledger.inbox()) == {"done"}
    assert set(await ledger.outbox()) == {"sent"}
    await ledger.database.dispose()


async def test_a_locked_chat_stays_locked(town: Town) -> None:
    for amount in range(3):
        assert await outcome(guess(town, 1, VICTIM, 100_001 + amount)) == "NotVerified"
        town.wait(seconds=31)

    for jump in (-HOUR, HOUR, HOUR):
        town.now += jump
        assert await outcome(guess(town, 1, VICTIM, AMOUNT)) == "ChatLocked"
    town.now += MONTH
    town.now -= MONTH
    assert await outcome(guess(town, 1, VICTIM, AMOUNT)) == "ChatLocked"


async def test_jumps_win_a_chat_no_guess(town: Town) -> None:
    found: Counter[str] = Counter()
    for number in range(40):
        found[await outcome(guess(town, 1, f"{900_000 + number}", AMOUNT))] += 1
        town.now += (-HOUR, HOUR, timedelta(seconds=31))[number % 3]

    assert found["NotVerified"] == 3
    assert set(found) == {"NotVerified", "TooSoon", "ChatLocked"}


async def test_jumps_win_all_the_world_no_guess_at_an_account(town: Town) -> None:
    for chat in range(3):
        assert await outcome(guess(town, chat, VICTIM, 100_001 + chat)) == "NotVerified"

    for number, jump in enumerate((-HOUR, HOUR, HOUR)):
        town.now += jump
        assert await outcome(guess(town, 10 + number, VICTIM, AMOUNT)) == "NotVerified"

"""The accounting system is away for hours while readings come in; when it is back they go over in their order."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.jobs import accounting as job
from core.storage.engine import Database
from tests.bot.test_accounting_sender import running, sender_of
from tests.databases import NOW
from tests.fakes import accounting as reference
from tests.fakes.accounting import Accounting
from tests.fakes.submissions import confirm, states

QUEUED = int(os.environ.get("QUEUED", "50000"))
HOURS = 6


@pytest.fixture
async def there() -> AsyncIterator[Accounting]:
    async with reference.serve() as found:
        found.down = True
        yield found


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "_POLL", 0.02)


async def drain(database: Database, there: Accounting, number: int, rate: float) -> None:
    now = NOW

    def clock() -> datetime:
        return now

    sender = sender_of(database, there.url, rate=rate)
    sender._clock = clock
    async with running(sender):
        keys = [one.submission_id for one in await confirm(database, number // 2)]
        await asyncio.sleep(0.3)  # some have been tried in vain
        now += timedelta(hours=HOURS)
        keys += [one.submission_id for one in await confirm(database, number - number // 2, first=number // 2 + 1)]
        assert there.taken == {}
        there.down = False
        began = len(there.calls)
        async with asyncio.timeout(60 + number / 50):
            while len(there.order) < number:  # noqa: ASYNC110 - an event for each of thousands would be no better
                await asyncio.sleep(0.05)

    assert there.order == keys
    assert set(there.effects.values()) == {1}
    at = [call.at for call in there.calls[began:] if call.method == "POST"]
    most = rate * 1.1 + 1
    assert all(later - first >= 1 for first, later in zip(at, at[int(most) :], strict=False))
    assert set((await states(database)).values()) == {"accepted"}


async def test_what_waited_goes_over_in_order_and_not_faster_than_allowed(
    database: Database, there: Accounting
) -> None:
    await drain(database, there, 500, rate=150)


@pytest.mark.soak
@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_fifty_thousand_wait_for_six_hours(database: Database, there: Accounting) -> None:
    """`make chaos` runs it, too; QUEUED says how many."""
    await drain(database, there, QUEUED, rate=400)

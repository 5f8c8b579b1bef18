"""Jobs of the clock: what is tidied up, and what begins by the calendar."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from bot.jobs import clock
from bot.jobs.clock import ClockJobs
from core.clock import ALMATY
from core.notices.model import NoticeType
from core.retailer import DEMO_FILE, Retailer
from core.storage.engine import Database
from core.storage.inbox import Inbox
from core.storage.tables import campaigns, reading_drafts, unlinked_tries
from tests.databases import NOW
from tests.fakes.submissions import told


async def test_readings_that_were_begun_and_left_are_forgotten(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A batch at a time, each in a transaction of its own, so that nobody waits long."""
    monkeypatch.setattr(clock, "_BATCH", 2)
    caplog.set_level(logging.INFO)
    async with database.work() as work:
        await work.write()
        for days in (0, 30, 31, 32, 33):
            at = NOW - timedelta(days=days)
            draft = {"chat_id": 1, "account_id": 2, "meter_id": "M", "reading_date": at.date(), "content": b""}
            await work.execute(insert(reading_drafts).values(written_at=at, changed_at=at, **draft))
            await work.execute(insert(unlinked_tries).values(at=at, chat_mark=1))
        await work.commit()
    jobs = ClockJobs(database, Inbox(database, me="me"), Retailer.from_file(DEMO_FILE), lambda: NOW)

    await jobs.forget_drafts()

    async with database.work() as work:
        for table in (reading_drafts, unlinked_tries):
            assert (await work.execute(select(func.count()).select_from(table))).scalar_one() == 2
    assert "old drafts forgotten" in caplog.text


async def test_the_operators_hear_once_that_the_folder_fails_and_once_that_it_works_again(
    database: Database, tmp_path: Path
) -> None:
    moments = (NOW + timedelta(minutes=2 * place) for place in range(1000))
    box, retailer = Inbox(database, me="me"), Retailer.from_file(DEMO_FILE)
    jobs = ClockJobs(database, box, retailer, lambda: next(moments), operators=-100)
    folder = tmp_path / "Aliya Example 000123456"
    folder.write_text("a file where a folder should be")

    for _ in range(3):
        await jobs.exchange_files(folder)
    assert await told(database) == [("exchange_fails", {})]
    folder.unlink()
    for _ in range(6):
        await jobs.exchange_files(folder)

    assert await told(database) == [("exchange_fails", {}), ("exchange_works", {})]


# The notices that the calendar begins

HOUR = datetime(2026, 11, 30, 10, 0, tzinfo=ALMATY)
REMINDER = "reading_reminder:202611:last:2026-11-30"


@pytest.fixture
def begun(database: Database) -> Callable[..., Awaitable[dict[str, str]]]:
    """Run the clock at some moments, each time as after a start; return every campaign by its key with its state."""

    async def run(*moments: datetime) -> dict[str, str]:
        for moment in moments:
            jobs = ClockJobs(database, Inbox(database, me="me"), Retailer.from_file(DEMO_FILE), lambda at=moment: at)
            await jobs.begin_notices()
        async with database.work() as work:
            rows = await work.execute(select(campaigns.c.key, campaigns.c.state).order_by(campaigns.c.id))
            return {row.key: row.state for row in rows}

    return run


async def test_the_calendar_begins_a_notice_once_however_often_it_is_asked(
    begun: Callable[..., Awaitable[dict[str, str]]],
) -> None:
    assert await begun(HOUR - timedelta(seconds=1)) == {}

    daily = {f"{about}:2026-11-30": "running" for about in ("verification", "replacement")}
    at_once = await begun(HOUR, HOUR, HOUR + timedelta(minutes=1), HOUR - timedelta(hours=1), HOUR + timedelta(hours=9))
    assert {key: state for key, state in at_once.items() if key in {REMINDER, *daily}} == {REMINDER: "running"} | daily
    assert await begun(HOUR + timedelta(hours=9)) == at_once


@pytest.mark.parametrize(("hours", "state"), [(5.9, "running"), (6.0, "cancelled"), (40.0, "cancelled")])
async def test_a_bot_that_was_down_over_the_hour_makes_up_for_what_is_still_of_use(
    begun: Callable[..., Awaitable[dict[str, str]]], hours: float, state: str
) -> None:
    assert (await begun(HOUR + timedelta(hours=hours)))[REMINDER] == state


async def test_the_first_turn_of_the_clock_comes_with_the_start(database: Database) -> None:
    jobs = ClockJobs(database, Inbox(database, me="me"), Retailer.from_file(DEMO_FILE), lambda: HOUR)
    stop = asyncio.Event()
    running = asyncio.get_running_loop().create_task(jobs.run(stop))

    async with asyncio.timeout(10):
        while not await keys(database):  # noqa: ASYNC110 - no event says that something has been written
            await asyncio.sleep(0.05)
    stop.set()
    await running

    assert REMINDER in await keys(database)


async def test_a_loop_that_is_blocked_over_the_hour_neither_loses_the_turn_nor_takes_it_twice(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The turn falls into five seconds in which nothing runs; it is taken right after, and the next one is far off."""
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(clock, "_NOTICE_SECONDS", 4)
    begun_at, turns = time.monotonic(), list[float]()

    def running_clock() -> datetime:
        turns.append(time.monotonic() - begun_at)
        return HOUR + timedelta(seconds=turns[-1] - 2)

    jobs = ClockJobs(database, Inbox(database, me="me"), Retailer.from_file(DEMO_FILE), running_clock)
    stop = asyncio.Event()
    running = asyncio.get_running_loop().create_task(jobs.run(stop))
    async with asyncio.timeout(10):
        while not turns:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)
        assert REMINDER not in await keys(database)

        time.sleep(5)  # noqa: ASYNC251 - the block that is told of
        while REMINDER not in await keys(database):  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.05)
    stop.set()
    await running

    assert len(turns) == 2
    assert turns[1] < 8, "the turn was lost, and the next one came in its place"
    said = [record for record in caplog.records if getattr(record, "about", "") == NoticeType.READING_REMINDER]
    assert [record.getMessage() for record in said] == ["notice begun"]


async def test_a_stop_lets_a_job_come_to_its_end(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    class Slow(ClockJobs):
        async def begin_notices(self) -> None:
            begun.set()
            await asyncio.sleep(0.3)
            await super().begin_notices()
            ended.set()

    jobs = Slow(database, Inbox(database, me="me"), Retailer.from_file(DEMO_FILE), lambda: HOUR)
    stop = asyncio.Event()
    running = asyncio.get_running_loop().create_task(jobs.run(stop))
    async with asyncio.timeout(10):
        await begun.wait()
        stop.set()
        await running

    assert ended.is_set()
    assert REMINDER in await keys(database)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def keys(database: Database) -> set[str | None]:
    async with database.work() as work:
        return set((await work.execute(select(campaigns.c.key))).scalars())

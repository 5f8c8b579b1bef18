"""Jobs of the clock that tidy up."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from bot.jobs import clock
from bot.jobs.clock import ClockJobs
from core.retailer import DEMO_FILE, Retailer
from core.storage.engine import Database
from core.storage.inbox import Inbox
from core.storage.tables import reading_drafts, unlinked_tries
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

"""What is done every so often; jobs stand in code, and each may be repeated without harm."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.alarms import Alarms
from bot.jobs.desk import DeskJobs
from bot.jobs.registry import Registry
from core.cabinet import Cabinet
from core.clock import ALMATY, Clock
from core.retailer import Retailer
from core.storage.audit import AuditChain
from core.storage.engine import Database
from core.storage.inbox import Inbox

log = logging.getLogger(__name__)

# A late job is still of use, two missed runs are one, and a slow one is not started twice.
_DEFAULTS = {"misfire_grace_time": 3600, "coalesce": True, "max_instances": 1}
_BATCH = 500

_EXCHANGE_MINUTES = 2
_WORKS_AGAIN = 3  # times in a row, before it is said
_APPEAL_SECONDS = 60
_NOTICE_SECONDS = 60
_DESK_SECONDS = 20
_CARD_SECONDS = 120
_STOP_SECONDS = 10.0


class ClockJobs:
    """`exchange`: the folder of the registry, where readings go to the accounting system as files.

    `calendar`: the notices that it asks for begin by themselves.
    """

    def __init__(
        self,
        database: Database,
        inbox: Inbox,
        retailer: Retailer,
        clock: Clock,
        *,
        operators: int | None = None,
        exchange: Path | None = None,
        calendar: bool = True,
        desk: DeskJobs | None = None,
    ) -> None:
        self._database = database
        self._inbox = inbox
        self._retailer = retailer
        self._clock = clock
        self._registry = Registry(database, retailer, clock, operators)
        self._operators = operators
        self._exchange = exchange
        self._calendar = calendar
        self._desk = desk
        self._alarms = Alarms(database, retailer, operators, clock)
        self._exchange_fails = False  # and the operators know it
        self._exchange_went = 0  # times since it failed last
        self._chain = AuditChain(database)
        self._under_way: set[asyncio.Task[Any]] = set()

    async def run(self, stop: asyncio.Event) -> None:
        scheduler = AsyncIOScheduler(job_defaults=_DEFAULTS)
        scheduler.add_job(self._finished(self.seal_audit), "interval", seconds=5)
        scheduler.add_job(self._finished(self.forget_updates), "interval", hours=1)
        scheduler.add_job(self._finished(self.forget_drafts), "interval", hours=1)
        scheduler.add_job(self._finished(self.forget_documents), "interval", hours=1)
        if self._calendar:
            at_once = datetime.now(UTC)
            scheduler.add_job(
                self._finished(self.begin_notices), "interval", seconds=_NOTICE_SECONDS, next_run_time=at_once
            )
        scheduler.add_job(self._finished(self.hand_over_appeals), "interval", seconds=_APPEAL_SECONDS)
        scheduler.add_job(self._finished(self.remind_of_appeals), "interval", seconds=_APPEAL_SECONDS)
        if self._desk is not None:
            scheduler.add_job(self._finished(self._desk.attend), "interval", seconds=_DESK_SECONDS)
            scheduler.add_job(self._finished(self._desk.refresh_cards), "interval", seconds=_CARD_SECONDS)
            at = {"hour": 7, "minute": 30, "timezone": ALMATY}  # before the desk opens
            scheduler.add_job(self._finished(self._desk.check_members), "cron", **at)
        if self._exchange is not None:
            scheduler.add_job(
                self._finished(self.exchange_files), "interval", minutes=_EXCHANGE_MINUTES, args=[self._exchange]
            )
        if self._database.is_sqlite:
            scheduler.add_job(self._finished(self._database.checkpoint), "interval", seconds=5)
        scheduler.start()
        try:
            await stop.wait()
            scheduler.pause()
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=_STOP_SECONDS)
        finally:
            scheduler.shutdown(wait=False)

    def _finished(self, job: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        """Return the job as one that a stop lets come to its end: the scheduler itself would cancel it."""

        @wraps(job)
        async def run(*args: Any) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
            await job(*args)

        return run

    async def exchange_files(self, folder: Path) -> None:
        """Take in and write out; the operators are told once that the folder fails, and once that it works again."""
        works = await self._registry.watch(folder)
        self._exchange_went = self._exchange_went + 1 if works else 0
        if not works and not self._exchange_fails:
            self._exchange_fails = True
            await self._alarms.say("exchange_fails")
        elif self._exchange_fails and self._exchange_went >= _WORKS_AGAIN:
            self._exchange_fails = False
            await self._alarms.say("exchange_works")

    async def seal_audit(self) -> None:
        """Chain what is new; the last hash goes to the log, so that a chain cut short can be told from it."""
        while (sealed := await self._chain.seal()) is not None:
            log.info("audit chained", extra={"position": sealed.position, "hash": sealed.hash})

    async def forget_updates(self) -> None:
        gone = await self._inbox.forget(self._clock())
        log.info("old updates forgotten", extra={"updates": gone})

    async def forget_drafts(self) -> None:
        """Forget readings that were begun and left, a batch at a time."""
        gone, batch = 0, _BATCH
        while batch == _BATCH:
            async with self._database.work() as work:
                batch = await Cabinet(work, self._retailer, self._clock()).readings.forget(most=_BATCH)
                await work.commit()
            gone += batch
        log.info("old drafts forgotten", extra={"drafts": gone})

    async def forget_documents(self) -> None:
        """Forget what stood on documents of long ago, a batch at a time, and letters that no limit counts any more."""
        gone, batch = 0, _BATCH
        while batch == _BATCH:
            async with self._database.work() as work:
                cabinet = Cabinet(work, self._retailer, self._clock())
                batch = await cabinet.papers.forget(most=_BATCH)
                if batch < _BATCH:
                    await cabinet.letters.forget()
                await work.commit()
            gone += batch
        log.info("old documents forgotten", extra={"documents": gone})

    async def begin_notices(self) -> None:
        """Let the notices that the calendar asks for come into being; what begins too late is counted as dropped."""
        async with self._database.work() as work:
            begun = await Cabinet(work, self._retailer, self._clock()).campaigns.fire()
            await work.commit()
        for campaign in begun:
            log.info("notice begun", extra={"campaign": campaign.id, "about": campaign.about, "state": campaign.state})

    async def hand_over_appeals(self) -> None:
        """Tell the operators of appeals that have lain here as long as they had to."""
        handed, batch = 0, _BATCH
        while batch == _BATCH:
            async with self._database.work() as work:
                cabinet = Cabinet(work, self._retailer, self._clock(), self._operators)
                batch = await cabinet.support.hand_over(most=_BATCH)
                await work.commit()
            handed += batch
        if handed:
            log.info("appeals handed over", extra={"appeals": handed})

    async def remind_of_appeals(self) -> None:
        """Remind the desk of appeals whose term runs out."""
        async with self._database.work() as work:
            cabinet = Cabinet(work, self._retailer, self._clock(), self._operators)
            reminded = await cabinet.appeal_reminders.remind(most=_BATCH)
            await work.commit()
        if reminded:
            log.info("reminded of appeals", extra={"appeals": reminded})

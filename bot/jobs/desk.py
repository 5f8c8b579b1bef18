"""What the clock does for the desk; each may be repeated without harm."""

import asyncio
import logging
from datetime import date

from bot.delivery.members import Members
from bot.jobs.relay_topics import digest_of
from bot.screens import desk_card
from core.cabinet import Cabinet
from core.clock import Clock, today_in_almaty
from core.desk.model import Thread
from core.retailer import Retailer
from core.storage.engine import Database
from core.storage.relay import RelayQueue
from core.storage.work import Work

log = logging.getLogger(__name__)

_BETWEEN = 0.1  # seconds between two questions to Telegram


class DeskJobs:
    """`calendar`: mornings begin with a list by themselves."""

    def __init__(
        self,
        *,
        database: Database,
        retailer: Retailer,
        clock: Clock,
        operators: int | None,
        members: Members,
        calendar: bool = True,
    ) -> None:
        self._database = database
        self._retailer = retailer
        self._clock = clock
        self._operators = operators
        self._members = members
        self._calendar = calendar
        self._queue = RelayQueue(database)
        self._digested: date | None = None

    async def attend(self) -> None:
        """Remind of who waits, close what is quiet, begin the morning, say that the queue is late."""
        async with self._database.work() as work:
            reminding = self._cabinet(work).reminding
            reminded, closed = await reminding.remind(), await reminding.close_quiet()
            await work.commit()
        if reminded or closed:
            log.info("the desk was looked after", extra={"reminded": reminded, "closed": closed})
        await self._begin_morning()
        await self._tell_behind()

    async def refresh_cards(self) -> None:
        """Change the cards of open talks that say what is not so any more: a package came, a reading was answered."""
        async with self._database.work() as work:
            talks = await self._cabinet(work).desk_talks.all_open()
        stale = [thread for talk in talks if (thread := await self._stale(talk.thread_id)) is not None]
        if not stale:
            return
        async with self._database.work() as work:
            await work.write()
            cabinet = self._cabinet(work)
            for thread in stale:
                await cabinet.relay.refresh(thread=thread, now=self._clock())
            await work.commit()

    async def check_members(self) -> None:
        """Take the right of operators who are in no group of the desk: what Telegram told may have been lost."""
        async with self._database.work() as work:
            cabinet = self._cabinet(work)
            groups, everybody = await cabinet.reminding.groups(), await cabinet.staffing.listed()
        for operator in everybody:
            found = []
            for group in groups:
                found.append(await self._members(group, operator.user_id))
                await asyncio.sleep(_BETWEEN)
            if found and all(each is False for each in found):
                await self._dismiss(operator.user_id, groups[0])

    async def _dismiss(self, user_id: int, group: int) -> None:
        async with self._database.work() as work:
            await self._cabinet(work).staffing.gone(user_id=user_id, group_id=group)
            await work.commit()

    async def _begin_morning(self) -> None:
        today = today_in_almaty(self._clock())
        if not self._calendar or self._digested == today:
            return
        async with self._database.work() as work:
            reminding = self._cabinet(work).reminding
            if not reminding.is_morning():
                return
            await reminding.digest()
            await work.commit()
        self._digested = today

    async def _tell_behind(self) -> None:
        async with self._database.work() as work:
            groups = await self._cabinet(work).reminding.groups()
        for group in groups:
            number, late = await self._queue.behind(group, self._clock())
            if late.total_seconds() <= self._retailer.desk.behind_seconds:
                continue
            async with self._database.work() as work:
                await self._cabinet(work).reminding.tell_behind(group=group, number=number, late=late)
                await work.commit()

    async def _stale(self, thread_id: int) -> Thread | None:
        async with self._database.work() as work:
            facts = await self._cabinet(work).desk_cards.facts(thread_id=thread_id)
        if facts.thread.topic_id is None or facts.thread.card is None:
            return None
        text, _ = desk_card.card(facts, self._retailer.desk.language)
        return None if digest_of(text) == facts.thread.card_digest else facts.thread

    def _cabinet(self, work: Work) -> Cabinet:
        return Cabinet(work, self._retailer, self._clock(), self._operators)

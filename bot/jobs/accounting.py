"""Confirmed readings handed over to the accounting system online: in their order, at a set rate, each exactly once."""

import asyncio
import logging
import uuid
from collections.abc import Callable
from datetime import timedelta

from bot.alarms import Alarms
from bot.jobs.permission import OFTEN, Permission
from core.cabinet import Cabinet
from core.clock import Clock, today_in_almaty
from core.exchange.rest import AccountingApi, Answer, End
from core.readings.handover import Outgoing
from core.retailer import Retailer
from core.storage.accounting_queue import AccountingQueue
from core.storage.engine import Database
from core.storage.leader import pause

log = logging.getLogger(__name__)

# One call waits for the one before, so that the order is kept; but not longer than this, and not for more than so many
# under way: a slow accounting system is not a reason to fall behind the rate.
_PATIENCE = 0.25
_IN_HAND = 8
_POLL = 1.0
_STOP_SECONDS = 8.0
_DENIED_SECONDS = 60.0
# A forbidden reading stands back, longer each time, and others are tried in its stead; slowly where all are forbidden.
_FORBIDDEN_SECONDS, _FORBIDDEN_SLOWEST, _FORBIDDEN_PACE = 300.0, 900.0, 1.0
_SLOWEST = 300.0
_TRIES = 12  # of a reading that fails while others do not: then an operator looks
_ALONE = 300.0  # seconds in which another one has succeeded
_ASK_FIRST, _ASK_LAST = timedelta(minutes=1), timedelta(hours=1)


class AccountingSender:
    """One of several processes runs it (see Leader); a row in hand at its death is asked about by the next one."""

    def __init__(
        self,
        *,
        database: Database,
        retailer: Retailer,
        operators: int | None,
        alarms: Alarms,
        api: AccountingApi,
        clock: Clock,
        leads: Callable[[], bool] = lambda: True,
    ) -> None:
        self._leads = leads
        self._database = database
        self._retailer = retailer
        self._operators = operators
        self._alarms = alarms
        self._api = api
        self._clock = clock
        self._queue = AccountingQueue(database, operators)
        self._step = 1 / retailer.accounting.per_second
        self._next = 0.0  # when the rate allows the next call, by the loop's clock
        self._resume = 0.0  # nothing is tried before
        self._succeeded = float("-inf")
        self._permission = Permission()
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Hand over until `stop` is set; what is under way then gets some seconds, and is asked about later."""
        async with self._api.opened(), asyncio.TaskGroup() as group:
            recovered = False
            while not stop.is_set():
                try:
                    if not recovered:
                        await self._queue.recover(self._clock(), all_of_them=True)
                        recovered = True
                    waits = await self._round(stop, group)
                except Exception as error:  # noqa: BLE001 - the database is away: what is queued waits for it
                    log.error("the queue of readings cannot be reached", extra={"error": type(error).__name__})
                    waits = _POLL
                if waits:
                    await pause(stop, waits)
            if self._under_way:
                _, late = await asyncio.wait(self._under_way, timeout=_STOP_SECONDS)
                for one in late:
                    one.cancel()

    async def _round(self, stop: asyncio.Event, group: asyncio.TaskGroup) -> float:
        """Hand over a second's worth; return how long there is nothing to do."""
        if not self._leads():
            return _POLL
        if (rest := self._resume - _now()) > 0:
            return min(rest, _POLL)
        if self._api.rests and not await self._woken():
            return _POLL
        number = max(1, min(int(self._retailer.accounting.per_second), 4 * _IN_HAND))
        parcels = await self._queue.claim(number, self._clock())
        if not parcels:
            await self._queue.recover(self._clock())
            return _POLL
        await self._start(parcels, stop, group)
        return 0.0

    async def _woken(self) -> bool:
        """Ask the accounting system whether it is back; after an outage the order begins anew with the oldest.

        It is asked about no reading of ours: one that it cannot answer for would keep all others waiting.
        """
        if not await self._queue.waits() or not await self._api.alive(str(uuid.uuid4())):
            return False
        log.info("the accounting system answers again")
        await self._queue.bring_forward(self._clock())
        return True

    async def _start(self, parcels: list[Outgoing], stop: asyncio.Event, group: asyncio.TaskGroup) -> None:
        """Begin one call after the other on an absolute schedule; a slow one holds up no other."""
        left = list(parcels)
        while left and not stop.is_set() and not self._halted():
            if len(self._under_way) >= _IN_HAND:
                await asyncio.wait(self._under_way, timeout=_POLL, return_when=asyncio.FIRST_COMPLETED)
                continue
            self._next = max(self._next + self._step, _now())
            await pause(stop, self._next - _now())
            answered = asyncio.Event()
            task = group.create_task(self._one(left.pop(0), answered))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
            await pause(answered, _PATIENCE)
        await self._queue.give_back(left)

    def _halted(self) -> bool:
        return self._resume > _now() or not self._leads() or self._api.rests

    async def _one(self, parcel: Outgoing, answered: asyncio.Event) -> None:
        try:
            answer = await self._api.hand_over(parcel, today_in_almaty(self._clock()))
        except Exception as error:  # one that breaks our own code must not stop the others
            log.exception("a reading broke its handover", extra={"reading": parcel.number})
            answer = Answer(End.LATER, type(error).__name__)
        self._note(parcel, answer)
        answered.set()
        try:
            await self._record(parcel, answer)
        except Exception as error:  # noqa: BLE001 - it stays in hand, and is asked about when its lease is over
            log.error("an answer could not be kept", extra={"reading": parcel.number, "error": type(error).__name__})

    def _note(self, parcel: Outgoing, answer: Answer) -> None:
        """Draw from an answer what concerns the others."""
        match answer.end:
            case End.ACCEPTED | End.REFUSED | End.AWAITED:
                self._succeeded = _now()
                self._permission.taken(parcel.parcel, _now())
                return
            case End.BUSY:
                self._resume = max(self._resume, _now() + answer.wait)
            case End.DENIED:
                self._resume = max(self._resume, _now() + _DENIED_SECONDS)
            case End.FORBIDDEN:
                self._permission.refused(parcel.parcel, _now())
                if self._permission.all_are_refused:
                    self._resume = max(self._resume, _now() + _FORBIDDEN_PACE)
        told = {"reading": parcel.number, "end": answer.end, "why": answer.why, "tries": parcel.tries}
        log.warning("a reading was not handed over", extra=told)

    async def _record(self, parcel: Outgoing, answer: Answer) -> None:
        match answer.end:
            case End.ACCEPTED | End.REFUSED | End.UNCLEAR:
                await self._settle(parcel, answer)
            case End.AWAITED:
                now = self._clock()
                age = now - parcel.submitted_at
                await self._queue.await_answer([parcel], now, now + min(max(age / 4, _ASK_FIRST), _ASK_LAST))
            case End.LATER if self._fails_alone(parcel):
                await self._settle(parcel, Answer(End.UNCLEAR, answer.why))
            case End.LATER:
                wait = min(2.0**parcel.tries, _SLOWEST)
                await self._later(parcel, answer, wait)
            case End.DENIED:
                await self._later(parcel, answer)
                await self._alarms.raise_("accounting_denied")
            case End.FORBIDDEN if self._permission.is_its_own(parcel.parcel):
                self._permission.forget(parcel.parcel)
                await self._settle(parcel, Answer(End.UNCLEAR, answer.why))
            case End.FORBIDDEN:
                times = self._permission.times(parcel.parcel)
                await self._later(parcel, answer, min(times * _FORBIDDEN_SECONDS, _FORBIDDEN_SLOWEST))
                if self._permission.all_are_refused or times >= OFTEN:
                    await self._alarms.raise_("accounting_denied")
            case _:
                await self._later(parcel, answer)

    def _fails_alone(self, parcel: Outgoing) -> bool:
        return parcel.tries >= _TRIES and _now() - self._succeeded < _ALONE

    async def _later(self, parcel: Outgoing, answer: Answer, wait: float = 0.0) -> None:
        due = self._clock() + timedelta(seconds=wait)
        await self._queue.postpone(parcel, due, answer.why, reached=answer.reached)

    async def _settle(self, parcel: Outgoing, answer: Answer) -> None:
        """Keep the answer, and queue what the consumer is told of it, in one transaction."""
        async with self._database.work() as work:
            answers = Cabinet(work, self._retailer, self._clock(), self._operators).answers
            match answer.end:
                case End.ACCEPTED:
                    await answers.accepted(parcel.submission_id)
                case End.REFUSED:
                    await answers.refused(parcel.submission_id, answer.why)
                case _:
                    await answers.unclear(parcel.submission_id, answer.why)
            await work.commit()


def _now() -> float:
    return asyncio.get_running_loop().time()

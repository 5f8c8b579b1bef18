"""What the desk says, on its way: each chat has a queue of its own, and one that is slow holds up nobody else."""

import asyncio
import logging
from collections import Counter
from datetime import timedelta
from functools import partial

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.delivery.outcome import End, Outcome
from bot.delivery.pace import Pace
from bot.delivery.show import Delivery
from bot.jobs.relay_acts import RelayActs
from core.clock import Clock
from core.storage.engine import Database
from core.storage.leader import pause
from core.storage.outbox import TRIES, Outbox, Parcel
from core.storage.relay import RELAY, RelayQueue

log = logging.getLogger(__name__)

_POLL, _AFTER_TROUBLE = 1.0, 2.0
_STOP_SECONDS = 10.0
_RECOVER = 30.0
_GROUP_MINUTE, _GROUP_BURST = 20, 10  # messages that a group takes in a minute; so many may follow one another at once
_SLOWEST = 300.0
_KICKED_WAIT = 60.0
_FAILURES = 5  # of a row by its own fault, then it is given up
_WITHOUT_MESSAGE = frozenset({"react", "erase", "delete", "show"})


class RelaySender:
    def __init__(self, *, database: Database, delivery: Delivery, acts: RelayActs, clock: Clock) -> None:
        self._queue = RelayQueue(database)
        self._outbox = Outbox(database, RELAY)
        self._delivery = delivery
        self._acts = acts
        self._clock = clock
        self._failed: Counter[int] = Counter()
        self._wake = asyncio.Event()
        self._chats: dict[int, asyncio.Task[None]] = {}
        self._paces: dict[int, Pace] = {}

    def wake(self) -> None:
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set; what is under way then is finished, for ten seconds at most."""
        while not await self._recover(at_start=True) and not stop.is_set():  # nothing in hand may be taken for a ruin
            await pause(stop, _AFTER_TROUBLE)
        async with asyncio.TaskGroup() as group:
            recovering = group.create_task(self._recover_on(stop))
            watching = group.create_task(self._wake_on(stop))
            while not stop.is_set():
                self._wake.clear()
                found = 0
                try:
                    found = await self._turn(group)
                except Exception as error:  # noqa: BLE001 - the database is away: what is queued waits for it
                    log.error("the outbox cannot be reached", extra={"error": type(error).__name__})
                    await pause(stop, _AFTER_TROUBLE)
                if not found:
                    await pause(self._wake, _POLL)
            recovering.cancel()
            watching.cancel()
            if self._chats:
                _, late = await asyncio.wait(self._chats.values(), timeout=_STOP_SECONDS)
                for task in late:
                    task.cancel()

    async def _turn(self, group: asyncio.TaskGroup) -> int:
        by_chat: dict[int, list[Parcel]] = {}
        for parcel in await self._queue.claim(tuple(self._chats), self._clock()):
            by_chat.setdefault(parcel.chat_id, []).append(parcel)
        for chat_id, parcels in by_chat.items():
            task = self._chats[chat_id] = group.create_task(self._serve(parcels))
            task.add_done_callback(partial(self._done, chat_id))
        return len(by_chat)

    def _done(self, chat_id: int, _task: asyncio.Task[None]) -> None:
        self._chats.pop(chat_id, None)
        self.wake()

    async def _serve(self, parcels: list[Parcel]) -> None:
        for parcel in parcels:
            try:
                await self._send(parcel)
                self._failed.pop(parcel.id, None)
            except Exception as error:  # noqa: BLE001 - whatever one row meets, the others of its chat go on
                name = type(error).__name__
                log.error("a message of the desk is not sent", extra={"parcel": parcel.id, "error": name})
                if not _is_away(error):
                    self._failed[parcel.id] += 1
                await self._after_failure(parcel, name)

    async def _after_failure(self, parcel: Parcel, error: str) -> None:
        """Try it again soon, and give it up if the row itself is at fault: all that its chat waits for is behind it."""
        try:
            if self._failed[parcel.id] < _FAILURES:
                due = self._clock() + timedelta(seconds=_AFTER_TROUBLE)
                await self._outbox.postpone(parcel.id, due, outcome=error, counted=False)
            else:
                del self._failed[parcel.id]
                await self._acts.give_up(parcel, error)
                await self._outbox.close(parcel.id, "dead", self._clock(), outcome=error)
        except Exception as away:  # noqa: BLE001 - the database is away: the lease ends, and it is tried again
            log.error("the outbox cannot be reached", extra={"error": type(away).__name__})
            await asyncio.sleep(_AFTER_TROUBLE)

    async def _send(self, parcel: Parcel) -> None:
        content = self._acts.content(parcel)
        await self._wait(parcel.chat_id, str(content["act"]))
        if parcel.lease <= self._clock():  # this process was frozen, and another may have it in hand
            return
        outcome = await self._acts.do(parcel, content)
        if not await self._comes_again(parcel, outcome):
            await self._acts.end(parcel, content, outcome)

    async def _comes_again(self, parcel: Parcel, outcome: Outcome) -> bool:
        """Give back what has not gone and may go later."""
        if outcome.end in (End.LATER, End.UNCLEAR) and (outcome.flood or parcel.tries < TRIES):
            wait = max(outcome.wait, min(2.0 ** (parcel.tries - 1), _SLOWEST))
            await self._give_back(parcel, wait, outcome, counted=not outcome.flood)
            return True
        if outcome.end is End.MIGRATED and outcome.moved_to is not None:
            await self._acts.move(parcel.chat_id, outcome.moved_to)
            await self._give_back(parcel, 0.0, outcome, counted=False)
            return True
        if parcel.chat_id < 0 and outcome.end in (End.BLOCKED, End.GONE):  # the group: everything waits for it
            await self._acts.lost_group(parcel.chat_id)
            await self._give_back(parcel, _KICKED_WAIT, outcome, counted=False)
            return True
        return False

    async def _give_back(self, parcel: Parcel, wait: float, outcome: Outcome, *, counted: bool) -> None:
        due = self._clock() + timedelta(seconds=wait)
        await self._outbox.postpone(parcel.id, due, outcome=outcome.detail or outcome.end, counted=counted)

    async def _wait(self, chat_id: int, act: str) -> None:
        while (seconds := self._delivery.closed_for(chat_id)) > 0:  # noqa: ASYNC110 - it may be held longer meanwhile
            await asyncio.sleep(seconds)
        if chat_id < 0 and act not in _WITHOUT_MESSAGE:
            pace = self._paces.setdefault(chat_id, Pace(_GROUP_MINUTE / 60, burst=_GROUP_BURST))
            await asyncio.sleep(pace.seconds())
            pace.spend()

    async def _wake_on(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._wake.set()

    async def _recover_on(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await pause(stop, _RECOVER)
            await self._recover()

    async def _recover(self, *, at_start: bool = False) -> bool:
        """Take over what a process before this one had in hand: it may be said twice, and is never lost."""
        try:
            await self._outbox.recover(self._clock(), at_start=at_start)
        except Exception as error:  # noqa: BLE001 - as above
            log.error("the outbox cannot be reached", extra={"error": type(error).__name__})
            return False
        return True


def _is_away(error: Exception) -> bool:
    """Say whether the database is at fault, and not the row."""
    known = (OperationalError, InterfaceError, PoolTimeout, OSError)
    return isinstance(error, known) or bool(getattr(error, "connection_invalidated", False))

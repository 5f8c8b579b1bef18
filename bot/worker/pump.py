import asyncio
import logging
from itertools import groupby
from operator import attrgetter

from bot.worker.service import ChatService
from core.clock import Clock
from core.storage.inbox import Inbox, InHand

log = logging.getLogger(__name__)

IN_HAND = 300
DRAIN_SECONDS = 10.0
_MARK_AFTER = 0.05  # seconds that a finished row may wait for company before it is marked
_MARK_AT = 50
_AT_ONCE = 5
_POLL = 1.0
_PAUSE = 2.0
_RENEW = 5.0
_ALONE_SECONDS = 30.0


class Worker:
    """Takes rows from the inbox and runs those of one chat one after another; at most `IN_HAND` at once."""

    def __init__(self, inbox: Inbox, service: ChatService, clock: Clock) -> None:
        self._inbox = inbox
        self._service = service
        self._clock = clock
        self._finished: list[int] = []
        self._alone: list[int] = []
        self._chats: set[asyncio.Task[None]] = set()
        self._free = IN_HAND
        self._more = False  # the inbox may hold more than there was room for
        self._marking: asyncio.TimerHandle | None = None
        self._wake = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Say that there is something new in the inbox."""
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, then finish what is in hand, for ten seconds at most."""
        async with asyncio.TaskGroup() as group:
            watches = [group.create_task(self._wake_on(stop)), group.create_task(self._look_after_leases())]
            while not stop.is_set():
                try:
                    await (self._run_alone(group) if self._alone else self._turn(group))
                except Exception as error:  # noqa: BLE001 - the database is away: what is stored waits for it
                    log.error("the inbox cannot be reached", extra={"error": type(error).__name__})
                    await asyncio.sleep(_PAUSE)
            for watch in watches:
                watch.cancel()
            await self._drain()

    async def _turn(self, group: asyncio.TaskGroup) -> None:
        """Mark what is finished, take what there is room for, and rest until something happens."""
        self._wake.clear()
        done = list(self._finished)
        room = self._free
        rows = await self._inbox.turn(done, room, self._clock())
        del self._finished[: len(done)]
        self._more = len(rows) == room
        self._free -= len(rows)
        chats = groupby(sorted(rows, key=attrgetter("chat_id", "seq")), key=attrgetter("chat_id"))
        for number, (_, batch) in enumerate(chats, 1):
            self._start(group, list(batch))
            if number % _AT_ONCE == 0:  # a handler may run through without a pause: let others have the loop between
                await asyncio.sleep(0)
        try:
            await asyncio.wait_for(self._wake.wait(), _POLL)
        except TimeoutError:
            return

    async def _run_alone(self, group: asyncio.TaskGroup) -> None:
        """Run what a process died with while nothing else is in hand: if it kills again, it is known by it."""
        if self._chats:
            await asyncio.wait(self._chats)
        await self._inbox.turn(list(self._finished), 0, self._clock())
        self._finished.clear()
        row = await self._inbox.take(self._alone[0], self._clock())
        del self._alone[0]
        if row is not None:
            self._free -= 1
            await asyncio.wait({self._start(group, [row])}, timeout=_ALONE_SECONDS)

    def _start(self, group: asyncio.TaskGroup, rows: list[InHand]) -> asyncio.Task[None]:
        task = group.create_task(self._serve(rows))
        self._chats.add(task)
        task.add_done_callback(self._chats.discard)
        return task

    async def _serve(self, rows: list[InHand]) -> None:
        try:
            while rows and not self._stopping:
                if await self._service.serve(rows[0]):
                    self._finish(rows[0].seq)
                del rows[0]
                self._free += 1
        finally:
            self._free += len(rows)

    def _finish(self, seq: int) -> None:
        """Mark it soon, together with others; at once where that makes room or many are waiting."""
        self._finished.append(seq)
        if self._more or len(self._finished) >= _MARK_AT:
            self._wake.set()
        elif self._marking is None or self._marking.when() <= asyncio.get_running_loop().time():
            self._marking = asyncio.get_running_loop().call_later(_MARK_AFTER, self._wake.set)

    async def _look_after_leases(self) -> None:
        """Take over what another process died with, at the start and every while; keep what is ours."""
        while True:
            try:
                found = await self._inbox.recover(self._clock())
                self._alone.extend(seq for seq in found if seq not in self._alone)
                self._wake.set()
                if not self._inbox.shared:
                    return
                await self._inbox.renew(self._clock())
            except Exception as error:  # noqa: BLE001 - as above
                log.error("leases cannot be kept", extra={"error": type(error).__name__})
            await asyncio.sleep(_RENEW)

    async def _wake_on(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._wake.set()

    async def _drain(self) -> None:
        self._stopping = True
        if self._chats:
            _, late = await asyncio.wait(self._chats, timeout=DRAIN_SECONDS)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)
        await self._inbox.release(self._finished)

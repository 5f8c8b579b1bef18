import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter

from bot.worker.service import ChatService
from core.clock import Clock
from core.storage.inbox import Arrival, Inbox, InHand

log = logging.getLogger(__name__)

IN_HAND = 300
DRAIN_SECONDS = 10.0
_MARK_AFTER = 0.05  # seconds that a finished row may wait for company before it is marked
_MARK_AT = 50
_AT_ONCE = 2
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
        self._group: asyncio.TaskGroup | None = None  # while it runs
        self._chats: set[asyncio.Task[None]] = set()
        self._free = IN_HAND
        self._more = False  # the inbox may hold more than there was room for
        self._marking: asyncio.TimerHandle | None = None
        self._wake = asyncio.Event()
        self._looked = False  # for what another process died with
        self._stopping = False

    def wake(self) -> None:
        """Say that there is something new in the inbox."""
        self._wake.set()

    async def take_in(self, arrivals: Sequence[Arrival]) -> None:
        """Store what has arrived, in one commit; where nobody else works on the inbox, it is in hand by the same.

        Where several processes do, it is left to whoever has room.
        """
        if self._inbox.shared or not self._room():
            await self._inbox.store(arrivals, self._clock())
            self._wake.set()
        else:
            await self._take(partial(self._inbox.store, arrivals))

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, then finish what is in hand, for ten seconds at most."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            watches = [group.create_task(self._wake_on(stop)), group.create_task(self._look_after_leases())]
            while not stop.is_set():
                try:
                    await (self._run_alone() if self._alone else self._turn())
                except Exception as error:  # noqa: BLE001 - the database is away: what is stored waits for it
                    log.error("the inbox cannot be reached", extra={"error": type(error).__name__})
                    await asyncio.sleep(_PAUSE)
            for watch in watches:
                watch.cancel()
            await self._drain()

    async def _turn(self) -> None:
        """Mark what is finished, take what there is room for, and rest until something happens."""
        self._wake.clear()
        await self._take(self._inbox.turn)
        try:
            await asyncio.wait_for(self._wake.wait(), _POLL)
        except TimeoutError:
            return

    def _room(self) -> int:
        """Return how many rows may be taken; none before it is known what a dead process has left to be run alone."""
        return 0 if self._alone or self._stopping or not self._looked else self._free

    async def _take(self, turn: Callable[..., Awaitable[list[InHand]]]) -> None:
        """Hand all that is finished and all the room there is to this turn, and start what it has taken."""
        done, self._finished = self._finished, []
        room = self._room()
        self._free -= room
        rows: list[InHand] = []
        try:
            rows = await turn(done=done, free=room, now=self._clock())
        except BaseException:
            self._finished[:0] = done
            raise
        finally:
            self._free += room - len(rows)
        if room:
            self._more = len(rows) == room
        chats = groupby(sorted(rows, key=attrgetter("chat_id", "seq")), key=attrgetter("chat_id"))
        for number, (_, batch) in enumerate(chats, 1):
            if self._stopping:  # what was taken is put back with the rest
                return
            self._start(list(batch))
            if number % _AT_ONCE == 0:  # a handler may run through without a pause: let others have the loop between
                await asyncio.sleep(0)

    async def _run_alone(self) -> None:
        """Run what a process died with while nothing else is in hand: if it kills again, it is known by it."""
        if self._chats:
            await asyncio.wait(self._chats)
        await self._inbox.turn(list(self._finished), 0, self._clock())
        self._finished.clear()
        row = await self._inbox.take(self._alone[0], self._clock())
        del self._alone[0]
        if row is not None:
            self._free -= 1
            await asyncio.wait({self._start([row])}, timeout=_ALONE_SECONDS)

    def _start(self, rows: list[InHand]) -> asyncio.Task[None]:
        assert self._group is not None
        task = self._group.create_task(self._serve(rows))
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
            self._marking = asyncio.get_running_loop().call_later(_MARK_AFTER, self._wake_to_mark)

    def _wake_to_mark(self) -> None:
        if self._finished:  # else what has come in meanwhile took the marks along
            self._wake.set()

    async def _look_after_leases(self) -> None:
        """Take over what another process died with, at the start and every while; keep what is ours."""
        while True:
            try:
                found = await self._inbox.recover(self._clock())
                self._alone.extend(seq for seq in found if seq not in self._alone)
                self._looked = True
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
        try:
            await self._inbox.release(self._finished)
        except Exception as error:  # noqa: BLE001 - the database is away: what starts next takes over, as after a crash
            log.error("the inbox cannot be given back", extra={"error": type(error).__name__})

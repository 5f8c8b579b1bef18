"""How a sender goes round its outbox: again and again until it is stopped, then what is under way is finished."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from core.clock import Clock
from core.storage.outbox import Outbox

log = logging.getLogger(__name__)

_POLL = 1.0
_PAUSE = 2.0
_STOP_SECONDS = 10.0
_RECOVER = 30.0

Send = Callable[[], Awaitable[bool]]  # whether it has found anything to send


class Rounds:
    def __init__(self, outbox: Outbox, clock: Clock) -> None:
        self._outbox = outbox
        self._clock = clock
        self._wake = asyncio.Event()
        self.settled = asyncio.Event()  # what a process before this one has left behind is seen to

    def wake(self) -> None:
        self._wake.set()

    async def run(self, stop: asyncio.Event, send: Send) -> None:
        """Send until `stop` is set, then finish what is under way, for ten seconds at most."""
        while not await self._recover(at_start=True) and not stop.is_set():  # noqa: ASYNC110 - the database is away
            await asyncio.sleep(_PAUSE)
        self.settled.set()
        async with asyncio.TaskGroup() as group:
            tasks = {group.create_task(self.again(stop, send)), group.create_task(self._recover_on(stop))}
            await stop.wait()
            self.wake()
            _, late = await asyncio.wait(tasks, timeout=_STOP_SECONDS)
            for task in late:
                task.cancel()

    async def again(self, stop: asyncio.Event, send: Send) -> None:
        while not stop.is_set():
            try:
                found = await send()
            except Exception as error:  # noqa: BLE001 - the database is away: what is queued waits for it
                log.error("the outbox cannot be reached", extra={"error": type(error).__name__})
                await asyncio.sleep(_PAUSE)
                continue
            if not found:
                await self._rest()

    async def _rest(self) -> None:
        self._wake.clear()
        try:
            await asyncio.wait_for(self._wake.wait(), _POLL)
        except TimeoutError:
            return

    async def _recover_on(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                await asyncio.wait_for(stop.wait(), _RECOVER)
            except TimeoutError:
                await self._recover()

    async def _recover(self, *, at_start: bool = False) -> bool:
        try:
            for parcel in await self._outbox.recover(self._clock(), at_start=at_start):
                log.error("unclear whether a message was sent", extra={"parcel": parcel})
        except Exception as error:  # noqa: BLE001 - as above
            log.error("the outbox cannot be reached", extra={"error": type(error).__name__})
            return False
        return True

"""Events of the world: who listens hears every change, who waits is woken by it."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

Found = TypeVar("Found")
Listener = Callable[[str, dict[str, Any]], None]


class Feed:
    """Synchronous listeners and waiting tasks; to be used from one event loop."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._waiting: set[asyncio.Future[None]] = set()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener(kind, data)` at every change, until the returned function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, kind: str, **data: Any) -> None:
        for listener in list(self._listeners):
            listener(kind, data)
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def until(self, check: Callable[[], Found | None], seconds: float | None) -> Found:
        """Wait for `check` to give something true; it is asked again after every change.

        :raises TimeoutError: after so many seconds
        """
        async with asyncio.timeout(seconds):
            while not (found := check()):
                await self._change()
        return found

    async def _change(self) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)

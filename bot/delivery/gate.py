import asyncio
import time
from collections.abc import Callable


class Gate:
    """The one flood gate: after a 429 nobody sends to that chat, after 429s of two chats nobody sends at all.

    Nothing is paced here: Telegram lets short bursts pass, and only it knows its limits.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._chats: dict[int, float] = {}
        self._all = 0.0

    def hold(self, chat_id: int, seconds: float) -> None:
        now = self._clock()
        self._chats = {chat: until for chat, until in self._chats.items() if until > now}
        self._chats[chat_id] = max(now + seconds, self._chats.get(chat_id, 0))
        # One chat that is held for an hour holds nobody else: all are held for as long as at least two of them.
        _, *others = sorted(self._chats.values(), reverse=True)
        self._all = max([self._all, *others[:1]])

    def closed_for(self, chat_id: int) -> float:
        """Return the seconds until something may be sent to this chat."""
        return max(0.0, max(self._chats.get(chat_id, 0.0), self._all) - self._clock())

    async def wait(self, chat_id: int) -> None:
        while (seconds := self.closed_for(chat_id)) > 0:  # noqa: ASYNC110 - it may be held longer meanwhile
            await asyncio.sleep(seconds)

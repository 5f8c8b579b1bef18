"""Telegram's limits of sending: 30 a second in all, 1 a second in a chat, 20 a minute in a group.

The true figures are not published; short bursts pass, as they do there. Off unless switched on.
"""

import math
import time
from collections.abc import Callable

from sandbox.refusal import too_many_requests

LIMITED = ("send", "copy", "edit")
_CHAT_BURST = 5


class _Bucket:
    def __init__(self, size: float, per_second: float, now: float) -> None:
        self.size, self.per_second = size, per_second
        self.filled, self.seen = size, now

    def wait(self, now: float) -> float:
        """Seconds until there is room."""
        self.filled = min(self.size, self.filled + (now - self.seen) * self.per_second)
        self.seen = now
        return max(0.0, (1 - self.filled) / self.per_second)


class Limits:
    """Token buckets for everyone, for each chat and for each group; `refused` counts what came too soon."""

    def __init__(
        self, *, enabled: bool = False, per_second: float = 30, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.enabled = enabled
        self.per_second = per_second
        self.refused = 0
        self._clock = clock
        self._buckets: dict[int | str, _Bucket] = {}

    def check(self, method: str, chat_id: int, messages: int = 1) -> None:
        """An album counts as so many messages.

        :raises Refusal: 429 with the seconds to wait
        """
        if not self.enabled or not method.lower().startswith(LIMITED) or method == "sendChatAction":
            return
        now = self._clock()
        buckets = [self._bucket("all", self.per_second, self.per_second, now), self._chat(chat_id, now)]
        wait = max(bucket.wait(now) for bucket in buckets)
        if wait > 0:
            self.refused += 1
            raise too_many_requests(max(1, math.ceil(wait)))
        for bucket in buckets:
            bucket.filled -= messages

    def _chat(self, chat_id: int, now: float) -> _Bucket:
        if chat_id < 0:
            return self._bucket(chat_id, 20, 20 / 60, now)
        return self._bucket(chat_id, _CHAT_BURST, 1, now)

    def _bucket(self, key: int | str, size: float, per_second: float, now: float) -> _Bucket:
        return self._buckets.setdefault(key, _Bucket(size, per_second, now))

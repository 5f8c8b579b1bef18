import time
from collections import OrderedDict
from collections.abc import Callable
from enum import Enum, auto


class Pace(Enum):
    FINE = auto()
    TOO_FAST = auto()  # said once
    SILENT = auto()


class Throttle:
    """So many updates a minute of one chat, then one calm word, then silence until it has slowed down.

    Asked before an update is parsed. Remembers only chats that have written within the last minute.
    """

    def __init__(self, per_minute: int = 20, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst = 60.0
        self._cost = 60.0 / per_minute
        self._clock = clock
        self._full_until: OrderedDict[int, float] = OrderedDict()  # when a chat's allowance is whole again
        self._warned: dict[int, float] = {}

    def check(self, chat_id: int, weight: float = 1.0) -> Pace:
        """`weight`: how much of an update it counts as; one picture of an album is not a message by itself."""
        now = self._clock()
        self._forget(now)
        cost = self._cost * weight
        full_at = max(self._full_until.pop(chat_id, now), now) + cost
        fine = full_at - now <= self._burst
        self._full_until[chat_id] = full_at if fine else full_at - cost
        if fine:
            return Pace.FINE
        told = chat_id in self._warned
        self._warned[chat_id] = now + self._burst
        return Pace.SILENT if told else Pace.TOO_FAST

    def _forget(self, now: float) -> None:
        """Drop who has been quiet; each call pays for one chat at most two, so nothing is ever swept at once."""
        for _ in range(2):
            if not self._full_until or next(iter(self._full_until.values())) > now:
                break
            self._full_until.popitem(last=False)
        for chat_id in [chat for chat, until in self._warned.items() if until <= now]:
            del self._warned[chat_id]

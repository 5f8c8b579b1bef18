"""How fast messages may follow one another: the generic cell rate algorithm, on a clock that never jumps."""

import time
from collections.abc import Callable

_SLACK = 0.02  # seconds: a timer that was late is made up for, and no more
_MARGIN = 0.975  # so that no rolling second ever holds more than the rate

IN_ALL = 30  # messages a second that Telegram takes from a bot, as it says itself


class Pace:
    def __init__(self, per_second: float, clock: Callable[[], float] = time.monotonic, *, burst: int = 1) -> None:
        """`burst`: so many may follow one another at once, after as long a silence."""
        self._interval = 1 / (per_second * _MARGIN)
        self._credit = self._interval * (burst - 1)
        self._clock = clock
        self._next = -self._credit

    def spend(self) -> None:
        """Note that a message goes now, whether it was its turn or not."""
        self._next = max(self._next, self._clock() - _SLACK - self._credit) + self._interval

    def seconds(self) -> float:
        """Return after how long the next one may go."""
        return max(0.0, self._next - self._clock())

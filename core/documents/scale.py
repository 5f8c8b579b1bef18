"""An axis that people can read: a few round steps that hold every value, zero among them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

_ROUND = (1, 2, 5)
_SMALLEST = 100  # thousandths: a tenth of a kWh
_MOST_STEPS = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high` by `step`; `low` is zero or below it."""

    low: int
    high: int
    step: int

    @property
    def ticks(self) -> range:
        return range(self.low, self.high + 1, self.step)

    def share(self, value: int) -> float:
        """Return how far up a value stands, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)


def scale_of(values: Iterable[int]) -> Scale:
    known = [0, 1000, *values]  # at least one kWh
    low, high = min(known), max(known)
    for step in (base * _SMALLEST * 10**power for power in count() for base in _ROUND):
        below, above = -(low // step), -(-high // step)
        if below + above <= _MOST_STEPS:
            return Scale(-below * step, above * step, step)
    raise AssertionError("a large enough step holds everything")

"""From the readings of a register to the energy between them.

A lower reading is the passing of zero, or takes back part of an estimate that was too high; where it is neither,
nothing is known of the time before it. A register ends with its meter: the next one begins with its own readings.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby, pairwise

from core.period import Period
from core.usage.model import ESTIMATE
from core.usage.ports import ReadingOnFile, Register
from core.usage.rounding import to_hundredths_of_kwh

_RANK = {"install": 0, "removal": 2}  # of several readings of one day, the last one counts
_RATIO = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Interval:
    """The days after `since` up to and including `until`."""

    reading: ReadingOnFile  # that it ends with
    since: date
    volume: int | None  # None: the reading does not follow from the one before
    rolled_over: bool

    @property
    def register(self) -> Register:
        return self.reading.register

    @property
    def until(self) -> date:
        return self.reading.day

    @property
    def estimated(self) -> bool:
        return self.reading.source == ESTIMATE

    @property
    def days(self) -> int:
        return (self.until - self.since).days


def intervals(readings: Iterable[ReadingOnFile]) -> list[Interval]:
    """Return the intervals between accepted readings, register by register."""
    taken = sorted((each for each in readings if each.accepted), key=_order)
    found: list[Interval] = []
    for _, same in groupby(taken, lambda each: each.register.register_id):
        ends = [list(of_day)[-1] for _, of_day in groupby(same, lambda each: each.day)]
        found.extend(_between(before, after) for before, after in pairwise(ends))
    return found


def totals(found: Sequence[Interval]) -> list[Interval]:
    """Return those that add up to what was used: the zones of a meter that also counts a total are in it already."""
    counting = {each.register.meter_id for each in found if each.register.zone in ("", "T0")}
    return [each for each in found if each.register.zone in ("", "T0") or each.register.meter_id not in counting]


def months_of(since: date, until: date) -> list[tuple[Period, int]]:
    """Return the months of the days after `since` up to `until`, and how many of these days each has."""
    found: list[tuple[Period, int]] = []
    at = since
    while at < until:
        period = Period.of(at + timedelta(days=1))
        end = min(period.plus(1).first_day - timedelta(days=1), until)
        found.append((period, (end - at).days))
        at = end
    return found


def length(period: Period) -> int:
    return monthrange(period.year, period.month)[1]


def _order(each: ReadingOnFile) -> tuple[str, date, int, int]:
    return (each.register.register_id, each.day, _RANK.get(each.source, 1), each.value)


def _between(before: ReadingOnFile, after: ReadingOnFile) -> Interval:
    counted, rolled_over = _counted(before, after)
    return Interval(
        reading=after,
        since=before.day,
        volume=None if counted is None else _energy(counted, after.register, before.day, after.day),
        rolled_over=rolled_over,
    )


def _counted(before: ReadingOnFile, after: ReadingOnFile) -> tuple[int | None, bool]:
    counted = after.value - before.value
    if counted >= 0:
        return counted, False
    capacity = 10**after.register.digits_int * 1000 if after.register.digits_int else 0
    turned = counted + capacity
    if before.source == ESTIMATE and not 0 <= turned < -counted:
        return counted, False
    return (turned, True) if 0 <= turned <= capacity // 2 else (None, False)


def _energy(counted: int, register: Register, since: date, until: date) -> int:
    if not register.losses:
        return to_hundredths_of_kwh(counted * register.ratio, _RATIO)
    months = sum((Fraction(days, length(period)) for period, days in months_of(since, until)), Fraction())
    exact = Fraction(counted * register.ratio, _RATIO) + register.losses * months
    return to_hundredths_of_kwh(exact.numerator, exact.denominator)

"""What is likely used where nobody has read a meter yet."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from core.tariffs.model import Interval, TooLittleHistory
from core.tariffs.rounding import to_kwh, to_whole

INTERVALS = 3
ENOUGH_DAYS = 28


def average_daily(intervals: Iterable[Interval]) -> Decimal | None:
    """Return the kWh of a day over the last three intervals, or as many as there are; below 28 days None."""
    volume, days = _last(intervals)
    return Decimal(volume.numerator) / (volume.denominator * days) if days >= ENOUGH_DAYS else None


def estimate(intervals: Iterable[Interval], days: int) -> Decimal:
    """Return the whole kWh that the average over the last three intervals gives for so many days.

    :raises TooLittleHistory: they span fewer than 28 days
    """
    volume, known = _last(intervals)
    if known < ENOUGH_DAYS:
        raise TooLittleHistory(known, ENOUGH_DAYS)
    return to_whole(volume * days / known)


def forecast(so_far: Decimal, days_so_far: int, days_of_month: int) -> Decimal:
    """Return the kWh of a month that goes on at the pace of its first days; `days_so_far` is at least 1."""
    return to_kwh(Fraction(so_far) * days_of_month / days_so_far)


def _last(intervals: Iterable[Interval]) -> tuple[Fraction, int]:
    last = sorted(intervals, key=lambda each: each.date_to)[-INTERVALS:]
    return Fraction(sum(each.volume for each in last)), sum(each.days for each in last)

"""Exact fractions become whole numbers once, half-up as bills are rounded."""

from fractions import Fraction
from math import floor

_HALF = Fraction(1, 2)
_KWH = 1000


def half_up(exact: Fraction) -> int:
    return floor(exact + _HALF)


def to_hundredths_of_kwh(thousandths: Fraction) -> int:
    """Return a volume as bills have it: to two places."""
    return half_up(thousandths / 10) * 10


def to_whole_kwh(thousandths: int, divisor: int = 1) -> int:
    return half_up(Fraction(thousandths, divisor * _KWH)) * _KWH


def mean_of(volumes: list[int]) -> int:
    """Return the mean in whole kWh, below ten kWh in tenths."""
    exact = Fraction(sum(volumes), len(volumes))
    step = _KWH if abs(exact) >= 10 * _KWH else _KWH // 10
    return half_up(exact / step) * step


def shared(volume: int, days: list[int]) -> list[int]:
    """Return a volume by parts of so many days: whole kWh, the last part takes what is left."""
    parts = [to_whole_kwh(volume * each, sum(days)) for each in days[:-1]]
    return [*parts, volume - sum(parts)]

"""Exact fractions become whole numbers once, half-up as bills are rounded."""

from itertools import accumulate, pairwise

_KWH = 1000


def half_up(numerator: int, denominator: int) -> int:
    """Return a fraction, its denominator above zero, as the nearest whole number; a half goes up."""
    return (2 * numerator + denominator) // (2 * denominator)


def to_hundredths_of_kwh(thousandths: int, divisor: int = 1) -> int:
    """Return a volume as bills have it: to two places."""
    return half_up(thousandths, 10 * divisor) * 10


def to_whole_kwh(thousandths: int, divisor: int = 1) -> int:
    return half_up(thousandths, _KWH * divisor) * _KWH


def mean_of(volumes: list[int]) -> int:
    """Return the mean in whole kWh, below ten kWh in tenths."""
    count, total = len(volumes), sum(volumes)
    step = _KWH if abs(total) >= 10 * _KWH * count else _KWH // 10
    return half_up(total, count * step) * step


def shared(volume: int, days: list[int]) -> list[int]:
    """Return a volume by parts of so many days: whole kWh, the last part takes what is left.

    What is rounded is the use up to the end of each part, so many small parts do not add up to more than the whole.
    """
    whole, most, least = sum(days), max(volume, 0), min(volume, 0)
    ends = [to_whole_kwh(volume * end, whole) for end in accumulate(days[:-1])]
    marks = [0, *(max(least, min(end, most)) for end in ends), volume]
    return [after - before for before, after in pairwise(marks)]

"""From two readings to the energy that they stand for, and how that is shared by the days of a period."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from core.tariffs.model import ReadingBelowOpening, Use
from core.tariffs.rounding import to_kwh


def register_volume(use: Use) -> Decimal:
    """Return the kWh of a period: a given volume as it is, or (closing − opening) × ratio + losses; to two places.

    A dial of n digits that went over zero has counted 10ⁿ − opening + closing.

    :raises ReadingBelowOpening: a lower reading that is no confirmed passing of zero
    """
    if use.volume is not None:
        return to_kwh(Fraction(use.volume))
    assert use.opening is not None
    assert use.closing is not None
    counted = Fraction(use.closing) - Fraction(use.opening)
    if counted < 0:
        capacity = 10**use.digits_int if use.rollover and use.digits_int else 0
        if use.opening >= capacity:
            raise ReadingBelowOpening(use.opening, use.zone)
        counted += capacity
    return to_kwh(counted * Fraction(use.ratio) + Fraction(use.losses))


def shared(volume: Decimal, days: Sequence[int]) -> list[Decimal]:
    """Return a volume by segments of so many days; the last one takes what the rounding leaves.

    No segment gets more than there is left: many short ones that are each rounded up do not push the last below zero.
    """
    whole, left, parts = sum(days), volume, list[Decimal]()
    for each in days[:-1]:
        parts.append(min(to_kwh(Fraction(volume) * each / whole), left))
        left -= parts[-1]
    return [*parts, left]


def added(volumes: Iterable[Decimal]) -> Decimal:
    return sum(volumes, Decimal("0.00"))

"""The difference of what a service was charged by volume, factor by factor; decision 0009 says in which order and why.

Every step puts one fact of the later month in the place of that of the earlier one and leaves what was put before:
days, volume a day, zones, levels, household, price. A step is an exact fraction, so the chain ends where it has to.
"""

from dataclasses import replace
from fractions import Fraction

from core.changes.model import Facts, Kind
from core.changes.month import Month
from core.changes.norms import Pricing
from core.changes.prices import Shares, by_price


def by_volume(one: Month, two: Month, pricing: Pricing | None) -> tuple[Shares, Facts]:
    """Split the difference of the values of the own use of two months; without `pricing` by their lines alone."""
    facts = Facts(
        days=(one.days, two.days),
        volumes=(one.volume, two.volume),
        estimated=(one.estimated, two.estimated),
        settles=(bool(one.settled), bool(two.settled)),
        households=(pricing.household(one), pricing.household(two)) if pricing else (None, None),
    )
    if one.volume <= 0 or two.volume <= 0 or one.value <= 0:
        kind = Kind.ESTIMATE if one.estimated or two.estimated else Kind.USE
        return {kind: two.value - one.value}, facts
    mean = one.value / one.volume
    rest = by_price(one, two, pricing)
    facts = replace(facts, price=mean * 100_000, steps=rest.steps, new_plan=rest.new_plan, together=rest.together)
    return _by_days_and_use(one, two, mean) | rest.shares, facts


def _by_days_and_use(one: Month, two: Month, mean: Fraction) -> Shares:
    """Go from the earlier volume to the later one at the mean price of the earlier month.

    What a metering point has used more or less is an estimate where it was charged without a reading in one of them.
    """
    ratio = Fraction(two.days, one.days) if one.days and two.days else Fraction(1)
    found: Shares = {Kind.DAYS: one.value * (ratio - 1), Kind.USE: Fraction(0), Kind.ESTIMATE: Fraction(0)}
    before, after = one.by_point(), two.by_point()
    estimated = one.estimated_points | two.estimated_points
    for point in before.keys() | after.keys():
        more = after.get(point, Fraction(0)) - before.get(point, Fraction(0)) * ratio
        found[Kind.ESTIMATE if point in estimated else Kind.USE] += more * mean
    return found

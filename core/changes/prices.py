"""From the later volume at the mean price of the earlier month to what it cost: zones, levels, household, price."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from core.changes.model import Kind, Step
from core.changes.month import Cell, Month
from core.changes.norms import Norms, Pricing, levels, norms_of

Shares = dict[Kind, Fraction]
Steps = Mapping[Kind, tuple[Step, ...]]
Prices = Mapping[Cell, Fraction]
Volumes = Mapping[Cell, Fraction]
_NONE = Fraction(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Priced:
    shares: Shares
    steps: Steps = field(default_factory=dict)
    new_plan: bool = False
    together: frozenset[Kind] = frozenset()


def by_price(one: Month, two: Month, pricing: Pricing | None) -> Priced:
    new_plan = _plan(one) != _plan(two)
    norms = (norms_of(one, pricing), norms_of(two, pricing)) if pricing else (None, None)
    as_before = _levels_as_before(two, norms, pricing)
    prices = _earlier_prices(one, two, as_before, pricing)
    if prices is None:
        whole = two.value - two.volume * one.value / one.volume
        kinds = frozenset({Kind.ZONES, Kind.LEVEL, Kind.HOUSEHOLD, Kind.PRICE})
        return (
            Priced(shares={Kind.PRICE: whole}, new_plan=True)
            if new_plan
            else Priced(shares={Kind.OTHER: whole}, together=kinds)
        )
    moved = _prices_of_household(one, two, prices, pricing)
    steps = {
        Kind.ZONES: _by_zones(one, two, prices),
        Kind.LEVEL: _by_levels(one, two, as_before, prices),
        Kind.HOUSEHOLD: _by_household(two, as_before, prices, moved or prices),
        Kind.PRICE: _by_tariff(two, moved or prices),
    }
    together = _together(one, two, norms, pricing, has_prices=moved is not None)
    return _shares(
        {kind: tuple(each for each in some if each.amount) for kind, some in steps.items()}, together, new_plan=new_plan
    )


def _shares(steps: Steps, together: frozenset[Kind], *, new_plan: bool) -> Priced:
    shares = {kind: sum((each.amount for each in some), _NONE) for kind, some in steps.items()}
    merged = {kind for kind in together if shares[kind]}
    if not merged:
        return Priced(shares=shares, steps=steps, new_plan=new_plan)
    shares[Kind.OTHER] = sum((shares.pop(kind) for kind in together), _NONE)
    steps = {kind: some for kind, some in steps.items() if kind not in together}
    return Priced(shares=shares, steps=steps, new_plan=new_plan, together=together)


def _plan(month: Month) -> tuple[bool, bool]:
    """Return whether levels, and whether zones decide on the price."""
    cells = month.by_cell()
    return any(level for _, level in cells), any(zone in ("T1", "T2", "T3") for zone, _ in cells)


def _levels_as_before(
    two: Month, norms: tuple[Mapping[Norms, Fraction] | None, ...], pricing: Pricing | None
) -> Volumes:
    """Return the later volume in the levels of the earlier household, where its norms are known and others."""
    before, after = norms
    if pricing is None or before is None or after is None or before == after or two.days is None:
        return two.by_cell()
    return levels(two.volume, two.days, before, pricing.policy)


def _earlier_prices(one: Month, two: Month, as_before: Volumes, pricing: Pricing | None) -> Prices | None:
    """Return what each zone and level cost in the earlier month; None: of one of them nobody can say it.

    It is what was charged, else what the book says, else the later price where all that both months have are equal.
    """
    found, later = one.prices(), two.prices()
    common = found.keys() & later.keys()
    unchanged = bool(common) and all(found[cell] == later[cell] for cell in common)
    household = pricing.household(one) if pricing else None
    for cell in {cell for cell, volume in (*two.by_cell().items(), *as_before.items()) if volume} - found.keys():
        price = None
        if pricing and household and one.span:
            price = pricing.price(household, cell, one.span[1])
        if price is None and unchanged:
            price = later.get(cell)
        if price is None:
            return None
        found[cell] = price
    return found


def _prices_of_household(one: Month, two: Month, prices: Prices, pricing: Pricing | None) -> Prices | None:
    """Return the earlier prices as the stove and benefit of the later month would have had them; None: not known."""
    if pricing is None:
        return prices
    before, after = pricing.household(one), pricing.household(two)
    if before is None or after is None or one.span is None:
        return prices
    moved = replace(before, stove=after.stove, benefit=after.benefit)
    if moved == before:
        return prices
    found: dict[Cell, Fraction] = {}
    for cell, price in prices.items():
        old, new = (pricing.price(each, cell, one.span[1]) for each in (before, moved))
        if old is None or new is None:
            return None
        found[cell] = price + new - old
    return found


def _by_zones(one: Month, two: Month, prices: Prices) -> tuple[Step, ...]:
    before, after = one.by_zone(), two.by_zone()
    found: list[Step] = []
    for zone in sorted(before.keys() | after.keys()):
        same = two.volume * before.get(zone, _NONE) / one.volume
        within = _within(one if before.get(zone) else two, zone)
        price = sum((share * prices[zone, level] for level, share in within.items()), _NONE)
        found.append(Step(zone=zone, volume=after.get(zone, _NONE) - same, price=price))
    return tuple(found)


def _by_levels(one: Month, two: Month, as_before: Volumes, prices: Prices) -> tuple[Step, ...]:
    zones = two.by_zone()
    usual: dict[Cell, Fraction] = {}
    for zone, volume in zones.items():
        within = _within(one if one.by_zone().get(zone) else two, zone)
        usual |= {(zone, level): volume * share for level, share in within.items()}
    return tuple(
        Step(
            zone=zone,
            level=level,
            volume=as_before.get((zone, level), _NONE) - usual.get((zone, level), _NONE),
            price=prices[zone, level],
        )
        for zone, level in sorted(as_before.keys() | usual.keys())
        if (zone, level) in prices
    )


def _within(month: Month, zone: str) -> dict[int, Fraction]:
    """Return the shares of the levels in a zone of a month."""
    whole = month.by_zone().get(zone)
    if not whole:
        return {}
    return {level: volume / whole for (each, level), volume in month.by_cell().items() if each == zone and volume}


def _by_household(two: Month, as_before: Volumes, prices: Prices, moved: Prices) -> tuple[Step, ...]:
    after = two.by_cell()
    found: list[Step] = []
    for zone, level in sorted(after.keys() | as_before.keys()):
        cell, volume = (zone, level), after.get((zone, level), _NONE)
        more = volume - as_before.get(cell, _NONE)
        if more:
            found.append(Step(zone=zone, level=level, volume=more, price=prices[cell]))
        if volume and moved[cell] != prices[cell]:
            found.append(Step(zone=zone, level=level, volume=volume, price=moved[cell], old_price=prices[cell]))
    return tuple(found)


def _by_tariff(two: Month, moved: Prices) -> tuple[Step, ...]:
    later = two.prices()
    return tuple(
        Step(zone=zone, level=level, volume=volume, price=later[zone, level], old_price=moved[zone, level])
        for (zone, level), volume in sorted(two.by_cell().items())
        if volume
    )


def _together(
    one: Month,
    two: Month,
    norms: tuple[Mapping[Norms, Fraction] | None, ...],
    pricing: Pricing | None,
    *,
    has_prices: bool,
) -> frozenset[Kind]:
    """Return the factors that cannot be told apart: what moved the levels, or what changed the prices."""
    if pricing is None or pricing.states(one) == pricing.states(two):
        return frozenset()
    found = set[Kind]()
    if None in norms and any(level for month in (one, two) for _, level in month.by_cell()):
        found |= {Kind.LEVEL, Kind.HOUSEHOLD}
    if not has_prices:
        found |= {Kind.HOUSEHOLD, Kind.PRICE}
    return frozenset(found)

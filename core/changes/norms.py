"""What the tariff book says of a month: its prices, and where its levels begin by the norms of the household."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from core.changes.month import Cell, Month
from core.tariffs.model import TOTAL, Case, Household, NormPolicy, NoTariff, TariffBook, Use
from core.tariffs.ports import TariffsOfAccount
from core.tariffs.segments import segments

Norms = tuple[tuple[int, Decimal | None], ...]  # level and kWh a month up to which it goes, of the whole household
_ROUNDED = 30  # thousandths: by so much the rounded volumes of a level in one segment may differ from exact ones


@dataclass(frozen=True, kw_only=True, slots=True)
class Pricing:
    """What decides on the prices of an account, and the book that has them."""

    account: TariffsOfAccount
    book: TariffBook
    policy: NormPolicy

    def household(self, month: Month) -> Household | None:
        """Return the state of the last day of a month."""
        return self.account.on(month.span[1]) if month.span else None

    def states(self, month: Month) -> frozenset[tuple[object, ...]]:
        """Return what the norms of a month go by, on all of its days."""
        if month.span is None:
            return frozenset()
        opened, closed = (day.toordinal() for day in month.span)
        days = (self.account.on(date.fromordinal(day)).known for day in range(opened + 1, closed + 1))
        return frozenset((each.residents, each.stove, each.benefit) for each in days)

    def price(self, household: Household, cell: Cell, day: date) -> Fraction | None:
        """Return the price of a zone and level, None where the book has none."""
        zone, level = cell
        try:
            rates = self.book.on(household, zone, day)
        except NoTariff:
            return None
        if len(rates) == 1 and not rates[0].level:
            return Fraction(rates[0].price_inc_vat) * 10_000
        return next((Fraction(each.price_inc_vat) * 10_000 for each in rates if each.level == level), None)


def norms_of(month: Month, pricing: Pricing) -> Mapping[Norms, Fraction] | None:
    """Return the norms of a month with the share of its days that each was in force on.

    None: the book and the household do not give the levels that were charged, so nothing can be told by them.
    """
    if month.span is None:
        return None
    opened, closed = month.span
    case = Case(
        households=pricing.account.households,
        uses=(Use(volume=Decimal(0)),),
        opened=opened,
        closed=closed,
        policy=pricing.policy,
    )
    found: dict[Norms, Fraction] = defaultdict(Fraction)
    try:
        parts = list(segments(case, pricing.book))
    except NoTariff:
        return None
    for part in parts:
        if part.household.tariff_scheme != "level":
            return None
        residents = part.household.residents or 1
        norms = tuple((each.level, each.norm_to and each.norm_to * residents) for each in part.rates)
        found[norms] += Fraction(part.days, (closed - opened).days)
    return found if _gives(found, month, pricing.policy, _ROUNDED * len(parts)) else None


def levels(volume: Fraction, days: int, norms: Mapping[Norms, Fraction], policy: NormPolicy) -> dict[Cell, Fraction]:
    """Return how a volume of so many days falls into levels."""
    found: dict[Cell, Fraction] = defaultdict(Fraction)
    for each, share in norms.items():
        below = Fraction(0)
        for level, norm in each:
            top = volume if norm is None else min(volume, Fraction(norm) * 1000 * policy.factor(days))
            found[TOTAL, level] += max(top - below, Fraction(0)) * share
            below = max(top, below)
    return dict(found)


def _gives(norms: Mapping[Norms, Fraction], month: Month, policy: NormPolicy, slack: int) -> bool:
    charged, days = month.by_cell(), month.days
    if days is None:
        return False
    told = levels(month.volume, days, norms, policy)
    cells = told.keys() | charged.keys()
    return all(abs(told.get(cell, Fraction(0)) - charged.get(cell, Fraction(0))) <= slack for cell in cells)

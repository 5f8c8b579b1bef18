"""What a month of electricity costs by the demo's tariff book; kWh x 1000, prices x 10,000, sums in tiyn."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from core.exchange.demo.household import Household
from core.exchange.demo.reference import LEGAL_EX_VAT, NORMS, PRICES, Price, half_up, price_on


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a charge."""

    since: date  # the reading that it begins with
    until: date
    level: int  # 0 none
    volume: int
    price: int
    vat_rate: int
    amount: int
    vat: int


def lines(household: Household, zone: str, since: date, until: date, volume: int, moved_on: date) -> Iterator[Line]:
    """Yield the lines of a volume used after the reading of `since` up to that of `until`.

    Where norms decide, they are those of as many as lived there before `moved_on`, and since.
    """
    days, left = (until - since).days, volume
    moves = household.scheme == "level" and household.lived_with is not None
    segments = list(pairwise(_cuts(since, until, moved_on if moves else None)))
    for start, end in segments:
        part = left if end == until else half_up(volume * (end - start).days, days * 10) * 10
        left -= part
        price = price_on(start + timedelta(days=1))
        living = household
        if moves and household.lived_with is not None and start < moved_on - timedelta(days=1):
            living = replace(household, residents=household.lived_with)
        for level, used, rate in _levels(living, zone, price, part, (end - start).days, days):
            yield _line(household, start, end, level, used, rate, price)


def _line(household: Household, start: date, end: date, level: int, used: int, rate: int, price: Price) -> Line:
    if household.kind == "legal":
        net = half_up(used * LEGAL_EX_VAT, 100_000)
        vat = half_up(net * price.vat, 100)
        return Line(start, end, level, used, price.legal, price.vat, net + vat, vat)
    amount = half_up(used * rate, 100_000)
    return Line(start, end, level, used, rate, price.vat, amount, half_up(amount * price.vat, 100 + price.vat))


def _levels(
    household: Household, zone: str, price: Price, volume: int, days: int, of_days: int
) -> Iterator[tuple[int, int, int]]:
    """Yield level, its volume, its price; a month is a whole norm, shared by days where the price changes in it."""
    if household.scheme != "level":
        yield 0, volume, price.zones[zone] if household.scheme == "zone" else price.flat
        return
    norms = NORMS[household.stove, household.benefit]
    first, second = (half_up(norm * household.residents * 100 * days, of_days) * 10 for norm in norms)
    bounds = (0, first, second, max(volume, second))
    for level, (low, high) in enumerate(pairwise(bounds), 1):
        used = min(volume, high) - low
        if used > 0:
            yield level, used, price.levels[level - 1]


def _cuts(since: date, until: date, moved_on: date | None) -> list[date]:
    changes = {price.valid_from - timedelta(days=1) for price in PRICES}
    changes |= {moved_on - timedelta(days=1)} if moved_on else set()
    return [since, *sorted(day for day in changes if since < day < until), until]

"""The sum for a period, line by line: what the calculator shows and what explains a bill.

Each register's kWh are shared by days among the segments of the period, those of a segment are cut into levels, a line
is kWh × price. Norms stay exact fractions until they are the kWh of a segment, and everything is rounded once, half-up.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from core.tariffs.book import LevelsBroken, Rate, TariffBook
from core.tariffs.model import Calculation, Case, Left, Line, Segment, Threshold, VatGroup
from core.tariffs.registers import added
from core.tariffs.rounding import to_kwh, to_tiyn
from core.tariffs.segments import norm, segments


def calculate(case: Case, book: TariffBook) -> Calculation:
    """Return what a case costs; the refusals are those of `segments`.

    :raises LevelsBroken: the levels of the book end below what was used
    """
    parts = tuple(segments(case, book))
    lines = tuple(line for part in parts for line in _lines(part, legal=case.legal))
    groups = tuple(_groups(lines, legal=case.legal))
    vat = sum(group.vat_amount for group in groups)
    volume = added(part.volume for part in parts)
    return Calculation(
        days=(case.closed - case.opened).days,
        volume=volume,
        lines=lines,
        segments=parts,
        groups=groups,
        total=sum(line.amount for line in lines) + (vat if case.legal else 0),
        vat=vat,
        left=_left(case, parts, volume),
    )


def _lines(segment: Segment, *, legal: bool) -> Iterator[Line]:
    """Yield what was used at each price; a level that was not reached has no line."""
    below = Decimal(0)
    for rate, threshold in zip(segment.rates, segment.thresholds or (Threshold(level=0, upto=None),), strict=True):
        top = segment.volume if threshold.upto is None else min(segment.volume, threshold.upto)
        if top > below:
            yield _line(segment, threshold.level, top - below, rate, legal=legal)
            below = top
    if below < segment.volume:
        household = segment.household
        raise LevelsBroken(household.tariff_group, household.tariff_scheme, segment.zone, segment.date_from)


def _line(segment: Segment, level: int, volume: Decimal, rate: Rate, *, legal: bool) -> Line:
    price = rate.price_ex_vat if legal else rate.price_inc_vat
    amount = to_tiyn(Fraction(volume) * Fraction(price))
    return Line(
        date_from=segment.date_from,
        date_to=segment.date_to,
        days=segment.days,
        zone=segment.zone,
        level=level,
        volume=volume,
        price=price,
        vat_rate=rate.vat_rate,
        amount=amount,
        vat_amount=_vat(amount, rate.vat_rate, legal=legal),
    )


def _vat(amount: int, rate: Decimal, *, legal: bool) -> int:
    """Return the tiyn of VAT on top of an amount of a legal entity, or inside that of a household."""
    whole = Decimal(100) if legal else 100 + rate
    return to_tiyn(Fraction(amount, 100) * Fraction(rate) / Fraction(whole))


def _groups(lines: Iterable[Line], *, legal: bool) -> Iterator[VatGroup]:
    amounts: dict[Decimal, int] = {}
    for line in lines:
        amounts[line.vat_rate] = amounts.get(line.vat_rate, 0) + line.amount
    for rate, amount in amounts.items():
        yield VatGroup(vat_rate=rate, amount=amount, vat_amount=_vat(amount, rate, legal=legal))


def _left(case: Case, parts: Sequence[Segment], volume: Decimal) -> Left | None:
    """Return the way to the next level that comes first; of equal ones the newest, whose prices are in force.

    More use in a period is shared by days, so a segment gets to its next level when the whole period gets to the norm
    that the segment's household and tariff would have for the whole of it.
    """
    found = [left for part in reversed(parts) if part.thresholds and (left := _left_in(case, part, volume))]
    return min(found, key=lambda left: left.volume, default=None)


def _left_in(case: Case, part: Segment, volume: Decimal) -> Left | None:
    for rate, after in pairwise(part.rates):
        assert rate.norm_to is not None
        left = to_kwh(norm(case, part.household, rate.norm_to)) - volume
        if left >= 0:
            legal = case.legal
            price, next_price = (each.price_ex_vat if legal else each.price_inc_vat for each in (rate, after))
            return Left(level=rate.level, volume=left, price=price, next_price=next_price)
    return None

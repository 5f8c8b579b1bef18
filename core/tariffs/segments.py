"""A period cut wherever the household or the tariff changes, and the norms of each piece."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from core.tariffs.book import Household, Rate, TariffBook
from core.tariffs.model import TOTAL, Case, PeriodEmpty, Segment, Threshold
from core.tariffs.registers import added, register_volume, shared
from core.tariffs.rounding import to_kwh

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Span:
    """Days in a row on which nothing changes."""

    since: date
    until: date
    household: Household
    priced: tuple[tuple[str, tuple[Rate, ...]], ...]  # zone and rates of what is priced by itself

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1


def segments(case: Case, book: TariffBook) -> Iterator[Segment]:
    """Yield the segments in order of time, those of one time in the order of the registers.

    Under the level scheme the registers of a household are added up, since its norm is one; otherwise each has
    segments of its own.

    :raises PeriodEmpty: no day lies between the readings
    :raises ReadingBelowOpening: of a register
    :raises NoTariff: the book has no price for one of the days
    """
    spans = list(_spans(case, book))
    parts = [shared(register_volume(use), [span.days for span in spans]) for use in case.uses]
    for place, span in enumerate(spans):
        volumes = [part[place] for part in parts]
        if span.household.tariff_scheme == "level":
            volumes = [added(volumes)]
        for (zone, rates), volume in zip(span.priced, volumes, strict=True):
            yield Segment(
                date_from=span.since,
                date_to=span.until,
                days=span.days,
                zone=zone,
                volume=volume,
                thresholds=_thresholds(case, span.household, rates, span.days),
                household=span.household,
                rates=rates,
            )


def norm(case: Case, household: Household, monthly: Decimal) -> Fraction:
    """Return what a monthly norm of one resident is for a `known` household over the whole period, exactly."""
    days = (case.closed - case.opened).days
    assert household.residents is not None
    return Fraction(monthly) * household.residents * case.policy.factor(days)


def _thresholds(case: Case, household: Household, rates: tuple[Rate, ...], days: int) -> tuple[Threshold, ...]:
    if household.tariff_scheme != "level":
        return ()
    share = Fraction(days, (case.closed - case.opened).days)
    return tuple(
        Threshold(
            level=rate.level,
            upto=None if rate.norm_to is None else to_kwh(norm(case, household, rate.norm_to) * share),
        )
        for rate in rates
    )


def _spans(case: Case, book: TariffBook) -> Iterator[_Span]:
    if case.closed <= case.opened:
        raise PeriodEmpty(case.opened, case.closed)
    found: _Span | None = None
    for day in _cuts(case, book):
        household = _state(case.households, day)
        zones = [TOTAL] if household.tariff_scheme == "level" else [use.zone for use in case.uses]
        priced = tuple((zone, book.on(household, zone, day)) for zone in zones)
        if found is not None and (found.household, found.priced) == (household, priced):
            continue
        if found is not None:
            yield replace(found, until=day - _DAY)
        found = _Span(since=day, until=case.closed, household=household, priced=priced)
    if found is not None:
        yield found


def _cuts(case: Case, book: TariffBook) -> list[date]:
    """Return the first day of use, and the days of it on which something may change."""
    first = case.opened + _DAY
    days = {each.valid_from for each in case.households if each.valid_from}
    for group in {each.tariff_group for each in case.households}:
        days |= book.changes(group)
    return sorted({first} | {max(first, day) for day in days if day <= case.closed})


def _state(households: tuple[Household, ...], day: date) -> Household:
    """Return the household of a day, what is not known filled in; before the first state that one."""
    dated = sorted(households, key=lambda each: each.valid_from or date.min)
    begun = [each for each in dated if each.valid_from is None or each.valid_from <= day]
    return (begun[-1] if begun else dated[0]).known

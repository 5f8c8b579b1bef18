"""What can be chosen, and what a choice makes of an account's own data."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from core.tariffs.asked import Asked
from core.tariffs.book import ANY
from core.tariffs.model import TOTAL, Household, Rate, TariffBook
from core.tariffs.policy import TariffPolicy

_SCHEMES = ("flat", "level", "zone")


def groups_of(book: TariffBook, policy: TariffPolicy) -> tuple[str, ...]:
    """Return the groups that consumers know by name; without any names those of the book."""
    there = {rate.tariff_group for rate in book.rates}
    named = tuple(group for group in policy.groups if group in there)
    return named or tuple(sorted(there))


def schemes_of(rates: Sequence[Rate]) -> tuple[str, ...]:
    there = {rate.scheme for rate in rates}
    return tuple(scheme for scheme in _SCHEMES if scheme in there)


def zones_of(rates: Sequence[Rate]) -> tuple[str, ...]:
    """Return the zones that have a price of their own."""
    return tuple(sorted({rate.zone for rate in rates if rate.scheme == "zone" and rate.zone not in ("", TOTAL)}))


def matters_of(rates: Sequence[Rate], scheme: str) -> frozenset[str]:
    """Return which facts of a household its price depends on."""
    of_scheme = [rate for rate in rates if rate.scheme == scheme]
    matters = {name for name in ("stove", "benefit") if any(getattr(rate, name) != ANY for rate in of_scheme)}
    return frozenset(matters | ({"residents"} if scheme == "level" else set()))


def in_force(book: TariffBook, group: str, day: date) -> tuple[Rate, ...]:
    return tuple(
        rate
        for rate in book.rates
        if rate.tariff_group == group and rate.valid_from <= day and (rate.valid_to is None or day <= rate.valid_to)
    )


def changed(household: Household, asked: Asked) -> Household:
    """Return a household with what was chosen otherwise."""
    return replace(
        household,
        residents=household.residents if asked.residents is None else asked.residents,
        stove=asked.stove or household.stove,
        benefit=asked.benefit or household.benefit,
        tariff_group=asked.group or household.tariff_group,
        tariff_scheme=asked.scheme or household.tariff_scheme,
    )


def only(several: Iterable[str]) -> str:
    """Return the one that there is, nothing where there are more or none."""
    found = list(several)
    return found[0] if len(found) == 1 else ""

"""The prices that an account has in a month, as its bill explains them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.tariffs.book import Household, NoTariff, Rate, TariffBook
from core.tariffs.ports import TariffsOfAccount

_ZONES = ("T1", "T2", "T3")


@dataclass(frozen=True, kw_only=True, slots=True)
class PricesInForce:
    """From this day on a household of this kind pays these rates: one, its levels, or one a zone."""

    since: date
    household: Household
    rates: tuple[Rate, ...]


def prices_in_force(account: TariffsOfAccount, book: TariffBook, first: date, last: date) -> tuple[PricesInForce, ...]:
    """Return the prices of `first`, and of each later day up to `last` on which they change; none: not known."""
    found: list[PricesInForce] = []
    for day in _turning_days(account, book, first, last):
        household = account.on(day).known
        rates = _rates(household, book, day)
        before = found[-1] if found else None
        if rates and (before is None or (before.rates, before.household) != (rates, household)):
            found.append(PricesInForce(since=day, household=household, rates=rates))
    return tuple(found)


def _turning_days(account: TariffsOfAccount, book: TariffBook, first: date, last: date) -> list[date]:
    moved = (each.valid_from for each in account.households if each.valid_from)
    changes: Iterable[date] = (day for group in account.groups for day in book.changes(group))
    return sorted({first} | {day for day in (*moved, *changes) if first < day <= last})


def _rates(household: Household, book: TariffBook, day: date) -> tuple[Rate, ...]:
    zones = _ZONES if household.tariff_scheme == "zone" else ("",)
    return tuple(rate for zone in zones for rate in _on(household, book, zone, day))


def _on(household: Household, book: TariffBook, zone: str, day: date) -> tuple[Rate, ...]:
    try:
        return book.on(household, zone, day)
    except NoTariff:
        return ()

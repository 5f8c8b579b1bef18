"""The prices that the reverse side of a bill explains."""

from datetime import date
from decimal import Decimal

from core.tariffs.in_force import prices_in_force
from core.tariffs.model import Household, TariffBook
from core.tariffs.ports import TariffsOfAccount
from tests.core.tariffs.books import DEMO, rate

JULY = date(2025, 7, 1), date(2025, 7, 31)
AUGUST = date(2025, 8, 1), date(2025, 8, 31)


def account(*households: Household) -> TariffsOfAccount:
    return TariffsOfAccount(legal=False, households=households)


def household(scheme: str = "level", residents: int | None = 3, since: date | None = None) -> Household:
    return Household(valid_from=since, residents=residents, stove="E", tariff_group="POP", tariff_scheme=scheme)


def test_a_month_of_one_price_is_said_once_with_its_levels() -> None:
    (found,) = prices_in_force(account(household()), DEMO, *AUGUST)

    assert found.since == AUGUST[0]
    assert [(each.norm_to, each.price_inc_vat) for each in found.rates] == [
        (Decimal(115), Decimal("32.20")),
        (Decimal(190), Decimal("43.15")),
        (None, Decimal("53.84")),
    ]
    assert (found.household.residents, found.household.benefit) == (3, "none")


def test_a_change_within_the_month_is_said_with_its_day() -> None:
    before, after = prices_in_force(account(household("flat")), DEMO, *JULY)

    assert (before.since, before.rates[0].price_inc_vat) == (date(2025, 7, 1), Decimal("31.02"))
    assert (after.since, after.rates[0].price_inc_vat) == (date(2025, 7, 15), Decimal("35.67"))


def test_a_household_that_changes_is_said_again() -> None:
    grown = household(residents=4, since=date(2025, 8, 20))

    found = prices_in_force(account(household(), grown), DEMO, *AUGUST)

    assert [(each.since.day, each.household.residents) for each in found] == [(1, 3), (20, 4)]


def test_zones_have_a_price_each_and_unknown_residents_are_one() -> None:
    (found,) = prices_in_force(account(household("zone", residents=None)), DEMO, *AUGUST)

    assert [(each.zone, each.price_inc_vat) for each in found.rates] == [
        ("T1", Decimal("39.16")),
        ("T2", Decimal("19.58")),
        ("T3", Decimal("53.72")),
    ]
    assert found.household.residents == 1


def test_nothing_is_said_that_the_book_does_not_say() -> None:
    strange = TariffBook((rate(tariff_group="ELSE"),))

    assert prices_in_force(account(household()), strange, *AUGUST) == ()

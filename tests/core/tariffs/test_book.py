from datetime import date
from decimal import Decimal

import pytest

from core.tariffs.model import LevelsBroken, NoTariff, Rate, TariffBook
from tests.core.tariffs.books import DEMO, home, levels, rate

MAY = date(2025, 5, 1)


def price(book: TariffBook, zone: str = "T0", day: date = MAY, **facts: object) -> list[str]:
    scheme = str(facts.pop("scheme", "flat"))
    return [str(each.price_inc_vat) for each in book.on(home(scheme, **facts), zone, day)]


def book(*rates: Rate) -> TariffBook:
    return TariffBook(rates)


def priced(at: str, **facts: object) -> Rate:
    return rate(price_inc_vat=Decimal(at), **facts)


@pytest.mark.parametrize(
    ("stove", "benefit", "found"),
    [("G", "none", "1"), ("E", "none", "2"), ("G", "single", "3"), ("E", "single", "4"), ("", "", "1")],
)
def test_a_named_stove_or_benefit_wins_over_any(stove: str, benefit: str, found: str) -> None:
    rows = (
        priced("2", stove="E"),
        priced("4", stove="E", benefit="single"),
        priced("1"),
        priced("3", benefit="single"),
    )

    assert price(book(*rows), stove=stove, benefit=benefit) == [found]
    assert price(book(*rows[::-1]), stove=stove, benefit=benefit) == [found]


def test_a_benefit_is_closer_than_a_stove() -> None:
    rows = (priced("1", stove="E"), priced("2", benefit="single"), priced("3"))

    assert price(book(*rows), stove="E", benefit="single") == ["2"]


def test_a_named_row_wins_over_a_newer_one_for_all() -> None:
    rows = (priced("1", stove="E"), priced("2", valid_from=date(2025, 4, 1)))

    assert price(book(*rows), stove="E") == ["1"]
    assert price(book(*rows)) == ["2"]


@pytest.mark.parametrize("stove", ["N", "", "G", "?"])
def test_what_is_no_electric_stove_has_the_norm_without_one(stove: str) -> None:
    found = DEMO.on(home(stove=stove), "T0", MAY)

    assert [each.norm_to for each in found] == [90, 160, None]


def test_a_benefit_that_is_not_said_is_none() -> None:
    assert DEMO.on(home(benefit=""), "T0", MAY) == DEMO.on(home(benefit="none"), "T0", MAY)


def test_a_row_is_in_force_from_its_first_to_its_last_day() -> None:
    rows = book(priced("1", valid_from=date(2025, 5, 2), valid_to=date(2025, 5, 4)))

    assert price(rows, day=date(2025, 5, 2)) == price(rows, day=date(2025, 5, 4)) == ["1"]
    for day in (MAY, date(2025, 5, 5)):
        with pytest.raises(NoTariff):
            price(rows, day=day)


def test_a_newer_row_takes_the_place_of_one_without_an_end() -> None:
    rows = (priced("1"), priced("2", valid_from=MAY))

    assert price(book(*rows), day=date(2025, 4, 30)) == ["1"]
    assert price(book(*rows)) == price(book(*rows[::-1])) == ["2"]


def test_a_refusal_says_what_is_missing() -> None:
    with pytest.raises(NoTariff) as refused:
        DEMO.on(home("zone", tariff_group="POP"), "T4", MAY)

    told = refused.value
    assert (told.group, told.scheme, told.zone, told.day) == ("POP", "zone", "T4", MAY)
    assert not isinstance(told, LevelsBroken)


@pytest.mark.parametrize("facts", [{"tariff_group": "NONE"}, {"scheme": ""}, {"scheme": "level", "benefit": "other"}])
def test_a_household_that_the_book_does_not_know_has_no_price(facts: dict[str, object]) -> None:
    with pytest.raises(NoTariff):
        price(DEMO, **facts)


def test_each_scheme_has_its_own_rows() -> None:
    assert price(DEMO) == ["31.02"]
    assert price(DEMO, scheme="level") == ["28.00", "37.52", "46.82"]
    assert [price(DEMO, zone, scheme="zone") for zone in ("T1", "T2", "T3")] == [["34.05"], ["17.02"], ["46.70"]]
    with pytest.raises(NoTariff):
        price(book(*levels((90,), ("1", "2"))))
    with pytest.raises(NoTariff):
        price(book(rate()), scheme="level")


def test_a_register_without_zones_has_the_flat_price_among_zones() -> None:
    assert price(DEMO, "T0", scheme="zone") == ["31.02"]
    assert price(DEMO, "", scheme="zone") == ["31.02"]
    assert price(book(priced("1"), priced("2", scheme="zone", zone="T0")), scheme="zone") == ["2"]


def test_a_register_of_a_zone_never_has_the_flat_price_among_zones() -> None:
    with pytest.raises(NoTariff):
        price(book(rate()), "T1", scheme="zone")


def test_the_flat_price_is_that_of_every_register() -> None:
    assert price(DEMO, "T2") == ["31.02"]
    assert price(book(priced("1", zone="T0")), "T2") == ["1"]
    with pytest.raises(NoTariff):
        price(book(priced("1", zone="T1")), "T1")


def test_levels_of_all_hours_may_be_written_both_ways() -> None:
    assert price(book(*levels((90,), ("1", "2"), zone="T0")), scheme="level") == ["1", "2"]
    with pytest.raises(NoTariff):
        price(book(*levels((90,), ("1", "2"), zone="T1")), scheme="level")


def test_a_version_with_fewer_levels_leaves_none_of_the_older_one() -> None:
    old, new = levels((90, 160), ("1", "2", "3")), levels((100,), ("4", "5"), valid_from=date(2025, 4, 1))

    assert price(book(*old, *new), scheme="level") == ["4", "5"]


def test_each_level_may_have_a_row_of_its_own_household() -> None:
    first = rate(scheme="level", level=1, norm_to=Decimal(90), price_inc_vat=Decimal(1))
    second = (priced("2", scheme="level", level=2, stove="G"), priced("3", scheme="level", level=2, stove="E"))

    assert price(book(*second, first), scheme="level") == ["1", "2"]
    assert price(book(*second, first), scheme="level", stove="E") == ["1", "3"]


@pytest.mark.parametrize(
    "bounds",
    [
        pytest.param([(0, 90), (100, None)], id="a gap"),
        pytest.param([(0, 90), (80, None)], id="an overlap"),
        pytest.param([(90, 160), (160, None)], id="the first one is missing"),
        pytest.param([(None, 90), (None, 90), (None, None)], id="an empty level"),
        pytest.param([(None, 90), (None, 80), (None, None)], id="a level that ends before it begins"),
        pytest.param([(0, 0), (0, None)], id="nothing on the first one"),
    ],
)
def test_levels_that_do_not_fit_together_are_refused(bounds: list[tuple[int | None, int | None]]) -> None:
    rows = [
        rate(
            scheme="level",
            level=place,
            norm_from=None if low is None else Decimal(low),
            norm_to=None if high is None else Decimal(high),
        )
        for place, (low, high) in enumerate(bounds, 1)
    ]

    with pytest.raises(LevelsBroken) as refused:
        price(book(*rows), "T1", scheme="level")
    told = refused.value
    assert (told.group, told.scheme, told.zone, told.day) == ("POP", "level", "T1", MAY)


def test_bounds_of_one_price_mean_nothing() -> None:
    assert price(book(priced("1", norm_from=Decimal(5), norm_to=Decimal(0)))) == ["1"]


def test_levels_whose_lower_bounds_are_not_said_fit() -> None:
    rows = levels((90, 160), ("1", "2", "3"), norm_from=None)

    assert price(book(*rows), scheme="level") == ["1", "2", "3"]


def test_a_book_knows_the_days_of_its_changes() -> None:
    rows = book(
        rate(valid_to=date(2025, 6, 30)),
        rate(valid_from=MAY, valid_to=date.max),
        rate(tariff_group="LEGAL", valid_from=date(2025, 8, 1)),
    )

    assert rows.changes("POP") == {date(2025, 1, 1), date(2025, 7, 1), MAY}
    assert rows.changes("LEGAL") == {date(2025, 8, 1)}
    assert rows.changes("NONE") == set()


def test_books_with_equal_rows_are_equal() -> None:
    assert TariffBook(DEMO.rates) == DEMO
    assert repr(book()) == "TariffBook(rates=())"

from datetime import date
from decimal import Decimal

import pytest

from core.tariffs.calculator import calculate
from core.tariffs.model import (
    Calculation,
    Household,
    LevelsBroken,
    NoTariff,
    PeriodEmpty,
    Rate,
    ReadingBelowOpening,
    TariffBook,
    Use,
)
from tests.core.tariffs.books import DEMO, case, home, levels, rate, used


def volumes(result: Calculation) -> list[str]:
    return [f"{part.date_from:%d.%m} {part.zone} {part.volume}" for part in result.segments]


@pytest.mark.parametrize("closed", ["2025-05-01", "2025-04-30"])
def test_a_period_without_a_day_is_refused(closed: str) -> None:
    with pytest.raises(PeriodEmpty) as refused:
        calculate(case(home(), used(1), "2025-05-01", closed), DEMO)

    assert (refused.value.opened, refused.value.closed) == (date(2025, 5, 1), date.fromisoformat(closed))


def test_a_lower_reading_is_refused() -> None:
    use = Use(opening=Decimal(2), closing=Decimal(1))

    with pytest.raises(ReadingBelowOpening):
        calculate(case(home(), use, "2025-05-01", "2025-06-01"), DEMO)


def test_a_day_without_a_tariff_is_named() -> None:
    book = TariffBook((rate(valid_to=date(2025, 5, 15)), rate(valid_from=date(2025, 5, 18))))

    with pytest.raises(NoTariff) as refused:
        calculate(case(home("flat"), used(1), "2025-05-01", "2025-06-01"), book)

    assert refused.value.day == date(2025, 5, 16)


def test_one_day_is_a_period() -> None:
    result = calculate(case(home("flat"), used(3), "2025-05-01", "2025-05-02"), DEMO)

    assert (result.days, volumes(result)) == (1, ["02.05 T0 3.00"])
    assert result.lines[0].date_from == result.lines[0].date_to == date(2025, 5, 2)


def test_nothing_used_has_no_lines_and_costs_nothing() -> None:
    result = calculate(case(home(), used(0), "2025-05-01", "2025-06-01"), DEMO)

    assert (result.lines, result.groups, result.total, result.vat) == ((), (), 0, 0)
    assert str(result.volume) == "0.00"
    assert len(result.segments) == 1


def test_no_register_costs_nothing() -> None:
    result = calculate(case(home("flat"), (), "2025-05-01", "2025-06-01"), DEMO)

    assert (str(result.volume), result.total, result.segments) == ("0.00", 0, ())


def test_a_line_says_all_that_it_is_made_of() -> None:
    (line,) = calculate(case(home("zone"), used("0.15", "T2"), "2025-05-01", "2025-06-01"), DEMO).lines

    assert (line.date_from, line.date_to, line.days) == (date(2025, 5, 2), date(2025, 6, 1), 31)
    assert (line.zone, line.level, str(line.volume), str(line.price)) == ("T2", 0, "0.15", "17.02")
    assert (line.amount, line.vat_rate, line.vat_amount) == (255, 12, 27)


def test_vat_is_rounded_once_for_all_lines_of_a_rate() -> None:
    uses = (used(1, "T1"), used(1, "T1"), used(1, "T1"))
    book = TariffBook((rate(scheme="zone", zone="T1", price_inc_vat=Decimal("0.05"), vat_rate=Decimal(12)),))

    result = calculate(case(home("zone"), uses, "2025-05-01", "2025-06-01"), book)

    assert [line.vat_amount for line in result.lines] == [1, 1, 1]  # 0.5357… each
    assert [(group.amount, group.vat_amount) for group in result.groups] == [(15, 2)]  # 1.6071…
    assert (result.total, result.vat) == (15, 2)


def test_a_legal_entity_gets_vat_on_top_of_prices_without_it() -> None:
    book = TariffBook(
        (
            rate(price_ex_vat=Decimal(10), vat_rate=Decimal(12), valid_to=date(2025, 5, 16)),
            rate(price_ex_vat=Decimal(20), vat_rate=Decimal(16), valid_from=date(2025, 5, 17)),
        )
    )

    result = calculate(case(home("flat"), used(30), "2025-05-01", "2025-05-31", legal=True), book)

    assert [(line.price, line.amount, line.vat_amount) for line in result.lines] == [
        (10, 15000, 1800),
        (20, 30000, 4800),
    ]
    assert [(group.vat_rate, group.amount, group.vat_amount) for group in result.groups] == [
        (12, 15000, 1800),
        (16, 30000, 4800),
    ]
    assert (result.total, result.vat) == (51600, 6600)


def test_several_registers_share_the_norm_of_their_household() -> None:
    result = calculate(case(home(), (used(60, "T1"), used(50, "T2")), "2025-05-01", "2025-06-01"), DEMO)

    assert [(line.zone, line.level, line.volume) for line in result.lines] == [("T0", 1, 90), ("T0", 2, 20)]


def test_without_levels_every_register_has_lines_of_its_own() -> None:
    result = calculate(case(home("flat"), (used(60, "T1"), used(50, "T2")), "2025-07-01", "2025-07-31"), DEMO)

    assert volumes(result) == ["02.07 T1 26.00", "02.07 T2 21.67", "15.07 T1 34.00", "15.07 T2 28.33"]


@pytest.mark.parametrize(
    "changed",
    [{"residents": 2}, {"stove": "E"}, {"benefit": "single"}, {"tariff_scheme": "zone"}, {"tariff_group": "LEGAL"}],
)
def test_every_change_of_a_household_begins_a_segment(changed: dict[str, object]) -> None:
    before, after = home("flat"), home(**{"scheme": "flat", "valid_from": date(2025, 5, 11), **changed})  # type: ignore[arg-type]

    result = calculate(case((before, after), used(300), "2025-05-01", "2025-05-31"), DEMO)

    assert volumes(result) == ["02.05 T0 90.00", "11.05 T0 210.00"]


@pytest.mark.parametrize(
    "same", [{"residents": 0}, {"residents": None}, {"stove": "N"}, {"stove": ""}, {"benefit": ""}]
)
def test_what_is_now_unknown_and_counts_the_same_begins_none(same: dict[str, object]) -> None:
    result = calculate(
        case((home(), home(valid_from=date(2025, 5, 11), **same)), used(300), "2025-05-01", "2025-05-31"), DEMO
    )

    assert volumes(result) == ["02.05 T0 300.00"]


@pytest.mark.parametrize(
    ("since", "found"),
    [
        ("2025-04-01", ["02.05 T0 300.00"]),
        ("2025-05-02", ["02.05 T0 300.00"]),
        ("2025-05-03", ["02.05 T0 10.00", "03.05 T0 290.00"]),
        ("2025-05-31", ["02.05 T0 290.00", "31.05 T0 10.00"]),
        ("2025-06-01", ["02.05 T0 300.00"]),
    ],
)
def test_a_change_counts_from_its_own_day_on(since: str, found: list[str]) -> None:
    households = (home(residents=2), home(residents=4, valid_from=date.fromisoformat(since)))

    assert volumes(calculate(case(households, used(300), "2025-05-01", "2025-05-31"), DEMO)) == found


def test_days_before_the_first_known_state_are_as_in_it() -> None:
    households = (home(residents=4, valid_from=date(2025, 5, 21)), home(residents=2, valid_from=date(2025, 5, 11)))

    result = calculate(case(households, used(300), "2025-05-01", "2025-05-31"), DEMO)

    assert volumes(result) == ["02.05 T0 190.00", "21.05 T0 110.00"]
    assert [part.household.residents for part in result.segments] == [2, 4]


def test_a_segment_says_what_its_prices_came_from() -> None:
    (part,) = calculate(
        case(home(residents=None, stove="", benefit=""), used(1), "2025-05-01", "2025-05-31"), DEMO
    ).segments

    assert part.household == Household(
        residents=1, stove="G", benefit="none", tariff_group="POP", tariff_scheme="level"
    )
    assert [each.valid_from for each in part.rates] == [date(2025, 1, 1)] * 3
    assert [(each.level, each.upto) for each in part.thresholds] == [(1, 90), (2, 160), (3, None)]


def test_changes_of_every_group_of_a_household_cut() -> None:
    book = TariffBook((rate(), rate(tariff_group="NEW"), rate(tariff_group="NEW", valid_from=date(2025, 5, 21))))
    households = (home("flat"), home("flat", tariff_group="NEW", valid_from=date(2025, 5, 11)))

    result = calculate(case(households, used(300), "2025-05-01", "2025-05-31"), book)

    assert volumes(result) == ["02.05 T0 90.00", "11.05 T0 100.00", "21.05 T0 110.00"]


def test_use_above_the_last_level_is_refused() -> None:
    ladder: list[Rate] = [each for each in levels((90, 160), ("1", "2", "3")) if each.norm_to is not None]

    assert calculate(case(home(), used(160), "2025-05-01", "2025-05-31"), TariffBook(tuple(ladder))).total == 230_00
    with pytest.raises(LevelsBroken) as refused:
        calculate(case(home(), used("160.01"), "2025-05-01", "2025-05-31"), TariffBook(tuple(ladder)))
    told = refused.value
    assert (told.group, told.scheme, told.zone, told.day) == ("POP", "level", "T0", date(2025, 5, 2))


def left(result: Calculation) -> tuple[object, ...] | None:
    found = result.left
    return found and (found.level, str(found.volume), str(found.price), str(found.next_price))


@pytest.mark.parametrize(
    ("volume", "found"),
    [
        ("0", (1, "90.00", "28.00", "37.52")),
        ("89.99", (1, "0.01", "28.00", "37.52")),
        ("90", (1, "0.00", "28.00", "37.52")),
        ("90.01", (2, "69.99", "37.52", "46.82")),
        ("160", (2, "0.00", "37.52", "46.82")),
        ("160.01", None),
    ],
)
def test_so_much_is_left_to_the_next_level(volume: str, found: tuple[object, ...] | None) -> None:
    assert left(calculate(case(home(), used(volume), "2025-05-01", "2025-05-31"), DEMO)) == found


@pytest.mark.parametrize("scheme", ["flat", "zone"])
def test_without_levels_nothing_is_left(scheme: str) -> None:
    assert calculate(case(home(scheme), used(1), "2025-05-01", "2025-05-31"), DEMO).left is None


def test_where_the_tariff_changed_the_way_is_told_at_the_prices_in_force() -> None:
    household = home(stove="E", residents=3)

    result = calculate(case(household, used(520), "2025-06-30", "2025-07-31"), DEMO)

    assert left(result) == (2, "50.00", "43.15", "53.84")


def test_where_the_household_changed_the_level_that_comes_first_is_told() -> None:
    households = (home(stove="E", residents=2), home(stove="E", residents=4, valid_from=date(2025, 10, 11)))

    def at(volume: int) -> tuple[object, ...] | None:
        return left(calculate(case(households, used(volume), "2025-09-30", "2025-10-31"), DEMO))

    assert at(200) == (1, "30.00", "32.20", "43.15")  # of two residents: 230
    assert at(640) == (2, "120.00", "43.15", "53.84")  # of four: 760; two are in the last level
    assert at(761) is None


def test_a_legal_entity_is_told_prices_without_vat() -> None:
    ladder = [
        rate(scheme="level", level=1, norm_to=Decimal(90), price_ex_vat=Decimal(10)),
        rate(scheme="level", level=2, price_ex_vat=Decimal(20)),
    ]

    result = calculate(case(home(), used(1), "2025-05-01", "2025-05-31", legal=True), TariffBook(tuple(ladder)))

    assert left(result) == (1, "89.00", "10", "20")

"""From readings to what was used between them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.period import Period
from core.usage.intervals import intervals, months_of, totals
from tests.fakes.book import reading, register


def volumes(*readings: object) -> list[int | None]:
    return [each.volume for each in intervals(readings)]  # type: ignore[arg-type]


def test_what_was_used_is_the_difference_of_two_readings() -> None:
    assert volumes(reading("2026-11-30", 12_497), reading("2026-10-31", 12_345)) == [152_000]


def test_nothing_is_used_between_one_reading_and_none() -> None:
    assert volumes() == []
    assert volumes(reading("2026-10-31", 12_345)) == []


def test_ratio_and_losses_are_applied() -> None:
    """G11: 54.25 × 40 + 18.60 in one month."""
    dial = register(ratio=400_000, losses=18_600)

    assert volumes(reading("2026-10-31", 1398.12, of=dial), reading("2026-11-30", 1452.37, of=dial)) == [2_188_600]


def test_losses_are_those_of_the_days() -> None:
    dial = register(losses=30_000)
    days = [reading(day, 100, of=dial) for day in ("2026-10-31", "2026-11-10", "2026-11-30", "2026-12-31")]

    assert volumes(*days) == [10_000, 20_000, 30_000]


def test_a_dial_that_went_over_zero_is_understood() -> None:
    """G09: five digits, 99962 to 00047."""
    (found,) = intervals([reading("2025-08-31", 99_962), reading("2025-09-30", 47)])

    assert (found.volume, found.rolled_over) == (85_000, True)


@pytest.mark.parametrize("digits", [5, None])
def test_a_lower_reading_that_is_no_passing_of_zero_says_nothing(digits: int | None) -> None:
    dial = register(digits_int=digits)
    days = [("2026-09-30", 13_200), ("2026-10-31", 13_150), ("2026-11-30", 13_300)]

    assert volumes(*(reading(day, value, of=dial) for day, value in days)) == [None, 150_000]


def test_an_estimate_that_was_too_high_is_taken_back() -> None:
    readings = [
        reading("2026-08-31", 13_000),
        reading("2026-09-30", 13_300, "estimate"),
        reading("2026-10-31", 13_250),
    ]

    found = intervals(readings)

    assert [(each.volume, each.estimated) for each in found] == [(300_000, True), (-50_000, False)]


def test_an_estimate_at_the_end_of_the_dial_may_go_over_zero() -> None:
    found = intervals([reading("2026-09-30", 99_990, "estimate"), reading("2026-10-31", 20)])

    assert [(each.volume, each.rolled_over) for each in found] == [(30_000, True)]


def test_a_replaced_meter_makes_no_jump() -> None:
    old, new = register("old"), register("new", meter_id="m2")
    readings = [
        reading("2026-05-31", 52_000, of=old),
        reading("2026-06-15", 52_130, "removal", of=old),
        reading("2026-06-15", 7, "install", of=new),
        reading("2026-06-30", 117, of=new),
    ]

    assert sorted(volumes(*readings), key=str) == [110_000, 130_000]


def test_of_several_readings_of_a_day_the_last_counts() -> None:
    readings = [
        reading("2026-05-31", 0, "install"),
        reading("2026-06-30", 100, "phone"),
        reading("2026-06-30", 105, "removal"),
        reading("2026-05-31", 3, "verify"),
    ]

    assert volumes(*readings) == [102_000]


def test_a_reading_that_was_not_accepted_is_passed_over() -> None:
    readings = [reading("2026-09-30", 100), reading("2026-10-15", 900, accepted=False), reading("2026-10-31", 200)]

    assert volumes(*readings) == [100_000]


def test_zones_beside_a_total_do_not_count_twice() -> None:
    total, day, night = register("r0"), register("r1", zone="T1"), register("r2", zone="T2")
    other = register("r9", zone="T1", meter_id="m9")
    readings = [
        reading(at, value, of=dial)
        for dial, by in ((total, 330), (day, 210), (night, 120), (other, 50))
        for at, value in (("2026-09-30", 0), ("2026-10-31", by))
    ]

    assert sorted(each.volume or 0 for each in totals(intervals(readings))) == [50_000, 330_000]


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 1500))
def test_the_days_of_the_months_are_those_between(since: date, days: int) -> None:
    until = date.fromordinal(since.toordinal() + days)

    found = months_of(since, until)

    assert sum(each for _, each in found) == days
    assert found[-1][0] == Period.of(until)
    assert [period for period, _ in found] == sorted({period for period, _ in found})

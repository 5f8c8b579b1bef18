"""Month by month: charges first, readings where there are none, nothing twice."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.period import Period
from core.usage.intervals import intervals, totals
from core.usage.model import MOST_MONTHS, SoFar, UsageMonth
from core.usage.monthly import months
from core.usage.ports import Charged
from core.usage.rounding import mean_of, shared
from tests.fakes.book import charged, reading, register

JULY, OCTOBER, NOVEMBER = Period(2026, 7), Period(2026, 10), Period(2026, 11)


def known(
    charges: list[Charged], readings: list[Any] | None = None, corrected: dict[Period, int] | None = None
) -> tuple[dict[str, tuple[int | None, bool]], SoFar | None]:
    """Return volume and guess by month, and what is known of the month after."""
    found, so_far = months(charges, totals(intervals(readings or [])), corrected or {})
    return {str(each.period): (each.volume, each.estimated) for each in found}, so_far


def test_the_volumes_of_levels_and_registers_are_added() -> None:
    charges = [charged("2026-10", 210, zone="T1"), charged("2026-10", 120, zone="T2"), charged("2026-10", 35)]

    (month,), so_far = months(charges, [], {})

    assert month == UsageMonth(period=OCTOBER, volume=365_000, zones=(("T1", 210_000), ("T2", 120_000), ("T0", 35_000)))
    assert so_far is None


def test_what_was_charged_by_average_or_norm_is_marked() -> None:
    found, _ = known([charged("2026-08", 90, "average"), charged("2026-09", 80, "norm"), charged("2026-10", 70)])

    assert found == {"2026-08": (90_000, True), "2026-09": (80_000, True), "2026-10": (70_000, False)}


def test_nothing_is_known_of_nothing() -> None:
    assert known([]) == ({}, None)
    assert known([], [reading("2026-10-31", 5)]) == ({}, None)


def test_a_gap_is_there_and_empty() -> None:
    found, _ = known([charged("2026-07", 100), charged("2026-10", 100)])

    assert found == {
        "2026-07": (100_000, False),
        "2026-08": (None, False),
        "2026-09": (None, False),
        "2026-10": (100_000, False),
    }


def test_a_charge_of_three_months_is_shared_among_those_that_were_not_billed() -> None:
    lump = charged("2026-10", 920, since=date(2026, 7, 31), until=date(2026, 10, 31))

    found, _ = known([charged("2026-07", 300), lump])

    assert found == {
        "2026-07": (300_000, False),
        "2026-08": (310_000, True),
        "2026-09": (300_000, True),
        "2026-10": (310_000, True),
    }


def test_a_recalculation_of_months_that_were_billed_stays_in_its_own() -> None:
    back = charged("2026-10", -120, since=date(2026, 7, 31), until=date(2026, 9, 30))

    found, _ = known([charged("2026-08", 200, "average"), charged("2026-09", 200, "average"), back])

    assert found == {"2026-08": (200_000, True), "2026-09": (200_000, True), "2026-10": (-120_000, False)}


def test_months_that_were_not_charged_come_from_readings_by_days() -> None:
    readings = [reading("2026-08-31", 1000), reading("2026-09-30", 1300), reading("2026-10-31", 1610)]

    found, so_far = known([charged("2026-08", 250)], readings)

    assert found == {"2026-08": (250_000, False), "2026-09": (300_000, False), "2026-10": (310_000, False)}
    assert so_far is None


def test_a_charged_month_takes_nothing_from_readings() -> None:
    readings = [reading("2026-09-25", 1000), reading("2026-10-25", 1300)]

    found, so_far = known([charged("2026-09", 280), charged("2026-10", 300)], readings)

    assert found == {"2026-09": (280_000, False), "2026-10": (300_000, False)}
    assert so_far is None


def test_months_between_two_distant_readings_are_averages() -> None:
    found, so_far = known([], [reading("2026-07-31", 0), reading("2026-10-31", 920)])

    assert found == {"2026-08": (310_000, True), "2026-09": (300_000, True), "2026-10": (310_000, True)}
    assert so_far is None


def test_a_month_that_is_not_over_is_told_apart() -> None:
    readings = [reading("2026-10-31", 13_150), reading("2026-11-20", 13_350, "bot")]

    found, so_far = known([charged("2026-10", 380)], readings)

    assert found == {"2026-10": (380_000, False)}
    assert so_far == SoFar(period=NOVEMBER, volume=200_000, until=date(2026, 11, 20), estimated=False)


def test_an_estimated_reading_makes_an_estimated_month() -> None:
    found, _ = known([], [reading("2026-08-31", 0), reading("2026-09-30", 90, "estimate"), reading("2026-10-31", 190)])

    assert found == {"2026-09": (90_000, True), "2026-10": (100_000, False)}


def test_a_replaced_meter_fills_its_month_with_two() -> None:
    old, new = register("old"), register("new", meter_id="m2")
    readings = [
        reading("2026-05-31", 52_000, of=old),
        reading("2026-06-15", 52_130, "removal", of=old),
        reading("2026-06-15", 7, "install", of=new),
        reading("2026-06-30", 117, of=new),
    ]

    assert known([], readings) == ({"2026-06": (240_000, False)}, None)


def test_a_month_of_which_only_a_part_is_known_is_marked() -> None:
    old, new = register("old"), register("new", meter_id="m2")
    readings = [
        reading("2026-04-30", 51_900, of=old),
        reading("2026-05-31", 52_000, of=old),
        reading("2026-06-20", 0, "install", of=new),
        reading("2026-06-30", 40, of=new),
        reading("2026-07-31", 160, of=new),
    ]

    found, _ = known([], readings)

    assert found == {"2026-05": (100_000, False), "2026-06": (40_000, True), "2026-07": (120_000, False)}


def test_recalculations_are_in_the_month_and_named() -> None:
    (month,), _ = months([charged("2026-10", 380)], [], {OCTOBER: -100_000, JULY: -1})

    assert (month.volume, month.corrected) == (280_000, -100_000)


def test_no_more_than_three_years_are_kept() -> None:
    charges = [charged(str(OCTOBER.plus(-back)), back) for back in range(50)]

    found, _ = months(charges, [], {})

    assert len(found) == MOST_MONTHS
    assert found[-1].period == OCTOBER


def test_two_points_are_added_and_one_that_was_charged_makes_the_month() -> None:
    garage = register("g", point_id="p2", meter_id="m2")
    readings = [reading("2026-10-31", 10, of=garage), reading("2026-11-20", 30, of=garage)]

    found, so_far = known([charged("2026-11", 300)], readings)

    assert found == {"2026-11": (320_000, True)}
    assert so_far is None


@given(
    st.integers(-(10**9), 10**12) | st.integers(-20_000, 20_000), st.lists(st.integers(1, 31), min_size=1, max_size=40)
)
def test_what_is_shared_adds_up(volume: int, days: list[int]) -> None:
    parts = shared(volume, days)

    assert sum(parts) == volume
    assert all(abs(part - volume * each / sum(days)) <= 1000 for part, each in zip(parts, days, strict=True))
    assert all(part * volume >= 0 for part in parts)  # many that are rounded up leave no last one below zero


def test_a_mean_is_as_fine_as_the_use_is_small() -> None:
    assert mean_of([300_000, 301_000]) == 301_000
    assert mean_of([300, 550]) == 400
    assert mean_of([0, 0]) == 0

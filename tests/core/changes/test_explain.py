"""Explanations worked out by hand; every one of them adds up (`explained` sees to it)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from core.changes.explain import explain
from core.changes.model import Kind
from core.tariffs.model import TariffBook
from tests.core.changes.ledgers import (
    AUGUST_END,
    EL,
    LIFT,
    OCTOBER,
    OCTOBER_END,
    SEPTEMBER,
    SEPTEMBER_END,
    explained,
    facts_of,
    ledger,
    line,
)
from tests.core.tariffs.books import home, levels, rate

FLAT = 35.67


def test_equal_months_have_no_parts() -> None:
    assert explain(ledger(line(SEPTEMBER, 300, FLAT), line(OCTOBER, 300, FLAT, since=date(2025, 10, 1))))[0] == ()


def test_a_longer_month_alone() -> None:
    """30 days of 10 kWh, then 31 days of 10 kWh: one day of 10 kWh at 35,67."""
    assert explained(ledger(line(SEPTEMBER, 300, FLAT), line(OCTOBER, 310, FLAT))) == {Kind.DAYS: 35_670}


def test_more_kwh_alone() -> None:
    """Both months have 30 days: 40 kWh more at 35,67."""
    later = line(OCTOBER, 340, FLAT, since=date(2025, 10, 1))

    assert explained(ledger(line(SEPTEMBER, 300, FLAT), later)) == {Kind.USE: 142_680}


def test_days_and_kwh_together() -> None:
    """10 kWh a day for 30 days, 12 for 31: 1 day × 10 × 35,67, and 31 × 2 × 35,67."""
    found = explained(ledger(line(SEPTEMBER, 300, FLAT), line(OCTOBER, 372, FLAT)))

    assert found == {Kind.DAYS: 35_670, Kind.USE: 221_154}


def test_a_dearer_tariff_alone() -> None:
    """310 kWh × (36,95 − 35,67) = 396,80."""
    earlier = line(SEPTEMBER, 310, FLAT, since=date(2025, 8, 30))

    found = ledger(earlier, line(OCTOBER, 310, 36.95))

    assert explained(found) == {Kind.PRICE: 39_680}
    (step,) = facts_of(found).steps[Kind.PRICE]
    assert (step.volume, step.price, step.old_price) == (310_000, 369_500, 356_700)


def test_a_level_is_crossed() -> None:
    """100 kWh at level 1, then 140 of which 50 above the norm of 90; both months have 30 days.

    September 90 × 32,20 + 10 × 43,15 = 3 329,50, that is 33,295 a kWh. 40 kWh more at it are 1 331,80.
    October 90 × 32,20 + 50 × 43,15 = 5 055,50; the rest of the difference, 394,20, is the shift to level 2:
    (50 − 14) × (43,15 − 32,20).
    """
    given = ledger(
        line(SEPTEMBER, 90, 32.20, level=1),
        line(SEPTEMBER, 10, 43.15, level=2),
        line(OCTOBER, 90, 32.20, level=1, since=date(2025, 10, 1)),
        line(OCTOBER, 50, 43.15, level=2, since=date(2025, 10, 1)),
    )

    assert explained(given) == {Kind.USE: 133_180, Kind.LEVEL: 39_420}
    assert [(step.level, step.volume) for step in facts_of(given).steps[Kind.LEVEL]] == [(1, -36_000), (2, 36_000)]


def test_a_level_that_is_reached_for_the_first_time_has_its_price_from_the_book() -> None:
    """80 × 32,20; then 90 × 32,20 + 30 × 43,15: 40 kWh × 32,20 = 1 288,00, and 30 × (43,15 − 32,20) = 328,50."""
    lines = (
        line(SEPTEMBER, 80, 32.20, level=1),
        line(OCTOBER, 90, 32.20, level=1, since=date(2025, 10, 1)),
        line(OCTOBER, 30, 43.15, level=2, since=date(2025, 10, 1)),
    )

    assert explained(ledger(*lines, households=[home("level")])) == {Kind.USE: 128_800, Kind.LEVEL: 32_850}


def test_without_a_book_the_price_of_a_new_level_is_the_later_one_if_nothing_else_has_changed() -> None:
    lines = (
        line(SEPTEMBER, 80, 32.20, level=1),
        line(OCTOBER, 90, 32.20, level=1, since=date(2025, 10, 1)),
        line(OCTOBER, 30, 43.15, level=2, since=date(2025, 10, 1)),
    )

    assert explained(ledger(*lines)) == {Kind.USE: 128_800, Kind.LEVEL: 32_850}


def test_without_a_book_a_new_level_under_a_new_tariff_cannot_be_told_apart() -> None:
    """90 × 33,35 + 30 × 44,69 = 4 342,20 against 80 × 32,20 = 2 576,00: 40 × 32,20 is use, the rest is both."""
    given = ledger(
        line(SEPTEMBER, 80, 32.20, level=1),
        line(OCTOBER, 90, 33.35, level=1, since=date(2025, 10, 1)),
        line(OCTOBER, 30, 44.69, level=2, since=date(2025, 10, 1)),
    )

    assert explained(given) == {Kind.USE: 128_800, Kind.OTHER: 47_820}
    assert {Kind.LEVEL, Kind.PRICE} <= facts_of(given).together


def test_more_residents_move_the_norms() -> None:
    """200 kWh in 30 days each time; one resident has 90 / 160, two have 180 / 320 (gas stove).

    90 × 32,20 + 70 × 43,15 + 40 × 53,84 = 8 072,10; 180 × 32,20 + 20 × 43,15 = 6 659,00.
    """
    since = date(2025, 10, 1)
    given = ledger(
        line(SEPTEMBER, 90, 32.20, level=1),
        line(SEPTEMBER, 70, 43.15, level=2),
        line(SEPTEMBER, 40, 53.84, level=3),
        line(OCTOBER, 180, 32.20, level=1, since=since),
        line(OCTOBER, 20, 43.15, level=2, since=since),
        households=[home("level"), home("level", residents=2, valid_from=since)],
    )

    assert explained(given) == {Kind.HOUSEHOLD: -141_310}
    before, after = facts_of(given).households
    assert before is not None
    assert after is not None
    assert (before.residents, after.residents) == (1, 2)


def test_more_residents_and_more_kwh_are_told_apart() -> None:
    """200 → 300 kWh. At the mean price 40,3605 a kWh 100 more cost 4 036,05. One resident would have had 140 kWh at
    level 3 instead of 60 (40 × 1,5): that is the level; the rest is the norm."""
    since = date(2025, 10, 1)
    given = ledger(
        line(SEPTEMBER, 90, 32.20, level=1),
        line(SEPTEMBER, 70, 43.15, level=2),
        line(SEPTEMBER, 40, 53.84, level=3),
        line(OCTOBER, 180, 32.20, level=1, since=since),
        line(OCTOBER, 120, 43.15, level=2, since=since),
        households=[home("level"), home("level", residents=2, valid_from=since)],
    )
    # one resident, 300 kWh: 90 × 32,20 + 70 × 43,15 + 140 × 53,84 = 13 456,10; at the old mix 12 108,15
    # two residents: 180 × 32,20 + 120 × 43,15 = 10 974,00
    assert explained(given) == {Kind.USE: 403_605, Kind.LEVEL: 134_795, Kind.HOUSEHOLD: -248_210}


def test_residents_that_the_charges_do_not_bear_out_are_not_told_from_levels() -> None:
    since = date(2025, 10, 1)
    given = ledger(
        line(SEPTEMBER, 50, 32.20, level=1),
        line(SEPTEMBER, 150, 43.15, level=2),
        line(OCTOBER, 180, 32.20, level=1, since=since),
        line(OCTOBER, 20, 43.15, level=2, since=since),
        households=[home("level"), home("level", residents=2, valid_from=since)],
    )

    assert explained(given) == {Kind.OTHER: -142_350}
    assert facts_of(given).together == {Kind.LEVEL, Kind.HOUSEHOLD}


def test_a_benefit_that_has_a_price_of_its_own_is_the_household() -> None:
    """100 kWh × (30,00 − 35,67), the book as before."""
    book = TariffBook(
        (rate(price_inc_vat=Decimal("35.67")), rate(price_inc_vat=Decimal("30.00"), benefit="single", stove="*"))
    )
    since = date(2025, 10, 1)
    given = ledger(
        line(SEPTEMBER, 100, FLAT),
        line(OCTOBER, 100, 30, since=since),
        households=[home("flat"), home("flat", benefit="single", valid_from=since)],
        book=book,
    )

    assert explained(given) == {Kind.HOUSEHOLD: -56_700}


def test_shares_of_the_zones() -> None:
    """100 day + 100 night, then 150 + 50: 50 kWh × (39,16 − 19,58) = 979,00."""
    since = date(2025, 10, 1)
    given = ledger(
        line(SEPTEMBER, 100, 39.16, zone="T1"),
        line(SEPTEMBER, 100, 19.58, zone="T2", register_id="R2"),
        line(OCTOBER, 150, 39.16, zone="T1", since=since),
        line(OCTOBER, 50, 19.58, zone="T2", register_id="R2", since=since),
    )

    assert explained(given) == {Kind.ZONES: 97_900}


def test_a_new_tariff_plan_is_a_matter_of_price() -> None:
    """100 kWh: flat 35,67, then 90 × 32,20 + 10 × 43,15 = 3 329,50 by levels."""
    since = date(2025, 10, 1)
    given = ledger(
        line(SEPTEMBER, 100, FLAT),
        line(OCTOBER, 90, 32.20, level=1, since=since),
        line(OCTOBER, 10, 43.15, level=2, since=since),
    )

    assert explained(given) == {Kind.PRICE: -23_750}
    assert facts_of(given).new_plan


def test_a_tariff_that_changes_within_the_month_has_its_mean_price() -> None:
    """310 kWh at 35,67 in September's 31 days; October: 110 at 35,67 and 200 at 36,95, 256,00 more."""
    middle = date(2025, 10, 11)
    given = ledger(
        line(SEPTEMBER, 310, FLAT, since=date(2025, 8, 30)),
        line(OCTOBER, 110, FLAT, until=middle),
        line(OCTOBER, 200, 36.95, since=middle),
    )

    assert explained(given) == {Kind.PRICE: 25_600}


def test_a_month_without_a_reading() -> None:
    """300 kWh by the meter, 209 by the average, 30 days each: −91 × 35,67 is no saving but an estimate."""
    later = line(OCTOBER, 209, FLAT, since=date(2025, 10, 1), method="average")

    found = ledger(line(SEPTEMBER, 300, FLAT), later)

    assert explained(found) == {Kind.ESTIMATE: -324_597}
    assert facts_of(found).estimated == ("", "average")


def test_a_reading_settles_the_estimate_by_what_is_taken_back() -> None:
    """September by the average: 200 kWh. October's reading counts 610 kWh since August in 61 days, and 200 are taken
    back. October's own are 610 × 31 / 61 = 310; what is left, 100 kWh, settles September: 3 567,00. Of the own use one
    day more is 200 / 30 × 35,67 = 237,80, and 310 − 206,67 = 103,33 kWh differ from an estimate: 3 685,90."""
    given = ledger(
        line(SEPTEMBER, 200, FLAT, method="average"),
        line(OCTOBER, 610, FLAT, since=AUGUST_END, counted=610_000),
        line(OCTOBER, -200, FLAT, since=AUGUST_END, until=SEPTEMBER_END, method="average"),
    )

    assert explained(given) == {Kind.DAYS: 23_780, Kind.ESTIMATE: 356_700 + 368_590}
    assert facts_of(given).settles == (False, True)
    assert facts_of(given).volumes == (200_000, 310_000)


def test_a_reading_settles_the_estimate_by_charging_the_rest_alone() -> None:
    """The same as one line: 410 kWh are charged, the readings count 610."""
    given = ledger(
        line(SEPTEMBER, 200, FLAT, method="average"),
        line(OCTOBER, 410, FLAT, since=AUGUST_END, counted=610_000),
    )

    assert explained(given) == {Kind.DAYS: 23_780, Kind.ESTIMATE: 356_700 + 368_590}


def test_an_estimate_that_was_too_high_is_given_back() -> None:
    """700 by the average, the readings count 610: −90 kWh are charged. Own 310, settled −400."""
    given = ledger(
        line(SEPTEMBER, 700, FLAT, method="average"),
        line(OCTOBER, -90, FLAT, since=AUGUST_END, counted=610_000),
    )

    found = explained(given)

    assert facts_of(given).volumes == (700_000, 310_000)
    assert found[Kind.DAYS] == 83_230
    assert set(found) == {Kind.DAYS, Kind.ESTIMATE}


def test_a_reading_settles_estimates_of_months_that_are_not_compared() -> None:
    """August and September by the average, 100 kWh each; October's readings count 620 kWh in 92 days, 31 its own."""
    august = line(OCTOBER.plus(-2), 100, FLAT, since=date(2025, 7, 31), until=AUGUST_END, method="average")
    given = ledger(
        august,
        line(SEPTEMBER, 100, FLAT, method="average"),
        line(OCTOBER, 420, FLAT, since=date(2025, 7, 31), counted=620_000),
    )

    assert facts_of(given).volumes == (100_000, Fraction(620_000 * 31, 92))
    assert set(explained(given)) == {Kind.DAYS, Kind.ESTIMATE}


def test_a_norm_without_volume_and_then_a_meter() -> None:
    norm = replace(line(SEPTEMBER, 0, 0, method="norm"), volume=None, price=None, amount=350_000)

    given = ledger(norm, line(OCTOBER, 120, FLAT))

    assert explained(given) == {Kind.ESTIMATE: 428_040 - 350_000}
    assert facts_of(given).estimated == ("norm", "")


def test_a_recalculation_and_a_penalty_stand_by_themselves() -> None:
    given = ledger(
        line(SEPTEMBER, 300, FLAT),
        line(OCTOBER, 300, FLAT, since=date(2025, 10, 1)),
        corrections={OCTOBER: -48_215},
        penalty={SEPTEMBER: 1_275, OCTOBER: 1_430},
    )

    assert explained(given) == {Kind.CORRECTION: -48_215, Kind.PENALTY: 155}


def test_other_services_stand_each_by_its_name() -> None:
    given = ledger(
        line(SEPTEMBER, 300, FLAT),
        line(OCTOBER, 300, FLAT, since=date(2025, 10, 1)),
        replace(line(SEPTEMBER, 0, 0), service=LIFT, volume=None, price=None, amount=35_000),
        replace(line(OCTOBER, 0, 0), service=LIFT, volume=None, price=None, amount=41_000),
    )

    (part,), _ = explain(given)

    assert (part.kind, part.service, part.amount) == (Kind.SERVICE, LIFT, 6_000)


def test_one_service_alone_is_split_whatever_its_unit() -> None:
    """Water: 5 m³, then 7 m³ in as many days at 80,00."""
    water = replace(EL, service_code="COLDW", unit="м³")
    lines = (line(SEPTEMBER, 5, 80, service=water), line(OCTOBER, 7, 80, since=date(2025, 10, 1), service=water))

    assert explained(ledger(*lines, energy=())) == {Kind.USE: 16_000}


def test_a_sum_that_no_line_explains_is_other() -> None:
    given = ledger(
        line(SEPTEMBER, 300, FLAT), line(OCTOBER, 300, FLAT, since=date(2025, 10, 1)), accrued={OCTOBER: 700}
    )

    assert explained(given) == {Kind.OTHER: 700}


def test_a_line_that_is_not_volume_times_price_is_other() -> None:
    later = line(OCTOBER, 300, FLAT, since=date(2025, 10, 1))

    assert explained(ledger(line(SEPTEMBER, 300, FLAT), replace(later, amount=later.amount - 5_000))) == {
        Kind.OTHER: -5_000
    }


def test_the_rounding_of_lines_goes_to_the_largest_part() -> None:
    """0,333 kWh at 35,67 is 11,87811 → 11,88; twice as much 23,75622 → 23,76: 11,88 of use, nothing else."""
    later = line(OCTOBER, 0.666, FLAT, since=date(2025, 10, 1))

    assert explained(ledger(line(SEPTEMBER, 0.333, FLAT), later)) == {Kind.USE: 1_188}


def test_a_month_without_a_charge_is_told_apart_from_one_without_use() -> None:
    without = ledger(line(OCTOBER, 300, FLAT))
    unused = ledger(line(SEPTEMBER, 0, FLAT), line(OCTOBER, 300, FLAT))

    assert explained(without) == {Kind.OTHER: 1_070_100}
    assert facts_of(without).no_lines == (True, False)
    assert explained(unused) == {Kind.USE: 1_070_100}


def test_without_days_more_kwh_are_use() -> None:
    bare = {"since": None, "until": None}

    given = ledger(line(SEPTEMBER, 300, FLAT, **bare), line(OCTOBER, 310, FLAT, **bare))

    assert explained(given) == {Kind.USE: 35_670}
    assert facts_of(given).days == (None, None)


def test_of_two_places_the_one_that_was_estimated_is_told_apart() -> None:
    """The flat used 40 kWh more, the garage was charged by the average: 10 kWh more."""
    since = date(2025, 10, 1)
    given = ledger(
        line(SEPTEMBER, 300, FLAT),
        line(SEPTEMBER, 30, FLAT, point_id="P2", register_id="R2"),
        line(OCTOBER, 340, FLAT, since=since),
        line(OCTOBER, 40, FLAT, since=since, point_id="P2", register_id="R2", method="average"),
    )

    assert explained(given) == {Kind.USE: 142_680, Kind.ESTIMATE: 35_670}


def test_a_norm_that_the_book_changes_is_the_household_as_well() -> None:
    """150 kWh in 30 days; the norm of level 1 falls from 100 to 80 on 1 October: 20 × (40 − 30)."""
    since = date(2025, 10, 1)
    before, after = {"valid_to": date(2025, 9, 30)}, {"valid_from": since}
    book = TariffBook((*levels((100,), ("30", "40"), **before), *levels((80,), ("30", "40"), **after)))
    given = ledger(
        line(SEPTEMBER, 100, 30, level=1),
        line(SEPTEMBER, 50, 40, level=2),
        line(OCTOBER, 80, 30, level=1, since=since),
        line(OCTOBER, 70, 40, level=2, since=since),
        households=[home("level")],
        book=book,
    )

    assert explained(given) == {Kind.HOUSEHOLD: 20_000}


def test_readings_of_the_last_day_of_the_month_make_its_days() -> None:
    assert facts_of(ledger(line(SEPTEMBER, 1, FLAT), line(OCTOBER, 2, FLAT))).days == (30, 31)
    assert (OCTOBER_END - SEPTEMBER_END).days == 31

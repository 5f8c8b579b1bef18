from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.tariffs.average import average_daily, estimate, forecast
from core.tariffs.model import Interval, TooLittleHistory

START = date(2025, 1, 31)


def intervals(*spans: tuple[int, int]) -> list[Interval]:
    """Return one interval after another, each of so many days and kWh."""
    found, day = [], START
    for days, volume in spans:
        found.append(Interval(date_from=day, date_to=day + timedelta(days=days), volume=Decimal(volume)))
        day += timedelta(days=days)
    return found


def test_the_average_is_over_the_last_three_intervals() -> None:
    known = intervals((30, 9000), (10, 10), (20, 40), (30, 190))

    assert average_daily(known) == 4
    assert average_daily(known[::-1]) == 4
    assert estimate(known, 31) == 124


def test_fewer_intervals_will_do_where_they_are_long_enough() -> None:
    assert average_daily(intervals((28, 56))) == 2
    assert estimate(intervals((28, 56)), 10) == 20
    assert average_daily(intervals((14, 14), (14, 42))) == 2


@pytest.mark.parametrize("spans", [(), ((27, 100),), ((30, 100), (9, 1), (9, 1), (9, 1))])
def test_too_few_days_give_no_average(spans: tuple[tuple[int, int], ...]) -> None:
    known = intervals(*spans)

    assert average_daily(known) is None
    with pytest.raises(TooLittleHistory) as refused:
        estimate(known, 30)
    assert (refused.value.days, refused.value.needed) == (27 if spans else 0, 28)


@pytest.mark.parametrize(
    ("volume", "days", "whole"), [(60, 1, 2), (59, 1, 1), (20, 1, 1), (19, 1, 0), (61, 15, 23), (0, 30, 0)]
)
def test_an_estimate_is_whole_and_rounded_half_up(volume: int, days: int, whole: int) -> None:
    assert estimate(intervals((40, volume)), days) == whole


def test_an_estimate_is_exact_until_it_is_rounded() -> None:
    assert estimate(intervals((30, 5)), 3) == 1  # 1/6 a day make 0.5 in three, and 0.4999… in decimals


def test_a_month_goes_on_at_its_pace() -> None:
    assert forecast(Decimal(70), 7, 31) == 310
    assert str(forecast(Decimal(100), 3, 31)) == "1033.33"
    assert str(forecast(Decimal("0.05"), 10, 31)) == "0.16"
    assert forecast(Decimal("152.37"), 30, 30) == Decimal("152.37")

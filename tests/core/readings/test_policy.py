from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.period import Period
from core.readings.policy import ReadingPolicy, Window

USUAL = Window()  # from the 20th to the last day
CROSSING = Window(first_day=25, last_day=5)


@pytest.mark.parametrize(
    ("window", "day", "is_open", "period"),
    [
        (USUAL, date(2026, 11, 19), False, "2026-11"),
        (USUAL, date(2026, 11, 20), True, "2026-11"),
        (USUAL, date(2026, 11, 30), True, "2026-11"),
        (USUAL, date(2026, 12, 1), False, "2026-12"),
        (USUAL, date(2027, 2, 28), True, "2027-02"),
        (Window(first_day=20, last_day=25), date(2026, 12, 25), True, "2026-12"),
        (Window(first_day=20, last_day=25), date(2026, 12, 26), False, "2027-01"),
        (Window(first_day=1, last_day=10), date(2026, 11, 1), True, "2026-11"),
        (CROSSING, date(2026, 11, 24), False, "2026-11"),
        (CROSSING, date(2026, 11, 25), True, "2026-11"),
        (CROSSING, date(2026, 12, 5), True, "2026-11"),
        (CROSSING, date(2026, 12, 6), False, "2026-12"),
        (CROSSING, date(2027, 1, 1), True, "2026-12"),
    ],
)
def test_the_window_and_the_period_of_a_day(window: Window, day: date, is_open: bool, period: str) -> None:
    assert window.is_open(day) is is_open
    assert window.period_of(day) == Period.parse(period)


def test_the_days_of_a_period() -> None:
    assert USUAL.days_of(Period(2027, 2)) == (date(2027, 2, 20), date(2027, 2, 28))
    assert CROSSING.days_of(Period(2026, 12)) == (date(2026, 12, 25), date(2027, 1, 5))
    assert Window(first_day=31, last_day=31).days_of(Period(2026, 11)) == (date(2026, 11, 30), date(2026, 11, 30))


def test_a_branch_may_have_its_own_window() -> None:
    policy = ReadingPolicy(branch_windows={"SEM": CROSSING})

    assert (policy.window_of("SEM"), policy.window_of("UKG")) == (CROSSING, USUAL)


@given(
    st.builds(Window, first_day=st.integers(1, 31), last_day=st.integers(1, 31)),
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
)
def test_an_open_day_lies_within_the_window_of_its_period(window: Window, day: date) -> None:
    first, last = window.days_of(window.period_of(day))

    assert day <= last
    assert window.is_open(day) == (first <= day)

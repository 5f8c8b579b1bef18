from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import check_zone, today_in_almaty
from core.period import Period

periods = st.builds(Period, st.integers(1990, 2100), st.integers(1, 12))


def test_a_month_ends_at_midnight_of_kazakhstan() -> None:
    assert Period.at(datetime(2026, 11, 30, 18, 59, tzinfo=UTC)) == Period(2026, 11)
    assert Period.at(datetime(2026, 11, 30, 19, 0, tzinfo=UTC)) == Period(2026, 12)
    assert today_in_almaty(datetime(2026, 11, 30, 19, 0, tzinfo=UTC)) == date(2026, 12, 1)


@given(periods)
def test_what_is_stored_or_written_comes_back(period: Period) -> None:
    assert Period.from_index(period.index) == period
    assert Period.parse(str(period)) == period


@given(periods, st.integers(-400, 400))
def test_months_are_added_one_by_one(period: Period, months: int) -> None:
    later = period.plus(months)

    assert (later.year * 12 + later.month) - (period.year * 12 + period.month) == months
    assert 1 <= later.month <= 12
    assert (later > period) == (months > 0)


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "26-01", "2026-01-01", "", "2026/01"])
def test_another_form_of_a_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"month|isoformat|20"):
        Period.parse(text)


def test_this_machine_knows_the_time_of_kazakhstan() -> None:
    check_zone()

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.support.model import Kind
from core.support.policy import CLAIM, OTHERWISE, AppealPolicy, Term

DAYS = st.dates(date(2025, 1, 1), date(2027, 6, 1))


def due(term: Term, day: date, **more: object) -> date:
    return AppealPolicy(profile_change=term, **more).due_on(Kind.PROFILE_CHANGE, day)


def test_a_claim_is_answered_within_ten_days_of_the_calendar() -> None:
    assert due(CLAIM, date(2026, 12, 28)) == date(2027, 1, 7)


@pytest.mark.parametrize(
    ("registered", "answered"),
    [
        (date(2026, 11, 23), date(2026, 12, 14)),  # no holiday in between
        (date(2026, 12, 7), date(2026, 12, 29)),  # Independence Day is the 16th
        (date(2026, 12, 31), date(2027, 1, 26)),  # two days of New Year, Christmas
    ],
)
def test_other_appeals_are_answered_within_fifteen_working_days(registered: date, answered: date) -> None:
    assert due(OTHERWISE, registered) == answered


def test_the_retailers_own_days_off_move_the_term() -> None:
    off = (date(2026, 11, 24), date(2026, 11, 25))

    assert due(OTHERWISE, date(2026, 11, 23), days_off=off) == date(2026, 12, 17)


@given(DAYS, st.integers(1, 60))
def test_a_working_term_ends_on_a_weekday_and_is_no_shorter_than_one_of_the_calendar(day: date, days: int) -> None:
    found = due(Term(days=days, working=True), day)

    assert found >= day + timedelta(days=days)
    assert due(Term(days=days + 1, working=True), day) > found


def test_a_term_of_no_days_is_refused() -> None:
    with pytest.raises(ValidationError):
        Term(days=0, working=True)

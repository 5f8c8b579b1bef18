from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import ALMATY
from core.notices.quiet import quiet_until

NIGHT = (21 * 60, 9 * 60)


def at(hour: int, minute: int = 0, day: int = 22) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ALMATY)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (at(20, 59), None),
        (at(21), at(9, day=23)),
        (at(23, 59), at(9, day=23)),
        (at(0), at(9)),
        (at(8, 59), at(9)),
        (at(9), None),
    ],
)
def test_the_night_lasts_until_the_morning(now: datetime, until: datetime | None) -> None:
    assert quiet_until(now, NIGHT) == until


def test_hours_of_the_day_end_on_the_same_day() -> None:
    assert quiet_until(at(13), (12 * 60, 14 * 60)) == at(14)
    assert quiet_until(at(14), (12 * 60, 14 * 60)) is None


def test_equal_hours_are_none_at_all() -> None:
    assert all(quiet_until(at(hour), (0, 0)) is None for hour in range(24))


@given(
    st.integers(0, 5 * 365 * 1440).map(lambda minutes: datetime(2024, 3, 2, tzinfo=UTC) + timedelta(minutes=minutes)),
    st.tuples(st.integers(0, 1439), st.integers(0, 1439)),
)
def test_after_the_quiet_hours_something_may_be_said(now: datetime, quiet: tuple[int, int]) -> None:
    until = quiet_until(now, quiet)
    if until is not None:
        assert now < until <= now + timedelta(days=1)
        assert until.astimezone(ALMATY).timetz().replace(tzinfo=None) == time(quiet[1] // 60, quiet[1] % 60)
        assert quiet_until(until, quiet) is None

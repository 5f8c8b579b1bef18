"""The first and the last day of reading windows, in months of every length."""

from datetime import date, timedelta

import pytest

from core.notices.edges import Edge, WindowEdge, edge_of
from core.period import Period
from core.readings.policy import Window

NOVEMBER = Period(2026, 11)
YEARS = [date(2026, 1, 1) + timedelta(days=days) for days in range(3 * 365)]  # 2028 has a 29 February


def edges(window: Window, year: int, month: int) -> dict[int, tuple[str, str]]:
    """Return the edges in a month: its day → (edge, period)."""
    days = (day for day in YEARS if (day.year, day.month) == (year, month))
    return {day.day: (found.edge.value, str(found.period)) for day in days if (found := edge_of(window, day))}


@pytest.mark.parametrize(("month", "last"), [((2026, 11), 30), ((2026, 12), 31), ((2027, 2), 28), ((2028, 2), 29)])
def test_the_last_day_31_is_the_last_of_any_month(month: tuple[int, int], last: int) -> None:
    of = f"{month[0]}-{month[1]:02}"

    assert edges(Window(first_day=20, last_day=31), *month) == {20: ("first", of), last: ("last", of)}


@pytest.mark.parametrize("last_day", [28, 29, 30, 31])
def test_a_month_without_the_day_ends_its_window_on_its_last(last_day: int) -> None:
    assert edges(Window(first_day=20, last_day=last_day), 2027, 2)[28] == ("last", "2027-02")


def test_the_end_of_a_window_that_crosses_belongs_to_the_month_before() -> None:
    assert edges(Window(first_day=25, last_day=5), 2026, 12) == {5: ("last", "2026-11"), 25: ("first", "2026-12")}
    assert edges(Window(first_day=25, last_day=5), 2027, 1) == {5: ("last", "2026-12"), 25: ("first", "2027-01")}


def test_a_window_of_one_day_says_only_that_it_ends() -> None:
    assert edge_of(Window(first_day=22, last_day=22), date(2026, 11, 22)) == WindowEdge(NOVEMBER, Edge.LAST)
    assert edges(Window(first_day=30, last_day=31), 2027, 2) == {28: ("last", "2027-02")}


@pytest.mark.parametrize("first_day", [1, 2, 15, 27, 28, 29, 30, 31])
def test_each_window_has_one_last_day_for_each_period(first_day: int) -> None:
    for last_day in (1, 2, 15, 28, 29, 30, 31):
        window = Window(first_day=first_day, last_day=last_day)
        lasts = [found.period for day in YEARS if (found := edge_of(window, day)) and found.edge is Edge.LAST]

        assert len(lasts) == len(set(lasts)) >= 35, (first_day, last_day)

"""Half of the first answers, and nine of ten."""

from datetime import timedelta

from core.desk.stats import percentile


def minutes(*numbers: int) -> list[timedelta]:
    return [timedelta(minutes=number) for number in numbers]


def test_a_share_is_the_value_that_so_many_do_not_exceed() -> None:
    assert percentile([], 50) is None
    assert percentile(minutes(7), 50) == percentile(minutes(7), 90) == timedelta(minutes=7)
    assert percentile(minutes(1, 2, 3, 4), 50) == timedelta(minutes=2)
    assert percentile(minutes(*range(1, 11)), 90) == timedelta(minutes=9)
    assert percentile(minutes(*range(1, 12)), 90) == timedelta(minutes=10)

"""How long a ban lasts, and that it has a reason."""

from datetime import timedelta

import pytest

from core.desk.banning import LONGEST_REASON, read_ban
from core.desk.model import DeskRefused
from tests.databases import NOW


@pytest.mark.parametrize(
    ("asked", "term"),
    [
        ("2h spam", timedelta(hours=2)),
        ("3d spam", timedelta(days=3)),
        ("1w spam", timedelta(weeks=1)),
        ("3d\nspam", timedelta(days=3)),
        ("3д spam", timedelta(days=3)),
        ("spam", timedelta(days=1)),
        ("forever spam", None),
        ("навсегда spam", None),
    ],
)
def test_a_term_is_read_and_a_day_is_meant_where_there_is_none(asked: str, term: timedelta | None) -> None:
    until, reason = read_ban(asked, NOW)

    assert until == (None if term is None else NOW + term)
    assert reason == "spam"


def test_what_only_looks_like_a_term_belongs_to_the_reason() -> None:
    assert read_ban("0d spam", NOW) == (NOW + timedelta(days=1), "0d spam")
    assert read_ban("2hours of spam", NOW)[1] == "2hours of spam"
    assert len(read_ban("x" * 1000, NOW)[1]) == LONGEST_REASON


@pytest.mark.parametrize("asked", ["", "  ", "3d", "forever ", "2h "])
def test_there_is_no_ban_without_a_reason(asked: str) -> None:
    with pytest.raises(DeskRefused):
        read_ban(asked, NOW)

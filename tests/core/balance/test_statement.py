from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.balance.statement import lay_out
from core.period import Period
from tests.fakes.ledger import amounts, month

SUMS = st.integers(-(10**15), 10**15)
JANUARY = Period(2026, 1)


def test_months_that_fit_together_carry_nothing() -> None:
    months = lay_out([month(JANUARY, amounts(accrued=500)), month(Period(2026, 2), amounts(opening=500, paid=500))])

    assert [each.carried for each in months] == [0, 0]


def test_a_break_between_two_months_is_told_at_the_second() -> None:
    months = lay_out([month(JANUARY, amounts(accrued=500)), month(Period(2026, 2), amounts(opening=300))])

    assert [each.carried for each in months] == [0, -200]


def test_a_month_without_data_is_there_and_hides_no_break_of_its_own() -> None:
    months = lay_out([month(Period(2025, 12), amounts(accrued=500)), month(Period(2026, 2), amounts(opening=300))])

    assert [(each.period, each.amounts is None) for each in months] == [
        (Period(2025, 12), False),
        (JANUARY, True),
        (Period(2026, 2), False),
    ]
    assert [each.carried for each in months] == [0, 0, 0]


def test_nothing_delivered_is_no_month() -> None:
    assert lay_out([]) == ()


@given(st.dictionaries(st.integers(0, 120), st.tuples(SUMS, SUMS, SUMS)))
def test_every_month_is_there_once_and_the_breaks_explain_the_way(given: dict[int, tuple[int, int, int]]) -> None:
    delivered = [month(JANUARY.plus(place), amounts(*given[place])) for place in sorted(given)]

    months = lay_out(delivered)

    assert [replace(each, carried=0) for each in months if each.amounts] == delivered
    assert [each.period for each in months] == [months[0].period.plus(place) for place in range(len(months))]
    for before, after in pairwise(months):
        if before.amounts and after.amounts:
            assert before.amounts.closing + after.carried == after.amounts.opening

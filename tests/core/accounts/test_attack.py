import math

import pytest

from core.accounts.attack import REAL_NUMBERS, Distribution, guessing, judged_in_a_day, opened_in_a_day
from core.accounts.policy import LinkPolicy

POLICY = LinkPolicy()


def test_shares_are_of_those_who_have_paid() -> None:
    known = Distribution.of([(100_000, 40), (200_000, 30), (300_000, 20), (123_456, 10), (0, 500), (-5, 9)], 1000)

    figures = guessing(known, POLICY)

    assert (figures.best, figures.three, figures.ten) == (0.4, 0.9, 1.0)
    assert figures.min_entropy == pytest.approx(math.log2(2.5))
    assert figures.rare == 0


def test_an_amount_is_rare_below_one_in_10_000_accounts() -> None:
    known = Distribution.of([(100_000, 10), (200_000, 9), (300_001, 1)], 100_000)

    assert guessing(known, POLICY).rare == 0.5


def test_a_neighbour_guesses_the_three_commonest_near_by() -> None:
    near = [(100_000, 50), (101_000, 20), (102_000, 20), (103_000, 10)]

    assert guessing(Distribution.of(near, 100), POLICY).neighbour == pytest.approx(0.9)
    assert guessing(Distribution.of([(100_000, 50), (900_000, 50)], 100), POLICY).neighbour == 1
    even = [(100_000 + place, 1) for place in range(10)]
    assert guessing(Distribution.of(even, 100), POLICY).neighbour == pytest.approx(0.3)


def test_without_payments_there_is_nothing_to_say() -> None:
    with pytest.raises(ValueError, match="no payments"):
        guessing(Distribution.of([], 10), POLICY)


@pytest.mark.parametrize(("chats", "judged"), [(1, 3), (99, 297), (100, 300), (1_000, 3_000), (10_000, 7_200)])
def test_the_rules_let_three_tries_a_chat_and_300_an_hour_be_judged(chats: int, judged: int) -> None:
    assert judged_in_a_day(chats, POLICY) == judged


def test_each_rule_makes_it_harder() -> None:
    known = Distribution.of([(500_000, 43_000), *((300_001 + place, 50) for place in range(10_000))], 1_000_000)
    best = 43_000 / known.payers * REAL_NUMBERS * known.payers / known.accounts

    one, hundred, thousand, many = opened_in_a_day(known, POLICY)

    assert one.unlimited == pytest.approx(86_400 * best)
    assert one.per_chat == pytest.approx(3 * best)
    assert hundred.unlimited is None
    assert thousand.per_chat == pytest.approx(3_000 * best)
    assert many.per_chat == pytest.approx(30_000 * best)
    assert many.braked == pytest.approx(7_200 * best)
    assert many.round_amounts == pytest.approx(7_200 * best / 10_000)
    assert many.rare_amounts == pytest.approx(7_200 * REAL_NUMBERS * 50 / known.accounts)
    assert many.rare_amounts < 1

import pytest

from core.accounts.model import NumberNotUnderstood
from core.accounts.one_line import read_amount, read_both, read_number_and_amount
from core.accounts.policy import AccountNumber
from core.money import AmountNotUnderstood

RULE = AccountNumber()


@pytest.mark.parametrize(
    ("text", "number", "amount"),
    [
        ("000123456 4667,34", "000123456", 466_734),
        ("000123456 4 667,34 тг", "000123456", 466_734),
        ("000123456\n5000", "000123456", 500_000),
        ("000 123 456; 5 000", "000123456", 500_000),
        ("№ 000123456, 4667.34", "000123456", 466_734),
        ("000123456 5000 тенге", "000123456", 500_000),
        ("000-123-456  12\u00a0345,60\u00a0₸", "000123456", 1_234_560),
        ("\u200e000123456\u200b\n\u206812\u00a0345,60\u2069", "000123456", 1_234_560),  # copied from an app
    ],
)
def test_number_and_amount_in_one_line_are_both_understood(text: str, number: str, amount: int) -> None:
    assert read_number_and_amount(text, RULE) == (number, amount)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("000123456", "000123456"),
        ("000 123 456", "000123456"),
        ("№ 000 123 456", "000123456"),
        ("000123456 5000", "0001234565000"),  # may be one number in groups: it is asked on
    ],
)
def test_what_may_be_one_number_is_one(text: str, number: str) -> None:
    assert read_number_and_amount(text, RULE) == (number, None)


@pytest.mark.parametrize("text", ["", "Абая 12", "12", "4667,34", "000 123 456 667,34", "a; b", "000123456; много"])
def test_anything_else_is_no_account_number(text: str) -> None:
    with pytest.raises(NumberNotUnderstood):
        read_number_and_amount(text, RULE)


@pytest.mark.parametrize(
    ("text", "number", "amount"),
    [
        ("000234567\n15 248,17 ₸", "000234567", 1_524_817),
        ("000234567 15 248,17", "000234567", 1_524_817),
        ("123456 4667,34", "123456", 466_734),
        ("000234567", "000234567", None),
        ("№ 000 234 567", "000234567", None),
        ("100100", "100100", None),  # the number that is known already
    ],
)
def test_where_the_amount_is_asked_the_number_may_be_typed_again(text: str, number: str, amount: int | None) -> None:
    assert read_amount(text, RULE, known="100100") == (number, amount)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("4667,34", 466_734),
        ("5000", 500_000),
        ("0,50", 50),
        ("15 248,17 тг", 1_524_817),
        ("\u200e4667,34\u200f", 466_734),
        ("12 345 678,90", 1_234_567_890),
        ("1 234 567", 123_456_700),
        ("15'248.17", 1_524_817),
    ],
)
def test_an_amount_alone_stays_an_amount(text: str, amount: int) -> None:
    assert read_amount(text, RULE, known="100100") == ("100100", amount)


@pytest.mark.parametrize("text", ["", "бес мың", "000 123 456 667,34", "007,50", "-5", "100100\nмного"])
def test_neither_an_amount_nor_a_number_is_no_try(text: str) -> None:
    with pytest.raises(AmountNotUnderstood):
        read_amount(text, RULE, known="100100")


@pytest.mark.parametrize("text", ["4321", "CU 0012345", "0012 345", "да", ""])
def test_the_end_of_a_serial_is_not_number_and_amount(text: str) -> None:
    assert read_both(text, RULE) is None


def test_both_are_understood_whatever_was_asked() -> None:
    assert read_both("000100100\n4667,34", RULE) == ("000100100", 466_734)

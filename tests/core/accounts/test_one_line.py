import pytest

from core.accounts.model import NumberNotUnderstood
from core.accounts.one_line import read_number_and_amount
from core.accounts.policy import AccountNumber

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

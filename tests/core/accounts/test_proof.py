from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.model import NumberNotUnderstood, SerialNotUnderstood
from core.accounts.policy import AccountNumber, LinkPolicy
from core.accounts.ports import Candidate, Payment
from core.accounts.proof import is_common, proves, read_number, read_serial

TODAY = date(2026, 11, 22)
POLICY = LinkPolicy()
RULE = AccountNumber()


@pytest.mark.parametrize(
    "text",
    [
        "000123456",
        " 000 123 456 ",
        "000-123-456",
        "000–123–456",
        "000\u00a0123\u202f456",
        "№ 000123456",
        "\ufeff\u202a000123456\u202c\u200b",
    ],
)
def test_a_number_is_read_as_people_write_it(text: str) -> None:
    assert read_number(text, RULE) == "000123456"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "123",
        "1" * 21,
        "12345a",
        "１２３４５６",
        "١٢٣٤٥٦",
        "12²34",
        "123_456",
        "+123456",
        "123456\n999999x",
        "0x1234",
    ],
)
def test_another_form_is_refused_by_name(text: str) -> None:
    with pytest.raises(NumberNotUnderstood) as refusal:
        read_number(text, RULE)

    assert refusal.value.text == text[:40]
    assert refusal.value.example == "000123456"


@given(st.text())
def test_any_text_is_a_number_of_plain_digits_or_refused(text: str) -> None:
    try:
        number = read_number(text, RULE)
    except NumberNotUnderstood:
        return
    assert number.isascii()
    assert number.isdigit()
    assert 4 <= len(number) <= 20


@pytest.mark.parametrize("text", ["2345", "cu-0012345", "СU 0012345", "12345", "\u200e2345\u2060"])
def test_a_serial_is_read_whatever_its_alphabet_and_case(text: str) -> None:
    candidate = Candidate(
        account_id=1,
        owner_mark=1,
        branch_code="UKG",
        status="active",
        payments=(Payment(amount=100, paid_on=TODAY),),
        serials=("CU0012345",),
    )

    assert proves(candidate, amount=100, serial=read_serial(text, 4), policy=POLICY, today=TODAY)


@pytest.mark.parametrize("text", ["345", "", "12*45", "２３４５", "2345;"])
def test_no_serial_is_refused_by_name(text: str) -> None:
    with pytest.raises(SerialNotUnderstood):
        read_serial(text, 4)


@given(st.text())
def test_any_text_is_a_serial_or_refused(text: str) -> None:
    try:
        assert len(read_serial(text, 4)) >= 4
    except SerialNotUnderstood:
        return


@pytest.mark.parametrize(
    ("amount", "holders", "common"),
    [
        (500_000, 0, True),  # a multiple of 100 tenge, though nobody paid it
        (466_734, 0, False),
        (466_734, 99, False),
        (466_734, 100, True),  # one in 10,000 of a million
        (0, 0, True),
    ],
)
def test_a_common_amount_is_known_by_itself(amount: int, holders: int, common: bool) -> None:
    assert is_common(amount, holders=holders, accounts=1_000_000, policy=POLICY) is common


def test_where_there_are_few_accounts_a_unique_amount_is_not_given_away_by_the_question() -> None:
    assert not is_common(466_734, holders=1, accounts=50, policy=POLICY)
    assert is_common(466_734, holders=2, accounts=50, policy=POLICY)


def paid(*amounts: int, days_ago: int = 0) -> Candidate:
    payments = tuple(Payment(amount=amount, paid_on=TODAY - timedelta(days=days_ago)) for amount in amounts)
    return Candidate(account_id=1, owner_mark=1, branch_code="UKG", status="active", payments=payments)


def test_the_amount_is_exact_to_the_tiyn() -> None:
    matching = [
        amount
        for amount in range(466_600, 466_900)
        if proves(paid(466_734), amount=amount, serial=None, policy=POLICY, today=TODAY)
    ]

    assert matching == [466_734]


def test_either_of_two_payments_of_one_moment_proves_and_not_their_sum() -> None:
    matching = [
        proves(paid(100, 250), amount=amount, serial=None, policy=POLICY, today=TODAY) for amount in (100, 250, 350)
    ]

    assert matching == [True, True, False]


@given(st.integers(max_value=0))
def test_zero_and_refunds_prove_nothing(amount: int) -> None:
    assert not proves(paid(amount), amount=amount, serial=None, policy=POLICY, today=TODAY)


@pytest.mark.parametrize(("days_ago", "proven"), [(0, True), (180, True), (181, False)])
def test_an_old_payment_proves_nothing(days_ago: int, proven: bool) -> None:
    assert proves(paid(100, days_ago=days_ago), amount=100, serial=None, policy=POLICY, today=TODAY) is proven


@pytest.mark.parametrize("serials", [(), ("12",), ("CU0054321",)])
def test_a_serial_that_is_not_on_file_spoils_a_right_amount(serials: tuple[str, ...]) -> None:
    candidate = Candidate(
        account_id=1,
        owner_mark=1,
        branch_code="UKG",
        status="active",
        payments=(Payment(amount=100, paid_on=TODAY),),
        serials=serials,
    )

    assert not proves(candidate, amount=100, serial="2345", policy=POLICY, today=TODAY)

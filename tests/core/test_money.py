import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import AmountNotUnderstood, parse_amount, round_half_up


@pytest.mark.parametrize(
    ("text", "tiyn"),
    [
        ("4667.34", 466734),
        ("4 667,34 ₸", 466734),
        ("4\u00a0667,34 тг.", 466734),
        ("4\u202f667,3", 466730),
        ("  5000 тенге ", 500000),
        ("5000 теңге", 500000),
        ("0", 0),
        ("0,00", 0),
        ("007", 700),
        ("\u200e4667,34\u200f", 466734),
    ],
)
def test_amounts_are_understood_as_people_type_them(text: str, tiyn: int) -> None:
    assert parse_amount(text) == tiyn


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-5",
        "5-",
        "4,667.34",
        "1.234",
        "12,345,67",
        "NaN",
        "1e3",
        "1_000",
        "٣٤",
        "\uff11\uff12",
        "5²",
        "пять",
        "1" * 13,
    ],
)
def test_anything_else_is_refused_with_what_was_typed(text: str) -> None:
    with pytest.raises(AmountNotUnderstood) as refusal:
        parse_amount(text)

    assert refusal.value.text == text[:40]


@given(st.integers(0, 10**13 - 1), st.sampled_from([".", ","]), st.sampled_from(["", " ", "\u00a0"]))
def test_what_is_written_in_tiyn_comes_back(tiyn: int, separator: str, space: str) -> None:
    tenge = f"{tiyn // 100:,}".replace(",", space)

    assert parse_amount(f"{tenge}{separator}{tiyn % 100:02}") == tiyn


@given(st.text(max_size=60))
def test_no_text_makes_it_fail_otherwise(text: str) -> None:
    with contextlib.suppress(AmountNotUnderstood):
        assert parse_amount(text) >= 0


def test_halves_are_rounded_up_and_not_to_even() -> None:
    assert round_half_up(Decimal("1650.405"), 2) == Decimal("1650.41")
    assert round_half_up(Decimal("2.5")) == 3
    assert round_half_up(Decimal("-2.5")) == -3

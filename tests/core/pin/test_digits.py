import pytest

from core.pin import digits
from core.pin.model import PinNotUnderstood, PinTooSimple


@pytest.mark.parametrize("typed", ["2580", " 25803 ", "258031", "\u200e2580"])
def test_four_to_six_digits_are_a_pin(typed: str) -> None:
    assert digits.read_new(typed) == typed.strip("\u200e ").strip()


@pytest.mark.parametrize("typed", ["", "258", "2580319", "25 80", "２５８０", "٢٥٨٠", "25a0", "²580", "-2580", "2580x"])
def test_anything_else_is_none(typed: str) -> None:
    with pytest.raises(PinNotUnderstood) as refusal:
        digits.read(typed)

    assert typed not in str(refusal.value) or not typed, "what was typed may be the PIN of something else"


@pytest.mark.parametrize("typed", ["0000", "111111", "1234", "4321", "345678", "7890", "0987", "98765"])
def test_what_anybody_tries_first_is_too_simple(typed: str) -> None:
    with pytest.raises(PinTooSimple):
        digits.read_new(typed)


async def test_equal_pins_are_kept_unequally_and_fit_alone() -> None:
    first, second = await digits.seal("2580"), await digits.seal("2580")

    assert first != second
    assert first.startswith("scrypt$16384$8$1$")
    assert await digits.fits("2580", first)
    assert await digits.fits("2580", second)
    assert not await digits.fits("2581", first)

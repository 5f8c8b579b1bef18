from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from core.readings.checks import Claim
from core.readings.fitting import Fit, Grade, best_refusal, fit
from core.readings.model import (
    AlreadySent,
    BadReadingDate,
    Meter,
    Question,
    ReadingAmbiguous,
    ReadingTooLow,
    State,
    TooManyDigits,
    WrongNumberOfValues,
    ZonesMismatch,
)
from core.readings.parsing import read
from tests.core.readings.test_checks import claim, totalled
from tests.fakes.meters import TODAY, meter, register, submission, value, zoned


def fitted(text: str, of: Claim | Meter) -> Fit:
    return fit(text, read(text), of if isinstance(of, Claim) else claim(None, of))


def taken(text: str, of: Claim | Meter) -> tuple[int, ...]:
    """Return what the numbers come to, in whole kWh and in the order of the registers."""
    found = fitted(text, of)
    assert found.refusal is None, found.refusal
    registers = found.claim.meter.registers
    return tuple(
        found.claim.typed[each.register_id] // 1000 for each in registers if each.register_id in found.claim.typed
    )


def refused(text: str, of: Claim | Meter) -> DomainError:
    found = fitted(text, of)
    assert found.grade is Grade.REFUSED
    assert found.refusal is not None
    return found.refusal


def test_a_space_among_thousands_is_no_second_value_where_there_is_one_register() -> None:
    assert taken("12 345", meter()) == (12_345,)
    assert taken("12,345", meter()) == (12_345,)


def test_two_values_for_two_registers_in_the_order_of_zones() -> None:
    assert taken("4531 2210", zoned()) == (4531, 2210)
    assert taken("4531,2210", zoned()) == (4531, 2210)
    assert taken("4 531 2 210", zoned()) == (4531, 2210)


def test_one_value_fills_the_first_register() -> None:
    assert taken("4531", zoned()) == (4531,)


def test_zones_may_be_named_in_any_order() -> None:
    assert taken("ночь 2210 день 4531", zoned()) == (4531, 2210)
    assert fitted("ночь 2210", zoned()).claim.typed == {"R-T2": 2_210_000}


def test_what_fits_better_is_meant() -> None:
    """12 345 after 12 000, or 12 and 345 after 10 and 300: each is the only one that makes sense there."""
    far = zoned(registers=(register("T1", 12_000), register("T2", 300)))
    near = zoned(registers=(register("T1", 10), register("T2", 300)))

    assert taken("12 345", far) == (12_345,)
    assert taken("12 345", near) == (12, 345)


def test_several_equally_good_ways_are_refused_by_name() -> None:
    new = zoned(registers=(register("T1", None), register("T2", None)))

    refusal = refused("12 345", new)

    assert isinstance(refusal, ReadingAmbiguous)
    assert refusal.text == "12 345"
    assert isinstance(
        refused("12 345 6 789", meter(*map(register, ("T1", "T2", "T3"), (None, None, None)))), ReadingAmbiguous
    )


def test_thousands_and_fraction_of_one_dial() -> None:
    exact = meter(register(digits_frac=3))

    assert taken("12,345", exact) == (12_345,)  # 12.345 would be below the last reading
    assert isinstance(refused("12,345", meter(register(last=None, digits_frac=3))), ReadingAmbiguous)
    assert fitted("12152.345", exact).claim.typed == {"R-T0": 12_152_345}


def test_values_for_the_registers_that_are_missing() -> None:
    begun = claim(None, totalled(), typed={"R-T0": 6_540_000})

    assert taken("4406 2134", begun) == (6540, 4406, 2134)
    assert taken("4406", begun) == (6540, 4406)


def test_as_many_values_as_registers_replace_them_all() -> None:
    begun = claim(None, totalled(), typed={"R-T0": 9_540_000})

    assert taken("6540 4406 2134", begun) == (6540, 4406, 2134)
    assert taken("12200", claim(12_152)) == (12_200,)


def test_a_named_zone_replaces_its_own() -> None:
    full = claim(None, zoned(), typed={"R-T1": 4_531_000, "R-T2": 2_210_000})

    assert taken("T1 4532", full) == (4532, 2210)


def test_the_only_register_may_be_called_as_the_meter_shows_it() -> None:
    assert taken("T1 12345", meter()) == (12_345,)
    assert taken("T0 12345", meter()) == (12_345,)
    assert taken("день 12345", meter()) == (12_345,)
    assert isinstance(refused("T2 12345", meter()), WrongNumberOfValues)
    day = meter(register("T1"))
    assert taken("T1 12345", day) == taken("total 12345", day) == (12_345,)


@pytest.mark.parametrize("text", ["4531 2210 5", "T3 5", "T1 5 T3 6", "T1 4531 T1 4531"])
def test_values_that_there_are_no_registers_for(text: str) -> None:
    refusal = refused(text, zoned())

    assert isinstance(refusal, WrongNumberOfValues)
    assert (refusal.given, refusal.zones) == (len(read(text)[0].numbers), ("T1", "T2"))


def test_one_value_at_the_end_of_two_says_too_little() -> None:
    full = claim(None, zoned(), typed={"R-T1": 4_531_000, "R-T2": 2_210_000})

    assert isinstance(refused("4532", full), WrongNumberOfValues)


def test_the_fewest_values_count_as_given() -> None:
    refusal = refused("1 234 5 678 9", meter())

    assert isinstance(refusal, WrongNumberOfValues)
    assert refusal.given == 3


@pytest.mark.parametrize(("text", "named"), [("123456", "123456"), ("12345,6", "12345,6"), ("9" * 30, "9" * 30)])
def test_more_digits_than_the_dial_has(text: str, named: str) -> None:
    refusal = refused(text, meter())

    assert isinstance(refusal, TooManyDigits)
    assert (refusal.text, refusal.digits_int, refusal.digits_frac) == (named, 5, 0)


def test_the_register_with_too_many_digits_is_meant() -> None:
    refusal = refused("4531 221000", zoned(registers=(register("T1", 4306), register("T2", 2074, digits_frac=2))))

    assert isinstance(refusal, TooManyDigits)
    assert (refusal.text, refusal.digits_frac) == ("221000", 2)


def test_zeros_that_say_nothing_are_no_digits() -> None:
    assert taken("0012345,00", meter()) == (12_345,)


def test_a_refusal_of_the_checks_is_kept() -> None:
    assert isinstance(refused("11999", meter()), ReadingTooLow)
    assert isinstance(refused("6560 4406 2134", totalled()), ZonesMismatch)


@pytest.mark.parametrize(("text", "typed"), [("5", {"R-T0": 5_000}), ("1 2", {}), ("12,345", {})])
def test_a_refusal_comes_with_the_claim_that_was_refused(text: str, typed: dict[str, int]) -> None:
    of = claim(None, meter(register(last=None, digits_frac=3)) if typed == {} else None)

    found = fitted(text, of)

    assert found.grade is Grade.REFUSED
    assert found.claim == replace(of, typed=typed)


def test_of_several_refusals_the_one_that_got_furthest_is_told() -> None:
    """12 345: as one value too low in the first register, as two values too low in the second."""
    refusal = refused("12 345", zoned(registers=(register("T1", 50_000), register("T2", 50_000))))

    assert isinstance(refusal, ReadingTooLow)


def test_grades() -> None:
    waiting = {"sent": True, "waiting": submission(value(at=12_100))}
    cases: dict[str, tuple[str, Claim, Grade]] = {
        "usual": ("12152", claim(None), Grade.WELL),
        "no use": ("12000", claim(None), Grade.WELL),
        "high": ("12501", claim(None), Grade.ASKED),
        "one zone high, the other missing": ("4900", claim(None, zoned()), Grade.ASKED),
        "high together": ("4570 2339", claim(None, zoned()), Grade.ASKED),
        "past zero": ("47", claim(None, meter(register(last=99_962))), Grade.ASKED),
        "past zero, the other zone missing": (
            "47",
            claim(None, zoned(registers=(register("T1", 99_962), register("T2", 1)))),
            Grade.ASKED,
        ),
        "waits": ("12152", claim(None, **waiting), Grade.ASKED),
        "waits, agreed": ("12152", claim(None, **waiting, agreed={Question.REPLACE}), Grade.WELL),
        "waits, high": ("12600", claim(None, **waiting, agreed={Question.REPLACE}), Grade.ASKED),
        "first reading": ("99999", claim(None, meter(register(last=None))), Grade.WELL),
        "low": ("5", claim(None), Grade.REFUSED),
    }
    assert {name: fitted(text, of).grade for name, (text, of, _) in cases.items()} == {
        name: grade for name, (_, _, grade) in cases.items()
    }


def test_answers_are_asked_anew_for_other_values() -> None:
    """What was agreed to was agreed to of those values; that one waits is so whatever is typed."""
    agreed = claim(12_600, agreed=frozenset(Question))

    assert fitted("12601", agreed).claim.agreed == {Question.REPLACE}
    assert fitted("12600", agreed).claim.agreed == frozenset(Question)


def fits(*refusals: DomainError) -> list[Fit]:
    return [Fit(grade=Grade.REFUSED, claim=claim(None), refusal=each) for each in refusals]


ORDER: list[DomainError] = [
    WrongNumberOfValues(2, ("T0",)),
    TooManyDigits("1", 5, 0),
    BadReadingDate(TODAY, None, TODAY),
    ReadingAmbiguous("1"),
    ReadingTooLow(1, None, None, "T0"),
    ZonesMismatch(1, 2),
]


def test_the_best_refusal_is_the_furthest() -> None:
    for place, refusal in enumerate(ORDER):
        assert best_refusal(fits(*ORDER[: place + 1])) is refusal
        assert best_refusal(fits(*reversed(ORDER[: place + 1]))) is refusal


def test_of_equal_refusals_the_first_is_told() -> None:
    sent = AlreadySent(submission(state=State.SENT), submission().period)

    assert best_refusal(fits(sent, ORDER[2])) is sent
    assert best_refusal(fits(ORDER[2], sent)) is ORDER[2]


@given(st.integers(4306, 4800), st.integers(2074, 2300), st.sampled_from([" ", ";", ", ", "/", "\n"]))
def test_two_plain_values_are_always_understood(day: int, night: int, between: str) -> None:
    assert taken(f"{day}{between}{night}", zoned()) == (day, night)


@given(st.text(alphabet="0123456789 ,.T", min_size=1, max_size=14), st.booleans())
def test_any_numbers_fit_or_are_refused(text: str, two: bool) -> None:
    try:
        found = fitted(text, zoned() if two else meter())
    except DomainError:
        return
    assert (found.grade is Grade.REFUSED) is (found.refusal is not None)
    if found.refusal is None:
        dials: dict[str, Any] = {each.register_id: each for each in found.claim.meter.registers}
        assert all(0 <= value < 100_000_000 and key in dials for key, value in found.claim.typed.items())


def test_an_unchanged_claim_is_not_touched() -> None:
    of = claim(None)

    fitted("12152", of)

    assert of == replace(of)
    assert of.typed == {}

"""Which registers the typed numbers are meant for: the one way to read them that makes sense, or none."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from core.errors import DomainError
from core.readings.checks import Claim, Judged, is_high, judge
from core.readings.model import (
    Question,
    ReadingAmbiguous,
    ReadingTooLow,
    Register,
    TooManyDigits,
    Value,
    WrongNumberOfValues,
    ZonesMismatch,
)
from core.readings.parsing import Number, Way


class Grade(IntEnum):
    """How well numbers fit a meter, the best first."""

    WELL = 0  # as was to be expected
    ASKED = 1  # after a question
    REFUSED = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Fit:
    """What the numbers come to at one meter: the claim with them in it, or why not."""

    grade: Grade
    claim: Claim
    refusal: DomainError | None = None


# What was checked later says more; every other refusal is in the middle.
_ORDER = (WrongNumberOfValues, TooManyDigits, DomainError, ReadingAmbiguous, ReadingTooLow, ZonesMismatch)


def fit(text: str, ways: Sequence[Way], claim: Claim) -> Fit:
    """Return the best fit of the typed numbers at one meter; several equally good ones are refused by name.

    Numbers fill the registers that are missing, in their order; as many as there are registers replace them all.
    """
    tried = [_try(claim, typed) for way in ways for typed in _assignments(way, claim)]
    if not tried:
        return Fit(grade=Grade.REFUSED, claim=claim, refusal=_none_fits(ways, claim))
    best = min(each.grade for each in tried)
    equal = [each for each in tried if each.grade == best]
    if best == Grade.REFUSED:
        return max(equal, key=_progress)
    if any(each.claim.typed != equal[0].claim.typed for each in equal):
        return Fit(grade=Grade.REFUSED, claim=claim, refusal=ReadingAmbiguous(text))
    return equal[0]


def _try(claim: Claim, typed: dict[str, int]) -> Fit:
    agreed = frozenset(claim.agreed) & {Question.REPLACE} if typed != claim.typed else claim.agreed
    filled = replace(claim, typed=typed, agreed=agreed)
    try:
        judged = judge(filled)
    except DomainError as refusal:
        return Fit(grade=Grade.REFUSED, claim=filled, refusal=refusal)
    return Fit(grade=_grade(filled, judged), claim=filled)


def _grade(claim: Claim, judged: Judged) -> Grade:
    """No use is expected often enough; a reading that waits already makes another meter more likely."""
    waits = claim.sent and Question.REPLACE not in claim.agreed
    doubtful = judged.question in (Question.ROLLOVER, Question.HIGH)
    return Grade.ASKED if waits or doubtful or any(_is_much(claim, value) for value in judged.values) else Grade.WELL


def _is_much(claim: Claim, value: Value) -> bool:
    register = next(each for each in claim.meter.registers if each.register_id == value.register_id)
    return value.rollover or (value.volume is not None and is_high(claim, register, value.volume))


def _assignments(way: Way, claim: Claim) -> Iterator[dict[str, int]]:
    registers = _meant(way, claim)
    if registers is None:
        return
    typed = dict(claim.typed)
    for number, register in zip(way.numbers, registers, strict=True):
        if not fits(number, register):
            return
        typed[register.register_id] = number.thousandths
    yield typed


def _meant(way: Way, claim: Claim) -> Sequence[Register] | None:
    """Return the register of each number; None: there is not one for each."""
    registers = claim.meter.registers
    if way.zones:
        return _named(way.zones, registers)
    if len(way.numbers) == len(registers):
        return registers
    missing = [register for register in registers if register.register_id not in claim.typed]
    return missing[: len(way.numbers)] if len(way.numbers) <= len(missing) else None


def _named(zones: Sequence[str], registers: Sequence[Register]) -> Sequence[Register] | None:
    if len(set(zones)) < len(zones):
        return None
    if len(zones) == len(registers) == 1 and zones[0] in ("T0", "T1"):
        return registers  # many a meter shows its only register as T1
    by_zone = {register.zone: register for register in registers}
    found = [by_zone[zone] for zone in zones if zone in by_zone]
    return found if len(found) == len(zones) else None


def fits(number: Number, register: Register) -> bool:
    return len(number.whole) <= register.digits_int and len(number.fraction) <= register.digits_frac


def _none_fits(ways: Sequence[Way], claim: Claim) -> DomainError:
    counted = [(registers, way) for way in ways if (registers := _meant(way, claim)) is not None]
    for registers, way in counted:
        for number, register in zip(way.numbers, registers, strict=True):
            if not fits(number, register):
                return TooManyDigits(number.text, register.digits_int, register.digits_frac)
    given = min(len(way.numbers) for way in ways)
    return WrongNumberOfValues(given, tuple(register.zone for register in claim.meter.registers))


def best_refusal(fits: Iterable[Fit]) -> DomainError:
    """Return the first of those that have got furthest in the order of the checks."""
    refusal = max(fits, key=_progress).refusal
    assert refusal is not None
    return refusal


def _progress(refused: Fit) -> int:
    kind = type(refused.refusal)
    return _ORDER.index(kind if kind in _ORDER else DomainError)

"""What is checked of a reading, in the order in which the consumer is told.

1 a number (`parsing.py`) · 2 digits of the dial · 3 meter and account (`standing.py`) · 4 date · 5 sent already ·
6 too low, or past zero · 7 no use · 8 too high · 9 verification. What is no refusal is a question for one tap.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from core.money import round_half_up
from core.period import Period
from core.readings.model import (
    AlreadySent,
    BadReadingDate,
    Flag,
    LastReading,
    Meter,
    MeterClosed,
    Question,
    ReadingTooLow,
    Register,
    State,
    Submission,
    TooManyDigits,
    Value,
    WindowClosed,
    ZonesMismatch,
)
from core.readings.policy import ReadingPolicy
from core.readings.volumes import KWH, billed, capacity, volume, volume_of
from core.tariffs.average import average_daily
from core.tariffs.model import TOTAL
from core.tariffs.registers import added

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A reading as it is judged: what was typed for one meter, and how things stand there."""

    meter: Meter
    period: Period
    closed: MeterClosed | None
    shut: WindowClosed | None  # written outside the window, and the retailer refuses that
    sent: bool  # there is an active reading of the meter in this period
    waiting: Submission | None  # that one, where the chat may see it
    typed: Mapping[str, int]  # by register_id
    agreed: Collection[str]  # questions that were answered with yes
    reading_date: date
    today: date
    in_window: bool
    verification_overdue: bool
    linked: bool
    policy: ReadingPolicy


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    values: tuple[Value, ...]
    missing: tuple[Register, ...]
    question: Question | None = None
    volume: int | None = None
    mean: int | None = None
    flags: tuple[Flag, ...] = ()


def judge(claim: Claim) -> Judged:
    """Return what a claim comes to, and the first question that is still open.

    :raises TooManyDigits, MeterClosed, WindowClosed, BadReadingDate: in this order
    :raises AlreadySent, ReadingTooLow, ZonesMismatch: after them
    """
    check_dials(claim)
    if claim.closed:
        raise claim.closed
    if claim.shut:
        raise claim.shut
    check_date(claim)
    check_sent(claim)
    values = tuple(_value(claim, register) for register in claim.meter.registers if register.register_id in claim.typed)
    missing = tuple(register for register in claim.meter.registers if register.register_id not in claim.typed)
    if missing:
        return Judged(values=values, missing=missing)
    check_zones(claim.meter, values)
    mean, volume = mean_of(claim), volume_of(values)
    asked = _questions(claim, values, volume, mean)
    return Judged(
        values=values,
        missing=(),
        question=next((question for question in Question if question in asked and question not in claim.agreed), None),
        volume=volume,
        mean=None if mean is None else _whole(mean),
        flags=_flags(claim, asked),
    )


def check_dials(claim: Claim) -> None:
    """:raises TooManyDigits: a value that the dial cannot show"""
    for register in claim.meter.registers:
        value = claim.typed.get(register.register_id)
        if value is not None and not fits_dial(value, register):
            text = f"{Decimal(value).scaleb(-3).normalize():f}"
            raise TooManyDigits(text, register.digits_int, register.digits_frac)


def fits_dial(value: int, register: Register) -> bool:
    return 0 <= value < capacity(register) and value % 10 ** (3 - register.digits_frac) == 0


def check_date(claim: Claim) -> None:
    """:raises BadReadingDate: in the future, not after the last accepted reading, or too long ago"""
    days = [claim.today - timedelta(days=claim.policy.backdate_days) - _DAY]
    if claim.meter.installed_on:
        days.append(claim.meter.installed_on - _DAY)
    days += [register.last.date for register in claim.meter.registers if register.last]
    after = max(days)
    if not after < claim.reading_date <= claim.today:
        raise BadReadingDate(claim.reading_date, after if claim.linked else None, claim.today)


def check_sent(claim: Claim) -> None:
    """:raises AlreadySent: handed over, this very one, or one that the chat may not see"""
    if not claim.sent:
        return
    if claim.waiting is None or claim.waiting.state is not State.QUEUED or _is_same(claim, claim.waiting):
        raise AlreadySent(claim.waiting, claim.period)


def _is_same(claim: Claim, sent: Submission) -> bool:
    values = {value.register_id: value.value for value in sent.values}
    return values == dict(claim.typed) and sent.reading_date == claim.reading_date


def check_zones(meter: Meter, values: Sequence[Value]) -> None:
    """:raises ZonesMismatch: the zones neither show what the total shows, nor have they counted what it has"""
    if not any(value.zone == TOTAL for value in values) or all(value.zone == TOTAL for value in values):
        return
    allowed = KWH * len(values)
    shown = _total_less_zones(values, [value.value for value in values])
    if abs(shown) <= allowed:
        return
    counted = [_counted(register, value) for register, value in zip(meter.registers, values, strict=True)]
    known = [each for each in counted if each is not None]
    if len(known) < len(values) or abs(_total_less_zones(values, known)) > allowed:
        total = sum(value.value for value in values if value.zone == TOTAL)
        raise ZonesMismatch(total, total - shown)


def _whole(thousandths: Decimal) -> int:
    """Return thousandths of a kWh, rounded half-up to whole kWh: a mean is no more exact than that."""
    return int(round_half_up(thousandths, -3))


def mean_of(claim: Claim) -> Decimal | None:
    """Return what the days of a claim would use at the mean of the consumer, in thousandths; None: not enough known."""
    expected = [_expected(claim, register) for register in billed(claim.meter.registers)]
    known = [each for each in expected if each is not None]
    return added(known) if len(known) == len(expected) else None


def limit(expected: Decimal | None, policy: ReadingPolicy) -> Decimal:
    """Return up to which volume nothing is asked, in thousandths."""
    least = Decimal(policy.high_kwh * KWH)
    return least if expected is None else max(expected * policy.high_times, least)


def is_high(claim: Claim, register: Register, used: int) -> bool:
    """Say whether one register has counted more than is let pass without a question."""
    return used > limit(_expected(claim, register), claim.policy)


def _value(claim: Claim, register: Register) -> Value:
    """:raises ReadingTooLow: below the last reading, and no passing of zero would explain it"""
    typed, last = claim.typed[register.register_id], register.last
    if last is None:
        return _read(register, typed, None, None)
    passed = typed < last.value
    counted = typed - last.value + (capacity(register) if passed else 0)
    used = volume(claim.meter, counted)
    if passed and (last.value >= capacity(register) or is_high(claim, register, used)):
        known = last if claim.linked else None
        raise ReadingTooLow(typed, known.value if known else None, known.date if known else None, register.zone)
    return replace(_read(register, typed, last, used), rollover=passed)


def _read(register: Register, value: int, last: LastReading | None, used: int | None) -> Value:
    return Value(
        register_id=register.register_id,
        zone=register.zone,
        value=value,
        previous=last.value if last else None,
        previous_date=last.date if last else None,
        volume=used,
    )


def _expected(claim: Claim, register: Register) -> Decimal | None:
    """Return what one register would count at its mean, in thousandths of a kWh."""
    daily = average_daily(register.intervals)
    if daily is None or register.last is None:
        return None
    return daily * KWH * (claim.reading_date - register.last.date).days


def _questions(claim: Claim, values: Sequence[Value], used: int | None, mean: Decimal | None) -> frozenset[Question]:
    held = {
        Question.REPLACE: claim.sent,
        Question.ROLLOVER: any(value.rollover for value in values),
        Question.ZERO: all(value.value == value.previous for value in values),
        Question.HIGH: used > limit(mean, claim.policy) if used is not None else _any_is_high(claim, values),
    }
    return frozenset(question for question, holds in held.items() if holds)


def _any_is_high(claim: Claim, values: Sequence[Value]) -> bool:
    """Say so register by register where another one has nothing to start from."""
    read = zip(claim.meter.registers, values, strict=True)
    return any(value.volume is not None and is_high(claim, register, value.volume) for register, value in read)


def _flags(claim: Claim, asked: Collection[Question]) -> tuple[Flag, ...]:
    held = {
        Flag.ROLLOVER: Question.ROLLOVER in asked,
        Flag.IMPLAUSIBLE: Question.HIGH in asked,
        Flag.ZERO: Question.ZERO in asked,
        Flag.REPLACE: Question.REPLACE in asked,
        Flag.OUTSIDE: not claim.in_window,
        Flag.OVERDUE: claim.verification_overdue,
        Flag.UNLINKED: not claim.linked,
    }
    return tuple(flag for flag, holds in held.items() if holds)


def _counted(register: Register, value: Value) -> int | None:
    if value.previous is None:
        return None
    return value.value - value.previous + (capacity(register) if value.rollover else 0)


def _total_less_zones(values: Sequence[Value], figures: Sequence[int]) -> int:
    return sum(figure if value.zone == TOTAL else -figure for value, figure in zip(values, figures, strict=True))

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from core.readings.checks import Claim, Judged, fits_dial, judge
from core.readings.model import (
    AlreadySent,
    BadReadingDate,
    Closed,
    Flag,
    LastReading,
    Meter,
    MeterClosed,
    Question,
    ReadingTooLow,
    State,
    TooManyDigits,
    WindowClosed,
    ZonesMismatch,
)
from core.readings.policy import ReadingPolicy
from core.readings.volumes import billed, volume, volume_of
from core.tariffs.model import Use
from core.tariffs.registers import register_volume
from tests.fakes.meters import LAST_DAY, NOVEMBER, TODAY, interval, meter, register, submission, value, zoned

CLOSED = MeterClosed(Closed.AUTOMATIC, "CU0012345")
SHUT = WindowClosed(date(2026, 12, 20), date(2026, 12, 31))
ALL = frozenset(Question)


def claim(at: int | None = 12_152, of: Meter | None = None, **facts: Any) -> Claim:
    """Return a claim of a meter with one dial that stands at so many kWh."""
    known: dict[str, Any] = {
        "meter": of or meter(),
        "period": NOVEMBER,
        "closed": None,
        "shut": None,
        "sent": False,
        "waiting": None,
        "typed": {} if at is None else {"R-T0": at * 1000},
        "agreed": frozenset(),
        "reading_date": TODAY,
        "today": TODAY,
        "in_window": True,
        "verification_overdue": False,
        "linked": True,
        "policy": ReadingPolicy(),
    }
    return Claim(**known | facts)


def zones(day: int, night: int, of: Meter | None = None, **facts: Any) -> Claim:
    return claim(None, of or zoned(), typed={"R-T1": day * 1000, "R-T2": night * 1000}, **facts)


def refusal_of(of: Claim) -> DomainError:
    with pytest.raises(DomainError) as refusal:
        judge(of)
    return refusal.value


def test_a_usual_reading_has_no_question() -> None:
    judged = judge(claim(12_152))

    assert judged == Judged(
        values=(value(at=12_152, volume=152_000),),
        missing=(),
        volume=152_000,
        mean=110_000,  # 150 kWh in 30 days, so 110 in 22
    )


def test_nothing_is_typed_yet() -> None:
    judged = judge(claim(None))

    assert (judged.values, judged.missing, judged.question) == ((), meter().registers, None)
    assert (judged.volume, judged.mean, judged.flags) == (None, None, ())


def test_the_missing_register_is_asked_before_any_question() -> None:
    judged = judge(claim(None, zoned(), typed={"R-T1": 99_000_000}))

    assert [each.zone for each in judged.missing] == ["T2"]
    assert [(each.zone, each.volume) for each in judged.values] == [("T1", 94_694_000)]
    assert judged.question is None


def test_registers_count_together() -> None:
    judged = judge(zones(4406, 2134))

    assert [(each.zone, each.previous, each.volume) for each in judged.values] == [
        ("T1", 4_306_000, 100_000),
        ("T2", 2_074_000, 60_000),
    ]
    assert (judged.volume, judged.mean) == (160_000, 176_000)


# 1 and 2: digits of the dial


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        (0, True),
        (99_999_900, True),
        (99_999_950, False),
        (100_000_000, False),
        (12_345_600, True),
        (12_345_001, False),
        (-1000, False),
    ],
)
def test_what_a_dial_can_show(value: int, fits: bool) -> None:
    assert fits_dial(value, register(digits_frac=1)) is fits


def test_all_three_digits_after_the_separator_may_be_there() -> None:
    assert fits_dial(1, register(digits_frac=3))
    assert not fits_dial(1, register(digits_frac=2))


def test_a_value_that_the_dial_cannot_show_is_refused_with_its_digits() -> None:
    refusal = refusal_of(claim(100_000))

    assert isinstance(refusal, TooManyDigits)
    assert (refusal.text, refusal.digits_int, refusal.digits_frac) == ("100000", 5, 0)


def test_a_fraction_is_named_as_it_stands() -> None:
    refusal = refusal_of(claim(None, typed={"R-T0": 12_152_500}))

    assert isinstance(refusal, TooManyDigits)
    assert refusal.text == "12152.5"


# 3: meter and window


def test_a_closed_meter_is_refused_with_its_reason() -> None:
    assert refusal_of(claim(closed=CLOSED)) is CLOSED


def test_a_shut_window_is_refused_with_its_days() -> None:
    assert refusal_of(claim(shut=SHUT)) is SHUT


# 4: the date


def test_the_date_lies_after_the_last_reading_and_not_in_the_future() -> None:
    judge(claim(reading_date=LAST_DAY + timedelta(days=1)))
    judge(claim(reading_date=TODAY))
    for day in (LAST_DAY, LAST_DAY - timedelta(days=9), TODAY + timedelta(days=1)):
        refusal = refusal_of(claim(reading_date=day))
        assert isinstance(refusal, BadReadingDate)
        assert (refusal.given, refusal.after, refusal.until) == (day, LAST_DAY, TODAY)


def test_the_newest_reading_of_all_registers_counts() -> None:
    later = LastReading(value=2_074_000, date=date(2026, 11, 5), source="phone")
    both = meter(register("T1", 4306), register("T2", last=None, monthly=None), replace(register("T3"), last=later))

    refusal = refusal_of(claim(None, both, reading_date=date(2026, 11, 5)))

    assert isinstance(refusal, BadReadingDate)
    assert refusal.after == date(2026, 11, 5)
    judge(claim(None, both, reading_date=date(2026, 11, 6)))


def test_a_reading_is_not_older_than_the_retailer_allows() -> None:
    fresh = meter(register(last=None, monthly=None))
    first = TODAY - timedelta(days=62)
    judge(claim(of=fresh, reading_date=first))

    refusal = refusal_of(claim(of=fresh, reading_date=first - timedelta(days=1)))

    assert isinstance(refusal, BadReadingDate)
    assert refusal.after == first - timedelta(days=1)


def test_a_reading_is_not_older_than_the_meter_there() -> None:
    installed = date(2026, 11, 10)
    fresh = meter(register(last=None, monthly=None), installed_on=installed)
    judge(claim(of=fresh, reading_date=installed))

    refusal = refusal_of(claim(of=fresh, reading_date=installed - timedelta(days=1)))

    assert isinstance(refusal, BadReadingDate)
    assert refusal.after == installed - timedelta(days=1)


def test_a_chat_that_has_not_linked_the_account_is_not_told_when_it_was_read_last() -> None:
    refusal = refusal_of(claim(reading_date=LAST_DAY, linked=False))

    assert isinstance(refusal, BadReadingDate)
    assert (refusal.after, refusal.until) == (None, TODAY)


# 5: sent already


def test_one_that_waits_may_be_replaced() -> None:
    waiting = submission(value(at=12_100))
    judged = judge(claim(sent=True, waiting=waiting))

    assert judged.question is Question.REPLACE
    assert judged.flags == (Flag.REPLACE,)
    assert judge(claim(sent=True, waiting=waiting, agreed={Question.REPLACE})).question is None


@pytest.mark.parametrize("state", [State.SENT, State.ACCEPTED, State.UNCLEAR])
def test_one_that_was_handed_over_may_not(state: State) -> None:
    waiting = submission(value(at=12_100), state=state)

    refusal = refusal_of(claim(sent=True, waiting=waiting, agreed=ALL))

    assert isinstance(refusal, AlreadySent)
    assert (refusal.submission, refusal.period) == (waiting, NOVEMBER)


def test_the_same_reading_twice_is_no_replacement() -> None:
    waiting = submission(value(at=12_152))

    refusal = refusal_of(claim(12_152, sent=True, waiting=waiting))

    assert isinstance(refusal, AlreadySent)
    assert refusal.submission == waiting
    judge(claim(12_152, sent=True, waiting=waiting, reading_date=TODAY - timedelta(days=1)))
    judge(claim(12_153, sent=True, waiting=waiting))


def test_one_that_the_chat_may_not_see_is_not_shown() -> None:
    refusal = refusal_of(claim(sent=True, waiting=None, agreed=ALL))

    assert isinstance(refusal, AlreadySent)
    assert (refusal.submission, refusal.period) == (None, NOVEMBER)


# 6: too low, or past zero


def test_a_lower_reading_is_refused_with_the_last_one() -> None:
    refusal = refusal_of(claim(11_999))

    assert isinstance(refusal, ReadingTooLow)
    assert (refusal.given, refusal.zone) == (11_999_000, "T0")
    assert (refusal.previous, refusal.previous_date) == (12_000_000, LAST_DAY)


def test_a_chat_that_has_not_linked_the_account_is_not_told_the_last_reading() -> None:
    refusal = refusal_of(claim(11_999, linked=False))

    assert isinstance(refusal, ReadingTooLow)
    assert (refusal.given, refusal.previous, refusal.previous_date) == (11_999_000, None, None)


def test_the_register_that_is_too_low_is_named() -> None:
    refusal = refusal_of(zones(4306, 2073))

    assert isinstance(refusal, ReadingTooLow)
    assert refusal.zone == "T2"


def near_its_end(last: int = 99_962, **facts: Any) -> Meter:
    return meter(register(last=last), **facts)


def test_passing_zero_is_asked_and_never_silent() -> None:
    asked = judge(claim(47, near_its_end()))

    assert asked.question is Question.ROLLOVER
    assert asked.flags == (Flag.ROLLOVER,)
    (passed,) = asked.values
    assert (passed.volume, passed.rollover, asked.volume) == (85_000, True, 85_000)
    agreed = judge(claim(47, near_its_end(), agreed={Question.ROLLOVER}))
    assert (agreed.question, agreed.volume) == (None, 85_000)


def test_passing_zero_with_too_much_used_is_too_low() -> None:
    """Up to the limit that is let pass without a question: 500 kWh here."""
    assert judge(claim(462, near_its_end())).question is Question.ROLLOVER
    assert isinstance(refusal_of(claim(463, near_its_end())), ReadingTooLow)
    many = meter(register(last=99_000, monthly=600))  # three times 440 kWh in 22 days
    assert judge(claim(320, many)).question is Question.ROLLOVER
    assert isinstance(refusal_of(claim(321, many)), ReadingTooLow)


def test_passing_zero_of_a_dial_that_cannot_show_the_last_reading() -> None:
    broken = meter(register(last=100_000))

    assert isinstance(refusal_of(claim(99_999, broken)), ReadingTooLow)
    assert isinstance(refusal_of(claim(47, broken)), ReadingTooLow)
    assert judge(claim(99, meter(register(last=99_999)))).question is Question.ROLLOVER


# The total and the zones


def totalled(total: int | None = 6380, day: int | None = 4306, night: int | None = 2074) -> Meter:
    return meter(register("T0", total), register("T1", day), register("T2", night))


def all_three(total: int, day: int, night: int, of: Meter) -> Claim:
    return claim(None, of, typed={"R-T0": total * 1000, "R-T1": day * 1000, "R-T2": night * 1000}, agreed=ALL)


def test_total_and_zones_may_differ_by_a_kwh_for_each_register() -> None:
    for total in (6537, 6540, 6543):
        assert judge(all_three(total, 4406, 2134, totalled())).volume == 160_000


@pytest.mark.parametrize("total", [6536, 6544])
def test_total_and_zones_that_do_not_agree_are_refused(total: int) -> None:
    refusal = refusal_of(all_three(total, 4406, 2134, totalled()))

    assert isinstance(refusal, ZonesMismatch)
    assert (refusal.total, refusal.zones) == (total * 1000, 6_540_000)


def test_total_and_zones_may_have_begun_apart_if_they_count_the_same() -> None:
    apart = totalled(total=9000)

    for total in (9157, 9163):
        assert judge(all_three(total, 4406, 2134, apart)).volume == 160_000
    for total in (9156, 9164):
        assert isinstance(refusal_of(all_three(total, 4406, 2134, apart)), ZonesMismatch)


def test_a_total_that_has_passed_zero_has_counted_the_same() -> None:
    apart = meter(register("T0", 99_950), register("T1", 4306), register("T2", 2074))

    assert judge(all_three(110, 4406, 2134, apart)).volume == 160_000
    assert isinstance(refusal_of(all_three(120, 4406, 2134, apart)), ZonesMismatch)


def test_without_last_readings_only_what_is_shown_is_compared() -> None:
    fresh = totalled(total=9000, night=None)

    assert isinstance(refusal_of(all_three(9160, 4406, 2134, fresh)), ZonesMismatch)
    new = totalled(None, None, None)
    for total in (6537, 6543):
        assert judge(all_three(total, 4406, 2134, new)).volume is None
    for total in (6536, 6544):
        assert isinstance(refusal_of(all_three(total, 4406, 2134, new)), ZonesMismatch)


def test_zones_without_a_total_are_not_compared() -> None:
    assert judge(zones(4406, 2134)).question is None


# 7: no use


def test_no_use_is_asked() -> None:
    judged = judge(claim(12_000))

    assert (judged.question, judged.volume, judged.flags) == (Question.ZERO, 0, (Flag.ZERO,))
    assert judge(claim(12_000, agreed={Question.ZERO})).question is None


def test_one_zone_without_use_is_not_asked() -> None:
    assert judge(zones(4306, 2075)).question is None
    assert judge(zones(4306, 2074)).question is Question.ZERO


def test_without_a_last_reading_there_is_nothing_to_be_equal_to() -> None:
    judged = judge(claim(0, meter(register(last=None, monthly=None))))

    assert (judged.question, judged.volume, judged.mean) == (None, None, None)
    assert judged.values[0].previous is judged.values[0].previous_date is judged.values[0].volume is None


# 8: too high


def test_high_use_is_asked_with_the_mean() -> None:
    assert judge(claim(12_500)).question is None
    judged = judge(claim(12_501))
    assert (judged.question, judged.mean, judged.flags) == (Question.HIGH, 110_000, (Flag.IMPLAUSIBLE,))
    assert judge(claim(12_501, agreed={Question.HIGH})).question is None


def test_high_is_three_times_the_mean_of_the_consumer() -> None:
    much = meter(register(monthly=600))

    assert judge(claim(13_320, much)).question is None
    assert judge(claim(13_321, much)).question is Question.HIGH


def test_high_grows_with_the_days() -> None:
    much = meter(register(monthly=600))
    day = LAST_DAY + timedelta(days=21)

    assert judge(claim(13_260, much, reading_date=day)).question is None
    assert judge(claim(13_261, much, reading_date=day)).question is Question.HIGH


def test_the_limits_are_the_retailers() -> None:
    policy = ReadingPolicy(high_times=5, high_kwh=40)

    assert judge(claim(12_550, policy=policy)).question is None
    assert judge(claim(12_551, policy=policy)).question is Question.HIGH


def test_high_is_judged_of_all_zones_together() -> None:
    """Day 150 and night 90 in 30 days make 176 in 22; three times that is 528."""
    assert judge(zones(4306 + 520, 2074 + 8)).question is None
    assert judge(zones(4306 + 264, 2074 + 265)).question is Question.HIGH


def test_with_little_known_only_the_fixed_limit_counts() -> None:
    little = meter(register(monthly=None, intervals=(interval(9000, 27),)))

    judged = judge(claim(12_501, little))

    assert (judged.mean, judged.question) == (None, Question.HIGH)
    half = zoned(registers=(register("T1", 4306), register("T2", 2074, monthly=None)))
    assert judge(zones(4806, 2075, half)).mean is None


def test_high_is_judged_by_zone_where_one_has_nothing_to_start_from() -> None:
    half = zoned(registers=(register("T1", 4306), register("T2", None)))

    usual, high = judge(zones(4806, 2075, half)), judge(zones(4807, 2075, half))

    assert (usual.volume, usual.question) == (None, None)
    assert (high.volume, high.question, high.flags) == (None, Question.HIGH, (Flag.IMPLAUSIBLE,))


def test_a_total_beside_zones_is_not_counted_twice() -> None:
    judged = judge(all_three(6540, 4406, 2134, totalled()))

    assert (judged.volume, judged.mean) == (160_000, 220_000)


@pytest.mark.parametrize(
    ("monthly", "mean"), [("0", 0), ("14.31", 10_000), ("14.3175", 10_000), ("14.32", 11_000), ("15", 11_000)]
)
def test_the_mean_is_rounded_half_up_to_whole_kwh(monthly: str, mean: int) -> None:
    """22 of 30 days: 10.494, 10.4995, 10.501 and 11 kWh."""
    known = replace(interval(1), volume=Decimal(monthly))

    assert judge(claim(of=meter(register(intervals=(known,))))).mean == mean


# Questions and flags together


def test_questions_come_in_their_order() -> None:
    waiting = submission(value(at=1))
    many = meter(register("T1", 99_962), register("T2", 2074))
    asked = claim(None, many, typed={"R-T1": 47_000, "R-T2": 3_074_000}, sent=True, waiting=waiting)
    order = []
    while (question := judge(asked).question) is not None:
        order.append(question)
        asked = replace(asked, agreed={*asked.agreed, question})

    assert order == [Question.REPLACE, Question.ROLLOVER, Question.HIGH]
    assert judge(asked).flags == (Flag.ROLLOVER, Flag.IMPLAUSIBLE, Flag.REPLACE)
    same = claim(12_000, sent=True, waiting=waiting, agreed={Question.REPLACE})
    assert judge(same).question is Question.ZERO


def test_what_needs_no_answer_is_flagged_as_well() -> None:
    judged = judge(claim(in_window=False, verification_overdue=True, linked=False))

    assert judged.question is None
    assert judged.flags == (Flag.OUTSIDE, Flag.OVERDUE, Flag.UNLINKED)


def test_refusals_come_in_their_order() -> None:
    """Everything is wrong at once; taking away the first refusal shows the next one."""
    sent = submission(value(at=1), state=State.SENT)
    wrong = claim(
        None,
        totalled(),
        typed={"R-T0": 100_000_000, "R-T1": 4_000_000, "R-T2": 2_074_000},
        closed=CLOSED,
        shut=SHUT,
        reading_date=LAST_DAY,
        sent=True,
        waiting=sent,
    )
    steps: list[tuple[type[DomainError], dict[str, Any]]] = [
        (TooManyDigits, {"typed": {"R-T0": 9_000_000, "R-T1": 4_000_000, "R-T2": 2_074_000}}),
        (MeterClosed, {"closed": None}),
        (WindowClosed, {"shut": None}),
        (BadReadingDate, {"reading_date": TODAY}),
        (AlreadySent, {"waiting": replace(sent, state=State.QUEUED)}),
        (ReadingTooLow, {"typed": {"R-T0": 9_000_000, "R-T1": 4_306_000, "R-T2": 2_074_000}}),
        (ZonesMismatch, {"typed": {"R-T0": 6_380_000, "R-T1": 4_306_000, "R-T2": 2_074_000}}),
    ]
    for kind, change in steps:
        assert type(refusal_of(wrong)) is kind
        wrong = replace(wrong, **change)
    assert judge(wrong).question is Question.REPLACE


# Volumes


def test_ratio_and_losses_make_the_volume() -> None:
    """Golden G11: 54.25 × 40 + 18.60 = 2 188.60."""
    industrial = meter(ratio=400_000, losses=18_600)

    assert volume(industrial, 54_250) == 2_188_600
    judged = judge(
        claim(None, meter(register(digits_frac=2), ratio=400_000, losses=18_600), typed={"R-T0": 12_001_250})
    )
    assert judged.volume == 68_600


def test_a_volume_is_rounded_half_up_to_a_hundredth() -> None:
    assert volume(meter(), 5) == 10
    assert volume(meter(), 4) == 0
    assert volume(meter(ratio=14_999), 10) == 10
    assert volume(meter(ratio=15_000), 10) == 20
    assert volume(meter(ratio=49_999), 1) == 0
    assert volume(meter(ratio=50_000), 1) == 10


@given(st.integers(0, 10**9), st.integers(1, 10**7), st.integers(0, 10**6))
def test_the_volume_is_that_of_the_calculator(counted: int, ratio: int, losses: int) -> None:
    use = Use(
        opening=Decimal(0),
        closing=Decimal(counted).scaleb(-3),
        ratio=Decimal(ratio).scaleb(-4),
        losses=Decimal(losses).scaleb(-3),
    )

    assert Decimal(volume(meter(ratio=ratio, losses=losses), counted)).scaleb(-3) == register_volume(use)


def test_what_is_billed_is_the_zones_or_else_the_total() -> None:
    assert [each.zone for each in billed(totalled().registers)] == ["T1", "T2"]
    assert [each.zone for each in billed(meter().registers)] == ["T0"]
    assert volume_of([value("T0", volume=9), value("T1", volume=3), value("T2", volume=4)]) == 7
    assert volume_of([value("T1", volume=3), value("T2", volume=None)]) is None


@given(last=st.integers(0, 99_999), at=st.integers(0, 99_999))
def test_no_reading_is_lost_between_the_checks(last: int, at: int) -> None:
    """Each value is taken, asked about or refused, and what is taken counts as much as the dial has."""
    of = claim(at, meter(register(last=last)))
    try:
        judged = judge(of)
    except ReadingTooLow:
        assert at < last
        assert at - last + 100_000 > 500
        return
    assert judged.volume == (at - last) % 100_000 * 1000
    assert (judged.question is Question.ROLLOVER) is (at < last)
    assert (judged.question is Question.ZERO) is (at == last)
    assert (judged.question is Question.HIGH) is (at - last > 500)


@given(at=st.integers(12_000, 99_999), more=st.integers(1, 1000))
def test_more_used_is_never_less_suspicious(at: int, more: int) -> None:
    if judge(claim(min(at, 99_999 - more))).question is Question.HIGH:
        assert judge(claim(min(at, 99_999 - more) + more)).question is Question.HIGH

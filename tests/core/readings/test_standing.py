from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from core.period import Period
from core.readings.model import Closed, LastReading, Meter
from core.readings.policy import ReadingPolicy
from core.readings.standing import from_last, in_place, is_overdue, stand, why_closed
from tests.fakes.meters import LAST_DAY, NOVEMBER, TODAY, account_of, meter, own, register, submission, value, zoned

OCTOBER = Period(2026, 10)
SENT_ON = date(2026, 11, 1)


def sent(at: int, **facts: Any) -> Any:
    return own(submission(value(at=at), **{"period": OCTOBER, "reading_date": SENT_ON} | facts))


def last_of(of: Meter) -> LastReading | None:
    return of.registers[0].last


def test_a_newer_reading_of_ours_is_the_last_one() -> None:
    found = last_of(from_last(meter(), [sent(12_090)], NOVEMBER))

    assert found == LastReading(value=12_090_000, date=SENT_ON, source="bot", own=True)


def test_the_newest_of_ours_counts() -> None:
    ours = [sent(12_090), sent(12_095, reading_date=date(2026, 11, 2)), sent(12_050, period=Period(2026, 9))]

    found = last_of(from_last(meter(), ours, NOVEMBER))

    assert found is not None
    assert found.value == 12_095_000


def test_what_the_book_has_of_that_day_or_later_counts_more() -> None:
    for day in (LAST_DAY, LAST_DAY - timedelta(days=1)):
        assert from_last(meter(), [sent(12_090, reading_date=day)], NOVEMBER) == meter()


@pytest.mark.parametrize("period", [NOVEMBER, Period(2026, 12)])
def test_the_reading_of_this_period_is_no_last_one(period: Period) -> None:
    assert from_last(meter(), [sent(12_090, period=period)], NOVEMBER) == meter()


def test_the_reading_of_another_meter_is_none_of_this_one() -> None:
    assert from_last(meter(), [sent(12_090, meter_id="M9")], NOVEMBER) == meter()


def test_a_register_that_was_not_in_it_keeps_its_own() -> None:
    both = meter(register("T0"), register("T1", None))

    found = from_last(both, [sent(12_090)], NOVEMBER)

    assert [each.last and each.last.own for each in found.registers] == [True, None]
    assert last_of(from_last(meter(register(last=None)), [sent(5)], NOVEMBER)) is not None


OPEN = ReadingPolicy()
STRICT = ReadingPolicy(verification_policy="refuse")


@pytest.mark.parametrize(
    ("reason", "of", "policy"),
    [
        (None, meter(), OPEN),
        (None, meter(verification_due=TODAY), STRICT),
        (None, meter(verification_due=TODAY - timedelta(days=1)), OPEN),
        (Closed.UNVERIFIED, meter(verification_due=TODAY - timedelta(days=1)), STRICT),
        (Closed.AUTOMATIC, meter(automatic=True), OPEN),
        (Closed.FAULTY, meter(status="faulty"), OPEN),
        (Closed.NO_REGISTERS, replace(meter(), registers=()), OPEN),
        (Closed.REMOVED, meter(removed_on=TODAY), OPEN),
        (Closed.REMOVED, meter(status="removed"), OPEN),
        (Closed.AUTOMATIC, meter(automatic=True, status="faulty"), OPEN),
    ],
)
def test_why_nothing_can_be_submitted(reason: Closed | None, of: Meter, policy: ReadingPolicy) -> None:
    found = why_closed(of, account_of(of), policy, TODAY)

    assert (found and found.reason) == reason
    assert found is None or (found.serial_no, found.successor, found.successor_id) == (of.serial_no, "", "")


def test_a_replaced_meter_names_the_one_in_its_place() -> None:
    old, new, elsewhere = meter(removed_on=TODAY), zoned(), meter(meter_id="M3", point_id="P3", serial_no="Z3")

    found = why_closed(old, account_of(old, elsewhere, new), OPEN, TODAY)

    assert found is not None
    assert (found.reason, found.serial_no) == (Closed.REPLACED, "CU0012345")
    assert (found.successor, found.successor_id) == ("MT2", "M2")
    alone = why_closed(old, account_of(old, elsewhere, replace(new, status="removed")), OPEN, TODAY)
    assert alone is not None
    assert alone.reason is Closed.REMOVED


def test_nothing_is_submitted_for_a_closed_account() -> None:
    found = why_closed(meter(), account_of(meter(), status="closed"), OPEN, TODAY)

    assert found is not None
    assert found.reason is Closed.ACCOUNT
    assert why_closed(meter(), account_of(meter(), status="disconnected"), OPEN, TODAY) is None


def test_how_things_stand_for_each_meter() -> None:
    ours = [sent(12_090), replace(sent(12_152, period=NOVEMBER), id=7)]
    one, two = stand(account_of(meter(), zoned(automatic=True)), ours, NOVEMBER, OPEN, TODAY)

    assert (one.closed, one.sent) == (None, ours[1])
    assert last_of(one.meter) == LastReading(value=12_090_000, date=SENT_ON, source="bot", own=True)
    assert two.closed is not None
    assert two.sent is None


def test_whether_a_verification_has_run_out_is_asked_of_today() -> None:
    due = meter(verification_due=TODAY)

    for today, closed in ((TODAY, False), (TODAY + timedelta(days=1), True)):
        (one,) = stand(account_of(due), [], NOVEMBER, STRICT, today)
        assert (one.closed is not None) is closed


def test_in_place_and_overdue() -> None:
    assert in_place(meter())
    assert not in_place(meter(removed_on=TODAY))
    assert not is_overdue(meter(), TODAY)

"""On which days a reading may be, and how such a day is typed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.readings.days import DayNotUnderstood, allowed_days, read_day
from core.readings.model import LastReading, Meter, Register
from core.readings.policy import ReadingPolicy

TODAY = date(2026, 11, 22)
POLICY = ReadingPolicy(backdate_days=62)


def meter(last: date | None, installed: date | None = None) -> Meter:
    reading = last and LastReading(value=1, date=last, source="inspector")
    return Meter(
        meter_id="M",
        point_id="P",
        point_name="",
        serial_no="CU1",
        model="",
        ratio=10_000,
        losses=0,
        automatic=False,
        status="active",
        installed_on=installed,
        removed_on=None,
        verification_due=None,
        replacement_due=None,
        registers=(Register(register_id="R", zone="T0", digits_int=5, digits_frac=0, last=reading),),
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15.11.2026", date(2026, 11, 15)),
        (" 15.11.26 ", date(2026, 11, 15)),
        ("15.11", date(2026, 11, 15)),
        ("5.1", date(2026, 1, 5)),
        ("15/11/2026", date(2026, 11, 15)),
        ("15-11-2026", date(2026, 11, 15)),
        ("15 11 2026", date(2026, 11, 15)),
        ("15.11.2026.", date(2026, 11, 15)),
        ("22.11", TODAY),
        ("23.11", date(2025, 11, 23)),
        ("29.02", date(2024, 2, 29)),
        ("30.11.2026", date(2026, 11, 30)),
    ],
)
def test_a_day_as_people_write_it(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    ["", "12345", "вчера", "32.11.2026", "15.13", "29.02.2026", "31.11", "0.5", "15.11.1926", "١٥.11.2026", "1.1.1.1"],
)
def test_what_is_no_day_is_refused_as_it_was_typed(text: str) -> None:
    with pytest.raises(DayNotUnderstood) as refused:
        read_day(text, TODAY)

    assert refused.value.text == text


def test_a_day_must_be_later_than_the_last_reading() -> None:
    assert allowed_days(meter(date(2026, 10, 31)), TODAY, POLICY) == (date(2026, 11, 1), TODAY)


def test_a_day_may_not_be_before_the_meter_or_too_long_ago() -> None:
    assert allowed_days(meter(None, date(2026, 11, 10)), TODAY, POLICY) == (date(2026, 11, 10), TODAY)
    assert allowed_days(meter(date(2026, 1, 1)), TODAY, POLICY) == (TODAY - timedelta(days=62), TODAY)


@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_with_its_year_is_read_back(day: date) -> None:
    assert read_day(day.strftime("%d.%m.%Y"), TODAY) == day


@given(day=st.dates(date(2019, 11, 23), TODAY))
def test_a_day_without_its_year_is_never_to_come(day: date) -> None:
    found = read_day(day.strftime("%d.%m"), TODAY)

    assert found <= TODAY
    assert (found.day, found.month) == (day.day, day.month)

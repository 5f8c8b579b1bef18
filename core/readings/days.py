"""The day on which a meter showed a reading: which days may be named, and how people write one."""

import re
from datetime import date, timedelta

from core.errors import DomainError
from core.readings.model import Meter, as_typed
from core.readings.policy import ReadingPolicy
from core.typed import visible

_DAY = timedelta(days=1)
_TYPED = re.compile(
    r"(?P<day>[0-9]{1,2})[./ -](?P<month>[0-9]{1,2})(?:[./ -](?P<year>20[0-9]{2}|[0-9]{2}))?\.?", re.ASCII
)


class DayNotUnderstood(DomainError):
    """No date, or one that does not exist, as it was typed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = as_typed(text)


def allowed_days(meter: Meter, today: date, policy: ReadingPolicy) -> tuple[date, date]:
    """Return the first and the last day that a reading of this meter may be of, as far as its data are shown."""
    first = [today - timedelta(days=policy.backdate_days)]
    first += [register.last.date + _DAY for register in meter.registers if register.last]
    first += [meter.installed_on] if meter.installed_on else []
    return min(max(first), today), today


def read_day(text: str, today: date) -> date:
    """Return the day in «15.11.2026» or «15.11»: without a year, the latest one that has come.

    :raises DayNotUnderstood
    """
    found = _TYPED.fullmatch(" ".join(visible(text).split()))
    if found is None:
        raise DayNotUnderstood(text)
    day, month, year = int(found["day"]), int(found["month"]), found["year"]
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        return _latest(day, month, today)
    except ValueError as error:
        raise DayNotUnderstood(text) from error


def _latest(day: int, month: int, today: date) -> date:
    """Return the last such day up to today; 29 February may be years ago."""
    for year in range(today.year, today.year - 8, -1):
        if (month, day) == (2, 29) and (year % 4 or (year % 100 == 0 and year % 400)):
            continue
        if date(year, month, day) <= today:
            return date(year, month, day)
    raise ValueError(day, month)

"""The calendar of what is sent again and again: days of Kazakhstan, at the hour of the first time."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from core.clock import ALMATY
from core.period import Period


class Repeats(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"  # a month without the day takes its last one


def latest(first: datetime, repeats: str, now: datetime) -> datetime | None:
    """Return the newest turn that has come, the first time not counted; None: none has."""
    begun, today = first.astimezone(ALMATY), now.astimezone(ALMATY).date()
    for day in _candidates(begun.date(), Repeats(repeats), today):
        turn = datetime.combine(day, begun.time(), ALMATY)
        if turn <= now:
            return turn if day > begun.date() else None
    return None


def _candidates(first: date, repeats: Repeats, today: date) -> tuple[date, date]:
    """Return the turn of today or the nearest before it, and the one before that."""
    if repeats is Repeats.MONTHLY:
        period = Period.of(today)
        newest = _day(period, first.day)
        if newest > today:
            period = period.plus(-1)
            newest = _day(period, first.day)
        return newest, _day(period.plus(-1), first.day)
    step = timedelta(days=1 if repeats is Repeats.DAILY else 7)
    newest = today - (today - first) % step
    return newest, newest - step


def _day(period: Period, number: int) -> date:
    return period.first_day.replace(day=min(number, period.last_day.day))

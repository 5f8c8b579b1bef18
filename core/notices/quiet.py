"""Quiet hours, in minutes of the day of Kazakhstan; they may go over midnight."""

from datetime import datetime, time, timedelta

from core.clock import ALMATY


def quiet_until(now: datetime, quiet: tuple[int, int]) -> datetime | None:
    """Return when the quiet hours that `now` lies in are over; None: something may be sent."""
    first, last = quiet
    local = now.astimezone(ALMATY)
    minute = local.hour * 60 + local.minute
    inside = first <= minute < last if first <= last else minute >= first or minute < last
    if not inside:
        return None
    day = local.date() + timedelta(days=1) if first > last and minute >= first else local.date()
    return datetime.combine(day, time(last // 60, last % 60), ALMATY)

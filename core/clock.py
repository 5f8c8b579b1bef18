from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

ALMATY = ZoneInfo("Asia/Almaty")


def system_clock() -> datetime:
    return datetime.now(UTC)


def today_in_almaty(now: datetime) -> date:
    """Return the calendar day of the trade at `now` (an aware time)."""
    return now.astimezone(ALMATY).date()


class ZoneDataOld(RuntimeError):
    """The start stops with this one line."""


def check_zone() -> None:
    """Refuse zone data older than 2024a: since 2024-03-01 all of Kazakhstan keeps UTC+5.

    :raises ZoneDataOld: the machine would put a reading into the wrong month
    """
    offset = datetime(2025, 1, 1, tzinfo=ALMATY).utcoffset()
    if offset != timedelta(hours=5):
        raise ZoneDataOld(f"Asia/Almaty is UTC{offset} on this machine, not UTC+5: update its tzdata to 2024a or newer")

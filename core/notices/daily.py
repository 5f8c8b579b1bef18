"""The hours of a day in which notices of the calendar begin and end."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from core.clock import ALMATY
from core.notices.policy import NoticePolicy


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeDay:
    """`ends` is where the retailer's quiet hours begin, or midnight where they begin in the morning or never."""

    begins: datetime
    ends: datetime

    @classmethod
    def of(cls, day: date, policy: NoticePolicy) -> Self:
        quiet, hour = policy.quiet_from, policy.hour
        midnight = datetime.combine(day + timedelta(days=1), time(), ALMATY)
        before_quiet = datetime.combine(day, quiet, ALMATY)
        is_quiet_later = quiet > hour and quiet != policy.quiet_to
        return cls(begins=datetime.combine(day, hour, ALMATY), ends=before_quiet if is_quiet_later else midnight)

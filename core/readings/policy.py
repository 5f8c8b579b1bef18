"""What the retailer decides about readings: `[readings]` and `[accounting]` of retailer.toml."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from core.period import Period


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Window(_Part):
    """The days of a month on which readings are taken; `last_day` 31 is the last day of any month.

    A window may cross the end of a month (25 to 5): its days after the first of the month belong to the month before.
    """

    first_day: int = Field(20, ge=1, le=31)
    last_day: int = Field(31, ge=1, le=31)

    @property
    def crosses(self) -> bool:
        return self.first_day > self.last_day

    def is_open(self, day: date) -> bool:
        first, last = self._within(day)
        if self.crosses:
            return day.day <= last or day.day >= first
        return first <= day.day <= last

    def period_of(self, day: date) -> Period:
        """Return the period that a reading written on `day` counts for: outside the window, the next to be billed."""
        period = Period.of(day)
        _, last = self._within(day)
        if self.crosses:
            return period.plus(-1) if day.day <= last else period
        return period if day.day <= last else period.plus(1)

    def days_of(self, period: Period) -> tuple[date, date]:
        """Return the first and the last day of the window of a period."""
        end = period.plus(1) if self.crosses else period
        return _day(period, self.first_day), _day(end, self.last_day)

    def _within(self, day: date) -> tuple[int, int]:
        period = Period.of(day)
        return _day(period, self.first_day).day, _day(period, self.last_day).day


class ReadingPolicy(_Part):
    window: Window = Window()
    branch_windows: dict[str, Window] = Field(default_factory=dict, description="by branch_code, where it differs")
    outside_window: Literal["next", "refuse"] = "next"
    verification_policy: Literal["warn", "refuse"] = "warn"
    verification_warn_days: int = Field(30, ge=0, le=365)
    high_times: int = Field(3, ge=2, le=100, description="times the mean of the consumer")
    high_kwh: int = Field(500, ge=1, le=1_000_000, description="never asked about below it")
    backdate_days: int = Field(62, ge=0, le=366)
    unlinked_per_day: int = Field(5, ge=0, le=100, description="tries of a chat for accounts it has not linked; 0: off")
    draft_days: int = Field(30, ge=1, le=366)

    def window_of(self, branch_code: str) -> Window:
        return self.branch_windows.get(branch_code, self.window)


class AccountingPolicy(_Part):
    """How confirmed readings are handed over; the address itself is a setting of the machine."""

    per_second: float = Field(20.0, gt=0, le=1000, description="readings handed over in a second, at most")
    resend_hours: int = Field(24, ge=1, le=720, description="a registry row without an answer is sent again after it")
    breaker_failures: int = Field(5, ge=1, le=1000)
    breaker_seconds: float = Field(30.0, gt=0, le=3600)


def _day(period: Period, number: int) -> date:
    """Return that day of a month, or its last day where it has fewer."""
    last = period.plus(1).first_day.toordinal() - period.first_day.toordinal()
    return period.first_day.replace(day=min(number, last))

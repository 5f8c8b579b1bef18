"""By when the office answers: `[appeals]` of retailer.toml, and the working days of Kazakhstan."""

import math
from datetime import date, timedelta

import holidays
from pydantic import BaseModel, ConfigDict, Field

from core.support.model import Kind

_ONE_DAY = timedelta(days=1)
_MANY_YEARS = 3  # no term is longer
_REMIND_AT = 0.7  # of the term


class Term(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    days: int = Field(ge=1, le=365)
    working: bool = Field(description="working days of Kazakhstan; else days of the calendar")


CLAIM = Term(days=10, working=False)  # a claim of a consumer: law 274-IV, article 42-4
OTHERWISE = Term(days=15, working=True)  # any other appeal: the Administrative Procedure Code, article 76


class AppealPolicy(BaseModel):
    """The term of each kind under its own name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    profile_change: Term = OTHERWISE
    reception: Term = OTHERWISE
    dispute: Term = CLAIM
    feedback: Term | None = Field(None, description="without one a suggestion is thanked for and has no due day")
    owner_change: Term = OTHERWISE
    other: Term = OTHERWISE
    profile_delay_hours: int = Field(24, ge=0, le=24 * 14, description="how long a change of the profile is held back")
    paper_megabytes: int = Field(20, ge=1, le=2000, description="the largest photo or document with an appeal")
    days_off: tuple[date, ...] = Field((), description="further days on which the office does not work")

    def term(self, kind: Kind) -> Term | None:
        found: Term | None = getattr(self, kind)
        return found

    def due_on(self, kind: Kind, registered_on: date) -> date | None:
        """Return the last day on which an appeal is answered in time; the day of registration does not count."""
        term = self.term(kind)
        return None if term is None else self._after(registered_on, term.days, working=term.working)

    def remind_on(self, kind: Kind, registered_on: date) -> date | None:
        """Return the day on which seven tenths of the term are over."""
        term = self.term(kind)
        if term is None:
            return None
        return self._after(registered_on, math.ceil(term.days * _REMIND_AT), working=term.working)

    def last_before_work(self, day: date) -> date:
        """Return this day, or the last of the days off behind it: a term that ends by then has its last working day."""
        while not self.is_worked(day + _ONE_DAY):
            day += _ONE_DAY
        return day

    def is_worked(self, day: date) -> bool:
        known = holidays.country_holidays("KZ", years=day.year)
        return known.is_working_day(day) and day not in self.days_off

    def _after(self, day: date, days: int, *, working: bool) -> date:
        if not working:
            return day + timedelta(days=days)
        years = range(day.year, day.year + _MANY_YEARS)
        known, left = holidays.country_holidays("KZ", years=years), days
        while left:
            day += _ONE_DAY
            left -= known.is_working_day(day) and day not in self.days_off
        return day

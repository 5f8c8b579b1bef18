"""By when the office answers: `[appeals]` of retailer.toml, and the working days of Kazakhstan."""

from datetime import date, timedelta

import holidays
from pydantic import BaseModel, ConfigDict, Field

from core.support.model import Kind

_ONE_DAY = timedelta(days=1)
_MANY_YEARS = 3  # no term is longer


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
    profile_delay_hours: int = Field(24, ge=0, le=24 * 14, description="how long a change of the profile is held back")
    days_off: tuple[date, ...] = Field((), description="further days on which the office does not work")

    def due_on(self, kind: Kind, registered_on: date) -> date:
        """Return the last day on which an appeal is answered in time; the day of registration does not count."""
        term: Term = getattr(self, kind)
        if not term.working:
            return registered_on + timedelta(days=term.days)
        years = range(registered_on.year, registered_on.year + _MANY_YEARS)
        known, day, left = holidays.country_holidays("KZ", years=years), registered_on, term.days
        while left:
            day += _ONE_DAY
            left -= known.is_working_day(day) and day not in self.days_off
        return day

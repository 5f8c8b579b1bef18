"""How much energy an account has used, month by month and reading by reading.

Readings and volumes are thousandths (of a kWh), a ratio is 1/10000. Zones: T0 total, T1 day, T2 night, T3 peak.
"""

from dataclasses import dataclass
from datetime import date

from core.accounts.model import LinkedAccount
from core.marks import mark_of
from core.period import Period
from core.usage.rounding import mean_of

MOST_MONTHS = 36
YEAR = 12
ESTIMATE = "estimate"
_KWH = {"kwh", "квтч", "квтсағ"}  # as packages write it, but for dots and spaces


def is_energy(unit: str, *, metered: bool | None) -> bool:
    """Return whether the volumes of a service are kWh; where its unit is not said, those of a metered one are."""
    letters = "".join(sign for sign in unit.casefold() if sign.isalpha())
    return letters in _KWH if letters else metered is not False


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A metering point with the meters that hang or hung there."""

    point_id: str
    name: str  # empty: not given, or not to be shown at level 1
    serials: tuple[str, ...]  # those in place first

    @property
    def mark(self) -> str:
        """Return the place as a button names it."""
        return mark_of(self.point_id)


@dataclass(frozen=True, kw_only=True, slots=True)
class UsageMonth:
    period: Period
    volume: int | None  # None: nothing is known of it
    estimated: bool = False  # charged by average or norm, averaged over a longer time, or known in part
    zones: tuple[tuple[str, int], ...] = ()  # of a meter that counts by zones
    corrected: int = 0  # what recalculations have added, contained in `volume`


@dataclass(frozen=True, kw_only=True, slots=True)
class SoFar:
    """The month after the last known one, as far as readings go."""

    period: Period
    volume: int
    until: date
    estimated: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Usage:
    """`months` begin and end with known ones; one without data between them is there, too."""

    account: LinkedAccount
    has_others: bool  # more accounts are linked to this chat
    as_of: date | None  # the day of the data
    places: tuple[Place, ...]
    place: Place | None  # None: all of them together
    months: tuple[UsageMonth, ...]
    so_far: SoFar | None
    year: int | None  # the calendar year asked for; None: the last twelve months
    has_readings: bool

    @property
    def newest(self) -> UsageMonth | None:
        """Return the last known month of those that are shown."""
        return next((each for each in reversed(self.shown) if each.volume is not None), None)

    @property
    def shown(self) -> tuple[UsageMonth, ...]:
        """Return the twelve months of the picture; none where nothing is known at all."""
        return self._twelve(0)

    @property
    def before(self) -> tuple[UsageMonth, ...]:
        """Return the same months a year earlier."""
        return self._twelve(-YEAR)

    @property
    def years(self) -> tuple[int, ...]:
        """Return the calendar years that something is known of, the newest first."""
        return tuple(sorted({each.period.year for each in self.months if each.volume is not None}, reverse=True))

    @property
    def mean(self) -> int | None:
        """Return the mean of the months shown that are known, in whole kWh or, below ten, in tenths; one has none."""
        known = [each.volume for each in self.shown if each.volume is not None]
        return mean_of(known) if len(known) > 1 else None

    @property
    def total(self) -> int:
        """Return what was used in the months shown, as far as they are known."""
        return sum(each.volume or 0 for each in self.shown)

    @property
    def year_ago(self) -> UsageMonth | None:
        """Return the month a year before the newest one, if it is known."""
        return self.month_before(YEAR)

    def month_before(self, months: int) -> UsageMonth | None:
        """Return the month so many before the newest one, if it is known."""
        if self.newest is None:
            return None
        found = self._found(self.newest.period.plus(-months))
        return found if found.volume is not None else None

    def _twelve(self, shift: int) -> tuple[UsageMonth, ...]:
        if not self.months:
            return ()
        first = Period(self.year, 1) if self.year else self.months[-1].period.plus(1 - YEAR)
        return tuple(self._found(first.plus(shift + each)) for each in range(YEAR))

    def _found(self, period: Period) -> UsageMonth:
        found = (each for each in self.months if each.period == period)
        return next(found, UsageMonth(period=period, volume=None))


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryReading:
    """One reading of one register."""

    point_id: str
    serial_no: str
    zone: str
    day: date
    value: int
    source: str  # bot, web, phone, inspector, askue, estimate, install, removal, verify or another: an open list
    accepted: bool
    volume: int | None  # used since the reading before; None: there is none, or it does not follow from it
    rolled_over: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """A page of the readings of an account or of one place: place by place, the newest first."""

    account: LinkedAccount
    places: tuple[Place, ...]
    place: Place | None
    readings: tuple[HistoryReading, ...]
    page: int
    pages: int

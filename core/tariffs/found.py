"""Where a calculation stands: what is known of it, what it still needs, and what it comes to."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from core.accounts.model import LinkedAccount
from core.readings.model import Meter
from core.tariffs.asked import Asked, Question, Unit
from core.tariffs.model import Calculation, Household, NormPolicy, Use


@dataclass(frozen=True, kw_only=True, slots=True)
class Dial:
    """One number that is asked for; `last` is the reading that it starts from, None: it is typed as well."""

    zone: str
    last: Decimal | None = None
    digits_int: int | None = None
    digits_frac: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Forecast:
    """The month of the closing day, should it go on at the pace of the period."""

    month: date  # its first day
    volume: Decimal
    total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    calculation: Calculation
    uses: tuple[Use, ...]
    norms: NormPolicy
    forecast: Forecast | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """Where a calculation stands: `question` is what it still needs, then `result` is None."""

    asked: Asked
    account: LinkedAccount | None  # None: nobody's
    others: int  # so many more accounts are linked
    legal: bool
    own: Household | None  # the account's, on the closing day
    unit: Unit
    may_read: bool  # readings can be calculated with
    household: Household  # that is calculated with
    groups: tuple[str, ...]
    schemes: tuple[str, ...]
    matters: frozenset[str]  # what the price depends on: stove, benefit, residents
    meters: tuple[Meter, ...]
    meter: Meter | None
    read_on: date | None  # the day of the last reading
    dials: tuple[Dial, ...]
    opened: date
    closed: date
    first_day: date  # that the closing reading may be of
    last_day: date
    earliest: date  # that any reading may be of
    today: date
    question: Question | None
    result: Result | None = field(default=None)

    @property
    def changed(self) -> frozenset[str]:
        """Return what differs from the account's own data."""
        if self.own is None:
            return frozenset()
        names = {"scheme": "tariff_scheme"} | {name: name for name in ("stove", "benefit", "residents")}
        own, now = self.own.known, self.household.known
        return frozenset(name for name, place in names.items() if getattr(own, place) != getattr(now, place))

    @property
    def missing(self) -> tuple[Dial, ...]:
        """Return the dials that have no number yet."""
        given = {number.zone for number in self.asked.numbers}
        return tuple(dial for dial in self.dials if dial.zone not in given)

    @property
    def before_closed(self) -> date:
        return self.closed - timedelta(days=1)

    @property
    def by_meter(self) -> bool:
        """Say whether the period begins with the last reading of a meter."""
        return self.meter is not None and self.unit is Unit.READINGS

    @property
    def can_send(self) -> bool:
        """Say whether the numbers are a reading of a meter that might be submitted as it is."""
        return self.by_meter and self.result is not None and self.closed <= self.today

    @property
    def as_metered(self) -> bool:
        """Say whether it is a reading of the account's own meter, calculated with the account's own data."""
        return self.can_send and not self.changed

"""What the calculator is asked, what it asks in return, and what it shows."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.accounts.model import LinkedAccount
from core.errors import DomainError
from core.readings.model import Meter
from core.tariffs.model import Calculation, Household, NormPolicy, Use

MOST_RESIDENTS = 99


class Unit(StrEnum):
    """What the typed numbers are."""

    READINGS = "readings"
    KWH = "kwh"


class Question(StrEnum):
    """What has to be known before anything can be calculated, in this order."""

    METER = "meter"
    GROUP = "group"
    SCHEME = "scheme"
    STOVE = "stove"
    BENEFIT = "benefit"
    RESIDENTS = "residents"
    NUMBERS = "numbers"
    ROLLOVER = "rollover"  # has the dial passed zero?


class TariffsUnknown(DomainError):
    """The accounting system has delivered no tariff book yet, or none for these days."""


class DayOutside(DomainError):
    def __init__(self, given: date, first: date, last: date) -> None:
        super().__init__()
        self.given = given
        self.first = first
        self.last = last


class ResidentsOutOfRange(DomainError):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text[:40]
        self.most = MOST_RESIDENTS


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """What was typed for a register: kWh, or its closing reading; `opening` where nobody knows it otherwise."""

    zone: str
    value: Decimal
    opening: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Everything that may be chosen. What is empty is as the account has it; without an account it is asked for."""

    link_id: int | None = None  # None: nobody's account
    meter_id: str = ""
    group: str = ""
    scheme: str = ""
    stove: str = ""
    benefit: str = ""
    residents: int | None = None
    opened: date | None = None
    closed: date | None = None
    unit: Unit | None = None  # None: readings where there is a meter to read
    numbers: tuple[Number, ...] = ()
    rollover: bool = False

    def dated(self, day: date, *, opening: bool) -> "Asked":
        """Return it with another day; an opening one that would not be before the closing one is let go."""
        if opening:
            return replace(self, opened=day)
        return replace(self, closed=day, opened=self.opened if self.opened and self.opened < day else None)


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
    first_day: date
    last_day: date
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
    def can_send(self) -> bool:
        """Say whether the numbers are a reading of a meter that might be submitted as it is."""
        return self.meter is not None and self.unit is Unit.READINGS and self.result is not None

"""What a calculation is made of, and what comes out of it.

kWh are Decimals with two places, money is whole tiyn, prices are tenge per kWh, rates of VAT are per cent. Zones:
T0 total, T1 day, T2 night, T3 peak. A period goes from the day of one reading (`opened`) to that of another
(`closed`); its energy is used on the days after `opened` up to and including `closed`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from core.errors import DomainError
from core.tariffs.book import ANY as ANY
from core.tariffs.book import Household as Household
from core.tariffs.book import LevelsBroken as LevelsBroken
from core.tariffs.book import NoTariff as NoTariff
from core.tariffs.book import Rate as Rate
from core.tariffs.book import TariffBook as TariffBook

TOTAL = "T0"


class PeriodEmpty(DomainError):
    """The closing reading is not of a later day than the opening one."""

    def __init__(self, opened: date, closed: date) -> None:
        super().__init__()
        self.opened = opened
        self.closed = closed


class ReadingBelowOpening(DomainError):
    """The closing reading is lower, and the dial has not gone over zero, or may not have."""

    def __init__(self, previous: Decimal, zone: str) -> None:
        super().__init__()
        self.previous = previous
        self.zone = zone


class TooLittleHistory(DomainError):
    """The accepted readings span too few days to take an average from."""

    def __init__(self, days: int, needed: int) -> None:
        super().__init__()
        self.days = days
        self.needed = needed


@dataclass(frozen=True, kw_only=True, slots=True)
class NormPolicy:
    """How a monthly norm becomes the norm of so many days: whole between two bounds, by the day outside them."""

    base_days: Decimal
    full_from: int
    full_to: int | None  # None: no bound

    def factor(self, days: int) -> Fraction:
        if days >= self.full_from and (self.full_to is None or days <= self.full_to):
            return Fraction(1)
        return days / Fraction(self.base_days)


AES2013 = NormPolicy(base_days=Decimal("30.5"), full_from=30, full_to=None)
PRORATA = NormPolicy(base_days=Decimal("30.5"), full_from=28, full_to=31)
POLICIES: Mapping[str, NormPolicy] = MappingProxyType({"aes2013": AES2013, "prorata": PRORATA})


@dataclass(frozen=True, kw_only=True, slots=True)
class Use:
    """What one register counted over the period: by two readings, or as a volume that needs no ratio and no losses.

    :raises ValueError: neither of the two is given, or a number is negative
    """

    zone: str = TOTAL
    opening: Decimal | None = None
    closing: Decimal | None = None
    volume: Decimal | None = None
    ratio: Decimal = Decimal(1)
    losses: Decimal = Decimal(0)
    digits_int: int | None = None
    rollover: bool = False  # the consumer has confirmed that the dial went over zero

    def __post_init__(self) -> None:
        if self.volume is None and (self.opening is None or self.closing is None):
            raise ValueError("a volume, or an opening and a closing reading")
        numbers = (self.opening, self.closing, self.volume, self.ratio, self.losses)
        if any(number is not None and number < 0 for number in numbers):
            raise ValueError("a number below zero")


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """What is to be calculated.

    `households` are dated states in any order; days before the first one are as if it had begun earlier. `uses` must
    not count the same energy twice: where a meter has zones, its total stays out.

    :raises ValueError: no household
    """

    households: tuple[Household, ...]
    uses: tuple[Use, ...]
    opened: date
    closed: date
    policy: NormPolicy = PRORATA
    legal: bool = False

    def __post_init__(self) -> None:
        if not self.households:
            raise ValueError("no household")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """`volume` × `price` = `amount`; for a legal entity both are without VAT.

    `vat_amount` is the line's own; that of the whole is rounded once for each rate (`Calculation.groups`).
    """

    date_from: date  # the first day of use, not that of the reading
    date_to: date
    days: int
    zone: str
    level: int  # 0: none
    volume: Decimal
    price: Decimal
    vat_rate: Decimal
    amount: int
    vat_amount: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Threshold:
    level: int
    upto: Decimal | None  # kWh in the segment, the bound included; None: no limit


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """Days in a row with one household and one version of the tariff, and what a register counted on them."""

    date_from: date
    date_to: date
    days: int
    zone: str
    volume: Decimal
    thresholds: tuple[Threshold, ...]  # empty: no levels
    household: Household  # what was not known filled in
    rates: tuple[Rate, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class VatGroup:
    """The lines of one rate of VAT together."""

    vat_rate: Decimal
    amount: int
    vat_amount: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Left:
    """So many kWh may still be used in the period before the next level begins."""

    level: int
    volume: Decimal
    price: Decimal
    next_price: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Calculation:
    """A preliminary calculation, not a bill."""

    days: int
    volume: Decimal
    lines: tuple[Line, ...]  # nothing used: none
    segments: tuple[Segment, ...]
    groups: tuple[VatGroup, ...]
    total: int  # VAT included
    vat: int  # the sum of the groups
    left: Left | None  # None: no levels, or the last one has been reached everywhere


@dataclass(frozen=True, kw_only=True, slots=True)
class Interval:
    """What was used between two accepted readings."""

    date_from: date  # of the one reading
    date_to: date  # of the other
    volume: Decimal

    @property
    def days(self) -> int:
        return (self.date_to - self.date_from).days

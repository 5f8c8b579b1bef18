"""Why one month costs more than another: the difference of what was charged, split into parts that add up to it.

What is explained is what was charged: accrued + corrections + penalty. Sums are tiyn, volumes thousandths, prices
1/10000 tenge; fractions of them are exact and are rounded once, where a part becomes a sum.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from core.accounts.model import LinkedAccount
from core.balance.model import ESTIMATES, Amounts, Service
from core.errors import DomainError
from core.period import Period
from core.tariffs.model import TOTAL, Household


class NothingToCompare(DomainError):
    """Fewer than two months have been charged so far."""


class NothingCharged(DomainError):
    """One of the two months has no data, or has not been charged yet."""

    def __init__(self, period: Period) -> None:
        super().__init__()
        self.period = period


class SameMonth(DomainError):
    """A month is compared with itself."""

    def __init__(self, period: Period) -> None:
        super().__init__()
        self.period = period


class Kind(StrEnum):
    """What a part comes from, in the order in which the parts are told."""

    DAYS = "days"  # the period is longer or shorter
    USE = "use"  # volume per day
    ESTIMATE = "estimate"  # charged without a reading, or a reading that settles it later
    ZONES = "zones"  # shares of day, night and peak
    LEVEL = "level"  # shares of the levels
    HOUSEHOLD = "household"  # residents, stove, benefit: norms, or prices that go by them
    PRICE = "price"  # another tariff
    SERVICE = "service"  # a service that is not split further
    CORRECTION = "correction"
    PENALTY = "penalty"
    OTHER = "other"  # the data do not tell it apart


@dataclass(frozen=True, kw_only=True, slots=True)
class ChargedLine:
    """One line of a charge, as it is taken apart."""

    service: Service
    period: Period
    point_id: str
    register_id: str
    method: str  # meter | average | norm | fixed | empty: not said
    level: int = 0  # 0: none
    zone: str = TOTAL
    since: date | None = None
    until: date | None = None
    counted: int | None = None  # by its two readings; None: it has none
    volume: int | None = None
    price: int | None = None  # VAT included
    amount: int

    @property
    def is_estimated(self) -> bool:
        return self.method in ESTIMATES

    @property
    def days(self) -> frozenset[int]:
        """Return the days of use by their numbers: those after the first reading up to the second."""
        if self.since is None or self.until is None:
            return frozenset()
        return frozenset(range(self.since.toordinal() + 1, self.until.toordinal() + 1))


@dataclass(frozen=True, kw_only=True, slots=True)
class Recalculation:
    period: Period
    amount: int
    reason: str  # as the accounting system words it; empty: not said


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A line of a formula: `volume` × `price`, or × (`price` − `old_price`)."""

    zone: str = TOTAL
    level: int = 0
    volume: Fraction
    price: Fraction
    old_price: Fraction | None = None

    @property
    def amount(self) -> Fraction:
        return worth(self.volume, self.price - (self.old_price or 0))


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What the parts of a service rest on; pairs are of the earlier and the later month."""

    days: tuple[int | None, int | None] = (None, None)  # None: not said for every line
    volumes: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))  # without what settles an earlier estimate
    price: Fraction | None = None  # the mean one of the earlier month
    estimated: tuple[str, str] = ("", "")  # average | norm; empty: by readings
    settles: tuple[bool, bool] = (False, False)  # the month settles an earlier estimate
    households: tuple[Household | None, Household | None] = (None, None)
    steps: Mapping[Kind, tuple[Step, ...]] = field(default_factory=dict)
    new_plan: bool = False  # another tariff plan: by levels or zones in one of the months only
    together: frozenset[Kind] = frozenset()  # factors that cannot be told apart: they stand in `OTHER`
    no_lines: tuple[bool, bool] = (False, False)  # nothing says what the sum of the month is made of


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    kind: Kind
    amount: int
    service: Service | None = None  # None: of all together
    facts: Facts = field(default_factory=Facts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One of the two months."""

    period: Period
    amounts: Amounts

    @property
    def charged(self) -> int:
        return self.amounts.accrued + self.amounts.corrections + self.amounts.penalty


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """`parts` add up to `difference`, whatever the data are."""

    account: LinkedAccount
    service: Service | None  # None: all of them
    services: tuple[Service, ...]
    earlier: Side
    later: Side
    parts: tuple[Part, ...]
    facts: tuple[Facts, ...]  # of every service that was split, with parts or without
    recalculations: tuple[Recalculation, ...]

    @property
    def difference(self) -> int:
        return self.later.charged - self.earlier.charged

    @property
    def mark(self) -> str:
        return self.service.mark if self.service else ""

    @property
    def main(self) -> tuple[Part, ...]:
        """Return what the difference comes from most of all: its largest part, and one at least half as large.

        Both go the way of the difference; where there is none, there are none.
        """
        found = self._going(self.difference)[:2]
        return tuple(each for each in found if 2 * _size(each) >= _size(found[0]))

    @property
    def against(self) -> Part | None:
        """Return the largest part that goes the other way, if it weighs at least a quarter of the main one."""
        main, others = self.main, self._going(-self.difference)
        return others[0] if main and others and 4 * _size(others[0]) >= _size(main[0]) else None

    def _going(self, way: int) -> list[Part]:
        """Return the parts of one sign, the largest first."""
        return sorted((each for each in self.parts if each.amount * way > 0), key=_size, reverse=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class ChargedMonths:
    """What may be compared: the services, and the months that have been charged."""

    account: LinkedAccount
    services: tuple[Service, ...]
    periods: frozenset[Period]


def worth(volume: Fraction | int, price: Fraction | int) -> Fraction:
    """Return the tiyn of so many thousandths at so many 1/10000 tenge, not rounded."""
    return Fraction(volume) * Fraction(price) / 100_000


def _size(part: Part) -> int:
    return abs(part.amount)

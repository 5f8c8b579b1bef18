"""An alternative invoice: a bill that the consumer forms himself, from his own reading or for a sum that he names.

Sums are tiyn; above zero is a debt. It is preliminary and replaces no bill; no reading is submitted with it.
"""

from dataclasses import dataclass
from datetime import date

from core.accounts.model import LinkedAccount
from core.billing.model import BilledService
from core.errors import DomainError
from core.papers.model import Made
from core.period import Period
from core.readings.model import Meter
from core.tariffs.asked import Asked
from core.tariffs.found import Look


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What the consumer has said so far: numbers of a meter (`asked`), or a sum of his own; `mark` is of the meter."""

    link_id: int
    mark: str = ""
    asked: Asked | None = None  # None: his own sum
    amount: int | None = None  # None: not said yet


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """What is owed before the invoice, for the services that it is about."""

    balance: int
    period: Period  # the newest month with a balance; without any the month of now
    paid_until: date | None  # payments are counted up to this day
    services: tuple[BilledService, ...]
    replaced: int = 0  # accrued already for the same days, and left out of `balance`


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """Where an alternative invoice begins; of several meters one is chosen first."""

    account: LinkedAccount
    meters: tuple[Meter, ...]
    meter: Meter | None
    can_read: bool  # the meter has a reading to start from, and prices are known
    opening: Opening

    @property
    def must_choose(self) -> bool:
        return self.meter is None and len(self.meters) > 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """An invoice as far as it is known; nothing of it is on record yet."""

    account: LinkedAccount
    wanted: Wanted
    meter: Meter | None
    look: Look | None  # None: by his own sum
    opening: Opening

    @property
    def accrued(self) -> int | None:
        """Return what the reading comes to; None: it is not known yet, or there is none."""
        return self.look.result.calculation.total if self.look and self.look.result else None

    @property
    def amount(self) -> int | None:
        """Return the sum of the invoice; below zero the overpayment covers it. None: not known yet."""
        if self.look is None:
            return self.wanted.amount
        return None if self.accrued is None else self.opening.balance + self.accrued

    @property
    def due(self) -> int:
        return max(0, self.amount or 0)

    @property
    def left(self) -> int:
        """Return what a sum of his own leaves of the debt."""
        return max(0, self.opening.balance - (self.wanted.amount or 0)) if self.look is None else 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Formed:
    """An alternative invoice that is on record."""

    proposal: Proposal
    made: Made


class AlternativeOff(DomainError):
    """The retailer has switched alternative invoices off."""


class AlternativeGone(DomainError):
    """What was begun is forgotten: another invoice, or something else, has begun since."""

    def __init__(self, link_id: int = 0) -> None:
        super().__init__()
        self.link_id = link_id


class NoReadingToStartFrom(DomainError):
    """There is nothing that a reading could be calculated with; a sum of his own remains."""

    def __init__(self, link_id: int, mark: str) -> None:
        super().__init__()
        self.link_id = link_id
        self.mark = mark


class NotTaken(DomainError):
    """What was typed will not do; what was right before it still stands. `why` is the calculator's refusal."""

    def __init__(self, why: DomainError) -> None:
        super().__init__()
        self.why = why


class SumNotUnderstood(DomainError):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text[:40].encode(errors="replace").decode()


class SumOutOfRange(DomainError):
    """Nothing at all, or more than an invoice may be made for."""

    def __init__(self, given: int, most: int) -> None:
        super().__init__()
        self.given = given
        self.most = most

"""What was charged and paid between a supplier and a payer, document by document. All sums are tiyn.

Debit raises what the payer owes, credit lowers it; a balance above zero is his debt.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.accounts.model import LinkedAccount
from core.balance.model import Service
from core.errors import DomainError
from core.period import Period

EntryKind = Literal["accrual", "correction", "penalty", "payment", "refund"]
# What of a month does not agree: its own sum; with the month before; with the documents of one kind; or it is missing.
BrokenPart = Literal["balance", "carried", "accrued", "corrections", "paid", "missing"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A metering point; at level 1 its name is empty."""

    point_id: str
    name: str
    serials: tuple[str, ...]  # of its meters, those in place first


@dataclass(frozen=True, kw_only=True, slots=True)
class Settlement:
    """What one balance settles: a service of a supplier, used at these metering points."""

    service: Service
    points: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One document of an act; `amount` above zero is debit, below zero credit."""

    day: date
    kind: EntryKind
    period: Period
    amount: int
    point: str = ""  # which the accrual is of
    words: str = ""  # reason of a correction, channel of a payment; as delivered
    number: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """Whole months from `first` to `last`: opening + debit − credit = closing."""

    first: Period
    last: Period
    opening: int
    entries: tuple[Entry, ...]
    closing: int
    paid_until: date | None

    @property
    def debit(self) -> int:
        return sum(max(each.amount, 0) for each in self.entries)

    @property
    def credit(self) -> int:
        return sum(max(-each.amount, 0) for each in self.entries)


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the data do not agree; `difference` is what is said less what it is made of."""

    period: Period
    part: BrokenPart
    difference: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """What an act may be asked for; `periods` are the months of the chosen settlement that are over."""

    account: LinkedAccount
    settlements: tuple[Settlement, ...]
    chosen: Settlement | None
    periods: frozenset[Period]


class ActRefused(DomainError):
    """The data contradict themselves, so an act of them would be wrong."""

    def __init__(self, link_id: int, service: str, broken: Break) -> None:
        super().__init__()
        self.link_id = link_id
        self.service = service
        self.broken = broken

"""What has been paid for an account. Sums are tiyn; below zero, money was given back."""

from dataclasses import dataclass
from datetime import date

from core.accounts.model import LinkedAccount
from core.balance.model import Months, Service, Span
from core.errors import DomainError
from core.marks import mark_of
from core.period import Period

_DAY, _MINUTES = len("2026-11-22"), slice(len("2026-11-22T"), len("2026-11-22T18:40"))


def day_of(paid_at: str) -> date:
    return date.fromisoformat(paid_at[:_DAY])


def mark_of_payment(paid_at: str, doc_no: str) -> str:
    """Return a payment as a button names it, among those of its day."""
    return mark_of(paid_at, doc_no)


@dataclass(frozen=True, kw_only=True, slots=True)
class PaidPart:
    """What one payment paid for one service."""

    service: Service
    amount: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Payment:
    """One payment, whatever it was divided into: the rows of one moment and one document number."""

    paid_at: str  # 2026-11-22 or 2026-11-22T18:40:00 of Kazakhstan, as delivered
    posted_on: date | None  # day on which the retailer counted it
    channel: str  # bank, terminal, cash desk; empty: not said
    doc_no: str  # empty: not said
    parts: tuple[PaidPart, ...]

    @property
    def day(self) -> date:
        return day_of(self.paid_at)

    @property
    def time(self) -> str:
        """Return «18:40»; empty: only the day is known."""
        return self.paid_at[_MINUTES]

    @property
    def amount(self) -> int:
        return sum(part.amount for part in self.parts)

    @property
    def is_nothing(self) -> bool:
        """Return whether no money was moved: an entry of 0.00, as accounting systems keep them."""
        return not any(part.amount for part in self.parts)

    @property
    def mark(self) -> str:
        """Return the payment as a button names it, among those of its day."""
        return mark_of_payment(self.paid_at, self.doc_no)


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentList:
    """The payments of a span of months, the newest first."""

    account: LinkedAccount
    has_others: bool  # more accounts are linked to this chat
    asked: Span
    span: Months | None  # the months that were meant; None: nothing has ever been paid
    payments: tuple[Payment, ...]

    @property
    def total(self) -> int:
        return sum(each.amount for each in self.payments)


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentOfAccount:
    account: LinkedAccount
    payment: Payment

    @property
    def month(self) -> Period:
        return Period.of(self.payment.day)


class NoSuchPayment(DomainError):
    """Old or forged: the account has no such payment (any more)."""

"""What an account owes: now, month by month, and what a month's charge is made of. All sums are tiyn.

A balance above zero is a debt, below zero an overpayment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from core.accounts.model import LinkedAccount
from core.errors import DomainError
from core.marks import mark_of
from core.period import Period


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """What is supplied and by whom; an account has one balance for each."""

    service_code: str
    supplier_code: str
    name_kk: str
    name_ru: str
    name_en: str
    supplier_kk: str
    supplier_ru: str
    unit: str  # of its volumes, as delivered; empty: not said

    @property
    def mark(self) -> str:
        """Return the service as a button names it."""
        return mark_of(self.service_code, self.supplier_code)

    def name(self, language: str) -> str:
        name = {"kk": self.name_kk, "ru": self.name_ru}.get(language, self.name_en)
        return "".join(sign for sign in name if sign.isprintable()).strip() or self.service_code

    def supplier(self, language: str) -> str:
        return self.supplier_kk if language == "kk" else self.supplier_ru


@dataclass(frozen=True, kw_only=True, slots=True)
class Amounts:
    """One month: opening + accrued + corrections + penalty − paid = closing."""

    opening: int = 0
    accrued: int = 0
    corrections: int = 0
    penalty: int = 0
    paid: int = 0
    closing: int = 0

    @property
    def unexplained(self) -> int:
        """Return by how much the closing balance differs from what it is made of; 0 in sound data."""
        return self.closing - (self.opening + self.accrued + self.corrections + self.penalty - self.paid)

    def __add__(self, other: Self) -> Self:
        return type(self)(
            opening=self.opening + other.opening,
            accrued=self.accrued + other.accrued,
            corrections=self.corrections + other.corrections,
            penalty=self.penalty + other.penalty,
            paid=self.paid + other.paid,
            closing=self.closing + other.closing,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class ServiceBalance:
    """The newest month of one service."""

    service: Service
    period: Period
    amounts: Amounts
    advance: int
    penalty_forecast: int | None  # None: the accounting system gives none
    paid_until: date | None  # payments are counted up to this day


def counted_until(services: Sequence[ServiceBalance]) -> date | None:
    """Return the day up to which the payments of every service are counted.

    One that ended earlier with nothing open says nothing of today.
    """
    newest = max((each.period for each in services), default=None)
    going_on = (each for each in services if each.period == newest or each.amounts.closing)
    return min((each.paid_until for each in going_on if each.paid_until), default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountStatus:
    """What an account owes by the newest data; `period` is None as long as no balance was delivered."""

    account: LinkedAccount
    has_others: bool  # more accounts are linked to this chat
    as_of: date | None  # the day of the data
    period: Period | None
    services: tuple[ServiceBalance, ...]

    @property
    def debt(self) -> int:
        """Return what is owed; an overpayment to one supplier pays no debt to another."""
        return sum(max(each.amounts.closing, 0) for each in self.services)

    @property
    def overpayment(self) -> int:
        return sum(max(-each.amounts.closing, 0) for each in self.services)

    @property
    def month(self) -> Amounts:
        """Return the newest month over all services; one that ended earlier adds what is still open."""
        return sum((self.of_month(each) for each in self.services), Amounts())

    @property
    def advance(self) -> int:
        return sum(each.advance for each in self.services)

    @property
    def penalty_forecast(self) -> int | None:
        given = [each.penalty_forecast for each in self.services if each.penalty_forecast is not None]
        return sum(given) if given else None

    @property
    def paid_until(self) -> date | None:
        """Return the day up to which the payments of every service are counted."""
        return counted_until(self.services)

    def of_month(self, balance: ServiceBalance) -> Amounts:
        """Return what a service adds to the newest month of the account."""
        if balance.period == self.period:
            return balance.amounts
        return Amounts(opening=balance.amounts.closing, closing=balance.amounts.closing)


@dataclass(frozen=True, slots=True)
class LastMonths:
    """So many months up to the newest one that there is."""

    count: int


@dataclass(frozen=True, slots=True)
class Months:
    """From one month to another, both included; a reversed pair is the same span."""

    one: Period
    other: Period

    @property
    def first(self) -> Period:
        return min(self.one, self.other)

    @property
    def last(self) -> Period:
        return max(self.one, self.other)

    def __contains__(self, period: Period) -> bool:
        return self.first <= period <= self.last


Span = LastMonths | Months
ESTIMATES = ("average", "norm")  # methods of a charge that rests on no reading


def months_of(span: Span, newest: Period) -> Months:
    """Return the months that are meant; so many last ones end with the newest that there is."""
    return Months(newest.plus(1 - span.count), newest) if isinstance(span, LastMonths) else span


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementMonth:
    period: Period
    amounts: Amounts | None  # None: nothing was delivered for it
    paid_until: date | None = None
    carried: int = 0  # opening balance less the closing balance of the month before; 0 in sound data


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """`months` begin and end with data; one without any between them is there, too."""

    account: LinkedAccount
    service: Service | None  # None: all of them in one sum
    services: tuple[Service, ...]
    span: Months | None  # None: the account has no balances yet
    months: tuple[StatementMonth, ...]

    @property
    def mark(self) -> str:
        return self.service.mark if self.service else ""

    @property
    def paid_until(self) -> date | None:
        """Return the day up to which payments are counted in the last month."""
        return self.months[-1].paid_until if self.months else None

    @property
    def total(self) -> Amounts:
        """Return the span as one month: from its first opening to its last closing balance."""
        delivered = [each.amounts for each in self.months if each.amounts]
        summed = sum(delivered, Amounts())
        return Amounts(
            opening=delivered[0].opening if delivered else 0,
            accrued=summed.accrued,
            corrections=summed.corrections,
            penalty=summed.penalty,
            paid=summed.paid,
            closing=delivered[-1].closing if delivered else 0,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """What a statement may be asked for: the services, and the months with data of one or of all."""

    account: LinkedAccount
    services: tuple[Service, ...]
    periods: frozenset[Period]


@dataclass(frozen=True, kw_only=True, slots=True)
class ChargeLine:
    """One line of a charge. Volume and readings are thousandths, the price is 1/10000 tenge."""

    service: Service
    method: str  # meter | average | norm | fixed | empty: not said
    serial_no: str  # of the meter; empty: none
    level: int | None
    zone: str  # T0 total, T1 day, T2 night, T3 peak; empty: none
    date_from: date | None
    value_from: int | None
    date_to: date | None
    value_to: int | None
    volume: int | None
    price: int | None  # VAT included
    amount: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthCharges:
    """What the accrued sum of a month is made of."""

    account: LinkedAccount
    period: Period
    lines: tuple[ChargeLine, ...]
    accrued: int  # as the balance of the month says it

    @property
    def unexplained(self) -> int:
        """Return the part of the accrued sum that no line explains; 0 in sound data."""
        return self.accrued - sum(line.amount for line in self.lines)


class NoSuchService(DomainError):
    """Old or forged: the account has no such service (any more)."""


def find_service(services: Sequence[Service], mark: str) -> Service | None:
    """Return the service of a mark; without one the only service that there is, or None: all of them.

    :raises NoSuchService: the mark is of none of them
    """
    if not mark:
        return services[0] if len(services) == 1 else None
    found = next((each for each in services if each.mark == mark), None)
    if found is None:
        raise NoSuchService
    return found

"""What a bill is made of. Sums are tiyn, volumes and readings thousandths, prices 1/10000 tenge."""

from dataclasses import dataclass
from datetime import date

from core.accounts.model import LinkedAccount
from core.balance.model import Amounts, Months, Service, Span
from core.errors import DomainError
from core.period import Period

CHART_MONTHS = 12
MOST_BILLS = 24  # in one file


@dataclass(frozen=True, kw_only=True, slots=True)
class Payee:
    """Where the money of a service goes; empty: not delivered."""

    bin: str
    iban: str
    bic: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BilledService:
    """One month of one service."""

    service: Service
    payee: Payee
    amounts: Amounts
    vat: int  # inside the accrued sum


@dataclass(frozen=True, kw_only=True, slots=True)
class BillOnFile:
    """What the accounting system says of the bill itself."""

    formed_on: date | None
    due_on: date | None
    total: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """The branch of an account, as the accounting system describes it; empty: not delivered."""

    name_kk: str
    name_ru: str
    address_kk: str
    address_ru: str
    phones: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedBill:
    """A month that has a bill, and what it asks for."""

    period: Period
    due: int


@dataclass(frozen=True, kw_only=True, slots=True)
class BillList:
    """The bills of a span of months, the newest first."""

    account: LinkedAccount
    has_others: bool  # more accounts are linked to this chat
    asked: Span
    span: Months | None  # the months that were meant; None: there is no bill yet
    bills: tuple[ListedBill, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class BillLine:
    """One service of a bill: how it was charged (meter, norm, average, fixed), and what is to be paid for it."""

    service: Service
    methods: tuple[str, ...]  # empty: nothing was charged this month, an earlier balance is carried on
    balance: int  # at the end of the month: above zero a debt, below zero an overpayment

    @property
    def payable(self) -> int:
        return max(0, self.balance)


@dataclass(frozen=True, kw_only=True, slots=True)
class Bill:
    """A bill as it is shown: its lines and its total."""

    account: LinkedAccount
    period: Period
    formed_on: date | None
    due_on: date | None
    lines: tuple[BillLine, ...]
    due: int
    debt: int  # of the account by the newest data: what is still to be paid
    paid_until: date | None  # payments are counted up to this day in `debt`

    @property
    def payable(self) -> int:
        return sum(line.payable for line in self.lines)

    @property
    def overpaid(self) -> int:
        return sum(max(0, -line.balance) for line in self.lines)

    @property
    def set_off(self) -> int:
        """Return how much of an overpayment for one service the total has taken off the others."""
        return self.payable - self.due if 0 < self.payable - self.due <= self.overpaid else 0

    @property
    def unexplained(self) -> int:
        """Return the part of the total that no line explains; 0 in sound data."""
        return self.due - self.payable + self.set_off


class NoBillForMonth(DomainError):
    """Nothing was charged, paid or owed in that month, as far as data go."""

    def __init__(self, period: Period) -> None:
        super().__init__(period)
        self.period = period


class TooManyBills(DomainError):
    """More months are asked for than one file may hold."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count
        self.limit = MOST_BILLS

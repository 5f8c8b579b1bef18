"""What a bill is made of. Sums are tiyn, volumes and readings thousandths, prices 1/10000 tenge."""

from dataclasses import dataclass
from datetime import date

from core.balance.model import Amounts, Service
from core.errors import DomainError
from core.period import Period

CHART_MONTHS = 12


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


class NoBillForMonth(DomainError):
    """Nothing was charged, paid or owed in that month, as far as data go."""

    def __init__(self, period: Period) -> None:
        super().__init__(period)
        self.period = period

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from core.balance.model import Service
from core.period import Period


@dataclass(frozen=True, kw_only=True, slots=True)
class PointOnFile:
    point_id: str
    service_code: str
    supplier_code: str
    name: str
    serials: tuple[str, ...]  # those in place first


@dataclass(frozen=True, kw_only=True, slots=True)
class Accrued:
    """All that a point was charged in a month; `day` is that of its newest line."""

    point_id: str  # empty: not said
    period: Period
    day: date | None
    amount: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Corrected:
    period: Period
    day: date | None
    amount: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Paid:
    """A payment; below zero it was given back."""

    paid_on: date
    posted_on: date | None
    amount: int
    channel: str
    number: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Documents:
    """All that the balances of a service are made of, their penalties apart: these have no documents."""

    accrued: tuple[Accrued, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    paid: tuple[Paid, ...] = ()


class DocumentBook(Protocol):
    """Documents of the live book; the service has made sure that the account is the customer's."""

    async def points(self, account_id: int) -> tuple[PointOnFile, ...]:
        """Return the metering points of all services with their meters."""

    async def supplier_bin(self, service: Service) -> str:
        """Return the business number of the supplier; empty: not delivered."""

    async def documents(self, account_id: int, service: Service, first: Period, last: Period) -> Documents:
        """Return what is booked in these months; of payments, what was made or posted in them."""

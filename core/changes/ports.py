from dataclasses import dataclass
from typing import Protocol

from core.balance.model import Amounts, Service
from core.changes.model import ChargedLine, Recalculation
from core.period import Period


@dataclass(frozen=True, kw_only=True, slots=True)
class ServiceMonth:
    service: Service
    period: Period
    amounts: Amounts
    is_energy: bool  # its volumes are kWh


class ChargedBook(Protocol):
    """What was charged, in the live book; the service has made sure that the account is the customer's."""

    async def periods(self, account_id: int, service: Service | None) -> frozenset[Period]:
        """Return the months that have been charged: those with data up to the newest one that has a charge."""

    async def months(self, account_id: int, earlier: Period, later: Period) -> tuple[ServiceMonth, ...]:
        """Return the two months of every service."""

    async def lines(self, account_id: int, earlier: Period, later: Period) -> tuple[ChargedLine, ...]:
        """Return the lines of the two months, and those by average or norm of a year before them."""

    async def recalculations(
        self, account_id: int, service: Service | None, earlier: Period, later: Period
    ) -> tuple[Recalculation, ...]:
        """Return the recalculations of the two months in order."""

from datetime import date
from typing import Protocol

from core.payments.model import Payment
from core.period import Period


class Payments(Protocol):
    """Payments of the live book; the service has made sure that the account is the customer's."""

    async def between(self, account_id: int, first: date, last: date) -> tuple[Payment, ...]:
        """Return the payments from one day to another, both included, the newest first."""

    async def months(self, account_id: int) -> frozenset[Period]:
        """Return the months in which something was paid."""

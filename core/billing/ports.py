from typing import Protocol

from core.billing.model import BilledService, BillOnFile
from core.period import Period


class Bills(Protocol):
    """Bills of the live book; the service has made sure that the account is the customer's."""

    async def services(self, account_id: int, period: Period) -> tuple[BilledService, ...]:
        """Return each service that has a balance for the month."""

    async def bill(self, account_id: int, period: Period) -> BillOnFile | None:
        """Return the newest main bill of the month."""

    async def volumes(self, account_id: int, first: Period, last: Period) -> dict[Period, int]:
        """Return what was charged in energy, month by month."""

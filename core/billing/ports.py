from typing import Protocol

from core.balance.model import Service
from core.billing.model import BilledService, BillOnFile, ListedBill, Office
from core.period import Period


class Bills(Protocol):
    """Bills of the live book; the service has made sure that the account is the customer's."""

    async def listed(self, account_id: int) -> tuple[ListedBill, ...]:
        """Return each month that has a bill, or in which something was charged, the newest first."""

    async def services(self, account_id: int, period: Period) -> tuple[BilledService, ...]:
        """Return each service that has a balance for the month."""

    async def bill(self, account_id: int, period: Period) -> BillOnFile | None:
        """Return the newest main bill of the month."""

    async def volumes(self, account_id: int, first: Period, last: Period) -> dict[Period, int]:
        """Return what was charged in energy, month by month."""

    async def closings(self, account_id: int, first: Period, last: Period) -> tuple[tuple[Service, Period, int], ...]:
        """Return the closing balance of each service and month, those of one service together."""

    async def office(self, branch_code: str) -> Office | None: ...

from datetime import date
from typing import Protocol

from core.balance.model import ChargeLine, Service, ServiceBalance, StatementMonth
from core.period import Period


class Balances(Protocol):
    """Balances and charges of the live book; the service has made sure that the account is the customer's."""

    async def newest(self, account_id: int) -> tuple[date | None, tuple[ServiceBalance, ...]]:
        """Return the newest month of each service, and the day of the data if there are any."""

    async def services(self, account_id: int) -> tuple[tuple[Service, Period], ...]:
        """Return each service with its newest month."""

    async def months(
        self, account_id: int, service: Service | None, first: Period, last: Period
    ) -> tuple[StatementMonth, ...]:
        """Return the months that have data, in order; None: all services in one sum."""

    async def periods(self, account_id: int, service: Service | None) -> frozenset[Period]:
        """Return the months that have data."""

    async def charges(self, account_id: int, period: Period) -> tuple[ChargeLine, ...]:
        """Return the lines of all services, those of one service together."""

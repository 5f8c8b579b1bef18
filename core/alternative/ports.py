from typing import Protocol

from core.period import Period


class Alternatives(Protocol):
    """The numbering of alternative invoices, and of which service a metering point is."""

    async def number(self, account_id: int, month: Period, digest: str) -> int:
        """Return which of the account's invoices of the month this is: the one with these facts, or the next one."""

    async def service_of(self, point_id: str) -> tuple[str, str] | None:
        """Return the codes of the service and of its supplier; None: there is no such point (any more)."""

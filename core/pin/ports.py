from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.accounts.ports import Links
from core.pin.model import Pin
from core.ports import AuditLog, UnitOfWork


class Pins(Protocol):
    async def of_chat(self, chat_id: int) -> Pin | None: ...

    async def set(self, chat_id: int, pin: Pin) -> None:
        """Keep a PIN in the place of the one before."""

    async def take_try(self, chat_id: int, most: int) -> Pin | None:
        """Count a try and return the PIN as it stands then; None: `most` have been counted before.

        The row is held until this transaction ends, so that tries at one moment are counted one after another.
        """

    async def open(self, chat_id: int, until: datetime) -> None:
        """Note when it is asked again, and forget the tries."""

    async def remove(self, chat_id: int) -> bool: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Stores:
    """All that the service of PINs works with, of one unit of work."""

    work: UnitOfWork
    pins: Pins
    links: Links
    audit: AuditLog

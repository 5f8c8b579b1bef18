from dataclasses import dataclass
from datetime import date
from typing import Protocol

from core.period import Period


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceOnFile:
    """A metering point of a service that is measured in kWh."""

    point_id: str
    name: str
    serials: tuple[str, ...]  # those in place first


@dataclass(frozen=True, kw_only=True, slots=True)
class Register:
    register_id: str
    point_id: str
    meter_id: str
    serial_no: str
    zone: str
    digits_int: int | None
    ratio: int
    losses: int  # of a whole month


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadingOnFile:
    register: Register
    day: date
    value: int
    source: str
    accepted: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Charged:
    """The volume that one register was charged for in a month by one method, over all levels."""

    point_id: str
    zone: str
    period: Period
    method: str  # meter | average | norm | fixed | empty: not said
    volume: int
    since: date | None
    until: date | None


class UsageBook(Protocol):
    """Readings and volumes of the live book, those in kWh; the service has made sure that the account is his."""

    async def as_of(self) -> date | None:
        """Return the day of the data."""

    async def places(self, account_id: int) -> tuple[PlaceOnFile, ...]: ...

    async def readings(self, account_id: int) -> tuple[ReadingOnFile, ...]:
        """Return the readings of all registers, refused ones as well, the newest first; very old ones may lack."""

    async def charged(self, account_id: int) -> tuple[Charged, ...]:
        """Return what was charged in the last three years that have charges."""

    async def corrected(self, account_id: int) -> tuple[tuple[Period, int], ...]:
        """Return the volumes of recalculations by month."""

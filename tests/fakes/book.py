"""Readings and charges of an account as the accounting system might deliver them, for tests of what was used."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.period import Period
from core.usage.ports import Charged, PlaceOnFile, ReadingOnFile, Register


def register(register_id: str = "r1", **changes: Any) -> Register:
    facts: dict[str, Any] = {
        "point_id": "p1",
        "meter_id": "m1",
        "serial_no": "CU0012345",
        "zone": "T0",
        "digits_int": 5,
        "ratio": 10_000,
        "losses": 0,
    }
    return Register(register_id=register_id, **(facts | changes))


def reading(day: str, kwh: float, source: str = "inspector", of: Register | None = None, **changes: Any) -> Any:
    """Return a reading of a day such as «2026-10-31»."""
    facts: dict[str, Any] = {"accepted": True}
    value = round(kwh * 1000)
    return ReadingOnFile(
        register=of or register(), day=date.fromisoformat(day), value=value, source=source, **(facts | changes)
    )


def charged(month: str, kwh: float, method: str = "meter", **changes: Any) -> Charged:
    facts: dict[str, Any] = {"point_id": "p1", "zone": "T0", "since": None, "until": None}
    return Charged(period=Period.parse(month), volume=round(kwh * 1000), method=method, **(facts | changes))


@dataclass
class Book:
    """`UsageBook` of core.usage.ports, of one account."""

    rows: tuple[ReadingOnFile, ...] = ()
    charges: tuple[Charged, ...] = ()
    corrections: tuple[tuple[Period, int], ...] = ()
    points: tuple[PlaceOnFile, ...] = (PlaceOnFile(point_id="p1", name="Гараж", serials=("CU0012345",)),)
    day: date | None = date(2026, 11, 21)

    async def as_of(self) -> date | None:
        return self.day

    async def places(self, account_id: int) -> tuple[PlaceOnFile, ...]:
        return self.points

    async def readings(self, account_id: int) -> tuple[ReadingOnFile, ...]:
        return self.rows

    async def charged(self, account_id: int) -> tuple[Charged, ...]:
        return self.charges

    async def corrected(self, account_id: int) -> tuple[tuple[Period, int], ...]:
        return self.corrections

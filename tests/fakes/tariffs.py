"""Households, meters and the demo's tariff book without a database, for tests of what is calculated with them."""

from collections.abc import Collection
from datetime import date
from typing import Any

from core.readings.model import Meter, Register
from core.tariffs.model import Household, TariffBook
from core.tariffs.ports import TariffsOfAccount
from tests.core.tariffs.books import DEMO, home

LEVELS, GARAGE, ZONES, FIRM = 1, 2, 3, 4
HOUSEHOLDS = {
    LEVELS: home("level", residents=3, stove="E"),
    GARAGE: home("zone", residents=2),
    ZONES: home("zone", residents=4, stove="E"),
    FIRM: Household(tariff_group="LEGAL", tariff_scheme="flat"),
}


class DemoTariffs:
    """`Tariffs` of core.tariffs.ports: four accounts."""

    def __init__(self, book: TariffBook = DEMO) -> None:
        self.rates = book

    async def of_account(self, account_id: int) -> TariffsOfAccount | None:
        household = HOUSEHOLDS.get(account_id)
        return household and TariffsOfAccount(legal=account_id == FIRM, households=(household,))

    async def book(self, groups: Collection[str] | None, first: date, last: date) -> TariffBook:
        return self.rates


def meter(*zones: str, digits: int = 6, **facts: Any) -> Meter:
    """Return a meter with a register for each zone, not read yet."""
    registers = tuple(
        Register(register_id=f"R-{zone}", zone=zone, digits_int=digits, digits_frac=2, last=None) for zone in zones
    )
    known: dict[str, Any] = {
        "meter_id": "M",
        "point_id": "P",
        "point_name": "",
        "serial_no": "CU0012345",
        "model": "",
        "ratio": 10_000,
        "losses": 0,
        "automatic": False,
        "status": "active",
        "registers": registers,
    }
    dates = dict.fromkeys(("installed_on", "removed_on", "verification_due", "replacement_due"))
    return Meter(**known | dates | facts)

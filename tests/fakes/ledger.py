"""Services, months and accounts as the accounting system might deliver them, for tests of what is shown of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from core.accounts.model import Branch, LinkedAccount
from core.balance.model import Amounts, ChargeLine, Service, ServiceBalance, StatementMonth
from core.period import Period
from tests.databases import NOW

ACCOUNT = LinkedAccount(
    link_id=7,
    account_id=41,
    level=1,
    alias="",
    branch=Branch(code="UKG", name_kk="Өскемен", name_ru="Усть-Каменогорск"),
    account_no="000100100",
    kind="person",
    status="active",
    linked_at=NOW,
)
OTHER_ACCOUNT = replace(ACCOUNT, link_id=8, account_id=42, account_no="000100101")


def service(code: str = "EL", supplier: str = "AES", **changes: Any) -> Service:
    facts = {
        "service_code": code,
        "supplier_code": supplier,
        "name_kk": f"{code} kk",
        "name_ru": f"{code} ru",
        "name_en": f"{code} en",
        "supplier_kk": f"{supplier} kk",
        "supplier_ru": f"{supplier} ru",
        "unit": "kWh",
    }
    return Service(**(facts | changes))


def amounts(opening: int = 0, accrued: int = 0, paid: int = 0, corrections: int = 0, penalty: int = 0) -> Amounts:
    """Return a month that adds up."""
    return Amounts(
        opening=opening,
        accrued=accrued,
        corrections=corrections,
        penalty=penalty,
        paid=paid,
        closing=opening + accrued + corrections + penalty - paid,
    )


def month(period: Period, sums: Amounts) -> StatementMonth:
    return StatementMonth(period=period, amounts=sums)


def balance(of: Service, period: Period, sums: Amounts, **changes: Any) -> ServiceBalance:
    facts: dict[str, Any] = {"advance": 0, "penalty_forecast": None, "paid_until": None}
    return ServiceBalance(service=of, period=period, amounts=sums, **(facts | changes))


def charge(of: Service, amount: int, **changes: Any) -> ChargeLine:
    facts: dict[str, Any] = {
        "method": "meter",
        "serial_no": "CU0012345",
        "level": None,
        "zone": "",
        "date_from": date(2026, 10, 1),
        "value_from": 12_345_000,
        "date_to": date(2026, 11, 1),
        "value_to": 12_497_000,
        "volume": 152_000,
        "price": 254_600,
    }
    return ChargeLine(service=of, amount=amount, **(facts | changes))


@dataclass
class Ledger:
    """`Balances` of core.balance.ports, of one account."""

    months_of: Mapping[Service, Mapping[Period, Amounts]] = field(default_factory=dict)
    lines: tuple[ChargeLine, ...] = ()
    day: date | None = date(2026, 11, 21)

    async def newest(self, account_id: int) -> tuple[date | None, tuple[ServiceBalance, ...]]:
        found = tuple(balance(each, max(months), months[max(months)]) for each, months in self.months_of.items())
        return self.day if found else None, found

    async def services(self, account_id: int) -> tuple[tuple[Service, Period], ...]:
        return tuple((each, max(months)) for each, months in self.months_of.items())

    async def months(
        self, account_id: int, service: Service | None, first: Period, last: Period
    ) -> tuple[StatementMonth, ...]:
        found: dict[Period, Amounts] = {}
        for each, months in self.months_of.items():
            for period, sums in months.items():
                if service in (None, each) and first <= period <= last:
                    found[period] = found.get(period, Amounts()) + sums
        return tuple(month(period, found[period]) for period in sorted(found))

    async def periods(self, account_id: int, service: Service | None) -> frozenset[Period]:
        return frozenset(
            period for each, months in self.months_of.items() if service in (None, each) for period in months
        )

    async def charges(self, account_id: int, period: Period) -> tuple[ChargeLine, ...]:
        return self.lines

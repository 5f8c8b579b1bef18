"""Bills of the live book, with the payees of each service.

Files of its own bills that the accounting system may name (`file_front`, `file_back`) are not handed out: the bot draws
each bill itself, so that everybody gets one that can be verified.
"""

from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, case, cast, func, or_, select

from core.balance.model import Service
from core.billing.model import BilledService, BillOnFile, ListedBill, Office, Payee
from core.period import Period
from core.storage.balance import NAMES, amounts_of, service_of
from core.storage.book import balances, bills, branches, charges, services, suppliers
from core.storage.types import Month
from core.storage.work import Work
from core.usage.model import is_energy

_ACCOUNT = bindparam("account_id", type_=BigInteger)
_PERIOD = bindparam("period", type_=Month)


def _services() -> Select[Any]:
    same = (charges.c[name] == balances.c[name] for name in ("account_id", "period", "service_code", "supplier_code"))
    vat = select(cast(func.coalesce(func.sum(charges.c.vat_amount), 0), BigInteger)).where(*same).scalar_subquery()
    payee = (suppliers.c.bin, suppliers.c.iban, suppliers.c.bic)
    return (
        select(balances, vat.label("vat"), *NAMES, *payee)
        .outerjoin(services, services.c.service_code == balances.c.service_code)
        .outerjoin(suppliers, suppliers.c.supplier_code == balances.c.supplier_code)
        .where(balances.c.account_id == _ACCOUNT, balances.c.period == _PERIOD)
        .order_by(balances.c.service_code, balances.c.supplier_code)
    )


def _volumes() -> Select[Any]:
    within = charges.c.period.between(bindparam("first", type_=Month), bindparam("last", type_=Month))
    unit = (services.c.unit, services.c.metered)
    return (
        select(charges.c.period, *unit, cast(func.sum(charges.c.volume), BigInteger).label("volume"))
        .outerjoin(services, services.c.service_code == charges.c.service_code)
        .where(charges.c.account_id == _ACCOUNT, within, charges.c.volume.is_not(None))
        .group_by(charges.c.period, *unit)
    )


def _months() -> Select[Any]:
    """Return what is owed at the end of each month, and whether anything was charged in it."""
    owed = func.sum(case((balances.c.closing > 0, balances.c.closing), else_=0))
    charged = func.sum(sum(func.abs(func.coalesce(balances.c[name], 0)) for name in _CHARGED))
    return (
        select(balances.c.period, cast(owed, BigInteger).label("owed"), cast(charged, BigInteger).label("charged"))
        .where(balances.c.account_id == _ACCOUNT)
        .group_by(balances.c.period)
    )


def _closings() -> Select[Any]:
    within = balances.c.period.between(bindparam("first", type_=Month), bindparam("last", type_=Month))
    return (
        select(balances, *NAMES)
        .outerjoin(services, services.c.service_code == balances.c.service_code)
        .outerjoin(suppliers, suppliers.c.supplier_code == balances.c.supplier_code)
        .where(balances.c.account_id == _ACCOUNT, within)
        .order_by(balances.c.service_code, balances.c.supplier_code, balances.c.period)
    )


_CHARGED = ("accrued", "corrections", "penalty")
_MAIN = or_(bills.c.kind.is_(None), bills.c.kind != "alternative")
_SERVICES, _VOLUMES, _MONTHS, _CLOSINGS = _services(), _volumes(), _months(), _closings()
_TOTALS = (
    select(bills.c.period, bills.c.total)
    .where(bills.c.account_id == _ACCOUNT, _MAIN)
    .order_by(bills.c.period, bills.c.formed_on, bills.c.bill_id)
)
_OFFICE = select(branches).where(branches.c.branch_code == bindparam("branch_code"))
_BILL = (
    select(bills.c.formed_on, bills.c.due_on, bills.c.total)
    .where(bills.c.account_id == _ACCOUNT, bills.c.period == _PERIOD, _MAIN)
    .order_by(bills.c.formed_on.desc(), bills.c.bill_id.desc())
    .limit(1)
)


class SqlBills:
    """`Bills` of core.billing.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def listed(self, account_id: int) -> tuple[ListedBill, ...]:
        due: dict[Period, int] = {}
        for row in await self._work.execute(_MONTHS, {"account_id": account_id}):
            if row.charged:
                due[row.period] = row.owed
        for row in await self._work.execute(_TOTALS, {"account_id": account_id}):
            due[row.period] = row.total  # the newest of a month is the last
        return tuple(ListedBill(period=period, due=due[period]) for period in sorted(due, reverse=True))

    async def services(self, account_id: int, period: Period) -> tuple[BilledService, ...]:
        rows = await self._work.execute(_SERVICES, {"account_id": account_id, "period": period})
        return tuple(
            BilledService(
                service=service_of(row),
                payee=Payee(bin=row.bin or "", iban=row.iban or "", bic=row.bic or ""),
                amounts=amounts_of(row),
                vat=row.vat,
            )
            for row in rows
        )

    async def bill(self, account_id: int, period: Period) -> BillOnFile | None:
        row = (await self._work.execute(_BILL, {"account_id": account_id, "period": period})).first()
        return row and BillOnFile(formed_on=row.formed_on, due_on=row.due_on, total=row.total)

    async def volumes(self, account_id: int, first: Period, last: Period) -> dict[Period, int]:
        found: dict[Period, int] = {}
        for row in await self._work.execute(_VOLUMES, {"account_id": account_id, "first": first, "last": last}):
            if is_energy(row.unit or "", metered=row.metered):
                found[row.period] = found.get(row.period, 0) + row.volume
        return found

    async def closings(self, account_id: int, first: Period, last: Period) -> tuple[tuple[Service, Period, int], ...]:
        rows = await self._work.execute(_CLOSINGS, {"account_id": account_id, "first": first, "last": last})
        return tuple((service_of(row), row.period, row.closing or 0) for row in rows)

    async def office(self, branch_code: str) -> Office | None:
        row = (await self._work.execute(_OFFICE, {"branch_code": branch_code})).first()
        return row and Office(
            name_kk=row.name_kk or row.name_ru or "",
            name_ru=row.name_ru or row.name_kk or "",
            address_kk=row.address_kk or row.address_ru or "",
            address_ru=row.address_ru or row.address_kk or "",
            phones=row.phones or "",
        )

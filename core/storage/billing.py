"""Bills of the live book, with the payees of each service."""

from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, cast, func, select

from core.billing.model import BilledService, BillOnFile, Payee
from core.period import Period
from core.storage.balance import NAMES, amounts_of, service_of
from core.storage.book import balances, bills, charges, services, suppliers
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


_SERVICES, _VOLUMES = _services(), _volumes()
_BILL = (
    select(bills.c.formed_on, bills.c.due_on, bills.c.total)
    .where(bills.c.account_id == _ACCOUNT, bills.c.period == _PERIOD, bills.c.kind.is_distinct_from("alternative"))
    .order_by(bills.c.formed_on.desc(), bills.c.bill_id.desc())
    .limit(1)
)


class SqlBills:
    """`Bills` of core.billing.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

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

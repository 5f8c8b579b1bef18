"""The numbers of alternative invoices: of two that come at once, the unique keys let one be the first."""

from sqlalchemy import BigInteger, bindparam, func, select

from core.period import Period
from core.storage.book import points
from core.storage.dialect import upsert
from core.storage.tables import alternative_numbers as numbers
from core.storage.types import Month
from core.storage.work import Work

_OF_MONTH = (
    numbers.c.account_id == bindparam("account_id", type_=BigInteger),
    numbers.c.month == bindparam("month", type_=Month),
)
_MINE = select(numbers.c.nth).where(*_OF_MONTH, numbers.c.digest == bindparam("digest"))
_LAST = select(func.coalesce(func.max(numbers.c.nth), 0)).where(*_OF_MONTH)
_POINT = select(points.c.service_code, points.c.supplier_code).where(points.c.point_id == bindparam("point_id"))


class SqlAlternatives:
    """`Alternatives` of core.alternative.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def number(self, account_id: int, month: Period, digest: str) -> int:
        await self._work.write()
        of_month = {"account_id": account_id, "month": month}
        add = upsert(numbers, is_sqlite=self._work.is_sqlite).on_conflict_do_nothing().returning(numbers.c.nth)
        while True:  # another process that has taken the next number has ended its transaction when we get none
            found = (await self._work.execute(_MINE, of_month | {"digest": digest})).scalar()
            if found is None:
                last = (await self._work.execute(_LAST, of_month)).scalar_one()
                row = of_month | {"nth": last + 1, "digest": digest}
                found = (await self._work.execute(add, row)).scalar()
            if found is not None:
                return int(found)

    async def service_of(self, point_id: str) -> tuple[str, str] | None:
        row = (await self._work.execute(_POINT, {"point_id": point_id})).first()
        return row and (row.service_code or "", row.supplier_code or "")

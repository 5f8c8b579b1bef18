"""Which packages have been imported, as notices ask for it."""

from datetime import datetime

from sqlalchemy import func, select

from core.notices.delivered import Delivery
from core.storage.tables import packages
from core.storage.work import Work

_NEWEST = (
    select(packages.c.package_id, packages.c.imported_at)
    .order_by(packages.c.imported_at.desc(), packages.c.generation.desc())
    .limit(1)
)
_FIRST = select(func.min(packages.c.imported_at))


class SqlDeliveries:
    """`Deliveries` of core.notices.delivered."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def newest(self) -> Delivery | None:
        row = (await self._work.execute(_NEWEST)).first()
        return row and Delivery(package_id=row.package_id, imported_at=row.imported_at)

    async def first_at(self) -> datetime | None:
        found: datetime | None = (await self._work.execute(_FIRST)).scalar_one()
        return found

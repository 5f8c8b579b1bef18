"""The outages of the live book."""

from collections.abc import Sequence

from sqlalchemy import select

from core.notices.outages import Outage
from core.storage.book import outages
from core.storage.work import Work

_NAMES = (
    *("outage_id", "branch_code", "kind", "from_at", "to_at"),
    *("localities", "streets", "houses", "text_kk", "text_ru"),
)
_ALL = select(*(outages.c[name] for name in _NAMES)).order_by(outages.c.outage_id)


class SqlOutages:
    """`Outages` of core.notices.outages."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def all(self) -> Sequence[Outage]:
        rows = await self._work.execute(_ALL)
        return tuple(Outage(**{name: getattr(row, name) or "" for name in _NAMES}) for row in rows)

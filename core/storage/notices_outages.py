"""The outages of the live book."""

from collections.abc import Sequence

from sqlalchemy import select

from core.notices.outages import Outage
from core.storage.book import outages
from core.storage.tables import campaigns
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

    async def told_before(self, begins_with: str, campaign_id: int) -> bool:
        begun = campaigns.c.key.startswith(begins_with, autoescape=True) & campaigns.c.started_at.is_not(None)
        query = select(campaigns.c.id).where(begun, campaigns.c.id < campaign_id).limit(1)
        return (await self._work.execute(query)).first() is not None

"""Recipients of a campaign added up; grouped by the database, since there may be a million."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BigInteger, bindparam, func, select

from core.notices.breakdown import Total
from core.storage.book import accounts
from core.storage.tables import customers, links, outbox
from core.storage.work import Work

_OF_CAMPAIGN = outbox.c.campaign == bindparam("campaign", type_=BigInteger)
_DROPPED = (
    select(outbox.c.outcome, func.count().label("number"))
    .where(_OF_CAMPAIGN, outbox.c.state == "cancelled")
    .group_by(outbox.c.outcome)
)
_LANGUAGES = (
    select(customers.c.language.label("name"), outbox.c.state, func.count().label("number"))
    .select_from(outbox.outerjoin(customers, customers.c.chat_id == outbox.c.chat_id))
    .where(_OF_CAMPAIGN)
    .group_by(customers.c.language, outbox.c.state)
)
_BRANCHES = (
    select(accounts.c.branch_code.label("name"), outbox.c.state, func.count(outbox.c.id.distinct()).label("number"))
    .select_from(outbox)
    .join(links, links.c.chat_id == outbox.c.chat_id)
    .join(accounts, (links.c.account_id == accounts.c.account_id) & (links.c.owner_mark == accounts.c.owner_mark))
    .where(_OF_CAMPAIGN)
    .group_by(accounts.c.branch_code, outbox.c.state)
)


class SqlBreakdown:
    """`BreakdownRows` of core.notices.breakdown."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def dropped(self, campaign_id: int) -> Mapping[str, int]:
        rows = await self._work.execute(_DROPPED, {"campaign": campaign_id})
        return {row.outcome or "": row.number for row in rows}

    async def by_language(self, campaign_id: int) -> tuple[Total, ...]:
        return await self._totals(_LANGUAGES, campaign_id)

    async def by_branch(self, campaign_id: int) -> tuple[Total, ...]:
        return await self._totals(_BRANCHES, campaign_id)

    async def _totals(self, query: Any, campaign_id: int) -> tuple[Total, ...]:
        rows = await self._work.execute(query, {"campaign": campaign_id})
        return tuple(Total(name=row.name or "", state=row.state, number=row.number) for row in rows)

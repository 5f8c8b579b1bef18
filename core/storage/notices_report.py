from sqlalchemy import BigInteger, Integer, bindparam, select

from core.notices.reports import ReportRow
from core.storage.tables import outbox
from core.storage.work import Work

_NAMES = ("id", "chat_id", "account_id", "state", "closed_at", "message_id", "said", "outcome", "tries")
_AFTER = (
    select(*(outbox.c[name] for name in _NAMES))
    .where(
        outbox.c.campaign == bindparam("campaign", type_=BigInteger), outbox.c.id > bindparam("row", type_=BigInteger)
    )
    .order_by(outbox.c.id)
    .limit(bindparam("most", type_=Integer))
)
_UNSENT = _AFTER.where(outbox.c.state != "sent")


class SqlReportRows:
    """`ReportRows` of core.notices.reports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def after(self, campaign_id: int, row: int, most: int, *, unsent: bool) -> tuple[ReportRow, ...]:
        bound = {"campaign": campaign_id, "row": row, "most": most}
        rows = await self._work.execute(_UNSENT if unsent else _AFTER, bound)
        return tuple(
            ReportRow(**{**each._mapping, "said": each.said or "", "outcome": each.outcome or ""})  # noqa: SLF001 - SQLAlchemy's public name
            for each in rows
        )

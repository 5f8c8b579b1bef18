"""What a chat was told of lately."""

from datetime import datetime

from sqlalchemy import BigInteger, Integer, and_, bindparam, select

from core.notices.model import NoticeType
from core.storage.outbox import TELEGRAM
from core.storage.tables import OF_CAMPAIGN, campaigns, outbox
from core.storage.work import Work

_CHAT = bindparam("chat", type_=BigInteger)
_ARRIVED = (
    select(outbox.c.campaign.label("its_campaign"), outbox.c.closed_at, outbox.c.id)
    .where(and_(OF_CAMPAIGN, outbox.c.chat_id == _CHAT, outbox.c.channel == TELEGRAM, outbox.c.state == "sent"))
    .order_by(outbox.c.id.desc())
    .limit(bindparam("most", type_=Integer))
    .subquery()
)
_LAST = (
    select(campaigns.c.about, _ARRIVED.c.closed_at)
    .join(_ARRIVED, campaigns.c.id == _ARRIVED.c.its_campaign)
    .order_by(_ARRIVED.c.id.desc())
)


class SqlToldNotices:
    """`ToldNotices` of core.desk.card."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def last(self, chat_id: int, most: int) -> tuple[tuple[NoticeType, datetime], ...]:
        rows = await self._work.execute(_LAST, {"chat": chat_id, "most": most})
        return tuple((NoticeType(row.about), row.closed_at) for row in rows)

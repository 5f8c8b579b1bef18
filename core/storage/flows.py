from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from core.storage.dialect import upsert
from core.storage.tables import flows
from core.storage.work import Work


class SqlFlows:
    """Where a chat is in a flow, and what it has said so far.

    One read when an update comes in, one write just before its commit; the draft is sealed.
    """

    def __init__(self, work: Work, now: datetime) -> None:
        self._work = work
        self._now = now

    async def load(self, chat_id: int) -> tuple[str | None, dict[str, Any]]:
        found = await self._work.execute(select(flows.c.state, flows.c.draft).where(flows.c.chat_id == chat_id))
        row = found.first()
        if row is None:
            return None, {}
        return row.state, self._work.vault.open(row.draft) if row.draft else {}

    async def save(self, chat_id: int, state: str | None, draft: dict[str, Any]) -> None:
        """Keep the flow; an empty one leaves no row."""
        await self._work.write()
        if state is None and not draft:
            await self._work.execute(delete(flows).where(flows.c.chat_id == chat_id))
            return
        sealed = self._work.vault.seal(draft) if draft else None
        values = {"state": state, "draft": sealed, "changed_at": self._now}
        insert = upsert(flows, is_sqlite=self._work.is_sqlite).values(chat_id=chat_id, **values)
        await self._work.execute(insert.on_conflict_do_update(index_elements=["chat_id"], set_=values))

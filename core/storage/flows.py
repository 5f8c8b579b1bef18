import logging
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, delete, select

from core.storage.dialect import upsert
from core.storage.opening import FLOW
from core.storage.sealing import Damaged
from core.storage.tables import flows
from core.storage.work import Work

log = logging.getLogger(__name__)

_LOAD = select(*FLOW).where(flows.c.chat_id == bindparam("chat"))
_CLEAR = delete(flows).where(flows.c.chat_id == bindparam("chat"))


@cache
def _save(is_sqlite: bool) -> Executable:
    insert = upsert(flows, is_sqlite=is_sqlite)
    new = {name: insert.excluded[name] for name in ("state", "draft", "changed_at")}
    return insert.on_conflict_do_update(index_elements=["chat_id"], set_=new)


class SqlFlows:
    """Where a chat is in a flow, and what it has said so far.

    One read when an update comes in, one write just before its commit; the draft is sealed.
    """

    def __init__(self, work: Work, now: datetime) -> None:
        self._work = work
        self._now = now

    async def load(self, chat_id: int) -> tuple[str | None, dict[str, Any]]:
        """Return state and draft; one that no key opens is forgotten, or the chat would be stuck in it for ever."""
        row = await self._work.chat(chat_id) or (await self._work.execute(_LOAD, {"chat": chat_id})).first()
        if row is None:
            return None, {}
        try:
            return row.state, self._work.vault.open(row.draft) if row.draft else {}
        except Damaged:
            log.error("a flow cannot be unsealed", extra={"chat": chat_id})
            return None, {}

    async def save(self, chat_id: int, state: str | None, draft: dict[str, Any]) -> None:
        """Keep the flow; an empty one leaves no row."""
        await self._work.write()
        if state is None and not draft:
            await self._work.execute(_CLEAR, {"chat": chat_id})
            return
        sealed = self._work.vault.seal(draft) if draft else None
        values = {"chat_id": chat_id, "state": state, "draft": sealed, "changed_at": self._now}
        await self._work.execute(_save(self._work.is_sqlite), values)

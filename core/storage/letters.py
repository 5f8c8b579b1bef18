"""Letters that are queued, and how many there were of a chat and to an address."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, bindparam, delete, func, insert, select, text

from core.mail.model import LetterName, key_of
from core.storage import outbox
from core.storage.emails import mark_of
from core.storage.tables import letters
from core.storage.tables import outbox as rows
from core.storage.work import Work

_KEPT = timedelta(days=2)  # the limits look back one day
_LAST = (
    select(letters.c.id, letters.c.at)
    .where(
        letters.c.chat_mark == bindparam("chat"),
        letters.c.address_mark == bindparam("address"),
        letters.c.document == bindparam("document", type_=BigInteger),
    )
    .order_by(letters.c.id.desc())
    .limit(1)
)
_STATE = select(rows.c.state).where(rows.c.key == bindparam("key"))


class SqlLetters:
    """`Letters` of core.mail.ports, in the transaction of the use case."""

    def __init__(self, work: Work, now: datetime) -> None:
        self._work = work
        self._now = now

    async def hold(self) -> None:
        # As for tries to link: SQLite has one writer, and elsewhere two chats might count one address at a time.
        if not self._work.is_sqlite:
            await self._work.execute(text("SELECT pg_advisory_xact_lock(hashtext('letters'))"))

    async def queue(self, *, key: str, chat_id: int, to: str, name: LetterName, values: dict[str, str | int]) -> None:
        content = {"name": name, "to": to, "values": values}
        await outbox.queue(self._work, outbox.EMAIL, key, chat_id, content, priority=outbox.PERSONAL, now=self._now)

    async def count(self, *, chat_id: int, address: str, document: int, now: datetime) -> int:
        row = {
            "at": now,
            "chat_mark": self._chat(chat_id),
            "address_mark": mark_of(self._work, address),
            "document": document,
        }
        added: int = (await self._work.execute(insert(letters).returning(letters.c.id), row)).scalar_one()
        return added

    async def counted(self, *, chat_id: int, address: str, documents: bool, since: datetime) -> int:
        kind = letters.c.document != 0 if documents else letters.c.document == 0
        whose = (letters.c.chat_mark == self._chat(chat_id), letters.c.address_mark == mark_of(self._work, address))
        most = 0
        for one in whose:
            query = select(func.count()).select_from(letters).where(one, kind, letters.c.at > since)
            found: int = (await self._work.execute(query)).scalar_one()
            most = max(most, found)
        return most

    async def last_of(self, *, chat_id: int, address: str, document: int) -> datetime | None:
        bound = {"chat": self._chat(chat_id), "address": mark_of(self._work, address), "document": document}
        last = (await self._work.execute(_LAST, bound)).first()
        if last is None:
            return None
        state = (await self._work.execute(_STATE, {"key": key_of(last.id)})).scalar()
        return None if state in ("dead", "cancelled") else last.at

    async def forget(self) -> None:
        """Drop counts that no limit looks at any more."""
        await self._work.execute(delete(letters).where(letters.c.at < self._now - _KEPT))

    def _chat(self, chat_id: int) -> int:
        return self._work.vault.mark("chat", str(chat_id))

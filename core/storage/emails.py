"""The address of a chat for letters, sealed."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from core.mail.address import canonical
from core.mail.model import Email
from core.storage.dialect import upsert
from core.storage.tables import emails
from core.storage.work import Work


class SqlAddresses:
    """`Addresses` of core.mail.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def find(self, chat_id: int) -> Email | None:
        row = (await self._work.execute(select(emails).where(emails.c.chat_id == chat_id))).first()
        if row is None:
            return None
        return Email(
            address=self._opened(row.address),
            confirmed_at=row.confirmed_at,
            refused_at=row.refused_at,
            pending=self._opened(row.pending),
            token_hash=row.token_hash or "",
            expires_at=row.expires_at,
            document=row.document,
        )

    async def of_token(self, token_hash: str) -> int | None:
        query = select(emails.c.chat_id).where(emails.c.token_hash == token_hash)
        found: int | None = (await self._work.execute(query)).scalar()
        return found

    async def await_confirmation(
        self, chat_id: int, address: str, *, token_hash: str, expires_at: datetime, document: int
    ) -> None:
        values = {
            "pending": self._work.vault.seal(address),
            "token_hash": token_hash,
            "expires_at": expires_at,
            "document": document,
        }
        row = upsert(emails, is_sqlite=self._work.is_sqlite).values(chat_id=chat_id, **values)
        await self._work.execute(row.on_conflict_do_update(index_elements=["chat_id"], set_=values))

    async def want(self, chat_id: int, document: int) -> None:
        await self._change(chat_id, document=document)

    async def confirm(self, chat_id: int, address: str, now: datetime) -> None:
        await self._change(
            chat_id,
            address=self._work.vault.seal(address),
            address_mark=mark_of(self._work, address),
            confirmed_at=now,
            refused_at=None,
            pending=None,
            document=0,
        )

    async def forget_pending(self, chat_id: int) -> None:
        await self._change(chat_id, pending=None, token_hash=None, expires_at=None, document=0)

    async def mark_refused(self, chat_id: int, address: str, now: datetime) -> None:
        mine = (emails.c.chat_id == chat_id, emails.c.address_mark == mark_of(self._work, address))
        await self._work.execute(update(emails).where(*mine).values(refused_at=now))

    async def remove(self, chat_id: int) -> None:
        await forget_chat(self._work, chat_id)

    async def _change(self, chat_id: int, **values: Any) -> None:
        await self._work.execute(update(emails).where(emails.c.chat_id == chat_id).values(values))

    def _opened(self, sealed: bytes | None) -> str:
        return self._work.vault.open(sealed) if sealed is not None else ""


async def forget_chat(work: Work, chat_id: int) -> None:
    await work.execute(delete(emails).where(emails.c.chat_id == chat_id))


def mark_of(work: Work, address: str) -> int:
    return work.vault.mark("email", canonical(address))

"""Agreements to electronic notices of law; a row is never deleted, only the chat in it is forgotten."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, bindparam, insert, literal, select, update

from core.customers.model import GivenConsent
from core.notices.agreeing import Agreement
from core.storage.book import accounts
from core.storage.tables import electronic_agreements as agreements
from core.storage.types import UtcTime
from core.storage.work import Work

_COLUMNS = tuple(
    agreements.c[name] for name in ("account_id", "version", "text_hash", "language", "given_at", "withdrawn_at")
)
_PRESENT_OWNER = (accounts.c.account_id == agreements.c.account_id) & (accounts.c.owner_mark == agreements.c.owner_mark)
_IN_FORCE = (
    select(*_COLUMNS)
    .join(accounts, _PRESENT_OWNER)
    .where(
        agreements.c.account_id.in_(bindparam("ids", expanding=True, type_=BigInteger)),
        agreements.c.withdrawn_at.is_(None),
    )
    .order_by(agreements.c.id)
)
_OWNER = select(accounts.c.owner_mark).where(accounts.c.account_id == bindparam("account", type_=BigInteger))
_OF_CHAT = (
    select(*_COLUMNS[1:]).where(agreements.c.chat_id == bindparam("chat", type_=BigInteger)).order_by(agreements.c.id)
)


class SqlAgreements:
    """`Agreements` of core.notices.agreeing."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def in_force(self, account_ids: Collection[int]) -> dict[int, Agreement]:
        rows = (await self._work.execute(_IN_FORCE, {"ids": list(account_ids)})).mappings()
        return {row["account_id"]: Agreement(**row) for row in rows}

    async def add(self, chat_id: int, agreement: Agreement) -> None:
        mark = (await self._work.execute(_OWNER, {"account": agreement.account_id})).scalar_one()
        values: dict[str, Any] = {column.name: getattr(agreement, column.name) for column in _COLUMNS}
        await self._work.execute(insert(agreements).values(chat_id=chat_id, owner_mark=mark, **values))

    async def withdraw(self, account_id: int, now: datetime) -> None:
        given = update(agreements).where(agreements.c.account_id == account_id, agreements.c.withdrawn_at.is_(None))
        await self._work.execute(given.values(withdrawn_at=now))


async def of_chat(work: Work, chat_id: int) -> tuple[GivenConsent, ...]:
    rows = (await work.execute(_OF_CHAT, {"chat": chat_id})).mappings()
    return tuple(GivenConsent(**row) for row in rows)


async def forget_chat(work: Work, chat_id: int, now: datetime) -> None:
    """End what the chat has agreed to; that it was agreed and withdrawn stays, without saying by whom."""
    mine = agreements.c.chat_id == chat_id
    ended = update(agreements).where(mine, agreements.c.withdrawn_at.is_(None))
    await work.execute(ended.values(withdrawn_at=literal(now, UtcTime)))
    await work.execute(update(agreements).where(mine).values(chat_id=None))

"""Which chat sees which account. A link counts only while the account's owner is the one it was made for."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Row, bindparam, delete, insert, select, update

from core.accounts.model import Branch, LinkedAccount
from core.accounts.ports import Holder
from core.storage.book import accounts, branches
from core.storage.tables import customers, links
from core.storage.work import Work

_GOOD = (links.c.account_id == accounts.c.account_id) & (links.c.owner_mark == accounts.c.owner_mark)
_OF_ACCOUNT = (accounts.c.branch_code, accounts.c.kind, accounts.c.status, accounts.c.personal)
_OF_CHAT = (
    select(links, *_OF_ACCOUNT, branches.c.name_kk, branches.c.name_ru)
    .join(accounts, _GOOD)
    .outerjoin(branches, branches.c.branch_code == accounts.c.branch_code)
    .where(links.c.chat_id == bindparam("chat", type_=BigInteger))
    .order_by(links.c.id)
)
_HOLDERS = select(links.c.id, links.c.chat_id, links.c.linked_at, accounts.c.personal).join(accounts, _GOOD)


class SqlLinks:
    """`Links` of core.accounts.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of_chat(self, chat_id: int) -> tuple[LinkedAccount, ...]:
        return tuple(self._linked(row) for row in await self._work.execute(_OF_CHAT, {"chat": chat_id}))

    async def of_account(self, account_id: int) -> tuple[Holder, ...]:
        query = _HOLDERS.where(links.c.account_id == account_id).order_by(links.c.id)
        return tuple(_holder(row) for row in await self._work.execute(query))

    async def of_number(self, number: str) -> tuple[tuple[str, Holder], ...]:
        same = accounts.c.number_mark == self._work.vault.number_mark(number)
        rows = (await self._work.execute(_HOLDERS.where(same).order_by(links.c.id))).all()
        return tuple((self._number(row.personal), _holder(row)) for row in rows)

    async def add(self, *, chat_id: int, account_id: int, owner_mark: int, level: int, now: datetime) -> int:
        same = (links.c.chat_id == chat_id, links.c.account_id == account_id)
        await self._work.execute(delete(links).where(*same))
        row = {
            "chat_id": chat_id,
            "account_id": account_id,
            "owner_mark": owner_mark,
            "level": level,
            "linked_at": now,
        }
        link_id: int = (await self._work.execute(insert(links).values(row).returning(links.c.id))).scalar_one()
        return link_id

    async def raise_level(self, link_id: int, level: int) -> None:
        await self._work.execute(update(links).where(links.c.id == link_id).values(level=level))

    async def rename(self, link_id: int, alias: str) -> None:
        sealed = self._work.vault.seal(alias) if alias else None
        await self._work.execute(update(links).where(links.c.id == link_id).values(alias=sealed))

    async def remove(self, link_ids: tuple[int, ...]) -> None:
        await self._work.execute(delete(links).where(links.c.id.in_(link_ids)))

    async def make_current(self, chat_id: int, link_id: int) -> None:
        await self._work.execute(update(customers).where(customers.c.chat_id == chat_id).values(current_link=link_id))

    def _linked(self, row: Row[Any]) -> LinkedAccount:
        return LinkedAccount(
            link_id=row.id,
            account_id=row.account_id,
            level=row.level,
            alias=self._work.vault.open(row.alias) if row.alias else "",
            branch=Branch(code=row.branch_code or "", name_kk=row.name_kk or "", name_ru=row.name_ru or ""),
            account_no=self._number(row.personal),
            kind=row.kind or "person",
            status=row.status or "active",
            linked_at=row.linked_at,
        )

    def _number(self, personal: bytes) -> str:
        number: str = self._work.vault.open(personal)["account_no"]
        return number


def _holder(row: Row[Any]) -> Holder:
    return Holder(link_id=row.id, chat_id=row.chat_id, linked_at=row.linked_at)

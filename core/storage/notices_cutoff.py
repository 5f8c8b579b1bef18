"""What the notice before a disconnection asks of the book, of the agreements and of the ledger."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import BigInteger, Row, bindparam, select

from core.notices.cutoff import Agreed, Delivery
from core.notices.cutoff_list import Warned
from core.storage.book import accounts
from core.storage.chats import MAY
from core.storage.notices_audience import SqlNewsData
from core.storage.tables import customers, electronic_agreements, links, outbox
from core.storage.work import Work

_PAGE = 1_000
_KNOWN = select(accounts.c.account_id).where(
    accounts.c.account_id.in_(bindparam("ids", expanding=True, type_=BigInteger))
)
_AGREED = (
    select(
        electronic_agreements.c.account_id,
        electronic_agreements.c.chat_id,
        electronic_agreements.c.given_at,
        electronic_agreements.c.withdrawn_at,
    )
    .join(
        accounts,
        (accounts.c.account_id == electronic_agreements.c.account_id)
        & (accounts.c.owner_mark == electronic_agreements.c.owner_mark),
    )
    .where(electronic_agreements.c.account_id.in_(bindparam("ids", expanding=True, type_=BigInteger)))
)
_CHATS = (
    select(links.c.chat_id)
    .join(accounts, (accounts.c.account_id == links.c.account_id) & (accounts.c.owner_mark == links.c.owner_mark))
    .join(customers, customers.c.chat_id == links.c.chat_id)
    .where(links.c.account_id.in_(bindparam("ids", expanding=True, type_=BigInteger)), MAY)
)
_ROWS = (
    select(outbox)
    .where(outbox.c.campaign == bindparam("campaign", type_=BigInteger), outbox.c.account_id.is_not(None))
    .order_by(outbox.c.id)
)


class SqlCutoffs:
    """`CutoffBook` of core.notices.cutoff."""

    def __init__(self, work: Work, consent_version: str) -> None:
        self._work = work
        self._consent = consent_version

    async def known(self, warned: Sequence[Warned]) -> dict[Warned, int]:
        named = {each: self._work.vault.account_id(each.branch_code, each.account_no) for each in warned}
        found = set[int]()
        for ids in _pages(named.values()):
            found |= set((await self._work.execute(_KNOWN, {"ids": ids})).scalars())
        return {each: account_id for each, account_id in named.items() if account_id in found}

    async def balances(self, account_ids: Collection[int]) -> dict[int, int]:
        found = dict[int, int]()
        for ids in _pages(account_ids):
            found |= await SqlNewsData(self._work).balances(ids)
        return found

    async def chats(self, account_ids: Collection[int]) -> int:
        found = set[int]()
        for ids in _pages(account_ids):
            found |= set((await self._work.execute(_CHATS, {"ids": ids, "consent": self._consent})).scalars())
        return len(found)

    async def agreements(self, account_ids: Collection[int]) -> tuple[Agreed, ...]:
        found = list[Agreed]()
        for ids in _pages(account_ids):
            rows = (await self._work.execute(_AGREED, {"ids": ids})).mappings()
            found += [Agreed(**row) for row in rows]
        return tuple(found)

    async def deliveries(self, campaign_id: int) -> tuple[Delivery, ...]:
        rows = (await self._work.execute(_ROWS, {"campaign": campaign_id})).all()
        return tuple(self._delivery(row) for row in rows)

    def _delivery(self, row: Row[Any]) -> Delivery:
        kept: dict[str, Any] = self._work.vault.open(row.payload) if row.payload and row.state == "sent" else {}
        return Delivery(
            account_id=row.account_id,
            chat_id=row.chat_id,
            state=row.state,
            outcome=row.outcome or "",
            message_id=row.message_id,
            closed_at=row.closed_at,
            said=row.said or "",
            text=kept.get("text", ""),
        )


def _pages(account_ids: Collection[int]) -> Iterator[list[int]]:
    ids = list(account_ids)
    return (ids[at : at + _PAGE] for at in range(0, len(ids), _PAGE))

"""Letting a chat in once a proof was right: caps, notice to the others, audit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.accounts.model import LEVEL_SECOND_PROOF, Linked, LinkedAccount, NoSuchLink, TooManyAccounts, TooManyChats
from core.accounts.policy import LinkPolicy
from core.accounts.ports import Candidate, Holder, Stores
from core.accounts.trail import note
from core.customers.model import Customer


class Admission:
    def __init__(self, stores: Stores, policy: LinkPolicy, now: datetime) -> None:
        self._stores = stores
        self._policy = policy
        self._now = now

    async def check_room(self, customer: Customer) -> None:
        """:raises TooManyAccounts: the chat has as many as it may"""
        if len(await self._stores.links.of_chat(customer.chat_id)) >= self._policy.accounts_per_chat:
            raise TooManyAccounts(self._policy.accounts_per_chat)

    async def admit(self, customer: Customer, candidate: Candidate, *, level: int, proof: str) -> Linked:
        """Link, or raise the level of what is linked; the use case holds the limits, so the caps are exact.

        :raises TooManyAccounts, TooManyChats: the caps; nothing was written
        """
        for account in await self._stores.links.of_chat(customer.chat_id):
            if account.account_id == candidate.account_id:
                await self.raise_level(customer, account, level=level, proof=proof)
                return Linked(account=await self._linked(customer, account.link_id), already=True)
        await self.check_room(customer)
        holders = await self._stores.links.of_account(candidate.account_id)
        if len(holders) >= self._policy.chats_per_account:
            raise TooManyChats(self._policy.chats_per_account)
        link_id = await self._stores.links.add(
            chat_id=customer.chat_id,
            account_id=candidate.account_id,
            owner_mark=candidate.owner_mark,
            level=level,
            now=self._now,
        )
        await self._stores.links.make_current(customer.chat_id, link_id)
        await self._record(customer, "link", candidate.account_id, f"level {level}, {proof}")
        linked = await self._linked(customer, link_id)
        await self._tell(holders, linked)
        return Linked(account=linked, already=False)

    async def raise_level(self, customer: Customer, account: LinkedAccount, *, level: int, proof: str) -> None:
        if account.level >= level:
            return
        await self._stores.links.raise_level(account.link_id, level)
        await self._record(customer, "link.raise", account.account_id, f"level {level}, {proof}")

    async def raise_to_second(self, customer: Customer, account: LinkedAccount, *, proof: str) -> LinkedAccount:
        """Return the account at level 2, whether it was there before or not."""
        await self.raise_level(customer, account, level=LEVEL_SECOND_PROOF, proof=proof)
        return replace(account, level=LEVEL_SECOND_PROOF)

    async def _tell(self, holders: Sequence[Holder], linked: LinkedAccount) -> None:
        for holder in holders:
            await self._stores.notices.post(
                key=f"linked:{linked.link_id}:{holder.link_id}",
                chat_id=holder.chat_id,
                name="linked_elsewhere",
                values={
                    "account_no": linked.account_no,
                    "at": linked.linked_at.isoformat(),
                    "link_id": holder.link_id,
                    "other_id": linked.link_id,
                },
            )

    async def _linked(self, customer: Customer, link_id: int) -> LinkedAccount:
        for account in await self._stores.links.of_chat(customer.chat_id):
            if account.link_id == link_id:
                return account
        raise NoSuchLink

    async def _record(self, customer: Customer, action: str, account_id: int, detail: str) -> None:
        await note(self._stores.audit, customer, action, account_id, detail)

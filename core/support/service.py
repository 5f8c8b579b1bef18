"""Appeals of consumers: registered, looked at, taken back; and how they come before the office."""

from datetime import datetime

from core.accounts.model import LinkedAccount
from core.accounts.ports import Links
from core.accounts.service import AccountService
from core.accounts.trail import note
from core.customers.model import Customer
from core.desk.model import Banned
from core.desk.ports import Bans
from core.ports import AuditLog, Notices, UnitOfWork
from core.support.model import Appeal, AppealClosed, AppealUnderWay, Asked, NoSuchAppeal, Status
from core.support.ports import Appeals


class SupportService:
    """Who has linked an account may look at what this chat has sent for it, and take back what any chat has sent."""

    def __init__(
        self,
        *,
        work: UnitOfWork,
        appeals: Appeals,
        accounts: AccountService,
        links: Links,
        audit: AuditLog,
        notices: Notices,
        bans: Bans,
        now: datetime,
    ) -> None:
        self._work = work
        self._appeals = appeals
        self._accounts = accounts
        self._links = links
        self._audit = audit
        self._notices = notices
        self._bans = bans
        self._now = now

    async def register(self, *, customer: Customer, account: LinkedAccount, asked: Asked) -> Appeal:
        """Keep an appeal, and tell the other chats of the account of it; a second press finds the first one's.

        The account is one that the customer has been shown to have linked.

        :raises NoSuchLink: it has been unlinked meanwhile
        :raises AppealUnderWay: another of this matter is open
        :raises Banned: the desk has barred this chat
        """
        await self._work.write()
        known = await self._appeals.by_key(customer.chat_id, asked.key)
        if known is not None:
            return known
        if (ban := await self._bans.of_chat(customer.chat_id, self._now)) is not None:
            raise Banned(ban.until)
        account = await self._accounts.get(customer=customer, link_id=account.link_id)  # another chat may have ended it
        appeal = await self._appeals.add(chat_id=customer.chat_id, account=account, asked=asked, now=self._now)
        if appeal is None:
            return await self._refuse_another(customer, account, asked)
        await note(self._audit, customer, "appeal.register", appeal.account_id, appeal.number)
        if appeal.is_held(self._now):
            await self._tell_other_chats(customer, appeal)
        return appeal

    async def sent(self, *, customer: Customer, key: str) -> Appeal | None:
        """Return what this chat has sent under a key, for a second press."""
        return await self._appeals.by_key(customer.chat_id, key)

    async def own(self, *, customer: Customer, link_id: int) -> tuple[Appeal, ...]:
        """Return what this chat has sent for an account, the newest first.

        :raises NoSuchLink: old, foreign or forged
        """
        account = await self._accounts.get(customer=customer, link_id=link_id)
        await note(self._audit, customer, "view.appeals", account.account_id)
        return await self._appeals.of_chat(customer.chat_id, account.account_id)

    async def get(self, *, customer: Customer, link_id: int, appeal_id: int) -> Appeal:
        """:raises NoSuchLink, NoSuchAppeal: old, foreign or forged"""
        account = await self._accounts.get(customer=customer, link_id=link_id)
        found = await self._appeals.get(appeal_id)
        if found is None or found.account_id != account.account_id or found.chat_id != customer.chat_id:
            raise NoSuchAppeal
        await note(self._audit, customer, "view.appeal", found.account_id, found.number)
        return found

    async def kept(self, *, customer: Customer) -> tuple[Appeal, ...]:
        """Return everything that is kept of what this chat has sent, for the copy of its data."""
        return await self._appeals.of_chat(customer.chat_id)

    async def withdraw(self, *, customer: Customer, link_id: int, appeal_id: int) -> Appeal:
        """Take back an open appeal: one's own, or «not me» from another chat of the account.

        The chat that had sent it is told if it was another; the office is told if it had it already.

        :raises NoSuchLink, NoSuchAppeal: old, foreign or forged
        :raises AppealClosed: it is not open any more
        """
        await self._work.write()
        account = await self._accounts.get(customer=customer, link_id=link_id)
        found = await self._appeals.get(appeal_id)
        if found is None or found.account_id != account.account_id:
            raise NoSuchAppeal
        if not await self._appeals.close(appeal_id, Status.WITHDRAWN, "", self._now):
            raise AppealClosed(await self._again(found), link_id)
        await note(self._audit, customer, "appeal.withdraw", found.account_id, found.number)
        if not found.is_held(self._now):
            values: dict[str, str | int] = {"number": found.number, "account_no": found.account_no}
            await self._notices.alarm(key=f"appeal_gone:{found.id}", name="appeal_gone", values=values)
        if found.chat_id != customer.chat_id:
            await self._tell_sender(found)
        return await self._again(found)

    async def hand_over(self, *, most: int) -> int:
        """Tell the operators of appeals whose time here is over; return how many there were."""
        if not await self._appeals.to_hand_over(self._now, 1):
            return 0
        await self._work.write()
        due = await self._appeals.to_hand_over(self._now, most)
        for appeal in due:
            values: dict[str, str | int] = {
                "number": appeal.number,
                "kind": appeal.kind.value,
                "account_no": appeal.account_no,
                "due_on": appeal.due_on.isoformat(),
            }
            await self._notices.alarm(key=f"appeal_arrived:{appeal.id}", name="appeal_arrived", values=values)
            await self._appeals.mark_handed_over(appeal.id, self._now)
        return len(due)

    async def _refuse_another(self, customer: Customer, account: LinkedAccount, asked: Asked) -> Appeal:
        """Another process may have been first with the very same press.

        :raises AppealUnderWay: the open one is another
        """
        known = await self._appeals.by_key(customer.chat_id, asked.key)
        if known is not None:
            return known
        found = await self._appeals.open_one(account.account_id, asked.alone_in)
        assert found is not None
        raise AppealUnderWay(found, account.link_id)

    async def _tell_other_chats(self, customer: Customer, appeal: Appeal) -> None:
        for holder in await self._links.of_account(appeal.account_id):
            if holder.chat_id == customer.chat_id:
                continue
            await self._notices.post(
                key=f"change_asked:{appeal.id}:{holder.link_id}",
                chat_id=holder.chat_id,
                name="change_asked",
                values={
                    "account_no": appeal.account_no,
                    "number": appeal.number,
                    "at": appeal.registered_at.isoformat(),
                    "held_until": appeal.held_until.isoformat(),
                    "link_id": holder.link_id,
                    "appeal_id": appeal.id,
                },
            )

    async def _tell_sender(self, appeal: Appeal) -> None:
        if appeal.chat_id is not None:
            await self._notices.post(
                key=f"appeal_taken_back:{appeal.id}",
                chat_id=appeal.chat_id,
                name="appeal_taken_back",
                values={"account_no": appeal.account_no, "number": appeal.number, "at": self._now.isoformat()},
            )

    async def _again(self, appeal: Appeal) -> Appeal:
        """Return it as it stands now."""
        return await self._appeals.get(appeal.id) or appeal

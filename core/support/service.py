"""Appeals of consumers: registered, looked at, taken back; and how they come before the office."""

from datetime import datetime

from core.accounts.model import LinkedAccount
from core.accounts.service import AccountService
from core.accounts.trail import note
from core.customers.model import Customer
from core.desk.model import Banned
from core.support.desk import AppealsAtDesk
from core.support.model import OF_LAW, Appeal, AppealClosed, AppealUnderWay, Asked, Kind, NoSuchAppeal, Status
from core.support.ports import Stores


class SupportService:
    """A chat may look at what it has sent about no account, or for one that it has linked, and take it back.

    Whoever has linked an account may take back what any chat has sent for it: «not me».
    """

    def __init__(self, *, stores: Stores, accounts: AccountService, now: datetime) -> None:
        self._work = stores.work
        self._appeals = stores.appeals
        self._accounts = accounts
        self._links = stores.links
        self._audit = stores.audit
        self._notices = stores.notices
        self._bans = stores.bans
        self._desk = AppealsAtDesk(stores=stores, now=now)
        self._now = now

    async def register(self, *, customer: Customer, account: LinkedAccount | None, asked: Asked) -> Appeal:
        """Keep an appeal, and bring it before the operators, or hold it back and tell the other chats of the account.

        A second press finds the first one's. The account is one that the customer has been shown to have linked; none:
        it is about no account.

        :raises NoSuchLink: it has been unlinked meanwhile
        :raises AppealUnderWay: another of this matter is open
        :raises Banned: the desk has barred this chat
        """
        await self._work.write()
        known = await self._appeals.by_key(customer.chat_id, asked.key)
        if known is not None:
            return known
        if asked.kind not in OF_LAW:
            await self.require_free(customer=customer)
        if account is not None:  # another chat may have ended it
            account = await self._accounts.get(customer=customer, link_id=account.link_id)
        appeal = await self._appeals.add(chat_id=customer.chat_id, account=account, asked=asked, now=self._now)
        if appeal is None:
            return await self._refuse_another(customer, account, asked)
        await self._note(customer, "appeal.register", appeal)
        if appeal.is_held(self._now):
            await self._tell_other_chats(customer, appeal)
        else:
            await self._hand_over(appeal)
        return appeal

    async def require_free(self, *, customer: Customer) -> None:
        """:raises Banned: he may not write to the operators, so he has to turn to the office"""
        if (ban := await self._bans.of_chat(customer.chat_id, self._now)) is not None:
            raise Banned(ban.until)

    async def sent(self, *, customer: Customer, key: str) -> Appeal | None:
        """Return what this chat has sent under a key, for a second press."""
        return await self._appeals.by_key(customer.chat_id, key)

    async def own(self, *, customer: Customer, link_id: int = 0) -> tuple[Appeal, ...]:
        """Return what this chat has sent for an account (0: all that it may see), the newest first.

        :raises NoSuchLink: old, foreign or forged
        """
        if not link_id:
            seen = await self._accounts_of(customer)
            found = await self._appeals.of_chat(customer.chat_id)
            await self._audit.record(
                actor=f"chat:{customer.chat_id}", action="view.appeals", subject=f"chat:{customer.chat_id}"
            )
            return tuple(each for each in found if each.account_id in seen)
        account = await self._accounts.get(customer=customer, link_id=link_id)
        await note(self._audit, customer, "view.appeals", account.account_id)
        return await self._appeals.of_chat(customer.chat_id, account.account_id)

    async def get(self, *, customer: Customer, link_id: int, appeal_id: int) -> Appeal:
        """:raises NoSuchLink, NoSuchAppeal: old, foreign or forged"""
        found = await self._seen(customer, link_id, appeal_id)
        if found.chat_id != customer.chat_id:
            raise NoSuchAppeal
        await self._note(customer, "view.appeal", found)
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
        found = await self._seen(customer, link_id, appeal_id)
        if found.chat_id != customer.chat_id and found.kind is not Kind.PROFILE_CHANGE:
            raise NoSuchAppeal
        if not await self._appeals.close(appeal_id, Status.WITHDRAWN, "", self._now):
            raise AppealClosed(await self._again(found), link_id)
        await self._note(customer, "appeal.withdraw", found)
        if not found.is_held(self._now):
            await self._desk.gone(found)
        if found.chat_id != customer.chat_id:
            await self._tell_sender(found)
        return await self._again(found)

    async def hand_over(self, *, most: int) -> int:
        """Bring appeals whose time here is over before the operators; return how many there were."""
        if not await self._appeals.to_hand_over(self._now, 1):
            return 0
        await self._work.write()
        due = await self._appeals.to_hand_over(self._now, most)
        for appeal in due:
            await self._hand_over(appeal)
        return len(due)

    async def _hand_over(self, appeal: Appeal) -> None:
        await self._appeals.mark_handed_over(appeal.id, self._now)
        await self._desk.arrived(appeal)

    async def _seen(self, customer: Customer, link_id: int, appeal_id: int) -> Appeal:
        """Return an appeal for the linked account, or (0) one of this chat's own.

        :raises NoSuchLink, NoSuchAppeal: old, foreign or forged
        """
        account_id = None
        if link_id:
            account_id = (await self._accounts.get(customer=customer, link_id=link_id)).account_id
        found = await self._appeals.get(appeal_id)
        if found is None:
            raise NoSuchAppeal
        if link_id and found.account_id == account_id:
            return found
        if link_id or found.chat_id != customer.chat_id:
            raise NoSuchAppeal
        if found.account_id not in await self._accounts_of(customer):
            raise NoSuchAppeal
        return found

    async def _accounts_of(self, customer: Customer) -> set[int | None]:
        return {account.account_id for account in await self._links.of_chat(customer.chat_id)} | {None}

    async def _note(self, customer: Customer, action: str, appeal: Appeal) -> None:
        subject = f"account:{appeal.account_id}" if appeal.account_id is not None else f"appeal:{appeal.id}"
        actor = f"chat:{customer.chat_id}"
        await self._audit.record(actor=actor, action=action, subject=subject, detail=appeal.number)

    async def _refuse_another(self, customer: Customer, account: LinkedAccount | None, asked: Asked) -> Appeal:
        """Another process may have been first with the very same press.

        :raises AppealUnderWay: the open one is another
        """
        known = await self._appeals.by_key(customer.chat_id, asked.key)
        if known is not None:
            return known
        assert account is not None  # only of an account one thing alone may be open
        found = await self._appeals.open_one(account.account_id, asked.alone_in)
        assert found is not None
        raise AppealUnderWay(found, account.link_id)

    async def _tell_other_chats(self, customer: Customer, appeal: Appeal) -> None:
        if appeal.account_id is None:
            return
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

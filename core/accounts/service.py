"""What a chat may see and do with the accounts that it has linked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.accounts.limits import Lock
from core.accounts.masking import mask_address, mask_payer
from core.accounts.model import (
    LEVEL_SECOND_PROOF,
    MAX_ALIAS,
    AccountCard,
    AliasTooLong,
    LinkedAccount,
    LinkedChat,
    NoAccountLinked,
    NoSuchLink,
    SecondProofNeeded,
)
from core.accounts.policy import LinkPolicy
from core.accounts.ports import AccountFile, Holder, Stores
from core.accounts.trail import note
from core.customers.model import ConsentNeeded, Customer


class AccountService:
    """Every read takes the customer; links of a former owner of the account do not exist here."""

    def __init__(self, *, stores: Stores, policy: LinkPolicy, now: datetime) -> None:
        self._stores = stores
        self._policy = policy
        self._now = now

    async def linked(self, *, customer: Customer) -> tuple[LinkedAccount, ...]:
        """Return the accounts of this chat in the order of linking.

        :raises ConsentNeeded: the text in force has not been agreed to, so nothing of them is looked up
        """
        if customer.consent_version is None:
            raise ConsentNeeded
        return await self._stores.links.of_chat(customer.chat_id)

    async def branches(self, *, customer: Customer) -> tuple[str, ...]:
        """Return whose offices serve this chat, by codes: of the current account first; of a guest nothing is known."""
        if customer.consent_version is None:
            return ()
        linked = await self.linked(customer=customer)
        ordered = sorted(linked, key=lambda each: each.link_id != customer.current_link)
        return tuple(dict.fromkeys(each.branch.code for each in ordered))

    async def current(self, *, customer: Customer) -> LinkedAccount:
        """Return the account that screens speak of: the one chosen last, else the first.

        :raises NoAccountLinked: there is none
        """
        return (await self.meant(customer=customer, link_id=None))[0]

    async def meant(
        self, *, customer: Customer, link_id: int | None
    ) -> tuple[LinkedAccount, tuple[LinkedAccount, ...]]:
        """Return the account of a link, None: the current one; and the others that this chat has linked.

        :raises NoAccountLinked: there is none
        :raises NoSuchLink: old, foreign or forged (written to the audit log)
        """
        linked = await self.linked(customer=customer)
        if link_id is None:
            account = current_of(customer, linked)
        else:
            found = next((each for each in linked if each.link_id == link_id), None)
            account = found or await self._refuse(customer, link_id)
        return account, tuple(each for each in linked if each.link_id != account.link_id)

    async def get(self, *, customer: Customer, link_id: int) -> LinkedAccount:
        """:raises NoSuchLink: old, foreign or forged (written to the audit log)"""
        return (await self.meant(customer=customer, link_id=link_id))[0]

    async def card(self, *, customer: Customer, link_id: int) -> AccountCard:
        """Return the account card, masked at level 1; the view is written to the audit log.

        :raises NoSuchLink: old, foreign or forged
        """
        card = await self.read_card(customer=customer, link_id=link_id)
        await self._record(customer, "view.card", card.account, f"level {card.account.level}")
        return card

    async def read_card(self, *, customer: Customer, link_id: int) -> AccountCard:
        """Return it for a document or a letter: what becomes of these is written down when it is done.

        :raises NoSuchLink: old, foreign or forged
        """
        account = await self.get(customer=customer, link_id=link_id)
        return make_card(account, await self._stores.accounts.file(account.account_id))

    def require_level(self, account: LinkedAccount, level: int) -> None:
        """:raises SecondProofNeeded: the account was linked by the last payment only"""
        if account.level < level:
            raise SecondProofNeeded(account.link_id)

    async def switch(self, *, customer: Customer, link_id: int) -> LinkedAccount:
        """Make it the current account.

        :raises NoSuchLink: old, foreign or forged
        """
        await self._stores.work.write()
        account = await self.get(customer=customer, link_id=link_id)
        await self._stores.links.make_current(customer.chat_id, link_id)
        return account

    async def rename(self, *, customer: Customer, link_id: int, alias: str) -> LinkedAccount:
        """Give the account a name of the customer's own; an empty one takes it away.

        :raises AliasTooLong: more than 32 characters
        :raises NoSuchLink: old, foreign or forged
        """
        name = " ".join("".join(sign if sign.isprintable() else " " for sign in alias).split())
        if len(name) > MAX_ALIAS:
            raise AliasTooLong(name)
        await self._stores.work.write()
        account = await self.get(customer=customer, link_id=link_id)
        await self._stores.links.rename(account.link_id, name)
        return await self.get(customer=customer, link_id=link_id)

    async def unlink(self, *, customer: Customer, link_id: int) -> LinkedAccount:
        """Unlink the account from this chat and return what it was.

        :raises NoSuchLink: old, foreign or forged
        """
        await self._stores.work.write()
        account = await self.get(customer=customer, link_id=link_id)
        await self._stores.links.remove((account.link_id,))
        await self._record(customer, "unlink", account)
        return account

    async def sign_out(self, *, customer: Customer) -> int:
        """Unlink every account from this chat, with or without a consent; return how many there were."""
        await self._stores.work.write()
        linked = await self._stores.links.of_chat(customer.chat_id)
        await self._stores.links.remove(tuple(account.link_id for account in linked))
        for account in linked:
            await self._record(customer, "unlink", account, "sign out")
        return len(linked)

    async def chats(self, *, customer: Customer, link_id: int) -> tuple[LinkedChat, ...]:
        """Return the chats that see the account, the oldest first.

        :raises NoSuchLink: old, foreign or forged
        """
        account = await self.get(customer=customer, link_id=link_id)
        holders = await self._stores.links.of_account(account.account_id)
        return tuple(
            LinkedChat(
                link_id=holder.link_id, order=order, linked_at=holder.linked_at, is_this=holder.link_id == link_id
            )
            for order, holder in enumerate(holders, start=1)
        )

    async def revoke(self, *, customer: Customer, link_id: int, other_id: int) -> None:
        """Unlink another chat, `other_id`, from the account of `link_id`.

        :raises NoSuchLink: either is not there; `other_id` may be gone already
        """
        await self._stores.work.write()
        account = await self.get(customer=customer, link_id=link_id)
        other = await self._other(account, other_id)
        if other is None:
            await self._refuse(customer, other_id)
        else:
            await self._unlink_other(customer, account, other)

    async def not_me(self, *, customer: Customer, link_id: int, other_id: int) -> None:
        """Answer the notice `linked_elsewhere`: unlink `other_id`, if it is still there, and freeze new links.

        A chat that has looked and left again is answered by the freeze alone.

        :raises NoSuchLink: the customer's own link is old, foreign or forged
        """
        await self._stores.work.write()
        account = await self.get(customer=customer, link_id=link_id)
        other = await self._other(account, other_id)
        if other is not None:
            await self._unlink_other(customer, account, other)
        until = self._now + timedelta(days=self._policy.not_me_freeze_days)
        await self._stores.limits.freeze(account.account_id, Lock(self._now, until))
        await self._record(customer, "link.freeze", account)

    async def _other(self, account: LinkedAccount, other_id: int) -> Holder | None:
        holders = await self._stores.links.of_account(account.account_id)
        return next((one for one in holders if one.link_id == other_id != account.link_id), None)

    async def _unlink_other(self, customer: Customer, account: LinkedAccount, other: Holder) -> None:
        await self._stores.links.remove((other.link_id,))
        await self._record(customer, "unlink.other", account, f"chat:{other.chat_id}")
        await self._stores.notices.post(
            key=f"unlinked:{other.link_id}",
            chat_id=other.chat_id,
            name="unlinked_elsewhere",
            values={"account_no": account.account_no},
        )

    async def _refuse(self, customer: Customer, link_id: int) -> LinkedAccount:
        """:raises NoSuchLink: always, with a trace in the audit log"""
        await self._stores.work.write()
        chat = f"chat:{customer.chat_id}"
        await self._stores.audit.record(actor=chat, action="link.foreign", subject=f"link:{link_id}"[:80])
        raise NoSuchLink

    async def _record(self, customer: Customer, action: str, account: LinkedAccount, detail: str = "") -> None:
        await note(self._stores.audit, customer, action, account.account_id, detail)


def current_of(customer: Customer, linked: Sequence[LinkedAccount]) -> LinkedAccount:
    """:raises NoAccountLinked: there is none"""
    if not linked:
        raise NoAccountLinked
    return next((account for account in linked if account.link_id == customer.current_link), linked[0])


def make_card(account: LinkedAccount, file: AccountFile) -> AccountCard:
    """Return the card as this link may see it."""
    masked = account.level < LEVEL_SECOND_PROOF
    hidden = mask_address(file.locality, file.street)
    return AccountCard(
        account=account,
        masked=masked,
        payer=mask_payer(file.payer, legal=file.kind == "legal") if masked else file.payer,
        bin="" if masked else file.bin,
        contract_no="" if masked else file.contract_no,
        address_kk=hidden if masked else file.address_kk,
        address_ru=hidden if masked else file.address_ru,
        branch=file.branch,
        residents=file.residents,
        area=file.area,
        stove=file.stove,
        benefit=file.benefit,
        tariff_group=file.tariff_group,
        tariff_scheme=file.tariff_scheme,
        opened_on=file.opened_on,
        closed_on=file.closed_on,
        points=tuple(replace(point, name="", address="") if masked else point for point in file.points),
    )

"""What a chat may see and do with the accounts that it has linked."""

from core.accounts.model import AccountCard, LinkedAccount, LinkedChat
from core.customers.model import Customer


class AccountService:
    """Every read takes the customer; links of a former owner of the account do not exist here."""

    async def linked(self, *, customer: Customer) -> tuple[LinkedAccount, ...]:
        """Return the accounts of this chat in the order of linking."""
        raise NotImplementedError

    async def current(self, *, customer: Customer) -> LinkedAccount:
        """Return the account that screens speak of.

        :raises NoAccountLinked: there is none
        """
        raise NotImplementedError

    async def get(self, *, customer: Customer, link_id: int) -> LinkedAccount:
        """:raises NoSuchLink: old, foreign or forged (written to the audit log)"""
        raise NotImplementedError

    async def card(self, *, customer: Customer, link_id: int) -> AccountCard:
        """Return the account card, masked at level 1; the view is written to the audit log.

        :raises NoSuchLink: old, foreign or forged
        """
        raise NotImplementedError

    def require_level(self, account: LinkedAccount, level: int) -> None:
        """:raises SecondProofNeeded: the account was linked by the last payment only"""
        raise NotImplementedError

    async def switch(self, *, customer: Customer, link_id: int) -> LinkedAccount:
        """Make it the current account.

        :raises NoSuchLink: old, foreign or forged
        """
        raise NotImplementedError

    async def rename(self, *, customer: Customer, link_id: int, alias: str) -> LinkedAccount:
        """Give the account a name of the customer's own; an empty one takes it away.

        :raises AliasTooLong: more than 32 characters
        :raises NoSuchLink: old, foreign or forged
        """
        raise NotImplementedError

    async def unlink(self, *, customer: Customer, link_id: int) -> LinkedAccount:
        """Unlink the account from this chat and return what it was.

        :raises NoSuchLink: old, foreign or forged
        """
        raise NotImplementedError

    async def sign_out(self, *, customer: Customer) -> int:
        """Unlink every account from this chat; return how many there were."""
        raise NotImplementedError

    async def chats(self, *, customer: Customer, link_id: int) -> tuple[LinkedChat, ...]:
        """Return the chats that see the account, the oldest first.

        :raises NoSuchLink: old, foreign or forged
        """
        raise NotImplementedError

    async def revoke(self, *, customer: Customer, link_id: int, other_id: int) -> None:
        """Unlink another chat, `other_id`, from the account of `link_id`.

        :raises NoSuchLink: either is not there; `other_id` may be gone already
        """
        raise NotImplementedError

    async def not_me(self, *, customer: Customer, link_id: int, other_id: int) -> None:
        """Answer the notice `linked_elsewhere`: unlink `other_id`, if it is still there, and freeze new links.

        :raises NoSuchLink: the customer's own link is old, foreign or forged
        """
        raise NotImplementedError

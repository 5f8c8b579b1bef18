"""Linking by what only the payer should know: the number and the newest payment."""

from core.accounts.model import Linked
from core.customers.model import Customer


class LinkService:
    """The first proof. The flow asks in turn: number, amount, and the serial where `needs_serial` says so."""

    def read_number(self, *, text: str) -> str:
        """Return the account number in what was typed; never says whether it exists.

        :raises NumberNotUnderstood: another form
        """
        raise NotImplementedError

    def read_serial(self, *, text: str) -> str:
        """Return the end of a meter's serial number as it is compared.

        :raises SerialNotUnderstood: fewer characters than asked, or none of a serial number
        """
        raise NotImplementedError

    async def check_open(self, *, customer: Customer) -> None:
        """Tell before any question what would refuse every try of this chat.

        :raises ChatLocked: too many wrong tries
        :raises ContactFirst: the brake is on and this chat has not shown its contact
        :raises TooManyAccounts: the chat has as many accounts as it may
        """
        raise NotImplementedError

    async def needs_serial(self, *, customer: Customer, amount: int) -> bool:
        """Say whether the meter's serial is asked too; judged by the amount as entered, right or wrong.

        :raises ChatLocked, ContactFirst: as in `check_open`
        """
        raise NotImplementedError

    async def link(
        self, *, customer: Customer, number: str, amount: int, serial: str | None = None, branch: str | None = None
    ) -> Linked:
        """Judge all at once and link at level 1. `number`, `amount` (tiyn), `serial` as the readers returned them.

        :raises NotVerified: whatever was wrong
        :raises ChatLocked: this chat may not try, right or wrong
        :raises TooSoon: not evaluated, not counted
        :raises ContactFirst, SerialNeeded, BranchNeeded, TooManyAccounts, TooManyChats: as their names say
        """
        raise NotImplementedError

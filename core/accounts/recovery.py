"""The second proofs: own contact and one-time codes. They link even while guessing is locked."""

from core.accounts.model import CodeOffer, KnownNumber, Linked, ShownContact
from core.customers.model import Customer


class RecoveryService:
    async def prove_contact(
        self,
        *,
        customer: Customer,
        contact_user_id: int | None,
        phone: str,
        forwarded: bool,
        number: str | None = None,
        branch: str | None = None,
    ) -> ShownContact:
        """Compare the customer's own phone with those on file: as second proof, as recovery, or for the brake.

        With `number` it links that account at once, at level 2, if the phone is its billing phone or mobile.

        :raises NotOwnContact: somebody else's contact or a forwarded one
        :raises BranchNeeded: the phone fits accounts of several branches
        :raises TooManyAccounts, TooManyChats: the caps
        """
        raise NotImplementedError

    async def open_payload(self, *, customer: Customer, payload: str) -> KnownNumber | CodeOffer:
        """Read `/start <payload>` or a typed code.

        :raises CodeNotAccepted: whatever is wrong with it
        """
        raise NotImplementedError

    async def use_code(self, *, customer: Customer, code: str) -> Linked:
        """Link the account of a one-time code at level 2; the code is used up.

        :raises CodeNotAccepted: whatever is wrong with it
        :raises TooManyAccounts, TooManyChats: the caps; the code stays good
        """
        raise NotImplementedError

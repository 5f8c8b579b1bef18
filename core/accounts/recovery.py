"""The second proofs: own contact and one-time codes. They link even while guessing is locked."""

from datetime import datetime, timedelta

import phonenumbers

from core.accounts.admission import Admission
from core.accounts.masking import mask_address, mask_payer
from core.accounts.model import (
    LEVEL_SECOND_PROOF,
    BranchNeeded,
    CodeNotAccepted,
    CodeOffer,
    KnownNumber,
    Linked,
    NotOwnContact,
    ShownContact,
)
from core.accounts.policy import LinkPolicy
from core.accounts.ports import Candidate, CodeOnFile, Stores
from core.customers.model import ConsentNeeded, Customer


class RecoveryService:
    def __init__(self, *, stores: Stores, policy: LinkPolicy, now: datetime) -> None:
        self._stores = stores
        self._now = now
        self._answer_at = now + timedelta(seconds=policy.answer_seconds)
        self._admission = Admission(stores, policy, now)

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

        With `number` it links that account at once, at level 2, if the phone is its billing phone or mobile. Only
        Telegram sets the owner's id of a contact, so the phone of an own contact can be relied on.

        :raises ConsentNeeded: nothing is looked up before the consent
        :raises NotOwnContact: somebody else's contact or a forwarded one
        :raises BranchNeeded: the phone fits accounts of several branches
        :raises TooManyAccounts, TooManyChats: the caps
        """
        if contact_user_id != customer.chat_id or forwarded:
            raise NotOwnContact
        await self._begin(customer)
        await self._stores.limits.show_contact(customer.chat_id, self._now)
        linked = await self._stores.links.of_chat(customer.chat_id)
        named = await self._stores.accounts.candidates(number, self._now) if number else ()
        ids = {account.account_id for account in linked} | {candidate.account_id for candidate in named}
        fitting = await self._with_phone(ids, phone)
        found = await self._link_named([one for one in named if one.account_id in fitting], customer, branch)
        in_full = [
            await self._admission.raise_to_second(customer, account, proof="contact")
            for account in linked
            if account.account_id in fitting and not (found and found.account.link_id == account.link_id)
        ]
        return ShownContact(linked=found, in_full=tuple(in_full), answer_at=self._answer_at)

    async def open_payload(self, *, customer: Customer, payload: str) -> KnownNumber | CodeOffer:
        """Read `/start <payload>` or a typed code.

        :raises ConsentNeeded: nothing is looked up before the consent
        :raises CodeNotAccepted: whatever is wrong with it
        """
        if customer.consent_version is None:
            raise ConsentNeeded
        code, candidate = await self._good_code(payload)
        file = await self._stores.accounts.file(candidate.account_id)
        if code.kind == "account_token":
            return KnownNumber(account_no=file.account_no, branch_code=candidate.branch_code)
        address = mask_address(file.locality, file.street)
        payer = mask_payer(file.payer, legal=file.kind == "legal")
        return CodeOffer(code=payload, account_no=file.account_no, payer=payer, address_kk=address, address_ru=address)

    async def use_code(self, *, customer: Customer, code: str) -> Linked:
        """Link the account of a one-time code at level 2; the code is used up.

        :raises ConsentNeeded: nothing is looked up before the consent
        :raises CodeNotAccepted: whatever is wrong with it
        :raises TooManyAccounts, TooManyChats: the caps; the code stays good
        """
        await self._begin(customer)
        found, candidate = await self._good_code(code)
        if found.kind != "one_time":
            raise CodeNotAccepted(self._answer_at)
        linked = await self._admission.admit(customer, candidate, level=LEVEL_SECOND_PROOF, proof="code")
        await self._stores.codes.use_up(found, candidate.owner_mark, self._now)
        return linked

    async def prove_by_code(self, *, customer: Customer, code: str) -> None:
        """Prove by a one-time code of an account that this chat has linked; the code is used up.

        :raises ConsentNeeded: nothing is looked up before the consent
        :raises CodeNotAccepted: whatever is wrong with it
        """
        await self._begin(customer)
        found, candidate = await self._good_code(code)
        linked = {account.account_id for account in await self._stores.links.of_chat(customer.chat_id)}
        if found.kind != "one_time" or candidate.account_id not in linked:
            raise CodeNotAccepted(self._answer_at)
        await self._stores.codes.use_up(found, candidate.owner_mark, self._now)

    async def _with_phone(self, account_ids: set[int], phone: str) -> set[int]:
        own = plain_phone(phone)
        on_file = await self._stores.accounts.phones(tuple(sorted(account_ids)))
        return {account_id for account_id, phones in on_file.items() if own and own in map(plain_phone, phones)}

    async def _begin(self, customer: Customer) -> None:
        if customer.consent_version is None:
            raise ConsentNeeded
        await self._stores.work.write()
        await self._stores.limits.hold()

    async def _link_named(self, candidates: list[Candidate], customer: Customer, branch: str | None) -> Linked | None:
        fitting = [
            found
            for found in candidates
            if not found.frozen_since and found.status != "closed" and branch in (None, found.branch_code)
        ]
        if len(fitting) > 1:
            raise BranchNeeded(await self._stores.accounts.branches(tuple(one.branch_code for one in fitting)))
        if not fitting:
            return None
        return await self._admission.admit(customer, fitting[0], level=LEVEL_SECOND_PROOF, proof="contact")

    async def _good_code(self, text: str) -> tuple[CodeOnFile, Candidate]:
        """:raises CodeNotAccepted: unknown, used, expired, of a former owner, or of a frozen or closed account"""
        code = await self._stores.codes.find(text)
        candidate = await self._stores.accounts.candidate(code.account_id if code else 0, self._now)
        if code is None or candidate is None or not self._is_good(code, candidate):
            raise CodeNotAccepted(self._answer_at)
        return code, candidate

    def _is_good(self, code: CodeOnFile, candidate: Candidate) -> bool:
        if code.used or (code.valid_until is not None and self._now >= code.valid_until):
            return False
        if code.kind == "account_token":
            return True  # it proves nothing: what follows says the same for every account
        if code.issued_at is not None and code.owner_mark != candidate.owner_mark:
            return False
        frozen = candidate.frozen_since
        by_the_office_since = code.issued_at is not None and (frozen is None or code.issued_at >= frozen)
        return by_the_office_since or (frozen is None and candidate.status != "closed")


def plain_phone(text: str) -> str | None:
    """Return a phone in the one international form, «8 (777) …» of Kazakhstan included; None: it is no phone."""
    try:
        number = phonenumbers.parse(text, "KZ")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

"""A chat's address for letters: set, confirmed by a link, changed, removed."""

from datetime import datetime

from core.customers.model import ConsentNeeded, Customer
from core.errors import DomainError
from core.mail.address import masked, read_address, same
from core.mail.model import (
    CONFIRM_WITHIN,
    DAY,
    Asked,
    ConfirmationElsewhere,
    ConfirmationGone,
    Confirmed,
    Email,
    LetterName,
    LettersOff,
    NoAddress,
    TooManyConfirmations,
    hash_of,
    new_token,
)
from core.mail.policy import MailPolicy
from core.mail.ports import Addresses, Letters
from core.mail.sending import LetterService
from core.ports import AuditLog, UnitOfWork


class EmailService:
    """`offered`: there is a mail server; without one nothing is taken and nothing is sent."""

    def __init__(
        self,
        *,
        work: UnitOfWork,
        addresses: Addresses,
        letters: Letters,
        sending: LetterService,
        audit: AuditLog,
        policy: MailPolicy,
        now: datetime,
        offered: bool,
    ) -> None:
        self._work = work
        self._addresses = addresses
        self._letters = letters
        self._sending = sending
        self._audit = audit
        self._policy = policy
        self._now = now
        self._offered = offered

    async def look(self, *, customer: Customer) -> Email:
        """Return the address of this chat, and the one that waits for its confirmation.

        :raises LettersOff, ConsentNeeded:
        """
        self._require(customer)
        return await self._addresses.find(customer.chat_id) or Email()

    async def own(self, *, customer: Customer) -> Email:
        """Return what is kept, whatever is offered: for the copy of one's own data."""
        return await self._addresses.find(customer.chat_id) or Email()

    async def ask(self, *, customer: Customer, text: str, document: int = 0) -> Asked | Confirmed:
        """Take a typed address and send a link to it; `document` is sent there once the link has been opened.

        The address in force stays so until then. Typed anew it needs no letter, unless its server has refused one.

        :raises AddressNotUnderstood: says what is wrong with it
        :raises TooManyConfirmations: of this chat, or to this address, in 24 hours
        :raises LettersOff, ConsentNeeded:
        """
        self._require(customer)
        address = read_address(text)
        await self._work.write()
        known = await self._addresses.find(customer.chat_id) or Email()
        if known.address and same(known.address, address) and known.refused_at is None:
            return await self._with_document(customer, Confirmed(address=known.address, before=True), document)
        return await self._send_link(customer, address, document, changes=bool(known.address))

    async def ask_again(self, *, customer: Customer) -> Asked:
        """Send another link to the address that waits; the one before is good for nothing then.

        :raises NoAddress: none waits
        :raises TooManyConfirmations, LettersOff, ConsentNeeded:
        """
        self._require(customer)
        await self._work.write()
        known = await self._addresses.find(customer.chat_id)
        if known is None or not known.pending:
            raise NoAddress
        return await self._send_link(customer, known.pending, known.document, changes=bool(known.address))

    async def confirm(self, *, customer: Customer, token: str) -> Confirmed:
        """Put the address in force whose link was opened, and send the document that it was set for.

        A link that has done so already says so, and does nothing.

        :raises ConfirmationElsewhere: sent for another chat
        :raises ConfirmationGone: unknown, replaced by a newer one, or 24 hours old
        :raises LettersOff, ConsentNeeded:
        """
        await self._work.write()
        chat_id = await self._addresses.of_token(hash_of(token))
        if chat_id is None:
            raise ConfirmationGone
        if chat_id != customer.chat_id:
            await self._record(customer, "email.elsewhere")
            raise ConfirmationElsewhere
        self._require(customer)
        known = await self._addresses.find(chat_id) or Email()
        if not known.pending:
            return Confirmed(address=known.address, before=True)
        if not known.awaits(self._now):
            raise ConfirmationGone
        await self._addresses.confirm(chat_id, known.pending, self._now)
        await self._record(customer, "email.confirm")
        if known.address and not same(known.address, known.pending):
            await self._tell(customer, known.address, "changed", new=masked(known.pending))
        return await self._with_document(customer, Confirmed(address=known.pending), known.document)

    async def remove(self, *, customer: Customer) -> str:
        """Forget the address, and one that waits; the address that was in force is told by letter. Return it.

        :raises NoAddress: there is none (any more)
        """
        await self._work.write()
        known = await self._addresses.find(customer.chat_id)
        if known is None or not (known.address or known.pending):
            raise NoAddress
        await self._addresses.remove(customer.chat_id)
        await self._record(customer, "email.remove")
        if known.address and known.refused_at is None and self._offered:
            await self._tell(customer, known.address, "removed")
        return known.address or known.pending

    async def note_refused(self, *, chat_id: int, address: str) -> int:
        """Note that the server of an address takes no letters for it: nothing more goes there until it is set anew.

        Return the document that waited for it, 0: none.
        """
        await self._work.write()
        known = await self._addresses.find(chat_id) or Email()
        await self._addresses.mark_refused(chat_id, address, self._now)
        waits = bool(known.pending) and same(known.pending, address)
        if waits:
            await self._addresses.forget_pending(chat_id)
        await self._audit.record(actor="sender", action="email.refused", subject=f"chat:{chat_id}")
        return known.document if waits else 0

    async def _send_link(self, customer: Customer, address: str, document: int, *, changes: bool) -> Asked:
        await self._letters.hold()
        chat_id, limit = customer.chat_id, self._policy.confirmations_per_day
        sent = await self._letters.counted(chat_id=chat_id, address=address, documents=False, since=self._now - DAY)
        if sent >= limit:
            raise TooManyConfirmations(limit)
        token, expires_at = new_token(), self._now + CONFIRM_WITHIN
        token_hash = hash_of(token)
        await self._addresses.await_confirmation(
            chat_id, address, token_hash=token_hash, expires_at=expires_at, document=document
        )
        await self._letters.count(chat_id=chat_id, address=address, document=0, now=self._now)
        values: dict[str, str | int] = {"token": token, "expires_at": expires_at.isoformat()}
        key = f"email:confirm:{token_hash}"
        await self._letters.queue(key=key, chat_id=chat_id, to=address, name="confirm", values=values)
        await self._record(customer, "email.set")
        return Asked(address=address, expires_at=expires_at, changes=changes, document=document)

    async def _with_document(self, customer: Customer, confirmed: Confirmed, document: int) -> Confirmed:
        """Send what the address was set for; a refusal of that does not take the confirmation back."""
        if not document:
            return confirmed
        try:
            letter = await self._sending.send(customer=customer, document=document)
        except DomainError as refusal:
            return Confirmed(address=confirmed.address, before=confirmed.before, refusal=refusal)
        return Confirmed(address=confirmed.address, before=confirmed.before, letter=letter)

    async def _tell(self, customer: Customer, address: str, name: LetterName, **values: str | int) -> None:
        key = f"email:{name}:{customer.chat_id}:{self._now.isoformat()}"
        told = {"at": self._now.isoformat(), **values}
        await self._letters.queue(key=key, chat_id=customer.chat_id, to=address, name=name, values=told)

    def _require(self, customer: Customer) -> None:
        if not self._offered:
            raise LettersOff
        if customer.consent_version is None:
            raise ConsentNeeded

    async def _record(self, customer: Customer, action: str) -> None:
        chat = f"chat:{customer.chat_id}"
        await self._audit.record(actor=chat, action=action, subject=chat)

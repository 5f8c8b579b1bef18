"""Documents by e-mail: what was asked for goes to the confirmed address of the chat."""

from datetime import datetime, timedelta

from core.accounts.trail import note
from core.customers.model import ConsentNeeded, Customer
from core.mail.address import same
from core.mail.model import (
    DAY,
    SAME_PRESS,
    AddressNeeded,
    AddressRefused,
    AddressUnconfirmed,
    Email,
    LettersOff,
    QueuedLetter,
    TooManyLetters,
    hash_of,
    key_of,
)
from core.mail.policy import MailPolicy
from core.mail.ports import Addresses, KeptDocuments, Letters
from core.papers.model import Kept
from core.ports import AuditLog, UnitOfWork


class LetterService:
    def __init__(
        self,
        *,
        work: UnitOfWork,
        addresses: Addresses,
        letters: Letters,
        kept: KeptDocuments,
        audit: AuditLog,
        policy: MailPolicy,
        now: datetime,
        offered: bool,
    ) -> None:
        self._work = work
        self._addresses = addresses
        self._letters = letters
        self._kept = kept
        self._audit = audit
        self._policy = policy
        self._now = now
        self._offered = offered

    async def send(
        self, *, customer: Customer, document: int, once_in: timedelta = SAME_PRESS, subscribed: bool = False
    ) -> QueuedLetter:
        """Queue a letter with a document that this chat may see; asked for again within `once_in` it is the first one.

        `subscribed`: nobody has asked for this one, it comes by a subscription; the letter says so.

        :raises AddressNeeded: none is set
        :raises AddressUnconfirmed: one waits for its confirmation; the document follows when that has come
        :raises AddressRefused: its server takes no letters for it
        :raises NoSuchPaper, FactsForgotten: not his, or it has to be asked for anew
        :raises TooManyLetters: of this chat, or to this address, in 24 hours
        :raises LettersOff, ConsentNeeded:
        """
        if not self._offered:
            raise LettersOff
        if customer.consent_version is None:
            raise ConsentNeeded
        await self._work.write()
        kept = await self._kept.get(customer=customer, document=document)
        address = await self._address(customer, document)
        await self._letters.hold()
        last = await self._letters.last_of(chat_id=customer.chat_id, address=address, document=document)
        if last is not None and last <= self._now < last + once_in:
            return QueuedLetter(issued=kept.issued, address=address, again=True)
        await self._queue(customer, kept, address, subscribed=subscribed)
        return QueuedLetter(issued=kept.issued, address=address, again=False)

    async def check_link(self, *, chat_id: int, token: str) -> None:
        """:raises AddressNeeded: the link of a queued letter is good for nothing any more"""
        known = await self._addresses.find(chat_id) or Email()
        if not known.awaits(self._now) or known.token_hash != hash_of(token):
            raise AddressNeeded(0)

    async def attached(self, *, customer: Customer, to: str, document: int) -> Kept:
        """Return what a queued letter carries, as things are at the moment of sending.

        :raises AddressNeeded: nothing is to go there any more: the address was changed, removed, or is refused
        :raises NoSuchPaper, FactsForgotten, ConsentNeeded: the document may not be sent, or cannot be drawn, any more
        """
        known = await self._addresses.find(customer.chat_id) or Email()
        if not known.address or not same(known.address, to) or known.refused_at is not None:
            raise AddressNeeded(document)
        return await self._kept.get(customer=customer, document=document)

    async def forget(self) -> None:
        """Drop what the limits look at no more."""
        await self._work.write()
        await self._letters.forget()

    async def _address(self, customer: Customer, document: int) -> str:
        known = await self._addresses.find(customer.chat_id) or Email()
        if known.address and known.refused_at is None:
            return known.address
        if known.awaits(self._now) and known.expires_at is not None:
            await self._addresses.want(customer.chat_id, document)
            raise AddressUnconfirmed(known.pending, known.expires_at, document)
        if known.address:
            raise AddressRefused(known.address, document)
        raise AddressNeeded(document)

    async def _queue(self, customer: Customer, kept: Kept, address: str, *, subscribed: bool) -> None:
        chat_id, limit, document = customer.chat_id, self._policy.letters_per_day, kept.issued.document
        sent = await self._letters.counted(chat_id=chat_id, address=address, documents=True, since=self._now - DAY)
        if sent >= limit:
            raise TooManyLetters(limit)
        number = await self._letters.count(chat_id=chat_id, address=address, document=document, now=self._now)
        values: dict[str, str | int] = {"document": document, "subscribed": int(subscribed)}
        await self._letters.queue(key=key_of(number), chat_id=chat_id, to=address, name="document", values=values)
        await note(self._audit, customer, "email.send", kept.account_id, kept.issued.public_number)

"""Meeting a person: language, consent, and everything the person may ask about the own data."""

import hashlib
from dataclasses import replace
from datetime import datetime

from core.customers.model import ConsentNeeded, Customer, GivenConsent, OldConsentText, OwnData
from core.customers.ports import Customers
from core.i18n import LANGUAGES
from core.ports import AuditLog, UnitOfWork


class CustomerService:
    def __init__(
        self, *, work: UnitOfWork, customers: Customers, audit: AuditLog, consent_version: str, now: datetime
    ) -> None:
        self._work = work
        self._customers = customers
        self._audit = audit
        self._consent_version = consent_version
        self._now = now

    async def meet(self, *, chat_id: int, telegram_language: str | None) -> Customer:
        """Return who this is; of somebody new nothing is kept, and the language is guessed from Telegram's."""
        known = await self._customers.find(chat_id)
        if known is None:
            return Customer(chat_id=chat_id, language=guess(telegram_language), consent_version=None, current_link=None)
        if known.consent_version != self._consent_version:
            return replace(known, consent_version=None)
        return known

    def require_consent(self, customer: Customer) -> None:
        """:raises ConsentNeeded: the text in force has not been agreed to"""
        if customer.consent_version != self._consent_version:
            raise ConsentNeeded

    async def choose_language(self, *, customer: Customer, language: str) -> Customer:
        await self._work.write()
        await self._customers.save_language(customer.chat_id, language, self._now)
        return replace(customer, language=language)

    async def agree(self, *, customer: Customer, version: str, text: str, language: str) -> Customer:
        """Keep the consent with the hash of the text that was on the screen.

        Agreeing twice to the same version keeps the first.

        :raises OldConsentText: the button stood under a text that is not in force any more
        """
        if version != self._consent_version:
            raise OldConsentText
        await self._work.write()
        known = await self._customers.find(customer.chat_id)
        if known is None or known.consent_version != version:
            text_hash = hashlib.sha256(text.encode()).hexdigest()
            consent = GivenConsent(
                version=version, text_hash=text_hash, language=language, given_at=self._now, withdrawn_at=None
            )
            await self._customers.save_consent(customer.chat_id, consent)
            await self._record(customer, "consent.give", version)
        return replace(customer, consent_version=version, language=language)

    async def consent_in_force(self, *, customer: Customer) -> GivenConsent | None:
        """Return the consent that is neither withdrawn nor to another text."""
        given = await self._customers.consents(customer.chat_id)
        in_force = (one for one in reversed(given) if one.withdrawn_at is None)
        return next((one for one in in_force if one.version == self._consent_version), None)

    async def own_data(self, *, customer: Customer) -> OwnData:
        """Return everything that is kept of this chat itself; that it was asked for is written to the audit log."""
        await self._work.write()
        await self._record(customer, "export.own_data")
        notices = await self._customers.notices(customer.chat_id)
        return OwnData(
            chat_id=customer.chat_id,
            language=customer.language,
            joined_at=await self._customers.joined_at(customer.chat_id),
            consents=await self._customers.consents(customer.chat_id),
            notices_off=tuple(sorted(notices.off)),
            quiet=notices.quiet,
            bills_by=notices.bills_by,
            agreements=await self._customers.agreements(customer.chat_id),
            conversations=await self._customers.conversations(customer.chat_id),
        )

    async def erase(self, *, customer: Customer) -> None:
        """Withdraw the consent and delete what is kept: links, drafts, texts.

        That a consent was given and withdrawn is kept as the proof that the law asks for; so are the counters of
        wrong tries, which name nobody, and the audit log.
        """
        await self._work.write()
        await self._customers.erase(customer.chat_id, self._now)
        await self._customers.withdraw_consent(customer.chat_id, self._now)
        await self._record(customer, "erase.own_data")

    async def note_blocked(self, *, chat_id: int, blocked: bool) -> None:
        """Note that the person has blocked the bot, or lets it speak again."""
        await self._work.write()
        await self._customers.mark_blocked(chat_id, self._now if blocked else None)

    async def _record(self, customer: Customer, action: str, detail: str = "") -> None:
        chat = f"chat:{customer.chat_id}"
        await self._audit.record(actor=chat, action=action, subject=chat, detail=detail)


def guess(telegram_language: str | None) -> str:
    """Return the language to greet in: Telegram's if the bot speaks it, else Kazakh."""
    language = (telegram_language or "").partition("-")[0].lower()
    return language if language in LANGUAGES else "kk"

"""Issuing a document, and telling anybody who holds one whether it is good."""

from datetime import datetime, timedelta

from core.accounts.model import AccountCard
from core.accounts.trail import note
from core.customers.model import Customer
from core.papers.facts import about_account
from core.papers.model import (
    Checked,
    DocumentTooOld,
    Draft,
    Issued,
    Made,
    NoSuchDocument,
    OfAccount,
    new_code,
    read_code,
)
from core.papers.policy import DocumentPolicy
from core.papers.ports import Papers
from core.ports import AuditLog, UnitOfWork


class PaperService:
    def __init__(
        self,
        *,
        work: UnitOfWork,
        papers: Papers,
        audit: AuditLog,
        policy: DocumentPolicy,
        now: datetime,
        by_email: bool = False,
    ) -> None:
        self._work = work
        self._papers = papers
        self._audit = audit
        self._policy = policy
        self._now = now
        self.by_email = by_email  # what stands on a document is kept, to send it later on

    async def issue(self, *, customer: Customer, account: OfAccount, draft: Draft) -> Issued:
        """Return the document with these facts: the one on record, or a new one that replaces older ones of its scope.

        The account is one that the customer has been shown to have linked, or to have submitted a reading for.
        """
        prints = draft.prints()  # before the writer is held
        await self._work.write()
        issued = await self._papers.same(account.account_id, draft, prints)
        if issued is None:
            issued = await self._papers.add(account, draft, prints, new_code(), self._now)
        if self.by_email:
            await self._papers.keep(issued.document, draft.facts, customer.chat_id, self._now)
        told = f"{issued.public_number} {draft.about}"
        await note(self._audit, customer, "issue.document", account.account_id, told)
        return issued

    async def hand_out(self, *, customer: Customer, card: AccountCard, draft: Draft) -> Made:
        """Return a document with the head that this reader may see, and write down that `card` was read for it."""
        draft.facts.update(about_account(card, customer.language))
        issued = await self.issue(customer=customer, account=card.account, draft=draft)
        await note(self._audit, customer, "view.card", card.account.account_id, f"level {card.account.level}")
        return Made(account=card.account, masked=card.masked, issued=issued, facts=draft.facts, by_email=self.by_email)

    async def check(self, *, chat_id: int, code: str) -> Checked:
        """Return what a code stands for; anybody may ask.

        :raises NoSuchDocument: of nothing that was issued here
        :raises DocumentTooOld: issued longer ago than documents are vouched for
        """
        known = read_code(code)
        found = await self._papers.find(known) if known else None
        if found is None:
            raise NoSuchDocument
        issued_at = found.issued.issued_at
        if self._now - issued_at > timedelta(days=self._policy.check_days):
            raise DocumentTooOld(issued_at)
        await self._audit.record(
            actor=f"chat:{chat_id}", action="check.document", subject=f"document:{found.issued.document}", detail=""
        )
        return found

    async def forget(self, *, most: int) -> int:
        """Forget what stood on old documents; return how many."""
        await self._work.write()
        return await self._papers.forget(self._now - timedelta(days=self._policy.facts_days), most)

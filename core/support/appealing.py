"""A consumer writes an appeal: what kind, about which account, in what words, with which papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.accounts.model import LinkedAccount
from core.accounts.service import AccountService
from core.clock import today_in_almaty
from core.customers.model import Customer
from core.customers.service import CustomerService
from core.support.model import (
    OF_ACCOUNT,
    OF_LAW,
    WRITTEN,
    Appeal,
    AppealTextMissing,
    Asked,
    FormGone,
    Kind,
    Paper,
)
from core.support.papers import with_paper, with_text
from core.support.policy import AppealPolicy
from core.support.service import SupportService


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """An appeal that is being written. `link_id` 0: about no account; `ref`: the bill or month that is disputed."""

    kind: Kind
    link_id: int
    key: str
    ref: str = ""
    text: str = ""
    papers: tuple[Paper, ...] = ()


class AppealService:
    def __init__(
        self,
        *,
        customers: CustomerService,
        accounts: AccountService,
        support: SupportService,
        policy: AppealPolicy,
        now: datetime,
    ) -> None:
        self._customers = customers
        self._accounts = accounts
        self._support = support
        self._policy = policy
        self._now = now

    async def accounts_for(self, *, customer: Customer, kind: Kind) -> tuple[LinkedAccount, ...]:
        """Return the accounts that such an appeal may be about; none: it is about no account.

        :raises ConsentNeeded: the text in force has not been agreed to
        :raises Banned: he may not write, and it is none that the law lets nobody refuse
        :raises NoAccountLinked: it has to be about one
        """
        await self._require_free(customer, kind)
        if kind not in OF_ACCOUNT:
            return ()
        account, others = await self._accounts.meant(customer=customer, link_id=None)
        return (account, *others)

    async def account(self, *, customer: Customer, kind: Kind, link_id: int) -> LinkedAccount | None:
        """Return what an appeal is about, once it is known.

        :raises ConsentNeeded, Banned: as in `accounts_for`
        :raises NoSuchLink: old, foreign or forged
        """
        await self._require_free(customer, kind)
        if kind not in OF_ACCOUNT and not link_id:
            return None
        return await self._accounts.get(customer=customer, link_id=link_id)

    def add(self, form: Form, *, text: str = "", paper: Paper | None = None) -> tuple[str, tuple[Paper, ...]]:
        """Return the words and the papers of a form with what has come to it.

        :raises AppealTextTooLong, TooManyPapers, PaperTooLarge, IdentityDocument: it is not taken
        """
        papers: Sequence[Paper] = form.papers
        if paper is not None:
            papers = with_paper(papers, paper, megabytes=self._policy.paper_megabytes)
        return with_text(form.text, text), tuple(papers)

    async def send(self, *, customer: Customer, key: str, form: Form | None) -> Appeal:
        """Register an appeal and bring it before the operators; the same `key` sends once.

        :raises FormGone: nothing of this key has been sent, and no such form is being filled in
        :raises AppealTextMissing: there are no words in it
        :raises ConsentNeeded, Banned, NoSuchLink: as in `account`
        """
        known = await self._support.sent(customer=customer, key=key)
        if known is not None:
            return known
        if form is None or form.key != key or form.kind not in WRITTEN:
            raise FormGone
        account = await self.account(customer=customer, kind=form.kind, link_id=form.link_id)
        if not form.text:
            raise AppealTextMissing
        today = today_in_almaty(self._now)
        asked = Asked(
            kind=form.kind,
            content={"text": form.text} | ({"ref": form.ref} if form.ref else {}),
            key=key,
            due_on=self._policy.due_on(form.kind, today),
            remind_on=self._policy.remind_on(form.kind, today),
            held_until=self._now,
            papers=form.papers,
        )
        return await self._support.register(customer=customer, account=account, asked=asked)

    async def _require_free(self, customer: Customer, kind: Kind) -> None:
        self._customers.require_consent(customer)
        if kind not in OF_LAW:
            await self._support.require_free(customer=customer)

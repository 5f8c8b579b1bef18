"""An owner's agreement to get notices of law in the chat alone, without paper: given for an account, kept for good."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.accounts.model import LEVEL_SECOND_PROOF, LinkedAccount
from core.accounts.service import AccountService
from core.customers.model import Customer
from core.errors import DomainError
from core.ports import AuditLog, UnitOfWork


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """As it was given; `text_hash` is the SHA-256 of the very text that was on the screen."""

    account_id: int
    version: str
    text_hash: str
    language: str
    given_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountAgreement:
    """An account of the chat; `agreement` is the one in force, whichever chat has given it."""

    account: LinkedAccount
    agreement: Agreement | None


class OldAgreementText(DomainError):
    """The text on the screen is not the one in force any more."""

    def __init__(self, link_id: int) -> None:
        super().__init__()
        self.link_id = link_id


class Agreements(Protocol):
    """Those of a former owner of an account are not in force."""

    async def in_force(self, account_ids: Collection[int]) -> dict[int, Agreement]: ...

    async def add(self, chat_id: int, agreement: Agreement) -> None:
        """Append it for the present owner of the account."""

    async def withdraw(self, account_id: int, now: datetime) -> None: ...


class AgreementService:
    """Only a chat of the second proof may agree; any that has linked the account may take it back: paper comes then."""

    def __init__(
        self,
        *,
        work: UnitOfWork,
        accounts: AccountService,
        agreements: Agreements,
        audit: AuditLog,
        version: str,
        now: datetime,
    ) -> None:
        self._work = work
        self._accounts = accounts
        self._agreements = agreements
        self._audit = audit
        self._version = version
        self._now = now

    async def look(self, *, customer: Customer) -> tuple[AccountAgreement, ...]:
        """Return each account of the chat with the agreement in force.

        :raises ConsentNeeded:
        """
        linked = await self._accounts.linked(customer=customer)
        found = await self._agreements.in_force([account.account_id for account in linked]) if linked else {}
        return tuple(AccountAgreement(account=each, agreement=found.get(each.account_id)) for each in linked)

    async def may_give(self, *, customer: Customer, link_id: int) -> LinkedAccount:
        """Return the account that is to be agreed for.

        :raises SecondProofNeeded: it was linked by the last payment only
        :raises NoSuchLink: old, foreign or forged
        """
        account = await self._accounts.get(customer=customer, link_id=link_id)
        self._accounts.require_level(account, LEVEL_SECOND_PROOF)
        return account

    async def give(self, *, customer: Customer, link_id: int, version: str, text: str, language: str) -> LinkedAccount:
        """Keep the agreement with the hash of the text that was on the screen; given twice it is the first.

        :raises OldAgreementText: the button stood under a text that is not in force any more
        :raises SecondProofNeeded, NoSuchLink, ConsentNeeded:
        """
        await self._work.write()
        account = await self.may_give(customer=customer, link_id=link_id)
        if version != self._version:
            raise OldAgreementText(link_id)
        known = (await self._agreements.in_force([account.account_id])).get(account.account_id)
        if known is None or known.version != version:
            given = Agreement(
                account_id=account.account_id,
                version=version,
                text_hash=hashlib.sha256(text.encode()).hexdigest(),
                language=language,
                given_at=self._now,
            )
            await self._agreements.add(customer.chat_id, given)
            await self._record(customer, "agreement.give", account, version)
        return account

    async def withdraw(self, *, customer: Customer, link_id: int) -> LinkedAccount:
        """Let notices of law come on paper again; withdrawn twice is as once.

        :raises NoSuchLink, ConsentNeeded:
        """
        await self._work.write()
        account = await self._accounts.get(customer=customer, link_id=link_id)
        if await self._agreements.in_force([account.account_id]):
            await self._agreements.withdraw(account.account_id, self._now)
            await self._record(customer, "agreement.withdraw", account)
        return account

    async def _record(self, customer: Customer, action: str, account: LinkedAccount, detail: str = "") -> None:
        actor, subject = f"chat:{customer.chat_id}", f"account:{account.account_id}"
        await self._audit.record(actor=actor, action=action, subject=subject, detail=detail)

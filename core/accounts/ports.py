"""What linking asks of the live book, of the links, of the counters and of the codes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from core.accounts.limits import Hour, Lock, Try
from core.accounts.model import Branch, CardPoint, LinkedAccount
from core.ports import AuditLog, Notices, UnitOfWork


@dataclass(frozen=True, kw_only=True, slots=True)
class Payment:
    amount: int
    paid_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """An account of the number that was named, with what a proof is judged by; nothing of it is unsealed."""

    account_id: int
    owner_mark: int
    branch_code: str
    status: str
    frozen_since: datetime | None = None  # by «not me»
    payments: tuple[Payment, ...] = ()  # the newest; two of one moment are two
    serials: tuple[str, ...] = ()  # of the meters in place


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountFile:
    """All that an account card says, unsealed and not masked."""

    account_no: str
    branch: Branch
    kind: str
    payer: str
    bin: str
    contract_no: str
    locality: str
    street: str
    address_kk: str
    address_ru: str
    residents: int | None
    area: int | None
    stove: str
    benefit: str
    tariff_group: str
    tariff_scheme: str
    opened_on: date | None
    closed_on: date | None
    points: tuple[CardPoint, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Holder:
    """A chat that an account is linked to."""

    link_id: int
    chat_id: int
    linked_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeOnFile:
    code_hash: str
    account_id: int
    owner_mark: int | None  # of the account when the office issued the code; None: it came in a package
    kind: str  # account_token | one_time
    valid_until: datetime | None  # None: no end
    issued_at: datetime | None  # None: it came in a package
    used: bool


class Accounts(Protocol):
    """The accounts of the live book."""

    async def candidates(self, number: str, now: datetime) -> tuple[Candidate, ...]:
        """Return the accounts of a number in all branches, by the same statements whether there are any or not."""

    async def candidate(self, account_id: int, now: datetime) -> Candidate | None:
        """Return one account; None: the live book has no such account."""

    async def phones(self, account_ids: tuple[int, ...]) -> dict[int, tuple[str, ...]]:
        """Return the phones on file, as written there."""

    async def file(self, account_id: int) -> AccountFile:
        """Return what an account card says."""

    async def branches(self, codes: tuple[str, ...]) -> tuple[Branch, ...]:
        """Return branches by code, in the order of their codes."""

    async def holders_of_amount(self, amount: int) -> tuple[int, int]:
        """Return how many accounts have this newest payment, and how many accounts there are."""


class Links(Protocol):
    """The links whose account still has the owner that it had at linking; others do not exist here."""

    async def of_chat(self, chat_id: int) -> tuple[LinkedAccount, ...]:
        """Return the accounts of a chat in the order of linking."""

    async def of_account(self, account_id: int) -> tuple[Holder, ...]:
        """Return the chats of an account in the order of linking."""

    async def of_number(self, number: str) -> tuple[tuple[str, Holder], ...]:
        """Return (account number, chat) for every chat linked to an account of this number."""

    async def add(self, *, chat_id: int, account_id: int, owner_mark: int, level: int, now: datetime) -> int:
        """Link, in the place of a link to a former owner's account, and return the link's id."""

    async def raise_level(self, link_id: int, level: int) -> None: ...

    async def rename(self, link_id: int, alias: str) -> None: ...

    async def remove(self, link_ids: tuple[int, ...]) -> None: ...

    async def make_current(self, chat_id: int, link_id: int) -> None: ...


class LinkLimits(Protocol):
    """The counters; a chat and a number are kept as keyed marks, so they may outlive an erasure."""

    async def hold(self) -> None:
        """Let no other try be judged until this transaction ends."""

    async def tries_of_chat(self, chat_id: int, since: datetime) -> tuple[Try, ...]: ...

    async def locks_of_chat(self, chat_id: int, since: datetime) -> tuple[Lock, ...]:
        """Return the locks that began after `since` and those without an end."""

    async def lock_chat(self, chat_id: int, lock: Lock) -> None: ...

    async def wrong_at_number(self, number: str, since: datetime, limit: int) -> tuple[datetime, ...]:
        """Return the newest wrong tries at a number, real or not, since the office last unlocked it."""

    async def in_hour(self, since: datetime) -> Hour: ...

    async def record(self, *, chat_id: int, number: str, tried: Try) -> None: ...

    async def is_contact_shown(self, chat_id: int) -> bool: ...

    async def show_contact(self, chat_id: int, now: datetime) -> None: ...

    async def freeze(self, account_id: int, lock: Lock) -> None: ...

    async def unlock(self, account_id: int, number: str, now: datetime) -> None:
        """End the freeze of an account and forget the wrong tries at its number."""


class Codes(Protocol):
    async def find(self, text: str) -> CodeOnFile | None:
        """Return a code by what was typed or came in a deep link."""

    async def issue(self, *, code: str, account_id: int, owner_mark: int, now: datetime, until: datetime) -> None:
        """Keep the hash of a code of the office."""

    async def use_up(self, code: CodeOnFile, owner_mark: int, now: datetime) -> None: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Stores:
    """All that the services of accounts work with, of one unit of work."""

    work: UnitOfWork
    accounts: Accounts
    links: Links
    limits: LinkLimits
    codes: Codes
    audit: AuditLog
    notices: Notices

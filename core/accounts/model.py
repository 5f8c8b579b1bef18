"""A linked account as a chat may know it, and every refusal on the way to it.

Notices to other chats (times are ISO texts, UTC):
- `linked_elsewhere`: account_no, at, link_id (the receiver's own), other_id (the new one), for `not_me`
- `account_locked`: account_no
- `unlinked_elsewhere`: account_no
Alarms to the operators: `linking_alarm`: wrong, tries of the last hour; `linking_brake`: the same.
"""

from dataclasses import dataclass
from datetime import date, datetime

from core.errors import DomainError

LEVEL_PAYMENT = 1  # the last payment was known: every function, with the payer's name and address masked
LEVEL_SECOND_PROOF = 2  # own contact, a one-time code or the office: everything in full
MAX_ALIAS = 32


@dataclass(frozen=True, kw_only=True, slots=True)
class Branch:
    code: str
    name_kk: str
    name_ru: str

    def name(self, language: str) -> str:
        return (self.name_kk if language == "kk" else self.name_ru) or self.code


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkedAccount:
    """What every screen may say of an account: its number and the name that the customer gave it himself."""

    link_id: int
    account_id: int
    level: int
    alias: str  # empty: none
    branch: Branch
    account_no: str
    kind: str  # person | legal
    status: str  # active | disconnected | closed
    linked_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class CardMeter:
    serial_no: str
    model: str
    status: str  # active | faulty | removed
    automatic: bool
    ratio: int | None  # of the transformer, 1/10000
    installed_on: date | None
    removed_on: date | None
    verified_on: date | None
    verification_due: date | None
    replacement_due: date | None

    @property
    def in_place(self) -> bool:
        return self.removed_on is None and self.status != "removed"


@dataclass(frozen=True, kw_only=True, slots=True)
class CardPoint:
    """A metering point; at level 1 its name and address are empty."""

    name: str
    address: str
    service_kk: str
    service_ru: str
    service_en: str
    meters: tuple[CardMeter, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountCard:
    """The account card; at level 1 `payer` and both addresses are masked already, `masked` says so."""

    account: LinkedAccount
    masked: bool
    payer: str
    bin: str  # legal entities only; empty at level 1
    contract_no: str  # empty at level 1
    address_kk: str
    address_ru: str
    branch: Branch
    residents: int | None
    area: int | None  # 1/100 square metre
    stove: str  # E electric | G gas | N none | empty: not known
    benefit: str  # none | single
    tariff_group: str
    tariff_scheme: str  # flat | level | zone
    opened_on: date | None
    closed_on: date | None
    points: tuple[CardPoint, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkedChat:
    """A chat that sees the account: told by order and time, never by a name."""

    link_id: int
    order: int  # 1 is the oldest
    linked_at: datetime
    is_this: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Linked:
    account: LinkedAccount
    already: bool  # it was linked before; its level may have risen


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownContact:
    """What an own contact has done: `linked` the named account, `in_full` others of this chat, at level 2 now.

    Neither: the phone is on no file of these accounts; it still counts as the contact that the brake asks for. The
    answer is told no sooner than `answer_at`.
    """

    linked: Linked | None
    in_full: tuple[LinkedAccount, ...]
    answer_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownNumber:
    """The QR on a paper bill: it saves typing the number and the branch; the proof is still asked."""

    account_no: str
    branch_code: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeOffer:
    """A good one-time code: what it would link, masked; `use_code` with the same code links it."""

    code: str
    account_no: str
    payer: str
    address_kk: str
    address_ru: str


class NumberNotUnderstood(DomainError):
    """Not of the form of an account number; says nothing of whether there is such an account."""

    def __init__(self, text: str, example: str) -> None:
        super().__init__()
        self.text = text[:40]
        self.example = example


class SerialNotUnderstood(DomainError):
    def __init__(self, text: str, digits: int) -> None:
        super().__init__()
        self.text = text[:40]
        self.digits = digits


class SerialNeeded(DomainError):
    """The amount is a common one: the last characters of the meter's serial number are asked as well."""

    def __init__(self, digits: int) -> None:
        super().__init__()
        self.digits = digits


class BranchNeeded(DomainError):
    """The proof is right for accounts of several branches; told only after the proof."""

    def __init__(self, branches: tuple[Branch, ...]) -> None:
        super().__init__()
        self.branches = branches


class NotVerified(DomainError):
    """The one refusal for unknown, wrong, never paid, closed, locked and frozen."""

    def __init__(self, answer_at: datetime) -> None:
        super().__init__()
        self.answer_at = answer_at


class CodeNotAccepted(DomainError):
    """The one refusal for used, expired, foreign, cut and junk codes."""

    def __init__(self, answer_at: datetime) -> None:
        super().__init__()
        self.answer_at = answer_at


class ChatLocked(DomainError):
    """Too many wrong tries of this chat; the ways of recovery stay open. `until` None: only the office may help."""

    def __init__(self, until: datetime | None) -> None:
        super().__init__()
        self.until = until


class TooSoon(DomainError):
    """The try was not evaluated and does not count."""

    def __init__(self, again_at: datetime, seconds: int) -> None:
        super().__init__()
        self.again_at = again_at
        self.seconds = seconds


class ContactFirst(DomainError):
    """So many wrong tries come from everywhere that each chat shows its own contact first."""


class NotOwnContact(DomainError):
    """Somebody else's contact, a forwarded one, or one without its owner's id."""


class TooManyChats(DomainError):
    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit


class TooManyAccounts(DomainError):
    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit


class NoAccountLinked(DomainError):
    """Nothing can be shown before an account is linked."""


class NoSuchLink(DomainError):
    """Old, foreign or forged: this chat has no such link."""


class AliasTooLong(DomainError):
    def __init__(self, alias: str) -> None:
        super().__init__()
        self.alias = alias[:60]
        self.limit = MAX_ALIAS


class SecondProofNeeded(DomainError):
    def __init__(self, link_id: int) -> None:
        super().__init__()
        self.link_id = link_id

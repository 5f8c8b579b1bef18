"""An appeal: something that a consumer asks of the office, with a number and a day by which it is answered.

Notices to chats (times are ISO texts, UTC):
- `change_asked`: account_no, number, at, held_until, link_id (the receiver's own), appeal_id
- `appeal_taken_back`: account_no, number, at; to the chat that had asked
Alarms to the operators about one whose sender has no place at the desk, nothing personal in them: `appeal_arrived`:
number, kind, account_no, due_on; `appeal_gone`: number, account_no. What the relay says stands in core.support.desk.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from core.errors import DomainError

KEY_LENGTH = 16
LONGEST_TEXT = 3_000  # characters as Telegram counts them; with its heading it fits into one message
LONGEST_ANSWER = 3_000
MOST_PAPERS = 10
_NUMBER = re.compile(r"A-[0-9]{4}-([0-9]{6,18})", re.ASCII)


class Kind(StrEnum):
    PROFILE_CHANGE = "profile_change"
    RECEPTION = "reception"  # the public reception: an appeal to whoever leads the company
    DISPUTE = "dispute"  # of a charge
    FEEDBACK = "feedback"
    OWNER_CHANGE = "owner_change"
    OTHER = "other"  # any other request with papers


WRITTEN = (Kind.RECEPTION, Kind.DISPUTE, Kind.OWNER_CHANGE, Kind.OTHER, Kind.FEEDBACK)  # in words of one's own
OF_ACCOUNT = frozenset({Kind.PROFILE_CHANGE, Kind.DISPUTE, Kind.OWNER_CHANGE, Kind.OTHER})
OF_LAW = frozenset({Kind.RECEPTION, Kind.DISPUTE})  # taken from everybody, a ban or not: docs/decisions


class Status(StrEnum):
    NEW = "new"
    ANSWERED = "answered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """A photo or a document that Telegram keeps; it is passed on by its id, and never opened here."""

    kind: str  # photo | document
    file_id: str
    name: str = ""
    caption: str = ""  # plain
    size: int = 0  # in bytes
    album: str = ""  # of Telegram: messages that are shown as one

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a consumer asks for; of two with one `key` of one chat only the first is kept.

    `alone_in` names a matter of which an account has one open appeal at most; empty: any number. `held_until`: when it
    goes to the office, and till then it can be taken back unseen.
    """

    kind: Kind
    content: Mapping[str, str]
    key: str
    due_on: date | None  # None: no term is set
    held_until: datetime
    remind_on: date | None = None
    alone_in: str = ""
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Appeal:
    id: int
    kind: Kind
    account_id: int | None  # None: about no account
    account_no: str
    chat_id: int | None  # None: the chat has been forgotten
    content: Mapping[str, str]
    registered_at: datetime
    held_until: datetime
    due_on: date | None
    status: Status
    answer: str
    closed_at: datetime | None
    papers: tuple[Paper, ...] = ()
    answer_papers: tuple[Paper, ...] = ()
    handed_over: bool = False  # the operators have been told

    @property
    def number(self) -> str:
        return number_of(self.id, self.registered_at)

    @property
    def text(self) -> str:
        """What was written in words of one's own; empty: it is another kind, or forgotten."""
        return self.content.get("text", "")

    def is_overdue(self, today: date) -> bool:
        return self.status is Status.NEW and self.due_on is not None and self.due_on < today

    def is_held(self, now: datetime) -> bool:
        """Say whether it still lies here, and the office knows nothing of it."""
        return self.status is Status.NEW and now < self.held_until

    def has_come_before_the_office(self, now: datetime) -> bool:
        """Say whether the office may know of it; what was taken back in time it never sees."""
        return self.held_until <= (self.closed_at or now)


def number_of(appeal_id: int, registered_at: datetime) -> str:
    """Return the number by which people speak of it: A-2026-000123."""
    return f"A-{registered_at:%Y}-{appeal_id:06}"


def new_key() -> str:
    """Return what tells one form from another, whatever is pressed how often."""
    return secrets.token_hex(KEY_LENGTH // 2)


def read_appeal_number(text: str) -> int:
    """Return the id in a number; 0: it is none."""
    found = _NUMBER.fullmatch(text.strip().upper())
    return int(found[1]) if found and int(found[1]) < 2**63 else 0


class NoSuchAppeal(DomainError):
    """Old, foreign or forged: this chat may not see such an appeal, or there is none."""


class AppealUnderWay(DomainError):
    """One of this matter is open already."""

    def __init__(self, appeal: Appeal, link_id: int) -> None:
        super().__init__()
        self.appeal = appeal
        self.link_id = link_id


class AppealClosed(DomainError):
    """It was answered, refused or taken back before."""

    def __init__(self, appeal: Appeal, link_id: int) -> None:
        super().__init__()
        self.appeal = appeal
        self.link_id = link_id


class AppealTextMissing(DomainError):
    """There are no words to send."""


class AppealTextTooLong(DomainError):
    def __init__(self, length: int, limit: int) -> None:
        super().__init__()
        self.length = length
        self.limit = limit


class TooManyPapers(DomainError):
    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit


class PaperTooLarge(DomainError):
    def __init__(self, name: str, limit: int) -> None:
        super().__init__()
        self.name = name
        self.limit = limit  # megabytes


class NotAPaper(DomainError):
    """Neither a photo nor a document."""


class IdentityDocument(DomainError):
    """Such documents are shown at the office; nobody sends photos of them."""


class FormGone(DomainError):
    """The button stood under a form that is not being filled in any more."""

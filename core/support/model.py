"""An appeal: something that a consumer asks of the office, with a number and a day by which it is answered.

Notices to chats (times are ISO texts, UTC):
- `change_asked`: account_no, number, at, held_until, link_id (the receiver's own), appeal_id
- `appeal_answered`: account_no, number, status, answer
- `appeal_taken_back`: account_no, number, at; to the chat that had asked
Alarms to the operators, nothing personal in them: `appeal_arrived`: number, kind, account_no, due_on;
`appeal_gone`: number, account_no.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.errors import DomainError

KEY_LENGTH = 16
LONGEST_ANSWER = 1_000
_NUMBER = re.compile(r"A-[0-9]{4}-([0-9]{6,18})", re.ASCII)


class Kind(StrEnum):
    PROFILE_CHANGE = "profile_change"


class Status(StrEnum):
    NEW = "new"
    ANSWERED = "answered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a consumer asks for; of two with one `key` of one chat only the first is kept.

    `alone_in` names a matter of which an account has one open appeal at most; empty: any number. `held_until`: when it
    goes to the office, and till then it can be taken back unseen.
    """

    kind: Kind
    content: Mapping[str, str]
    key: str
    due_on: date
    held_until: datetime
    alone_in: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Appeal:
    id: int
    kind: Kind
    account_id: int
    account_no: str
    chat_id: int | None  # None: the chat has been forgotten
    content: Mapping[str, str]
    registered_at: datetime
    held_until: datetime
    due_on: date
    status: Status
    answer: str
    closed_at: datetime | None

    @property
    def number(self) -> str:
        return number_of(self.id, self.registered_at)

    def is_held(self, now: datetime) -> bool:
        """Say whether it still lies here, and the office knows nothing of it."""
        return self.status is Status.NEW and now < self.held_until

    def has_come_before_the_office(self, now: datetime) -> bool:
        """Say whether the office may know of it; what was taken back in time it never sees."""
        return self.held_until <= (self.closed_at or now)


def number_of(appeal_id: int, registered_at: datetime) -> str:
    """Return the number by which people speak of it: A-2026-000123."""
    return f"A-{registered_at:%Y}-{appeal_id:06}"


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

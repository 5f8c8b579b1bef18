"""The desk: talks between consumers and operators, and what is said in them.

A consumer has one `Thread`, which is his topic in a group of the operators. A `Talk` is one conversation in it, from
the first question to the closing. What is `Said` is kept with the number of the message it came from and the number of
the one it became, so that answers, edits, quotes and reactions find each other, and nothing is routed by its text.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from core.errors import DomainError


class Side(StrEnum):
    CONSUMER = "consumer"
    DESK = "desk"
    NOTE = "note"  # of an operator for operators: it is kept, and never goes anywhere


class TalkState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class SaidState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    BLOCKED = "blocked"  # the consumer blocks the bot
    FAILED = "failed"
    DELETED = "deleted"


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class About(StrEnum):
    """What a talk is about."""

    BILL = "bill"
    CHARGE = "charge"
    PAYMENT = "payment"
    READING = "reading"
    NOTICE = "notice"
    DOCUMENT = "document"
    ACCOUNT = "account"
    TECHNICAL = "technical"
    APPEAL = "appeal"
    OTHER = "other"


class Role(StrEnum):
    OPERATOR = "operator"
    ADMINISTRATOR = "administrator"  # may change who is an operator


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """One message of Telegram."""

    chat_id: int
    message_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What a message holds. `text` is HTML, the caption of a file; a file is passed on by Telegram, unopened."""

    kind: str  # as Telegram names it: text, photo, document, voice, location …
    text: str = ""
    file_name: str = ""
    file_id: str = ""
    own: bool = False  # the bot's text, sent at an operator's word: it is written, since nothing can be copied

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**data)


@dataclass(frozen=True, kw_only=True, slots=True)
class Incoming:
    """A message as it has come, from a consumer or from an operator."""

    spot: Spot
    words: Words
    album: str = ""  # of Telegram: messages that are shown as one
    reply_to: int | None = None  # the message of the same chat that it answers
    quote: str = ""  # the part of that one that is quoted, as HTML


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """What a talk is about: «ask about this» carries it along. Ids and what the consumer himself saw, nothing more."""

    kind: About
    account_id: int | None = None
    account_no: str = ""
    branch: str = ""  # code
    ref: str = ""  # number or period of what is asked about

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**data | {"kind": About(data["kind"])})


@dataclass(frozen=True, kw_only=True, slots=True)
class Thread:
    id: int
    chat_id: int | None  # None: the chat has been forgotten
    group_id: int
    topic_id: int | None  # None: not made yet, or the group has no topics
    card: int | None  # the pinned message
    card_digest: str
    shown: str  # name and state as the topic shows them
    blocked: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Talk:
    id: int
    thread_id: int
    state: TalkState
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str  # consumer | desk | time; empty: open
    said_at: datetime  # the last word of either side
    spoken_by: Side  # whose that was
    waits_since: datetime | None  # the first word of the consumer that nobody has answered
    answered_at: datetime | None  # the first answer
    assignee: int | None
    priority: Priority
    tags: tuple[str, ...]
    subject: Subject | None
    reminded: int  # how many reminders of the unanswered word there were
    rating: int | None
    comment: str

    @property
    def is_open(self) -> bool:
        return self.state is TalkState.OPEN


@dataclass(frozen=True, kw_only=True, slots=True)
class TalkFigures:
    """What statistics ask of a talk: nothing that is sealed."""

    opened_at: datetime
    closed_at: datetime | None
    answered_at: datetime | None
    assignee: int | None
    rating: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    id: int
    thread_id: int
    talk_id: int
    side: Side
    author: int | None  # an operator
    at: datetime
    edited_at: datetime | None
    words: Words | None  # None: forgotten
    source: Spot
    target: Spot | None  # None: not passed on yet, or never
    album: str
    quotes: int | None
    quote: str
    state: SaidState

    def has_other_file(self, words: Words) -> bool:
        """Say whether an edit has put another file there, and not other words alone."""
        return self.words is None or (words.kind, words.file_id) != (self.words.kind, self.words.file_id)


@dataclass(frozen=True, kw_only=True, slots=True)
class Operator:
    user_id: int
    name: str
    role: Role
    added_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Seat:
    """Who acts in a group of the operators, and where he stands there."""

    user_id: int
    name: str  # as Telegram shows it
    is_anonymous: bool
    spot: Spot  # the message that asks for something, or whose button was pressed
    topic_id: int | None
    reply_to: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ban:
    id: int
    chat_id: int
    reason: str
    banned_by: int
    banned_at: datetime
    until: datetime | None  # None: until somebody lifts it


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """A group of operators as it is now."""

    chat_id: int
    has_topics: bool
    trouble: str  # what the bot cannot do there; empty: nothing


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """What became of a consumer's message: `opened` a talk, `reopened` one, and when somebody will answer."""

    talk: Talk
    opened: bool
    reopened: bool
    answer_from: datetime | None  # None: somebody works now


class NoDesk(DomainError):
    """The retailer has set no operators' group: there is nobody to write to."""


class Banned(DomainError):
    def __init__(self, until: datetime | None) -> None:
        super().__init__()
        self.until = until


class NoSuchTalk(DomainError):
    """Old, foreign or forged."""


class CannotBePassedOn(DomainError):
    """Telegram lets no bot pass on a message of this kind: a poll, a game, a story."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind


class DeskRefused(DomainError):
    """Told in the operators' group, to the one who has acted; nothing has gone to anybody.

    `why`: anonymous, outsider, no_talk (nobody stands behind this message or topic), not_yours (the message is none
    that you have sent), forgotten, syntax (`command` says of what), …: bot.screens.desk_refusals has words for each.
    """

    def __init__(self, why: str, **facts: str | int) -> None:
        super().__init__()
        self.why = why
        self.facts = facts

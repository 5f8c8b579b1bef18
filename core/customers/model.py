"""A person who speaks to the bot, and what he has agreed to."""

from dataclasses import dataclass
from datetime import datetime

from core.errors import DomainError


@dataclass(frozen=True, kw_only=True, slots=True)
class Customer:
    """A person in a private chat with the bot; nothing is known of him but what is here until he links an account."""

    chat_id: int
    language: str
    consent_version: str | None  # the version he agreed to; None: not asked yet, refused or withdrawn
    current_link: int | None  # the account that screens speak of when several are linked
    unreachable: bool = False  # as far as is known: he blocks the bot


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenConsent:
    """A consent as it was given; `text_hash` is the SHA-256 of the very text that was on the screen."""

    version: str
    text_hash: str
    language: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnMessage:
    """`by`: consumer or desk; who of the operators has written is not told."""

    by: str
    at: datetime
    kind: str
    text: str
    file_name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnConversation:
    number: int
    opened_at: datetime
    closed_at: datetime | None
    about: str  # bill, charge, technical …
    ref: str
    rating: int | None
    comment: str
    messages: tuple[OwnMessage, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnData:
    """What is kept of a chat itself; what is linked to it comes from the accounts."""

    chat_id: int
    language: str
    joined_at: datetime | None  # None: nothing is kept yet
    consents: tuple[GivenConsent, ...]
    notices_off: tuple[str, ...]  # kinds of notice that are switched off
    quiet: tuple[int, int] | None  # minutes of the day; None: the hours of the retailer
    bills_by: str  # chat | email | both
    agreements: tuple[GivenConsent, ...]  # to notices of law without paper, given in this chat
    conversations: tuple[OwnConversation, ...]  # with the operators


class ConsentNeeded(DomainError):
    """Nothing about an account is looked up before the person has agreed to the text in force."""


class OldConsentText(DomainError):
    """The text on the screen is not the one in force any more; the new one is shown."""

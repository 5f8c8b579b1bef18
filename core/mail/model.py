"""The address to which the bot writes, one a chat: typed, confirmed by a letter, changed, removed.

It is the consumer's own, given to this bot; the address that the accounting system has is another matter.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from core.errors import DomainError
from core.papers.model import Issued

LetterName = Literal["confirm", "document", "changed", "removed"]
PAYLOAD = "e_"  # what a link that confirms an address begins with
CONFIRM_WITHIN = timedelta(hours=24)
SAME_PRESS = timedelta(minutes=1)  # a second press so soon asks for no second letter
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Email:
    """What is kept of a chat's address; empty texts: there is none."""

    address: str = ""
    confirmed_at: datetime | None = None
    refused_at: datetime | None = None  # its server takes no letters for it
    pending: str = ""  # typed, and not confirmed yet
    token_hash: str = ""
    expires_at: datetime | None = None  # of the link that confirms `pending`
    document: int = 0  # to be sent as soon as it is confirmed; 0: none

    def awaits(self, now: datetime) -> bool:
        return bool(self.pending) and self.expires_at is not None and now < self.expires_at


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A letter with a link is on its way."""

    address: str
    expires_at: datetime
    changes: bool  # another address stays in force until then
    document: int


@dataclass(frozen=True, kw_only=True, slots=True)
class QueuedLetter:
    """A document on its way by e-mail."""

    issued: Issued
    address: str
    again: bool  # asked for a moment ago already: it is the same letter


@dataclass(frozen=True, kw_only=True, slots=True)
class Confirmed:
    """`letter` is that with the document for which the address was set; `refusal` says why there is none."""

    address: str
    before: bool = False  # it was confirmed already
    letter: QueuedLetter | None = None
    refusal: DomainError | None = None


class LettersOff(DomainError):
    """The retailer sends no letters (any more)."""


class AddressNeeded(DomainError):
    """A letter is asked for, and there is no address; it is taken at once."""

    def __init__(self, document: int) -> None:
        super().__init__(document)
        self.document = document


class AddressRefused(DomainError):
    """The server of the confirmed address takes no letters for it."""

    def __init__(self, address: str, document: int) -> None:
        super().__init__(document)
        self.address = address
        self.document = document


class AddressUnconfirmed(DomainError):
    """The letter with the link has gone out; what is asked for is sent when it has been opened."""

    def __init__(self, address: str, expires_at: datetime, document: int) -> None:
        super().__init__(document)
        self.address = address
        self.expires_at = expires_at
        self.document = document


class NoAddress(DomainError):
    """Nothing to remove or to confirm: it has been done already."""


class ConfirmationGone(DomainError):
    """The link is out of date, cut off, or another has been sent since."""


class ConfirmationElsewhere(DomainError):
    """The link is of another chat, in which alone it counts."""


class TooManyLetters(DomainError):
    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class TooManyConfirmations(DomainError):
    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


def key_of(number: int) -> str:
    """Return under which key the letter with a document is queued that was counted by this number."""
    return f"email:document:{number}"


def new_token() -> str:
    """Return 192 random bits in letters that a link to a bot may hold."""
    return secrets.token_urlsafe(24)


def hash_of(token: str) -> str:
    """Return by what a token is found; it has so many random bits that no key is needed."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()

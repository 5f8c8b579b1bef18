"""Documents as they are issued: what stands on each beside its facts, and how anybody may check one.

A code is 80 random bits in the letters of Crockford's base 32, which has no I, L, O and U; people may type it in small
letters, with or without dashes, write O for 0, I or L for 1, and use the Cyrillic letters that look the same.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol, Self

from core.accounts.model import LinkedAccount
from core.errors import DomainError

Kind = Literal[
    "bill", "bills", "reverse", "invoice", "alternative", "act", "statement", "status", "receipt", "proof", "usage"
]

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
PAYLOAD = "d_"  # what a link to a document begins with
_GROUP = 4
_BETWEEN = "-–—−‐‑_.·"
# What looks alike, also on a Kazakh and a Russian keyboard.
_AS_MEANT = str.maketrans("OILАВСЕЗНКМОРТУХІ", "011ABCE3HKM0PTYX1")
# What is told otherwise, or not at all, in another language or at another level; a place stands in the scope as well.
_OF_READER = {"languages", "reader", "payer", "address_kk", "address_ru", "masked", "residents"} | {
    "bin",
    "contract",
    "points",
    "point",
    "place",
}
_PREFIXES: dict[str, str] = {
    "bill": "B",
    "bills": "BB",
    "reverse": "BR",
    "invoice": "INV",
    "alternative": "ALT",
    "act": "ACT",
    "statement": "ST",
    "status": "AS",
    "receipt": "RC",
    "proof": "PR",
    "usage": "US",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Marks:
    """What stands on a document that says which one it is; `link` is empty where it cannot be scanned."""

    number: str
    issued_at: datetime
    code: str  # as it is typed by hand: 7K3M-9QXT-…
    link: str

    def of(self, *, number: str, issued_at: datetime, code: str) -> Self:
        """Return the marks of another document in the same file; `code` is not grouped. Every link ends in its code."""
        link = self.link[:-CODE_LENGTH] + code if self.link else ""
        return type(self)(number=number, issued_at=issued_at, code=grouped(code), link=link)


class OfAccount(Protocol):
    """Whose document it is: a linked account, or one that a reading was submitted for."""

    @property
    def account_id(self) -> int: ...

    @property
    def account_no(self) -> str: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Issued:
    """A document on record. Equal facts of an account are one document, however often it is asked for.

    `totals` are the sums that whoever checks it is told, in tiyn, by the word of the sum: due, accrued, paid, closing;
    `used` is thousandths of a kWh. `state` is what it says has become of its subject, where that may change.
    """

    document: int
    kind: Kind
    issued_at: datetime
    code: str
    account_no: str
    about: str  # period or day that it is about: 2026-10, 2026-01..2026-10, 2026-10-12
    totals: dict[str, int]
    own_number: str = ""  # that the document was given; empty: it is counted with all others
    state: str = ""
    says: str = ""  # equal for all readers of equal data; empty: issued before that was kept
    file_id: str = ""  # under which Telegram keeps the file; empty: not sent yet

    @property
    def number(self) -> str:
        return self.own_number or number_of(self.kind, self.issued_at, self.document)

    @property
    def public_number(self) -> str:
        """Return the number as people may see it who have not linked the account, and as logs may keep it."""
        return self.own_number.replace(self.account_no, masked_number(self.account_no), 1) or self.number


@dataclass(frozen=True, kw_only=True, slots=True)
class Prints:
    """`digest` is equal exactly for equal pages; `says` for equal data, in any language and with any names on them."""

    digest: str
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A document that is asked for: all that its page shows, and what it is one of.

    `scope` tells the documents of one kind and account apart (a period, a point, a payment): the newest of a scope is
    the one in force.
    """

    kind: Kind
    scope: str
    about: str
    facts: dict[str, Any]
    totals: dict[str, int]
    own_number: str = ""
    state: str = ""

    def prints(self) -> Prints:
        """Return by what the document is compared; of a long one it takes a while."""
        return Prints(digest=_digest(self.kind, self.facts), says=_digest(self.kind, _for_all(self.facts)))


def _for_all(facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts without what depends on the reader; of documents in one file their facts alone, not the numbers."""
    told = {name: value for name, value in facts.items() if name not in _OF_READER}
    if "bills" in told:
        told["bills"] = [_for_all(each["facts"]) for each in told["bills"]]
    return told


def _digest(kind: str, facts: dict[str, Any]) -> str:
    told = json.dumps([kind, facts], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A document that is ready to be drawn."""

    account: LinkedAccount
    masked: bool  # payer and address are
    issued: Issued
    facts: dict[str, Any]
    by_email: bool = False  # it may be had by e-mail as well


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A document on record with what its page shows, as long as that is kept; `chat_id` was the last to ask for it."""

    account_id: int
    issued: Issued
    facts: dict[str, Any] | None
    chat_id: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What anybody is told who has a document in his hands."""

    issued: Issued
    replaced_by: str  # public number of a newer document about the same; empty: this one is in force
    state_now: str = ""  # of its subject, where that is not what the document says any more


class NothingToPrint(DomainError):
    """There are no data for such a document (yet)."""


class NoSuchPaper(DomainError):
    """Not a document of an account of this chat, or one with more on it than this chat may see."""


class FactsForgotten(DomainError):
    """What stood on the document is not kept any more; it has to be asked for anew."""

    def __init__(self, issued: Issued, link_id: int) -> None:
        super().__init__(issued.document)
        self.issued = issued
        self.link_id = link_id


class NoSuchDocument(DomainError):
    """The code is of no document: mistyped, altered, or another retailer's."""


class DocumentTooOld(DomainError):
    """The code was good; so old a document is not vouched for any more."""

    def __init__(self, issued_at: datetime) -> None:
        super().__init__(issued_at)
        self.issued_at = issued_at


def new_code() -> str:
    """Return a code that is told from words and from numbers: it has both letters and digits."""
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        if any(sign.isdigit() for sign in code) and any(sign.isalpha() for sign in code):
            return code


def is_typed_code(text: str) -> bool:
    """Return whether somebody means a code by this, rather than a number or words."""
    read = read_code(text)
    return read is not None and any(sign.isdigit() for sign in text) and any(sign.isalpha() for sign in text)


def read_code(text: str) -> str | None:
    """Return a code as it is kept, from what was typed or scanned; None: it is not of this form."""
    code = "".join(sign for sign in text.upper() if not sign.isspace() and sign not in _BETWEEN).translate(_AS_MEANT)
    return code if len(code) == CODE_LENGTH and set(code) <= set(LETTERS) else None


def grouped(code: str) -> str:
    """Return a code as people read it."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def number_of(kind: Kind, issued_at: datetime, document: int) -> str:
    return f"{_PREFIXES[kind]}-{issued_at:%Y}-{document:06}"


def masked_number(account_no: str) -> str:
    """Return an account number of which only the end is told."""
    shown = min(4, len(account_no) // 2)
    return "•" * (len(account_no) - shown) + account_no[len(account_no) - shown :]

"""What submitting asks of the live book, of its own drafts and submissions, and of the way to the accounting system."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from core.period import Period
from core.readings.model import Flag, Meter, State, Submission, Value


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountOfMeters:
    """An account as submitting judges it, whether the chat has linked it or not."""

    account_id: int
    owner_mark: int
    branch_code: str
    account_no: str
    status: str  # active | disconnected | closed


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftOnFile:
    """A draft as it is kept: facts only, judged anew each time it is shown."""

    id: int
    chat_id: int
    account_id: int
    link_id: int | None  # None: of an account that the chat has not linked
    meter_id: str
    reading_date: date
    written_at: datetime
    values: tuple[tuple[str, int], ...]  # register_id, value
    agreed: tuple[str, ...]  # questions that were answered with yes
    photo: str  # Telegram's id of the file; empty: none
    submission: int | None  # what it has become


@dataclass(frozen=True, kw_only=True, slots=True)
class NewSubmission:
    draft_id: int
    chat_id: int
    account: AccountOfMeters
    meter: Meter
    period: Period
    reading_date: date
    submitted_at: datetime
    values: tuple[Value, ...]
    volume: int | None
    estimate: int | None
    flags: tuple[Flag, ...]
    photo: str
    linked: bool


class Meters(Protocol):
    """The meters of the live book."""

    async def of_account(self, account_id: int) -> tuple[Meter, ...]:
        """Return all meters of metered services, those in place first, each with its last accepted readings.

        A reading of our own that is newer than the book's and was not refused or withdrawn is the last one.
        """

    async def account(self, account_id: int) -> AccountOfMeters | None: ...

    async def unlinked(self, number: str, serial_no: str) -> tuple[AccountOfMeters, Meter] | None:
        """Return an account by its number and the serial number of one of its meters; None: they do not belong."""


class Drafts(Protocol):
    async def add(self, draft: DraftOnFile) -> int:
        """Keep a new draft (its id is not looked at) and return its number."""

    async def find(self, draft_id: int, chat_id: int) -> DraftOnFile | None: ...

    async def change(self, draft: DraftOnFile) -> None: ...

    async def unlinked_since(self, chat_id: int, since: datetime) -> int:
        """Return how many tries this chat has made for accounts that it has not linked."""

    async def count_unlinked(self, chat_id: int, now: datetime) -> None: ...


class Submissions(Protocol):
    async def add(self, new: NewSubmission) -> Submission:
        """Keep it in the state `queued`; the caller has made sure that none is active for its meter and period."""

    async def find(self, submission: int, chat_id: int) -> Submission | None:
        """Return one that this chat may see: its own, or of an account that it has linked, its owner unchanged."""

    async def of_account(self, account_id: int, limit: int, before: int | None = None) -> tuple[Submission, ...]:
        """Return those of the owner of now, the newest first, from `before` (a number) on downwards."""

    async def active(self, meter_id: str, period: Period) -> Submission | None: ...

    async def set_state(self, submission: int, state: State, now: datetime, reason_code: str = "") -> None: ...


class Handover(Protocol):
    """The queue to the accounting system; it is written in the transaction that confirms."""

    async def queue(self, *, submission_id: str) -> None: ...

    async def recall(self, *, submission_id: str) -> bool:
        """Take it out of the queue; False: it has been handed over, or is on its way."""


class Estimates(Protocol):
    async def estimate(self, *, account_id: int, meter: Meter, values: tuple[Value, ...], until: date) -> int | None:
        """Return what the use between the last readings and these would cost, in tiyn; None: it cannot be told."""

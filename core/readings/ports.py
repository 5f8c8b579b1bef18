"""What submitting asks of the live book, of its own drafts and submissions, and of the way to the accounting system."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from core.accounts.ports import Holder
from core.period import Period
from core.ports import AuditLog, Notices, UnitOfWork
from core.readings.model import Flag, Meter, State, Submission, Value


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountOfMeters:
    """An account as submitting judges it, whether the chat has linked it or not."""

    account_id: int
    owner_mark: int
    branch_code: str
    account_no: str
    status: str  # active | disconnected | closed
    meters: tuple[Meter, ...] = ()  # of metered services, those in place first, each with its last accepted readings


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnReading:
    """An active submission of ours, as far as the next reading has to do with it."""

    id: int
    meter_id: str
    period: Period
    reading_date: date
    values: tuple[tuple[str, int], ...]  # register_id, value


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
    volume: int | None = None  # as it was shown with these values
    estimate: int | None = None  # of this volume
    replaces: int | None = None  # the submission that `REPLACE` was agreed to for


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
        """Return all meters of metered services, those in place first, each with its last accepted readings."""

    async def of_accounts(self, account_ids: tuple[int, ...]) -> tuple[AccountOfMeters, ...]:
        """Return those of the accounts that there are, with their meters, in any order."""

    async def of_number(self, number: str) -> tuple[tuple[int, str, str], ...]:
        """Return account_id, meter_id and serial number of each meter in place at the accounts of a number.

        The statements are the same whether there are any or not.
        """


class Drafts(Protocol):
    async def add(self, draft: DraftOnFile, now: datetime) -> int:
        """Keep a new draft (its id is not looked at) and return its number."""

    async def find(self, draft_id: int, chat_id: int, *, hold: bool = False) -> DraftOnFile | None:
        """Return a draft of this chat; `hold`: nobody else may have it until this transaction ends."""

    async def of_chat(self, chat_id: int) -> tuple[DraftOnFile, ...]: ...

    async def change(self, draft: DraftOnFile, now: datetime) -> None: ...

    async def unlinked_since(self, chat_id: int, since: datetime) -> int:
        """Return how many tries this chat has made for accounts that it has not linked."""

    async def count_unlinked(self, chat_id: int, now: datetime) -> None: ...

    async def forget(self, drafts_before: datetime, tries_before: datetime, most: int) -> int:
        """Delete so many that have not been touched since, at most, and return how many there were."""


class Submissions(Protocol):
    async def add(self, new: NewSubmission) -> Submission | None:
        """Keep it in the state `queued`; None: its draft, or its meter and period, have an active one already."""

    async def find(self, submission: int, chat_id: int) -> Submission | None:
        """Return one that this chat may see: its own, or of an account that it has linked, its owner unchanged.

        Of an account that it has not linked it is shown nothing but what it has sent itself.
        """

    async def of_account(self, account_id: int, limit: int, before: int | None = None) -> tuple[Submission, ...]:
        """Return those of the owner of now, the newest first, from `before` (a number) on downwards."""

    async def of_chat(self, chat_id: int) -> tuple[Submission, ...]:
        """Return all that this chat has sent, as `find` shows them."""

    async def own(self, account_ids: tuple[int, ...], since: Period) -> dict[int, tuple[OwnReading, ...]]:
        """Return the active submissions of the periods after `since`, by account."""

    async def active(self, meter_id: str, period: Period) -> Submission | None: ...

    async def set_state(self, submission: int, state: State) -> None: ...


class Handover(Protocol):
    """The queue to the accounting system; it is written in the transaction that confirms."""

    async def queue(self, *, submission_id: str) -> None: ...

    async def recall(self, *, submission_id: str) -> bool:
        """Take it out of the queue; False: it has been handed over, or is on its way."""


class Estimates(Protocol):
    async def estimate(self, *, account_id: int, meter: Meter, values: tuple[Value, ...], until: date) -> int | None:
        """Return what the use between the last readings and these would cost, in tiyn; None: it cannot be told."""


class Holders(Protocol):
    """The chats that have linked an account."""

    async def of_account(self, account_id: int) -> tuple[Holder, ...]: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Stores:
    """All that the services of readings work with, of one unit of work."""

    work: UnitOfWork
    meters: Meters
    drafts: Drafts
    submissions: Submissions
    handover: Handover
    estimates: Estimates
    audit: AuditLog
    holders: Holders
    notices: Notices

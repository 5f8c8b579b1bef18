"""A confirmed reading on its way to the accounting system, and what is on file of one that is answered."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from core.period import Period
from core.readings.model import State, Value
from core.readings.policy import ReadingPolicy

LATE = "late"  # a flag: handed over after the window of its period, whenever it was submitted
SOURCE = "bot"


@dataclass(frozen=True, kw_only=True, slots=True)
class Outgoing:
    """What the accounting system is told. It may have got there `tries` times before: then it is asked first."""

    parcel: int  # its row in the queue
    tries: int
    lease: datetime  # of the hand that has it
    number: str  # as the consumer quotes it
    submission_id: str
    branch_code: str
    account_no: str
    point_id: str
    meter_id: str
    serial_no: str
    period: Period
    reading_date: date
    submitted_at: datetime
    flags: tuple[str, ...]
    values: tuple[Value, ...]

    def flags_on(self, day: date, policy: ReadingPolicy) -> tuple[str, ...]:
        """Return the flags of a handover on `day`: what comes after its window says so."""
        _, last = policy.window_of(self.branch_code).days_of(self.period)
        return (*self.flags, LATE) if day > last else self.flags


@dataclass(frozen=True, kw_only=True, slots=True)
class Answerable:
    """A submission as an answer finds it."""

    id: int
    submission_id: str
    number: str
    chat_id: int | None  # None: the chat has been forgotten
    meter_id: str
    serial_no: str
    period: Period
    state: State
    settled: bool  # an operator has had the last word


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """One that an operator has to look at; it names nobody."""

    number: str
    submission_id: str
    state: State
    why: str
    since: datetime


class HandedOver(Protocol):
    """Submissions and their rows in the queue, in one transaction."""

    async def find(self, submission_id: str) -> Answerable | None: ...

    async def numbered(self, submission: int) -> Answerable | None: ...

    async def record(self, submission: int, state: State, now: datetime, reason_code: str = "") -> None: ...

    async def active_besides(self, of: Answerable) -> bool:
        """Return whether another submission has taken its place for the meter and the period."""

    async def close(self, submission_id: str, now: datetime, outcome: str) -> None:
        """Take it out of the queue and off the operators' list."""

    async def put_on_list(self, submission_id: str, now: datetime, why: str) -> None: ...

    async def requeue(self, submission_id: str, now: datetime) -> None:
        """Hand it over once more; the accounting system is asked about it first."""

    async def listed(self) -> tuple[Listed, ...]:
        """Return what waits for an operator, the oldest first."""

    async def count_listed(self) -> int: ...

"""Readings as a consumer submits them, and every refusal on the way.

A reading, a volume and losses are thousandths of a kWh (`value`, `volume`), a ratio is 1/10000, money is tiyn.
Zones: T0 total, T1 day, T2 night, T3 peak.

Notices to the chat that has submitted: `reading_accepted`: number, serial_no, period (202611);
`reading_refused`: the same and reason_code; `reading_unclear`: the same as accepted.
Notice to the chats of an account for which somebody else has submitted: `reading_by_other`: the same and account_no.
Alarm to the operators: `readings_unclear`: count.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from core.accounts.model import LinkedAccount
from core.errors import DomainError
from core.period import Period
from core.tariffs.model import Interval


class State(StrEnum):
    """What has become of a submission."""

    QUEUED = "queued"  # confirmed; it may still be withdrawn or corrected
    SENT = "sent"  # handed over to the accounting system, no answer yet
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNCLEAR = "unclear"  # nobody can tell whether it has arrived: an operator looks
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"  # corrected by a later one before it was handed over


ACTIVE = (State.QUEUED, State.SENT, State.ACCEPTED, State.UNCLEAR)  # one of these for each meter and period


class Question(StrEnum):
    """What a draft still has to be asked, in this order; each is answered by one tap."""

    REPLACE = "replace"  # a reading of this period waits already: put this one in its place?
    ROLLOVER = "rollover"  # has the meter passed zero?
    ZERO = "zero"  # the same as last time: no use this month?
    HIGH = "high"  # far above the mean: sure?


class Flag(StrEnum):
    """What goes to the accounting system along with a reading (`flags` of the registry and of the REST contract)."""

    ROLLOVER = "rollover"
    IMPLAUSIBLE = "implausible_confirmed"
    ZERO = "zero_confirmed"
    REPLACE = "replace"
    OUTSIDE = "outside_window"
    OVERDUE = "verification_overdue"
    UNLINKED = "unlinked"


@dataclass(frozen=True, kw_only=True, slots=True)
class LastReading:
    """The reading that the next one starts from: the newest accepted one, or one of our own not yet answered."""

    value: int
    date: date
    source: str  # bot, web, phone, inspector, askue, estimate, install, removal, verify or another: an open list
    own: bool = False  # submitted through the bot and not in the accounting system's data yet


@dataclass(frozen=True, kw_only=True, slots=True)
class Register:
    register_id: str
    zone: str
    digits_int: int
    digits_frac: int
    last: LastReading | None
    intervals: tuple[Interval, ...] = ()  # of accepted readings, the newest last; at most three


@dataclass(frozen=True, kw_only=True, slots=True)
class Meter:
    meter_id: str
    point_id: str
    point_name: str  # empty at level 1
    serial_no: str
    model: str
    ratio: int
    losses: int
    automatic: bool
    status: str  # active | faulty | removed
    installed_on: date | None
    removed_on: date | None
    verification_due: date | None
    replacement_due: date | None
    registers: tuple[Register, ...]  # in the order of their zones


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """One register's part of a submission."""

    register_id: str
    zone: str
    value: int
    previous: int | None
    previous_date: date | None
    volume: int | None  # None: there is nothing to start from
    rollover: bool = False


def number_of(period: Period, submission: int) -> str:
    """Return what the consumer quotes: 202611-000123."""
    return f"{period.index}-{submission:06}"


def submission_of(number: str) -> int | None:
    """Return which submission is quoted; None: this is no such number."""
    found = re.fullmatch(r"[0-9]{1,6}-([0-9]{6,18})", number)
    return None if found is None else int(found[1])


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """A confirmed reading of one meter; its card is the consumer's proof."""

    id: int
    submission_id: str  # uuid: the key in the accounting system
    account_no: str
    meter_id: str
    serial_no: str
    period: Period
    reading_date: date
    submitted_at: datetime  # the consumer's own message
    values: tuple[Value, ...]
    volume: int | None
    estimate: int | None  # tiyn, preliminary
    state: State
    reason_code: str
    answered_at: datetime | None
    flags: tuple[Flag, ...]
    linked: bool  # sent from a chat that had linked the account

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def number(self) -> str:
        return number_of(self.period, self.id)


@dataclass(frozen=True, kw_only=True, slots=True)
class MeterState:
    """A meter as the list shows it; `closed` says why nothing can be submitted for it, `waiting` what already is."""

    meter: Meter
    closed: "MeterClosed | None"
    waiting: Submission | None
    verification_overdue: bool = False
    verification_days: int | None = None  # till it is due, where that is near


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    account: LinkedAccount
    has_others: bool
    meters: tuple[MeterState, ...]
    period: Period
    is_open: bool  # the window, today
    first_day: date  # of the window of `period`
    last_day: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """What has been typed so far; nothing of it is sent before it is confirmed.

    `missing` registers are asked first, then the `question`, then the confirmation.
    """

    id: int
    account: LinkedAccount | None  # None: the chat has not linked it, and is shown nothing of it
    account_no: str
    meter: Meter
    reading_date: date
    written_at: datetime
    period: Period
    in_window: bool
    values: tuple[Value, ...]
    missing: tuple[Register, ...]
    question: Question | None
    volume: int | None
    mean: int | None  # what the same days would use at the mean of the consumer
    estimate: int | None  # tiyn, preliminary
    verification_overdue: bool
    has_photo: bool
    flags: tuple[Flag, ...] = field(default=())
    waiting: Submission | None = None  # what is active for the meter in this period already, if the chat may see it


def as_typed(text: str) -> str:
    """Return what a refusal may quote: short, and without halves of signs that no message can carry."""
    return text[:40].encode(errors="replace").decode()


class ReadingNotNumeric(DomainError):
    """Signs that are no number, named as they were typed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = as_typed(text)


class ReadingAmbiguous(ReadingNotNumeric):
    """Numbers that may be read in several ways: «12 345 6 789», «12,345»."""


class TooManyDigits(DomainError):
    def __init__(self, text: str, digits_int: int, digits_frac: int) -> None:
        super().__init__()
        self.text = as_typed(text)
        self.digits_int = digits_int
        self.digits_frac = digits_frac


class WrongNumberOfValues(DomainError):
    """More values in a line than the meter has registers, or one for a zone that it does not have."""

    def __init__(self, given: int, zones: tuple[str, ...]) -> None:
        super().__init__()
        self.given = given
        self.zones = zones


class Closed(StrEnum):
    """Why nothing can be submitted for a meter."""

    REPLACED = "replaced"
    REMOVED = "removed"
    FAULTY = "faulty"
    AUTOMATIC = "automatic"  # it reports by itself
    ACCOUNT = "closed"  # the account is
    UNVERIFIED = "unverified"  # its verification has run out, and the retailer takes no readings then
    NO_REGISTERS = "no_registers"  # the data have nothing to read


class MeterClosed(DomainError):
    """Nothing can be submitted for this meter. `successor` is the meter in its place, empty if there is none."""

    def __init__(self, reason: Closed, serial_no: str, *, successor: str = "", successor_id: str = "") -> None:
        super().__init__()
        self.reason = reason
        self.serial_no = serial_no
        self.successor = successor
        self.successor_id = successor_id


class NoMeter(DomainError):
    """The account has no meter, or none that readings are submitted for."""


class WhichMeter(DomainError):
    """Several meters could be meant by what was typed; the consumer picks one, and `offer` is asked again with it."""

    def __init__(self, text: str, choices: tuple[tuple[LinkedAccount, Meter], ...]) -> None:
        super().__init__()
        self.text = text
        self.choices = choices

    @property
    def meters(self) -> tuple[Meter, ...]:
        return tuple(meter for _, meter in self.choices)


class BadReadingDate(DomainError):
    """In the future, not after the last accepted reading, or too long ago."""

    def __init__(self, given: date, after: date | None, until: date) -> None:
        super().__init__()
        self.given = given
        self.after = after
        self.until = until


class ReadingTooLow(DomainError):
    """Below the last accepted reading, and no passing of zero would explain it."""

    def __init__(self, given: int, previous: int | None, previous_date: date | None, zone: str) -> None:
        super().__init__()
        self.given = given
        self.previous = previous  # None: the chat has not linked the account, and is not told
        self.previous_date = previous_date
        self.zone = zone


class ZonesMismatch(DomainError):
    """The total and the zones of one meter do not agree."""

    def __init__(self, total: int, zones: int) -> None:
        super().__init__()
        self.total = total
        self.zones = zones


class AlreadySent(DomainError):
    """The reading of this period has been handed over: it cannot be changed any more."""

    def __init__(self, submission: Submission | None, period: Period) -> None:
        super().__init__()
        self.submission = submission
        self.period = period


class WindowClosed(DomainError):
    """Readings are refused outside the window (`outside_window = "refuse"`)."""

    def __init__(self, first_day: date, last_day: date) -> None:
        super().__init__()
        self.first_day = first_day
        self.last_day = last_day


class NoSuchDraft(DomainError):
    """Old, foreign or forged."""


class DraftIncomplete(DomainError):
    """A register is missing or a question not answered: the draft is shown again."""

    def __init__(self, draft_id: int) -> None:
        super().__init__()
        self.draft_id = draft_id


class NoSuchSubmission(DomainError):
    """Old, foreign or forged."""


class TooLateToChange(DomainError):
    """It has been handed over, or is not active any more."""

    def __init__(self, submission: Submission) -> None:
        super().__init__()
        self.submission = submission


class UnlinkedNotFound(DomainError):
    """Number and serial do not belong together, or there is no such account: one answer for all."""

    def __init__(self, answer_at: datetime) -> None:
        super().__init__()
        self.answer_at = answer_at


class TooManyUnlinked(DomainError):
    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

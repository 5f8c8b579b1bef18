"""Notices that many receive: what they are about, to whom each goes, and what has become of it.

A campaign is one run of one notice: of an operator («news»), of the office by law («cutoff»), or of the calendar.
Each recipient is a row of the outbox, which is its ledger.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class NoticeType(StrEnum):
    """What a notice is about: the unit in which a consumer switches notices off."""

    READING_REMINDER = "reading_reminder"
    READING_RESULT = "reading_result"
    BILL = "bill"
    PAYMENT = "payment"
    UNPAID = "unpaid"
    VERIFICATION = "verification"
    REPLACEMENT = "replacement"
    OUTAGE = "outage"
    TARIFF = "tariff"
    NEWS = "news"
    CUTOFF = "cutoff"


LEGAL = frozenset({NoticeType.CUTOFF})  # cannot be switched off and does not wait for the quiet hours to end
# The smaller comes first; answers to people are below all of these and are never behind a notice.
PRIORITY = {NoticeType.OUTAGE: 6, NoticeType.CUTOFF: 7, NoticeType.READING_REMINDER: 8}
OTHERWISE = 9


class State(StrEnum):
    """Of a campaign."""

    DRAFT = "draft"
    WAITING = "waiting"  # for the second person's approval
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class Channel(StrEnum):
    """Where a bill goes."""

    CHAT = "chat"
    EMAIL = "email"
    BOTH = "both"


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeSettings:
    """What a chat has chosen; `quiet` are minutes of the day in Kazakhstan, None: the retailer's own hours.

    Equal minutes: no quiet hours at all.
    """

    off: frozenset[NoticeType] = frozenset()
    quiet: tuple[int, int] | None = None
    bills_by: Channel = Channel.CHAT

    def wants(self, about: NoticeType) -> bool:
        return about in LEGAL or about not in self.off


@dataclass(frozen=True, kw_only=True, slots=True)
class AudienceAccount:
    """An account of a chat, as audiences are chosen by it."""

    link_id: int
    account_id: int
    linked_at: datetime
    level: int
    account_no: str
    branch_code: str
    kind: str  # person | legal
    status: str  # active | disconnected | closed
    tariff_group: str
    tariff_scheme: str
    stove: str
    benefit: str
    locality: str
    street: str
    house: str
    address_kk: str
    address_ru: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Chat:
    """A person who may be written to: he has agreed to the text in force and does not block the bot."""

    chat_id: int
    language: str
    settings: NoticeSettings
    accounts: tuple[AudienceAccount, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipient:
    """One message of a campaign; an equal `key` is never queued twice, whichever campaign asks.

    `values` are JSON, all that the words need. `account_id` is named where the record is kept by account.
    """

    chat_id: int
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    account_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """Recipients of a campaign by what has become of them; `queued` counts all that went into the outbox."""

    queued: int = 0
    sent: int = 0
    blocked: int = 0  # the person blocks the bot, or the account is deleted
    failed: int = 0  # refused by Telegram for another reason
    unclear: int = 0
    dropped: int = 0  # not sent any more: too late, switched off, no reason left

    @property
    def open(self) -> int:
        return self.queued - self.sent - self.blocked - self.failed - self.unclear - self.dropped


@dataclass(frozen=True, kw_only=True, slots=True)
class Campaign:
    """`content` is JSON: the texts and the audience of an operator's, the occasion of an automatic one."""

    id: int
    about: NoticeType
    state: State
    content: Mapping[str, Any]
    created_by: str  # clock | office | operator:<id>
    created_at: datetime
    key: str | None = None  # of an automatic one: which occasion it is, once
    approved_by: str | None = None
    due: datetime | None = None
    useful_until: datetime | None = None  # what has not gone by then is dropped and counted
    started_at: datetime | None = None
    ended_at: datetime | None = None
    reached: int = 0  # the last chat that was looked at
    complete: bool = False  # everybody is in the outbox
    pilot: int | None = None  # so many chats, then it waits
    size: int | None = None  # chats, as counted before it began
    spread_seconds: int = 0  # the whole is spread over so long
    parent: int | None = None  # which campaign it takes back, changes or repeats
    repeats: str | None = None  # daily | weekly | monthly, at the hour at which it first began
    version: int = 1  # of its texts
    counts: Counts = Counts()
    card_chat: int | None = None  # the message that shows how far it is
    card_message: int | None = None

    @property
    def recalls(self) -> bool:
        """Say whether it takes back what its parent has sent, instead of saying something."""
        return bool(self.content.get("recalls"))

    @property
    def edits(self) -> bool:
        """Say whether it puts new words into what its parent has sent."""
        return bool(self.content.get("edits"))

    @property
    def is_quiet(self) -> bool:
        """Say whether it touches messages that are there already: no phone rings, so no hour is too late for it."""
        return self.recalls or self.edits


@dataclass(frozen=True, kw_only=True, slots=True)
class Firing:
    """A campaign that the calendar asks for; a second one of an equal `key` does not come into being.

    One that has not come into being until `begin_until`, or whose `useful_until` is over, comes into being as
    cancelled: it is counted, and nothing is sent.
    """

    about: NoticeType
    key: str
    content: Mapping[str, Any]
    useful_until: datetime | None = None
    begin_until: datetime | None = None
    due: datetime | None = None
    spread_seconds: int = 0

    def is_late(self, now: datetime) -> bool:
        return any(end is not None and end <= now for end in (self.begin_until, self.useful_until))


class NoSuchCampaign(LookupError):
    """There is none of this number, or it is not one that this act is for; told to the office only."""


class CampaignStateForbids(LookupError):
    """What was asked cannot be done with a campaign in this state; told to the office only."""

    def __init__(self, campaign: Campaign) -> None:
        super().__init__()
        self.campaign = campaign

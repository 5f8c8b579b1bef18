"""A campaign in sums: why chats were not written to, and what became of it in each language and branch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from core.notices.model import Campaign

OUTCOMES = ("sent", "missed", "dropped", "left")
_OUTCOME = {"sent": "sent", "dead": "missed", "unclear": "missed", "cancelled": "dropped"}  # any other: left


@dataclass(frozen=True, kw_only=True, slots=True)
class Total:
    """So many recipients of a group in a state of the outbox."""

    name: str
    state: str
    number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A group of recipients by OUTCOMES; `missed`: out of reach, refused or unclear."""

    name: str
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Breakdown:
    """`dropped` counts by reason; a chat with accounts of several branches counts in each of them."""

    dropped: Mapping[str, int]
    by_language: Sequence[Part]
    by_branch: Sequence[Part]


class BreakdownRows(Protocol):
    async def dropped(self, campaign_id: int) -> Mapping[str, int]:
        """Return how many were not sent any more, by the reason."""

    async def by_language(self, campaign_id: int) -> Sequence[Total]:
        """Count by the language that the chats have now."""

    async def by_branch(self, campaign_id: int) -> Sequence[Total]:
        """Count by the branches of the accounts that the chats have linked now."""


def parts_of(totals: Sequence[Total]) -> tuple[Part, ...]:
    """Return the groups, the largest first."""
    found: dict[str, dict[str, int]] = {}
    for total in totals:
        counts = found.setdefault(total.name, dict.fromkeys(OUTCOMES, 0))
        counts[_OUTCOME.get(total.state, "left")] += total.number
    largest = sorted(found.items(), key=lambda each: (-sum(each[1].values()), each[0]))
    return tuple(Part(name=name, counts=counts) for name, counts in largest)


def left(campaign: Campaign) -> int:
    """Return how many chats it has still to be sent to, those that nobody has looked at yet included."""
    counts = campaign.counts
    whole = counts.queued if campaign.complete else max(campaign.size or 0, counts.queued)
    return max(0, whole - counts.queued + counts.open)


def pace(campaign: Campaign, now: datetime) -> float:
    """Return how many messages a second it was on average, pauses included; 0: unknown."""
    if campaign.started_at is None:
        return 0.0
    seconds = ((campaign.ended_at or now) - campaign.started_at).total_seconds()
    return (campaign.counts.queued - campaign.counts.open) / seconds if seconds >= 1 else 0.0

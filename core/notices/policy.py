"""When and how notices go out: `[notices]` of retailer.toml."""

from datetime import time

from pydantic import BaseModel, ConfigDict, Field

from core.notices.edges import Edge
from core.notices.model import NoticeSettings
from core.notices.refusals import CampaignRefused

ANONYMOUS = frozenset(
    {1_087_968_824, 136_817_688, 777_000}
)  # administrators of a group, and channels, as Telegram shows them


class NoticePolicy(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    per_second: int = Field(25, ge=1, le=1000, description="messages of campaigns in a second, all together")
    approval_over: int = Field(1000, ge=0, description="a campaign to more chats needs a second person")
    pilot: int = Field(100, ge=1, le=100_000, description="chats that a pilot goes to")
    campaigners: tuple[int, ...] = Field((), description="Telegram ids that may send; empty: the operators' group")
    quiet_from: time = time(21, 0)
    quiet_to: time = time(9, 0)
    hour: time = Field(time(10, 0), description="when the daily notices begin")
    late_hours: int = Field(6, ge=1, le=24, description="a reminder that is later than this is dropped")
    spread_hours: int = Field(0, ge=0, le=10, description="a reminder to submit is spread over so long")
    reminders: tuple[Edge, ...] = Field((Edge.FIRST, Edge.LAST), description="days of the window that remind")
    agreement_version: str = Field(
        "2026-12", pattern=r"^[A-Za-z0-9_.-]{1,20}$", description="of the text of agreement to notices without paper"
    )
    unpaid_days: tuple[int, ...] = Field((1, 7, 14), description="days after a bill should have been paid")
    verification_days: tuple[int, ...] = (60, 30, 7)
    replacement_days: tuple[int, ...] = (30, 7)

    def quiet_of(self, settings: NoticeSettings) -> tuple[int, int]:
        """Return the minutes of the day between which nothing is sent."""
        if settings.quiet is not None:
            return settings.quiet
        return (
            self.quiet_from.hour * 60 + self.quiet_from.minute,
            self.quiet_to.hour * 60 + self.quiet_to.minute,
        )


def operator(policy: NoticePolicy, person_id: int) -> str:
    """Return under which name a person of the operators' chat acts.

    :raises CampaignRefused: nobody can tell who it is, or he may not send campaigns
    """
    if person_id in ANONYMOUS:
        raise CampaignRefused("anonymous")
    if policy.campaigners and person_id not in policy.campaigners:
        raise CampaignRefused("not_allowed")
    return f"operator:{person_id}"

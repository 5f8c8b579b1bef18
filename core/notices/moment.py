"""The moment of sending: whether a queued notice is still wanted, and with which facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.notices.model import LEGAL, Campaign, Chat, NoticeType, Recipient
from core.notices.policy import NoticePolicy
from core.notices.ports import Campaigns, Chats, Occasion
from core.notices.quiet import quiet_until


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A row of the outbox that is about to be sent."""

    id: int
    key: str
    chat_id: int
    campaign: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready:
    campaign: Campaign
    chat: Chat
    recipient: Recipient


@dataclass(frozen=True, kw_only=True, slots=True)
class Dropped:
    why: str  # late | off | gone (forgotten, blocked, consent withdrawn) | no_reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Later:
    until: datetime


Verdict = Ready | Dropped | Later


class MomentService:
    def __init__(
        self,
        *,
        campaigns: Campaigns,
        chats: Chats,
        occasions: Mapping[NoticeType, Occasion],
        policy: NoticePolicy,
        now: datetime,
    ) -> None:
        self._campaigns = campaigns
        self._chats = chats
        self._occasions = occasions
        self._policy = policy
        self._now = now

    async def judge(self, *, rows: Sequence[Waiting]) -> dict[int, Verdict]:
        """Return what becomes of each row, by its id; all of them are looked at with a few queries."""
        chats = await self._chats.some(sorted({row.chat_id for row in rows}))
        verdicts: dict[int, Verdict] = {}
        for campaign_id in sorted({row.campaign for row in rows}):
            campaign = await self._campaigns.get(campaign_id)
            own = [row for row in rows if row.campaign == campaign_id]
            if campaign is None:
                verdicts |= {row.id: Dropped(why="gone") for row in own}
            else:
                verdicts |= await self._judge_own(campaign, own, chats)
        return verdicts

    async def _judge_own(
        self, campaign: Campaign, rows: Sequence[Waiting], chats: Mapping[int, Chat]
    ) -> dict[int, Verdict]:
        written = {row.chat_id: chats[row.chat_id] for row in rows if row.chat_id in chats}
        asked = await self._occasions[campaign.about].recipients(campaign, tuple(written.values()), self._now)
        wanted = {recipient.key: recipient for recipient in asked}
        return {row.id: self._verdict(campaign, written.get(row.chat_id), wanted.get(row.key)) for row in rows}

    def _verdict(self, campaign: Campaign, chat: Chat | None, recipient: Recipient | None) -> Verdict:
        if campaign.useful_until is not None and campaign.useful_until <= self._now:
            return Dropped(why="late")
        if chat is None:
            return Dropped(why="gone")
        if not (campaign.is_quiet or chat.settings.wants(campaign.about)):
            return Dropped(why="off")
        if recipient is None:
            return Dropped(why="no_reason")
        at_any_hour = campaign.is_quiet or campaign.about in LEGAL
        until = None if at_any_hour else quiet_until(self._now, self._policy.quiet_of(chat.settings))
        if until is None:
            return Ready(campaign=campaign, chat=chat, recipient=recipient)
        if campaign.useful_until is not None and until >= campaign.useful_until:
            return Dropped(why="late")
        return Later(until=until)

"""What operators do about a campaign that has ended: take back what it has sent."""

from datetime import datetime
from typing import Any

from core.notices.model import Campaign, NoticeType, State
from core.notices.operators import OperatorCampaigns
from core.notices.ports import Campaigns
from core.notices.refusals import CampaignRefused
from core.ports import AuditLog, UnitOfWork


class RecallService:
    def __init__(self, *, work: UnitOfWork, campaigns: Campaigns, audit: AuditLog, now: datetime) -> None:
        self._work = work
        self._campaigns = campaigns
        self._own = OperatorCampaigns(work, campaigns)
        self._audit = audit
        self._now = now

    async def recall(self, *, campaign_id: int, by: str) -> Campaign:
        """Begin to take back what has arrived, from every chat in which Telegram still lets it be deleted.

        :raises CampaignRefused: it has not ended yet, nothing was sent, or it is being taken back already
        """
        await self._work.write()
        campaign = await self._own.get(campaign_id)
        ended = campaign.state in (State.DONE, State.CANCELLED) and campaign.counts.sent and not campaign.recalls
        begun: dict[str, Any] = {"state": State.RUNNING, "started_at": self._now, "approved_by": by}
        added = ended and await self._campaigns.add(
            about=NoticeType.NEWS,
            content={"recalls": True},
            created_by=by,
            now=self._now,
            key=f"recall:{campaign_id}",
            parent=campaign_id,
            size=campaign.counts.sent,
            **begun,
        )
        if not added:
            raise CampaignRefused("state", number=campaign_id)
        await self._audit.record(actor=by, action="campaign.recall", subject=f"campaign:{campaign_id}")
        return added

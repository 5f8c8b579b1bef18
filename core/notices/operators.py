"""The campaigns that people begin, as those see them who draft, send, stop and recall: no others can be touched."""

from collections.abc import Collection
from typing import Any

from core.notices.model import LEGAL, Campaign, NoticeType, State
from core.notices.ports import Campaigns
from core.notices.refusals import CampaignRefused
from core.ports import UnitOfWork

OF_PEOPLE = frozenset({NoticeType.NEWS, NoticeType.CUTOFF})  # the office's notices before a disconnection as well
_EDITABLE = (State.DRAFT, State.WAITING, State.SCHEDULED, State.PAUSED)


class OperatorCampaigns:
    def __init__(
        self, work: UnitOfWork, campaigns: Campaigns, about: Collection[NoticeType] = (NoticeType.NEWS,)
    ) -> None:
        self._work = work
        self._campaigns = campaigns
        self._about = about

    async def get(self, campaign_id: int) -> Campaign:
        """:raises CampaignRefused: there is none of this number, or it is not about what may be touched here"""
        found = await self._campaigns.get(campaign_id)
        if found is not None and found.about in LEGAL and found.about not in self._about:
            raise CampaignRefused("legal", number=campaign_id)
        if found is None or found.about not in self._about:
            raise CampaignRefused("no_campaign", number=campaign_id)
        return found

    async def held(self, campaign_id: int) -> Campaign:
        """Begin to write; what is returned nobody else changes till the end: its content is kept as a whole.

        The campaign that it takes back or corrects is held before it, so that of these one begins at a time.

        :raises CampaignRefused
        """
        await self._work.write()
        if (parent := (await self.get(campaign_id)).parent) is not None:
            await self._campaigns.hold(parent)
        await self._campaigns.hold(campaign_id)
        return await self.get(campaign_id)

    async def opened(self, campaign_id: int) -> Campaign:
        """Hold one that can still be changed.

        :raises CampaignRefused
        """
        return editable(await self.held(campaign_id))

    async def save(self, campaign: Campaign, **values: Any) -> None:
        """:raises CampaignRefused: its state has become another one meanwhile"""
        if not await self._campaigns.change(campaign.id, (campaign.state,), **values):
            raise CampaignRefused("state", number=campaign.id)


def editable(campaign: Campaign) -> Campaign:
    """:raises CampaignRefused: it is under way, or has ended

    A correction that has begun stays as it is: half of the chats would keep its first words.
    """
    begun = campaign.edits and campaign.started_at is not None
    if campaign.state not in _EDITABLE or campaign.recalls or begun:
        raise CampaignRefused("state", number=campaign.id)
    return campaign

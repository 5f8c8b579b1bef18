"""How a campaign goes out: checked, sent, approved by a second person, held, called off.

Whoever has worked on a campaign cannot approve it. What is changed after the check, the approval or a pilot has to be
checked and approved anew.
"""

from collections.abc import Awaitable
from datetime import datetime
from typing import Any

from core.notices.approval import digest, is_approved, is_checked, with_hand
from core.notices.checking import Checked, Checking, Measure
from core.notices.model import Campaign, CampaignStateForbids, NoSuchCampaign, NoticeType, State
from core.notices.news import News
from core.notices.operators import OF_PEOPLE, OperatorCampaigns, editable
from core.notices.policy import NoticePolicy
from core.notices.ports import Campaigns
from core.notices.recalling import require_free
from core.notices.refusals import CampaignRefused
from core.notices.service import CampaignService
from core.notices.wording import check_languages
from core.ports import AuditLog, UnitOfWork


class LaunchService:
    def __init__(
        self,
        *,
        work: UnitOfWork,
        campaigns: Campaigns,
        service: CampaignService,
        checking: Checking,
        audit: AuditLog,
        policy: NoticePolicy,
        now: datetime,
    ) -> None:
        self._campaigns = campaigns
        self._own = OperatorCampaigns(work, campaigns)
        self._any = OperatorCampaigns(work, campaigns, OF_PEOPLE)
        self._service = service
        self._checking = checking
        self._audit = audit
        self._policy = policy
        self._now = now

    async def get(self, *, campaign_id: int) -> Campaign:
        """Return one that people begin and stop: an operator's, or the office's notice before a disconnection.

        :raises CampaignRefused: there is none of this number
        """
        return await self._any.get(campaign_id)

    async def check(self, *, campaign_id: int, by: str, measure: Measure) -> tuple[Campaign, Checked]:
        """Count whom it would reach now, and fill in every text; `measure` says what a recipient would be shown.

        :raises CampaignRefused: a language is missing, a filled text is too long, nobody is reached
        """
        campaign = editable(await self._own.get(campaign_id))
        check_languages(News.of(campaign.content).texts)
        checked = await self._checking.count(campaign, measure, self._now)
        if not checked.chats:
            raise CampaignRefused("nobody")
        latest = await self._own.opened(campaign_id)
        if digest(latest.content) != digest(campaign.content):
            raise CampaignRefused("not_checked")
        check = {"digest": digest(campaign.content), "chats": checked.chats, "accounts": checked.accounts}
        content = {**latest.content, "check": check}
        await self._own.save(latest, content=content, size=checked.chats)
        await self._audit.record(actor=by, action="campaign.check", subject=f"campaign:{campaign_id}")
        return await self._own.get(campaign_id), checked

    async def send(self, *, campaign_id: int, by: str, due: datetime | None = None, pilot: bool = False) -> Campaign:
        """Begin, now or at its time; where so many are reached that a second person must agree, wait for him.

        :raises CampaignRefused: not checked as it stands, or not in a state to be begun
        """
        campaign = await self._own.opened(campaign_id)
        if pilot and campaign.edits:
            raise CampaignRefused("only_texts", number=campaign_id)
        self.require_checked(campaign)
        at = self._due(due or campaign.due, explicit=due is not None)
        most = self._policy.pilot if pilot else None
        reached = min(campaign.size or 0, most or campaign.size or 0)
        values: dict[str, Any] = {"due": None if pilot else at, "pilot": most}
        if reached > self._policy.approval_over and not is_approved(campaign):
            content = with_hand(campaign.content, by)
            await self._own.save(campaign, content=content, state=State.WAITING, approved_by=None, **values)
            await self._audit.record(actor=by, action="campaign.ask", subject=f"campaign:{campaign_id}")
            return await self._own.get(campaign_id)
        await self._own.save(campaign, content=with_hand(campaign.content, by), state=State.DRAFT, **values)
        return await self._start(campaign, by, values["due"])

    def require_checked(self, campaign: Campaign) -> None:
        """:raises CampaignRefused: it has not been checked as it stands"""
        if not is_checked(campaign):
            raise CampaignRefused("not_checked")

    async def approve(self, *, campaign_id: int, by: str) -> Campaign:
        """Agree as the second person; it begins, now or at its time.

        :raises CampaignRefused: it does not wait for that, or this person has worked on it
        """
        campaign = await self._any.held(campaign_id)
        if campaign.state is not State.WAITING:
            raise CampaignRefused("state", number=campaign_id)
        if by in (*campaign.content.get("hands", ()), campaign.created_by):
            raise CampaignRefused("same_person")
        if campaign.about is NoticeType.NEWS and not campaign.recalls:  # else there is nothing that could be changed
            self.require_checked(campaign)
        content = {**campaign.content, "approved": digest(campaign.content)}
        await self._own.save(campaign, content=content)
        await self._audit.record(actor=by, action="campaign.approve", subject=f"campaign:{campaign_id}")
        return await self._start(campaign, by, self._due(campaign.due, explicit=False))

    async def pause(self, *, campaign_id: int, by: str) -> Campaign:
        """:raises CampaignRefused: it is not under way"""
        await self._any.get(campaign_id)
        return await self._told(self._service.pause(campaign_id=campaign_id, by=by), campaign_id)

    async def resume(self, *, campaign_id: int, by: str) -> Campaign:
        """Go on with everybody who is left; after a pilot that may need the second person.

        :raises CampaignRefused: it is not held
        """
        campaign = await self._any.held(campaign_id)
        if campaign.state is not State.PAUSED:
            raise CampaignRefused("state", number=campaign_id)
        if campaign.pilot is not None and not is_approved(campaign):
            return await self.send(campaign_id=campaign_id, by=by)
        return await self._told(self._service.resume(campaign_id=campaign_id, by=by), campaign_id)

    async def cancel(self, *, campaign_id: int, by: str) -> Campaign:
        """Send no more of it and repeat it no more.

        :raises CampaignRefused: it has ended, and is not repeated
        """
        campaign = await self._any.held(campaign_id)
        if campaign.repeats and campaign.state is State.DONE:
            await self._campaigns.change(campaign_id, (State.DONE,), repeats=None)
            await self._audit.record(actor=by, action="campaign.unrepeat", subject=f"campaign:{campaign_id}")
            return await self._any.get(campaign_id)
        untouched = campaign.about is NoticeType.CUTOFF and not campaign.counts.queued
        if campaign.recalls or untouched:  # what is left may be taken back later, the list be handed in again
            await self._campaigns.change(campaign_id, tuple(State), key=None)
        return await self._told(self._service.cancel(campaign_id=campaign_id, by=by), campaign_id)

    def _due(self, due: datetime | None, *, explicit: bool) -> datetime | None:
        if due is not None and due <= self._now:
            if explicit:
                raise CampaignRefused("past", due.isoformat(sep=" ", timespec="minutes"))
            return None  # its time has come while it waited
        return due

    async def _start(self, campaign: Campaign, by: str, due: datetime | None) -> Campaign:
        if campaign.edits and campaign.parent is not None:
            require_free(campaign, await self._campaigns.children(campaign.parent))
        return await self._told(self._service.start(campaign_id=campaign.id, by=by, due=due), campaign.id)

    async def _told(self, act: Awaitable[Campaign], campaign_id: int) -> Campaign:
        try:
            return await act
        except NoSuchCampaign:
            raise CampaignRefused("no_campaign", number=campaign_id) from None
        except CampaignStateForbids:
            raise CampaignRefused("state", number=campaign_id) from None

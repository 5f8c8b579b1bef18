"""What operators do about what a campaign has sent: take it back, or put other words into it.

Each is a campaign of its own, whose parent is the one that has sent. Content of a correction is that of its parent with
new texts and `edits`; that of a recall is `recalls`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from core.notices.drafting import DraftService
from core.notices.model import Campaign, NoticeType, State
from core.notices.news import CAN_BE_DELETED
from core.notices.operators import OperatorCampaigns
from core.notices.policy import NoticePolicy
from core.notices.ports import Campaigns
from core.notices.refusals import CampaignRefused
from core.notices.wording import check_text
from core.ports import AuditLog, UnitOfWork

_ENDED = (State.DONE, State.CANCELLED)
_NOT_BEGUN = (State.DRAFT, State.WAITING)
_BESIDES = ("media", "buttons", "audience")  # of what was sent: a correction leaves it as it is


class RecallService:
    def __init__(
        self,
        *,
        work: UnitOfWork,
        campaigns: Campaigns,
        drafting: DraftService,
        audit: AuditLog,
        policy: NoticePolicy,
        now: datetime,
    ) -> None:
        self._campaigns = campaigns
        self._own = OperatorCampaigns(work, campaigns)
        self._drafting = drafting
        self._audit = audit
        self._policy = policy
        self._now = now

    async def recall(self, *, campaign_id: int, by: str) -> Campaign:
        """Begin to take back what has arrived, from every chat in which Telegram still lets it be deleted.

        Where that are so many that a second person must agree, wait for him.

        :raises CampaignRefused: it has not ended yet, nothing was sent, it was too long ago, or it is being taken back
        """
        await self._own.held(campaign_id)
        campaign = await self.recallable(campaign_id=campaign_id)
        begun: dict[str, Any] = {"state": State.RUNNING, "started_at": self._now, "approved_by": by}
        waits = campaign.counts.sent > self._policy.approval_over
        added = await self._campaigns.add(
            about=NoticeType.NEWS,
            content={"recalls": True, "hands": [by]},
            created_by=by,
            now=self._now,
            key=f"recall:{campaign_id}",
            parent=campaign_id,
            size=campaign.counts.sent,
            **({"state": State.WAITING} if waits else begun),
        )
        assert added is not None  # it is held, and nobody else can have begun
        await self._audit.record(actor=by, action="campaign.recall", subject=f"campaign:{campaign_id}")
        return added

    async def recallable(self, *, campaign_id: int) -> Campaign:
        """Return it, as it is before anybody is sure.

        :raises CampaignRefused: as `recall`
        """
        campaign = await self._own.get(campaign_id)
        _require_sent(campaign)
        if await self._campaigns.known([f"recall:{campaign_id}"]):
            raise CampaignRefused("recalled", number=campaign_id)
        if campaign.ended_at is not None and campaign.ended_at <= self._now - CAN_BE_DELETED:
            raise CampaignRefused("recall_late", number=campaign.id)
        return campaign

    async def correct(self, *, campaign_id: int, by: str, texts: Mapping[str, str] | None = None) -> Campaign:
        """Return the draft of a correction: with these texts, and where there are none, with those that stand now.

        One that has not begun yet is gone on with.

        :raises CampaignRefused: it has not ended yet, nothing was sent, it is being taken back, or a text cannot be
            sent so
        """
        campaign = await self._own.held(campaign_id)
        _require_sent(campaign)
        children = await self._campaigns.children(campaign_id)
        _require_not_recalled(campaign, children)
        with_file = bool(campaign.content.get("media"))
        given = {code: check_text(text, language=code, with_file=with_file) for code, text in (texts or {}).items()}
        for each in children:
            if each.edits and each.state in _NOT_BEGUN:
                return await self._gone_on(each, by, given)
        corrections = [each for each in children if each.edits]
        shown = next((each for each in reversed(corrections) if each.started_at is not None), campaign)
        content = {name: campaign.content[name] for name in _BESIDES if name in campaign.content}
        added = await self._campaigns.add(
            about=NoticeType.NEWS,
            content={**content, "texts": {**shown.content["texts"], **given}, "edits": True, "hands": [by]},
            created_by=by,
            now=self._now,
            parent=campaign_id,
            size=campaign.counts.sent,
            version=max(each.version for each in (campaign, *corrections)) + 1,
        )
        assert added is not None  # it has no key that another could have
        await self._audit.record(actor=by, action="campaign.correct", subject=f"campaign:{campaign_id}")
        return added

    async def _gone_on(self, draft: Campaign, by: str, texts: Mapping[str, str]) -> Campaign:
        for language, text in texts.items():
            draft = await self._drafting.set_text(campaign_id=draft.id, by=by, language=language, text=text)
        return draft


def require_free(correction: Campaign, children: Sequence[Campaign]) -> None:
    """Let corrections of one campaign follow one another, so that the newest words are those that stay.

    :raises CampaignRefused: another one is not over, or what was sent is being taken back
    """
    _require_not_recalled(correction, children)
    for each in children:
        begun = each.state not in (*_ENDED, *_NOT_BEGUN) or each.counts.open
        if each.edits and each.id != correction.id and begun:
            raise CampaignRefused("correcting", number=each.id)


def _require_sent(campaign: Campaign) -> None:
    on_its_way = campaign.counts.open  # of one that has just been called off: known within seconds
    if campaign.state not in _ENDED or not campaign.counts.sent or on_its_way or campaign.is_quiet:
        raise CampaignRefused("state", number=campaign.id)


def _require_not_recalled(campaign: Campaign, children: Sequence[Campaign]) -> None:
    if any(each.recalls and each.state not in (State.WAITING, State.CANCELLED) for each in children):
        raise CampaignRefused("recalled", number=campaign.parent or campaign.id)

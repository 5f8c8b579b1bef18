"""How people make a campaign: texts, audience, time. Sending it stands in launching.py.

Besides what news.py reads, content holds: `hands` (who has worked on it), `check` {digest, chats, accounts},
`approved` (digest), `awaits` {person: field}, `language` (of the card).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.notices.approval import digest, with_hand
from core.notices.audience import Audience
from core.notices.model import Campaign, NoticeType, State
from core.notices.operators import OperatorCampaigns
from core.notices.ports import Campaigns
from core.notices.refusals import CampaignRefused
from core.notices.repeating import Repeats
from core.notices.wording import MOST_BUTTONS, check_button, check_text
from core.ports import AuditLog, UnitOfWork

_MEDIA = ("photo", "document")


class DraftService:
    def __init__(self, *, work: UnitOfWork, campaigns: Campaigns, audit: AuditLog, now: datetime) -> None:
        self._work = work
        self._campaigns = campaigns
        self._own = OperatorCampaigns(work, campaigns)
        self._audit = audit
        self._now = now

    async def new(self, *, by: str, content: Mapping[str, Any] | None = None, repeats: str | None = None) -> Campaign:
        """Begin a draft; `content` and `repeats` have been checked by whoever has read them from a file."""
        await self._work.write()
        kept = {**(content or {}), "hands": [by]}
        added = await self._campaigns.add(
            about=NoticeType.NEWS, content=kept, created_by=by, now=self._now, repeats=repeats
        )
        assert added is not None  # it has no key that another could have
        await self._audit.record(actor=by, action="campaign.new", subject=f"campaign:{added.id}")
        return added

    async def get(self, *, campaign_id: int) -> Campaign:
        """:raises CampaignRefused: there is no such campaign of an operator"""
        return await self._own.get(campaign_id)

    async def set_text(self, *, campaign_id: int, by: str, language: str, text: str) -> Campaign:
        """:raises CampaignRefused: it cannot be sent so, or not be changed now"""
        campaign = await self._own.opened(campaign_id)
        kept = check_text(text, language=language, with_file=bool(campaign.content.get("media")))
        texts = {**(campaign.content.get("texts") or {}), language: kept}
        return await self._change(campaign, by, f"text_{language}", {"texts": texts})

    async def set_media(self, *, campaign_id: int, by: str, kind: str = "", file_id: str = "") -> Campaign:
        """Take a file, or none; the texts have to be short enough to stand under it.

        :raises CampaignRefused
        """
        campaign = await self._own.opened(campaign_id)
        if kind and (kind not in _MEDIA or not file_id):
            raise CampaignRefused("media")
        for language, text in (campaign.content.get("texts") or {}).items():
            check_text(text, language=language, with_file=bool(kind))
        media = {"kind": kind, "file_id": file_id} if kind else None
        return await self._change(campaign, by, "media", {"media": media})

    async def add_button(
        self, *, campaign_id: int, by: str, labels: Mapping[str, str], url: str = "", command: str = ""
    ) -> Campaign:
        """:raises CampaignRefused"""
        campaign = await self._own.opened(campaign_id)
        button = check_button(labels, url=url, command=command)
        buttons = [*(campaign.content.get("buttons") or ()), button]
        if len(buttons) > MOST_BUTTONS:
            raise CampaignRefused("buttons", most=MOST_BUTTONS)
        return await self._change(campaign, by, "button", {"buttons": buttons})

    async def drop_buttons(self, *, campaign_id: int, by: str) -> Campaign:
        """:raises CampaignRefused"""
        return await self._change(await self._own.opened(campaign_id), by, "button", {"buttons": []})

    async def set_audience(self, *, campaign_id: int, by: str, audience: Audience) -> Campaign:
        """:raises CampaignRefused"""
        campaign = await self._own.opened(campaign_id)
        return await self._change(campaign, by, "audience", {"audience": audience.checked().to_json()})

    async def set_time(self, *, campaign_id: int, by: str, due: datetime | None, repeats: str | None) -> Campaign:
        """Say when it goes out once it is sent; None: at once. The check stays good, an approval does not.

        :raises CampaignRefused
        """
        campaign = await self._own.opened(campaign_id)
        if due is not None and due <= self._now:
            raise CampaignRefused("past", due.isoformat(sep=" ", timespec="minutes"))
        if repeats is not None and repeats not in set(Repeats):
            raise CampaignRefused("repeats", repeats[:30])
        return await self._change(campaign, by, "time", {}, due=due, repeats=repeats)

    async def note(
        self, *, campaign_id: int, awaits: Mapping[str, str | None] | None = None, language: str = "", **card: Any
    ) -> Campaign:
        """Keep what belongs to the card alone: its language, `card_chat`, `card_message`, and what is awaited.

        `awaits` names persons with the field that each is to say, None: nothing more; those of others stay.
        """
        campaign = await self._own.held(campaign_id)
        waiting = {**(campaign.content.get("awaits") or {}), **(awaits or {})}
        content = {**campaign.content, "awaits": {person: field for person, field in waiting.items() if field}}
        if language:
            content["language"] = language
        await self._campaigns.change(campaign_id, tuple(State), content=content, **card)
        return await self._own.get(campaign_id)

    async def _change(
        self, campaign: Campaign, by: str, what: str, parts: Mapping[str, Any], **columns: Any
    ) -> Campaign:
        """Change what is sent or when, of one that is held; it is a draft again, and an approval is void."""
        if campaign.edits and not parts.keys() == {"texts"}:
            raise CampaignRefused("only_texts", number=campaign.id)
        content = with_hand({**campaign.content, **parts}, by)
        content.pop("approved", None)
        version = campaign.version + 1 if digest(content) != digest(campaign.content) else campaign.version
        values = {"state": State.DRAFT, "approved_by": None, "version": version, **columns}
        await self._own.save(campaign, content=content, **values)
        subject = f"campaign:{campaign.id}"
        await self._audit.record(actor=by, action="campaign.change", subject=subject, detail=what)
        return await self._own.get(campaign.id)

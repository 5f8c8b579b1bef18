"""How people make a campaign: texts, audience, time; checked, sent, approved by a second person.

Whoever has worked on a campaign cannot approve it. What is changed after the check, the approval or a pilot has to be
checked and approved anew. Besides what news.py reads, content holds: `hands` (who has worked on it), `check` {digest,
chats, accounts, unfit, samples}, `approved` (digest), `awaits` {person: field}, `language` (of the card).
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.notices.audience import Audience
from core.notices.checking import Checked, Checking, Measure
from core.notices.model import Campaign, CampaignStateForbids, NoSuchCampaign, NoticeType, State
from core.notices.news import News
from core.notices.policy import NoticePolicy
from core.notices.ports import Campaigns
from core.notices.refusals import CampaignRefused
from core.notices.repeating import Repeats
from core.notices.service import CampaignService
from core.notices.wording import MOST_BUTTONS, check_button, check_languages, check_text
from core.ports import AuditLog, UnitOfWork

_EDITABLE = (State.DRAFT, State.WAITING, State.SCHEDULED, State.PAUSED)
_SAID = ("texts", "media", "buttons", "audience")
_MEDIA = ("photo", "document")


class DraftService:
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
        self._work = work
        self._campaigns = campaigns
        self._service = service
        self._checking = checking
        self._audit = audit
        self._policy = policy
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
        found = await self._campaigns.get(campaign_id)
        if found is None or found.about is not NoticeType.NEWS:
            raise CampaignRefused("no_campaign", number=campaign_id)
        return found

    async def set_text(self, *, campaign_id: int, by: str, language: str, text: str) -> Campaign:
        """:raises CampaignRefused: it cannot be sent so, or not be changed now"""
        campaign = await self._open(campaign_id)
        kept = check_text(text, language=language, with_file=bool(campaign.content.get("media")))
        texts = {**(campaign.content.get("texts") or {}), language: kept}
        return await self._change(campaign, by, f"text_{language}", {"texts": texts})

    async def set_media(self, *, campaign_id: int, by: str, kind: str = "", file_id: str = "") -> Campaign:
        """Take a file, or none; the texts have to be short enough to stand under it.

        :raises CampaignRefused
        """
        campaign = await self._open(campaign_id)
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
        campaign = await self._open(campaign_id)
        button = check_button(labels, url=url, command=command)
        buttons = [*(campaign.content.get("buttons") or ()), button]
        if len(buttons) > MOST_BUTTONS:
            raise CampaignRefused("buttons", most=MOST_BUTTONS)
        return await self._change(campaign, by, "button", {"buttons": buttons})

    async def drop_buttons(self, *, campaign_id: int, by: str) -> Campaign:
        """:raises CampaignRefused"""
        return await self._change(await self._open(campaign_id), by, "button", {"buttons": []})

    async def set_audience(self, *, campaign_id: int, by: str, audience: Audience) -> Campaign:
        """:raises CampaignRefused"""
        campaign = await self._open(campaign_id)
        return await self._change(campaign, by, "audience", {"audience": audience.checked().to_json()})

    async def set_time(self, *, campaign_id: int, by: str, due: datetime | None, repeats: str | None) -> Campaign:
        """Say when it goes out once it is sent; None: at once. The check stays good, an approval does not.

        :raises CampaignRefused
        """
        campaign = await self._open(campaign_id)
        if due is not None and due <= self._now:
            raise CampaignRefused("past", due.isoformat(sep=" ", timespec="minutes"))
        if repeats is not None and repeats not in set(Repeats):
            raise CampaignRefused("repeats", repeats[:30])
        return await self._change(campaign, by, "time", {}, due=due, repeats=repeats)

    async def check(self, *, campaign_id: int, by: str, measure: Measure) -> tuple[Campaign, Checked]:
        """Count whom it would reach now, and fill in every text; `measure` says what a recipient would be shown.

        :raises CampaignRefused: a language is missing, a filled text is too long, nobody is reached
        """
        campaign = _editable(await self.get(campaign_id=campaign_id))
        news = News.of(campaign.content)
        check_languages(news.texts)
        checked = await self._checking.count(news, measure, self._now)
        if not checked.chats:
            raise CampaignRefused("nobody")
        latest = await self._open(campaign_id)
        if digest(latest.content) != digest(campaign.content):
            raise CampaignRefused("not_checked")
        check = {"digest": digest(campaign.content), "chats": checked.chats, "accounts": checked.accounts}
        content = {**latest.content, "check": check}
        await self._save(latest, content=content, size=checked.chats)
        await self._audit.record(actor=by, action="campaign.check", subject=f"campaign:{campaign_id}")
        return await self.get(campaign_id=campaign_id), checked

    async def send(self, *, campaign_id: int, by: str, due: datetime | None = None, pilot: bool = False) -> Campaign:
        """Begin, now or at its time; where so many are reached that a second person must agree, wait for him.

        :raises CampaignRefused: not checked as it stands, or not in a state to be begun
        """
        campaign = await self._open(campaign_id)
        self.require_checked(campaign)
        at = self._due(due or campaign.due, explicit=due is not None)
        most = self._policy.pilot if pilot else None
        reached = min(campaign.size or 0, most or campaign.size or 0)
        values: dict[str, Any] = {"due": None if pilot else at, "pilot": most}
        if reached > self._policy.approval_over and not is_approved(campaign):
            content = _with_hand(campaign.content, by)
            await self._save(campaign, content=content, state=State.WAITING, approved_by=None, **values)
            await self._audit.record(actor=by, action="campaign.ask", subject=f"campaign:{campaign_id}")
            return await self.get(campaign_id=campaign_id)
        await self._save(campaign, content=_with_hand(campaign.content, by), state=State.DRAFT, **values)
        return await self._start(campaign_id, by, values["due"])

    def require_checked(self, campaign: Campaign) -> None:
        """:raises CampaignRefused: it has not been checked as it stands"""
        if not is_checked(campaign):
            raise CampaignRefused("not_checked")

    async def approve(self, *, campaign_id: int, by: str) -> Campaign:
        """Agree as the second person; it begins, now or at its time.

        :raises CampaignRefused: it does not wait for that, or this person has worked on it
        """
        campaign = await self._held(campaign_id)
        if campaign.state is not State.WAITING:
            raise CampaignRefused("state", number=campaign_id)
        if by in (*campaign.content.get("hands", ()), campaign.created_by):
            raise CampaignRefused("same_person")
        self.require_checked(campaign)
        content = {**campaign.content, "approved": digest(campaign.content)}
        await self._save(campaign, content=content)
        await self._audit.record(actor=by, action="campaign.approve", subject=f"campaign:{campaign_id}")
        return await self._start(campaign_id, by, self._due(campaign.due, explicit=False))

    async def pause(self, *, campaign_id: int, by: str) -> Campaign:
        """:raises CampaignRefused: it is not under way"""
        await self.get(campaign_id=campaign_id)
        return await self._told(self._service.pause(campaign_id=campaign_id, by=by), campaign_id)

    async def resume(self, *, campaign_id: int, by: str) -> Campaign:
        """Go on with everybody who is left; after a pilot that may need the second person.

        :raises CampaignRefused: it is not held
        """
        campaign = await self._held(campaign_id)
        if campaign.state is not State.PAUSED:
            raise CampaignRefused("state", number=campaign_id)
        if campaign.pilot is not None and not is_approved(campaign):
            return await self.send(campaign_id=campaign_id, by=by)
        return await self._told(self._service.resume(campaign_id=campaign_id, by=by), campaign_id)

    async def cancel(self, *, campaign_id: int, by: str) -> Campaign:
        """Send no more of it and repeat it no more.

        :raises CampaignRefused: it has ended, and is not repeated
        """
        campaign = await self._held(campaign_id)
        if campaign.repeats and campaign.state is State.DONE:
            await self._campaigns.change(campaign_id, (State.DONE,), repeats=None)
            await self._audit.record(actor=by, action="campaign.unrepeat", subject=f"campaign:{campaign_id}")
            return await self.get(campaign_id=campaign_id)
        return await self._told(self._service.cancel(campaign_id=campaign_id, by=by), campaign_id)

    async def recall(self, *, campaign_id: int, by: str) -> Campaign:
        """Begin to take back what has arrived, from every chat in which Telegram still lets it be deleted.

        :raises CampaignRefused: it has not ended yet, nothing was sent, or it is being taken back already
        """
        await self._work.write()
        campaign = await self.get(campaign_id=campaign_id)
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

    async def note(
        self, *, campaign_id: int, awaits: Mapping[str, str | None] | None = None, language: str = "", **card: Any
    ) -> Campaign:
        """Keep what belongs to the card alone: its language, `card_chat`, `card_message`, and what is awaited.

        `awaits` names persons with the field that each is to say, None: nothing more; those of others stay.
        """
        campaign = await self._held(campaign_id)
        waiting = {**(campaign.content.get("awaits") or {}), **(awaits or {})}
        content = {**campaign.content, "awaits": {person: field for person, field in waiting.items() if field}}
        if language:
            content["language"] = language
        await self._campaigns.change(campaign_id, tuple(State), content=content, **card)
        return await self.get(campaign_id=campaign_id)

    def _due(self, due: datetime | None, *, explicit: bool) -> datetime | None:
        if due is not None and due <= self._now:
            if explicit:
                raise CampaignRefused("past", due.isoformat(sep=" ", timespec="minutes"))
            return None  # its time has come while it waited
        return due

    async def _held(self, campaign_id: int) -> Campaign:
        """Begin to write; what is returned nobody else changes till the end: its content is kept as a whole."""
        await self._work.write()
        await self._campaigns.hold(campaign_id)
        return await self.get(campaign_id=campaign_id)

    async def _open(self, campaign_id: int) -> Campaign:
        """Hold one that can still be changed."""
        return _editable(await self._held(campaign_id))

    async def _change(
        self, campaign: Campaign, by: str, what: str, parts: Mapping[str, Any], **columns: Any
    ) -> Campaign:
        """Change what is sent or when, of one that is held; it is a draft again, and an approval is void."""
        content = _with_hand({**campaign.content, **parts}, by)
        content.pop("approved", None)
        version = campaign.version + 1 if digest(content) != digest(campaign.content) else campaign.version
        values = {"state": State.DRAFT, "approved_by": None, "version": version, **columns}
        await self._save(campaign, content=content, **values)
        subject = f"campaign:{campaign.id}"
        await self._audit.record(actor=by, action="campaign.change", subject=subject, detail=what)
        return await self.get(campaign_id=campaign.id)

    async def _save(self, campaign: Campaign, **values: Any) -> None:
        if not await self._campaigns.change(campaign.id, (campaign.state,), **values):
            raise CampaignRefused("state", number=campaign.id)

    async def _start(self, campaign_id: int, by: str, due: datetime | None) -> Campaign:
        return await self._told(self._service.start(campaign_id=campaign_id, by=by, due=due), campaign_id)

    async def _told(self, act: Any, campaign_id: int) -> Campaign:
        try:
            done: Campaign = await act
        except NoSuchCampaign:
            raise CampaignRefused("no_campaign", number=campaign_id) from None
        except CampaignStateForbids:
            raise CampaignRefused("state", number=campaign_id) from None
        return done


def _editable(campaign: Campaign) -> Campaign:
    """:raises CampaignRefused: it is under way, or has ended"""
    if campaign.state not in _EDITABLE:
        raise CampaignRefused("state", number=campaign.id)
    return campaign


def digest(content: Mapping[str, Any]) -> str:
    """Return what changes with every change of what is said and to whom."""
    said = json.dumps([content.get(name) or None for name in _SAID], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def is_checked(campaign: Campaign) -> bool:
    return (campaign.content.get("check") or {}).get("digest") == digest(campaign.content)


def is_approved(campaign: Campaign) -> bool:
    return campaign.content.get("approved") == digest(campaign.content)


def _with_hand(content: Mapping[str, Any], by: str) -> dict[str, Any]:
    return {**content, "hands": sorted({*content.get("hands", ()), by})}

"""How a campaign lives: it is begun, put into the outbox page by page, held, ended.

Whoever calls these may call them again: each changes a campaign only from the states that it is for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from core.notices.model import (
    Campaign,
    CampaignStateForbids,
    Firing,
    NoSuchCampaign,
    NoticeSettings,
    NoticeType,
    Recipient,
    State,
)
from core.notices.policy import NoticePolicy
from core.notices.ports import Campaigns, Chats, Occasion
from core.notices.quiet import quiet_until
from core.ports import AuditLog, UnitOfWork

_SOON = timedelta(minutes=5)
AHEAD = 1_000  # so many recipients of a campaign wait in the outbox at most
_LIVE = (State.SCHEDULED, State.RUNNING, State.PAUSED)


class CampaignService:
    def __init__(
        self,
        *,
        work: UnitOfWork,
        campaigns: Campaigns,
        chats: Chats,
        occasions: Mapping[NoticeType, Occasion],
        audit: AuditLog,
        policy: NoticePolicy,
        now: datetime,
    ) -> None:
        self._work = work
        self._campaigns = campaigns
        self._chats = chats
        self._occasions = occasions
        self._audit = audit
        self._policy = policy
        self._now = now

    async def get(self, *, campaign_id: int) -> Campaign:
        """:raises NoSuchCampaign"""
        found = await self._campaigns.get(campaign_id)
        if found is None:
            raise NoSuchCampaign
        return found

    async def active(self) -> tuple[Campaign, ...]:
        """Return those that are begun or planned, the oldest first."""
        return await self._campaigns.in_states(*_LIVE)

    async def newest(self, *, most: int) -> tuple[Campaign, ...]:
        return await self._campaigns.newest(most)

    async def fire(self) -> tuple[Campaign, ...]:
        """Let every notice that the calendar asks for now come into being; return the new ones.

        What is asked for too late to be of use comes into being as cancelled: it is counted, and nothing is sent.
        """
        firings = [each for occasion in self._occasions.values() for each in await occasion.firings(self._now)]
        known = await self._campaigns.known([firing.key for firing in firings])
        firings = [firing for firing in firings if firing.key not in known]
        if not firings:
            return ()
        is_spread = any(firing.spread_seconds for firing in firings)
        size = await self._chats.count() if is_spread else None
        await self._work.write()
        added = [await self._fired(firing, size) for firing in firings]
        return tuple(campaign for campaign in added if campaign is not None)

    async def start(self, *, campaign_id: int, by: str, due: datetime | None = None) -> Campaign:
        """Begin, now or when it is due.

        :raises NoSuchCampaign, CampaignStateForbids: it is not one that waits to be begun
        """
        later = due is not None and due > self._now
        values: dict[str, Any] = {"due": due, "approved_by": by}
        values |= {"state": State.SCHEDULED} if later else {"state": State.RUNNING, "started_at": self._now}
        return await self._change(campaign_id, (State.DRAFT, State.WAITING), by, "start", values)

    async def pause(self, *, campaign_id: int, by: str) -> Campaign:
        """Send nothing more of it until it is resumed; what is on its way arrives.

        :raises NoSuchCampaign, CampaignStateForbids: it is not under way
        """
        return await self._change(campaign_id, (State.RUNNING,), by, "pause", {"state": State.PAUSED})

    async def resume(self, *, campaign_id: int, by: str) -> Campaign:
        """Go on, after a pilot with everybody who is left.

        :raises NoSuchCampaign, CampaignStateForbids: it is not held
        """
        values = {"state": State.RUNNING, "pilot": None}
        return await self._change(campaign_id, (State.PAUSED,), by, "resume", values)

    async def cancel(self, *, campaign_id: int, by: str) -> Campaign:
        """Send nothing more of it, ever; what is on its way arrives.

        :raises NoSuchCampaign, CampaignStateForbids: it has ended
        """
        before = (State.DRAFT, State.WAITING, *_LIVE)
        values = {"state": State.CANCELLED, "ended_at": self._now}
        await self._change(campaign_id, before, by, "cancel", values)
        await self._campaigns.drop_waiting(campaign_id, self._now)
        return await self.get(campaign_id=campaign_id)

    async def go_on(self, *, campaign: Campaign) -> int:
        """Do what is due for one of the active campaigns; return how many recipients have gone into the outbox.

        A planned one begins; of one under way the next page of chats is put into the outbox, unless enough waits
        there; one whose recipients have all been seen to ends.
        """
        if campaign.state is State.SCHEDULED and campaign.due is not None and campaign.due <= self._now:
            await self._work.write()
            begun: dict[str, Any] = {"state": State.RUNNING, "started_at": self._now}
            if not await self._campaigns.change(campaign.id, (State.SCHEDULED,), **begun):
                return 0
            campaign = replace(campaign, state=State.RUNNING, started_at=self._now)
        if campaign.state is not State.RUNNING:
            return 0
        if campaign.complete or self._is_late(campaign):
            return await self._end(campaign)
        if campaign.pilot == 0:
            return await self._hold_after_pilot(campaign)
        if campaign.counts.open >= AHEAD and not await self._only_waits(campaign):
            return 0
        return await self._fill(campaign)

    async def _only_waits(self, campaign: Campaign) -> bool:
        """Say whether what is in the outbox waits for the quiet hours of single chats, which hold up no other."""
        if quiet_until(self._now, self._policy.quiet_of(NoticeSettings())) is not None or campaign.spread_seconds:
            return False
        return not await self._campaigns.are_soon(campaign, self._now + _SOON, AHEAD // 2)

    async def _fill(self, campaign: Campaign) -> int:
        most = AHEAD if campaign.pilot is None else min(AHEAD, campaign.pilot)
        chats = await self._chats.after(campaign.reached, most)
        recipients = await self._occasions[campaign.about].recipients(campaign, chats, self._now)
        await self._work.write()
        values: dict[str, Any] = {"reached": chats[-1].chat_id} if chats else {"complete": True}
        if campaign.pilot is not None:
            recipients, values = _pilot(campaign, recipients, values)
        if not await self._campaigns.change(campaign.id, (State.RUNNING,), **values):
            return 0  # held or ended meanwhile
        return await self._campaigns.enqueue(campaign, recipients, self._now)

    async def _hold_after_pilot(self, campaign: Campaign) -> int:
        if not campaign.counts.open:
            await self._work.write()
            await self._campaigns.change(campaign.id, (State.RUNNING,), state=State.PAUSED)
        return 0

    async def _end(self, campaign: Campaign) -> int:
        late = self._is_late(campaign)
        if campaign.counts.open and not late:
            return 0
        await self._work.write()
        ended = await self._campaigns.change(campaign.id, (State.RUNNING,), state=State.DONE, ended_at=self._now)
        if ended and late:  # nothing is given back any more
            await self._campaigns.drop_waiting(campaign.id, self._now)
        return 0

    async def _fired(self, firing: Firing, size: int | None) -> Campaign | None:
        late = firing.is_late(self._now)
        later = firing.due is not None and firing.due > self._now
        state = State.CANCELLED if late else State.SCHEDULED if later else State.RUNNING
        return await self._campaigns.add(
            about=firing.about,
            content=dict(firing.content),
            created_by="clock",
            now=self._now,
            key=firing.key,
            state=state,
            due=firing.due,
            useful_until=firing.useful_until,
            spread_seconds=firing.spread_seconds,
            size=size,
            started_at=self._now if state is State.RUNNING else None,
            ended_at=self._now if late else None,
        )

    async def _change(
        self, campaign_id: int, before: tuple[State, ...], by: str, action: str, values: dict[str, Any]
    ) -> Campaign:
        await self._work.write()
        campaign = await self.get(campaign_id=campaign_id)
        if not await self._campaigns.change(campaign_id, before, **values):
            raise CampaignStateForbids(campaign)
        subject = f"campaign:{campaign_id}"
        await self._audit.record(actor=by, action=f"campaign.{action}", subject=subject)
        return await self.get(campaign_id=campaign_id)

    def _is_late(self, campaign: Campaign) -> bool:
        return campaign.useful_until is not None and campaign.useful_until <= self._now


def _pilot(
    campaign: Campaign, recipients: Sequence[Recipient], values: dict[str, Any]
) -> tuple[Sequence[Recipient], dict[str, Any]]:
    """Cut a page at the number of chats that a pilot has left; 0 left: the campaign is held when they are through."""
    assert campaign.pilot is not None
    chosen, chats = [], set[int]()
    for each in recipients:
        if each.chat_id not in chats and len(chats) == campaign.pilot:
            break
        chats.add(each.chat_id)
        chosen.append(each)
    left = campaign.pilot - len(chats)
    if left or not chosen:
        return chosen, values | {"pilot": left}
    return chosen, {"reached": chosen[-1].chat_id, "pilot": 0}

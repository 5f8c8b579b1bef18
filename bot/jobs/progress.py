"""How far campaigns are, shown by editing their cards in the operators' chat while they run."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.delivery.place import Place
from bot.delivery.show import Delivery
from bot.screens import campaigns as screens
from core.cabinet import Cabinet
from core.clock import Clock
from core.i18n import translator
from core.notices.model import Campaign, State
from core.retailer import Retailer
from core.storage.engine import Database
from core.storage.leader import pause

log = logging.getLogger(__name__)

EVERY = 5.0  # seconds: Telegram takes twenty messages and edits a minute in a group, and people talk there as well
_RECENT = 20  # campaigns that may have ended while nobody looked
_AFTERWARDS = timedelta(hours=1)


@dataclass(slots=True)
class _Seen:
    """What was shown last, and how much had been seen to by then."""

    shown: str
    closed: int
    at: float


class Progress:
    def __init__(
        self,
        *,
        database: Database,
        retailer: Retailer,
        delivery: Delivery,
        clock: Clock,
        leads: Callable[[], bool],
        every: float = EVERY,
    ) -> None:
        self._database = database
        self._retailer = retailer
        self._delivery = delivery
        self._clock = clock
        self._leads = leads
        self._every = every
        self._seen: dict[int, _Seen] = {}

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                if self._leads():
                    await self.show()
            except Exception:
                log.exception("cards of campaigns cannot be brought up to date")
            await pause(stop, self._every)

    async def show(self) -> None:
        """Edit one card: that which has waited longest of those on which something has changed."""
        async with self._database.work() as work:
            recent = await Cabinet(work, self._retailer, self._clock()).campaigns.newest(most=_RECENT)
        changed = [each for each in recent if each.card_chat and each.card_message and self._is_due(each)]
        for campaign in sorted(changed, key=lambda each: self._last(each.id))[:1]:
            await self._edit(campaign)

    def _is_due(self, campaign: Campaign) -> bool:
        """Say whether it is under way, or has come to rest since its card was edited last."""
        if campaign.state is State.RUNNING:
            return True
        if campaign.ended_at is not None and campaign.ended_at < self._clock() - _AFTERWARDS:
            self._seen.pop(campaign.id, None)
            return False
        return campaign.id in self._seen or (campaign.ended_at is not None and campaign.started_at is not None)

    async def _edit(self, campaign: Campaign) -> None:
        assert campaign.card_chat is not None
        tr = translator(campaign.content.get("language") or "kk")
        counts, now = campaign.counts, time.monotonic()
        closed, before = counts.queued - counts.open, self._seen.get(campaign.id)
        rate = (closed - before.closed) / (now - before.at) if before and now > before.at else 0.0
        left = max(campaign.size or 0, counts.queued) - closed
        ends = self._clock() + timedelta(seconds=left / rate) if rate > 0 and left > 0 else None
        screen = screens.card(campaign, tr, rate=rate, ends=ends)
        if before is None or before.shown != screen.text:
            place = Place(chat_id=campaign.card_chat, private=False, message_id=campaign.card_message)
            await self._delivery.change(place, screen)
        self._seen[campaign.id] = _Seen(shown=screen.text, closed=closed, at=now)

    def _last(self, campaign: int) -> float:
        return self._seen[campaign].at if campaign in self._seen else 0.0

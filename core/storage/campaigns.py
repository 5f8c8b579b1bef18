"""Campaigns, and their recipients on the way into the outbox and out of it again."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Row, bindparam, select, text, update

from core.notices.model import OTHERWISE, PRIORITY, Campaign, Counts, NoticeType, Recipient, State
from core.storage.dialect import upsert
from core.storage.outbox import TELEGRAM
from core.storage.tables import campaigns, outbox
from core.storage.work import Work

_GET = select(campaigns).where(campaigns.c.id == bindparam("campaign", type_=BigInteger))
_HOLD = select(campaigns.c.id).where(campaigns.c.id == bindparam("campaign", type_=BigInteger)).with_for_update()
_COUNTS = ("queued", "sent", "blocked", "failed", "unclear", "dropped")
_PLAIN = (
    *("id", "created_by", "created_at", "key", "approved_by", "due", "useful_until", "started_at", "ended_at"),
    *(
        "reached",
        "complete",
        "pilot",
        "size",
        "spread_seconds",
        "parent",
        "repeats",
        "version",
        "card_chat",
        "card_message",
    ),
)


class SqlCampaigns:
    """`Campaigns` of core.notices.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add(
        self, *, about: NoticeType, content: dict[str, Any], created_by: str, now: datetime, **more: Any
    ) -> Campaign | None:
        row = {
            "about": about.value,
            "state": State.DRAFT.value,
            "content": self._work.vault.seal(content),
            "created_by": created_by,
            "created_at": now,
            "reached": 0,
            "complete": False,
            "spread_seconds": 0,
            "version": 1,
            **dict.fromkeys(_COUNTS, 0),
            **more,
        }
        once = upsert(campaigns, is_sqlite=self._work.is_sqlite).on_conflict_do_nothing().returning(campaigns)
        added = (await self._work.execute(once.values(row))).first()
        return self._campaign(added) if added is not None else None

    async def get(self, campaign_id: int) -> Campaign | None:
        row = (await self._work.execute(_GET, {"campaign": campaign_id})).first()
        return self._campaign(row) if row is not None else None

    async def hold(self, campaign_id: int) -> None:
        await self._work.execute(_HOLD, {"campaign": campaign_id})  # SQLite has one writer, and no need of it

    async def known(self, keys: Sequence[str]) -> set[str]:
        found = await self._work.execute(select(campaigns.c.key).where(campaigns.c.key.in_(keys)))
        return set(found.scalars())

    async def in_states(self, *states: State) -> tuple[Campaign, ...]:
        # Spelt out, so that the index of the few active ones is used.
        among = ", ".join(f"'{state.value}'" for state in states)
        query = select(campaigns).where(text(f"state IN ({among})")).order_by(campaigns.c.id)
        return tuple(self._campaign(row) for row in await self._work.execute(query))

    async def repeating(self) -> tuple[Campaign, ...]:
        query = select(campaigns).where(text("repeats IS NOT NULL")).order_by(campaigns.c.id)
        return tuple(self._campaign(row) for row in await self._work.execute(query))

    async def children(self, campaign_id: int) -> tuple[Campaign, ...]:
        query = select(campaigns).where(campaigns.c.parent == campaign_id).order_by(campaigns.c.id)
        return tuple(self._campaign(row) for row in await self._work.execute(query))

    async def newest(self, most: int) -> tuple[Campaign, ...]:
        query = select(campaigns).order_by(campaigns.c.id.desc()).limit(most)
        return tuple(self._campaign(row) for row in await self._work.execute(query))

    async def change(self, campaign_id: int, before: Iterable[State], **values: Any) -> bool:
        if "content" in values:
            values["content"] = self._work.vault.seal(dict(values["content"]))
        among = campaigns.c.state.in_([state.value for state in before])
        changed = update(campaigns).where(campaigns.c.id == campaign_id, among).values(values)
        return bool((await self._work.execute(changed.returning(campaigns.c.id))).first())

    async def enqueue(self, campaign: Campaign, recipients: Sequence[Recipient], now: datetime) -> int:
        if not recipients:
            return 0
        rows = [
            self._row(campaign, each, _spread(campaign, position, now), now)
            for position, each in enumerate(recipients, campaign.counts.queued)
        ]
        once = upsert(outbox, is_sqlite=self._work.is_sqlite).on_conflict_do_nothing(index_elements=["key"])
        added = len((await self._work.execute(once.values(rows).returning(outbox.c.id))).all())
        counted = update(campaigns).where(campaigns.c.id == campaign.id)
        await self._work.execute(counted.values(queued=campaigns.c.queued + added))
        if not self._work.is_sqlite:
            await self._work.execute(text("NOTIFY outbox"))
        return added

    async def are_soon(self, campaign: Campaign, until: datetime, number: int) -> bool:
        due = select(outbox.c.id).where(
            outbox.c.channel == TELEGRAM,
            outbox.c.state == "new",
            outbox.c.priority == PRIORITY.get(campaign.about, OTHERWISE),
            outbox.c.due <= until,
            outbox.c.campaign == campaign.id,
        )
        return len((await self._work.execute(due.limit(number))).all()) >= number

    async def drop_waiting(self, campaign_id: int, now: datetime) -> int:
        waiting = update(outbox).where(outbox.c.campaign == campaign_id, outbox.c.state == text("'new'"))
        closed = waiting.values(state="cancelled", outcome="cancelled", payload=None, closed_at=now)
        gone = len((await self._work.execute(closed.returning(outbox.c.id))).all())
        counted = update(campaigns).where(campaigns.c.id == campaign_id)
        await self._work.execute(counted.values(dropped=campaigns.c.dropped + gone))
        return gone

    def _row(self, campaign: Campaign, each: Recipient, due: datetime, now: datetime) -> dict[str, Any]:
        return {
            "key": each.key,
            "channel": TELEGRAM,
            "chat_id": each.chat_id,
            "priority": PRIORITY.get(campaign.about, OTHERWISE),
            "due": due,
            "state": "new",
            "payload": self._work.vault.seal(dict(each.values)),
            "created_at": now,
            "campaign": campaign.id,
            "account_id": each.account_id,
        }

    def _campaign(self, row: Row[Any]) -> Campaign:
        return Campaign(
            about=NoticeType(row.about),
            state=State(row.state),
            content=self._work.vault.open(row.content),
            counts=Counts(**{name: getattr(row, name) for name in _COUNTS}),
            **{name: getattr(row, name) for name in _PLAIN},
        )


def _spread(campaign: Campaign, position: int, now: datetime) -> datetime:
    """Return when the recipient of a position is due, where a campaign is spread over hours."""
    if not campaign.spread_seconds or not campaign.size:
        return now
    begun = campaign.started_at or now
    return begun + timedelta(seconds=campaign.spread_seconds * min(position / campaign.size, 1.0))

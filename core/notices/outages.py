"""Outages, planned and sudden, and their end: told to whoever has an account at one of the addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Protocol

from core.accounts.masking import mask_address
from core.accounts.model import LEVEL_SECOND_PROOF
from core.clock import ALMATY
from core.marks import mark_of
from core.notices.model import AudienceAccount, Campaign, Chat, Firing, NoticeType, Recipient
from core.notices.places import same_house, same_locality, same_street

_UNKNOWN_END = timedelta(hours=24)  # so long does one last of which no end is said
_RESTORED_FOR = timedelta(hours=12)  # so long is it worth telling that there is current again
_DAY = len("2026-11-22")


@dataclass(frozen=True, kw_only=True, slots=True)
class Outage:
    """`from_at` and `to_at` are a day or a day and a time of Kazakhstan as delivered; empty: not said."""

    outage_id: str
    branch_code: str
    kind: str  # planned | emergency | restored
    from_at: str
    to_at: str
    localities: str
    streets: str
    houses: str
    text_kk: str
    text_ru: str

    @property
    def mark(self) -> str:
        """Return what changes with its times: a changed one is told anew."""
        return mark_of(self.from_at, self.to_at)

    @property
    def useful_until(self) -> datetime | None:
        """Return how long it is worth telling; None: it is not known when it is at all."""
        begins, ends = _moment(self.from_at, time.min), _moment(self.to_at, time.max)
        if self.kind == "restored":
            at = ends or begins
            return at and at + _RESTORED_FOR
        return ends or (begins and begins + _UNKNOWN_END)

    def concerns(self, account: AudienceAccount) -> bool:
        return (
            account.status != "closed"
            and account.branch_code == self.branch_code
            and same_locality(self.localities, account.locality)
            and same_street(self.streets, account.street)
            and same_house(self.houses, account.house)
        )


class Outages(Protocol):
    async def all(self) -> Sequence[Outage]:
        """Return those of the live book; there are few."""

    async def told_before(self, begins_with: str, campaign_id: int) -> bool:
        """Return whether an earlier campaign than this one has begun whose key begins so."""


class OutageNotices:
    about = NoticeType.OUTAGE

    def __init__(self, *, outages: Outages) -> None:
        self._outages = outages

    async def firings(self, now: datetime) -> Sequence[Firing]:
        return [
            Firing(
                about=self.about,
                key=f"{_matter(each)}{each.mark}",
                content={"outage_id": each.outage_id, "kind": each.kind, "mark": each.mark},
                useful_until=each.useful_until,
            )
            for each in await self._outages.all()
            if each.useful_until is not None and each.useful_until > now
        ]

    async def recipients(self, campaign: Campaign, chats: Sequence[Chat], now: datetime) -> Sequence[Recipient]:
        """Return nobody where the outage has been taken back or moved meanwhile."""
        asked = tuple(campaign.content[name] for name in ("outage_id", "kind", "mark"))
        found = [each for each in await self._outages.all() if (each.outage_id, each.kind, each.mark) == asked]
        return [
            _recipient(outage, chat, concerned, is_changed=is_changed)
            for outage in found
            for is_changed in (await self._outages.told_before(_matter(outage), campaign.id),)
            for chat in chats
            if (concerned := [account for account in chat.accounts if outage.concerns(account)])
        ]


def _matter(outage: Outage) -> str:
    """Return what is the same of an outage however often its times change."""
    return f"outage:{outage.outage_id}:{outage.kind}:"


def _recipient(outage: Outage, chat: Chat, concerned: Sequence[AudienceAccount], *, is_changed: bool) -> Recipient:
    values: dict[str, Any] = {
        "kind": outage.kind,
        "is_changed": is_changed,
        "from_at": outage.from_at,
        "to_at": outage.to_at,
        "text_kk": outage.text_kk or outage.text_ru,
        "text_ru": outage.text_ru or outage.text_kk,
        "accounts": [_said(account) for account in concerned],
    }
    key = f"{_matter(outage)}{outage.mark}:{chat.chat_id}"
    return Recipient(chat_id=chat.chat_id, key=key, values=values)


def _said(account: AudienceAccount) -> dict[str, str]:
    """Return the account and where it is, as much of it as this link may see."""
    kk, ru = account.address_kk, account.address_ru
    if account.level < LEVEL_SECOND_PROOF:
        kk = ru = mask_address(account.locality, account.street)
    return {"account_no": account.account_no, "address_kk": kk, "address_ru": ru}


def _moment(text: str, otherwise: time) -> datetime | None:
    """Return a moment; of a day alone its beginning or its end."""
    if not text:
        return None
    found = datetime.fromisoformat(text)
    if len(text) == _DAY:
        found = datetime.combine(found.date(), otherwise)
    return found if found.tzinfo else found.replace(tzinfo=ALMATY)

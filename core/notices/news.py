"""What operators write to many: the occasion of «news», one message for each chat.

Content of a campaign, JSON: `texts` {kk, ru, en}; `media` {kind: photo | document, file_id}; `buttons` [{text {kk, ru,
en}, url | command}]; `audience` as in audience.py. What else stands there belongs to drafting.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, Self

from core.accounts.masking import mask_address
from core.clock import today_in_almaty
from core.notices import repeating
from core.notices.audience import AccountFacts, Audience, candidates, chosen, reading_periods
from core.notices.model import AudienceAccount, Campaign, Chat, Firing, NoticeType, Recipient
from core.notices.wording import OF_ACCOUNT, OF_BALANCE, placeholders
from core.period import Period
from core.readings.policy import ReadingPolicy

_LATE = timedelta(hours=12)  # a repetition that could not begin for so long is of no use any more
CAN_BE_DELETED = timedelta(hours=47, minutes=30)  # Telegram lets a bot delete its message for two days
_EVER = datetime(2000, 1, 1, tzinfo=UTC)  # a message of its own a bot may edit at any time
_FULL_LEVEL = 2  # of a link: address and payer are shown in full


class NewsData(Protocol):
    """What the data know of accounts, a page of them at a time, and of campaigns that repeat."""

    async def balances(self, account_ids: Sequence[int]) -> dict[int, int]:
        """Return tiyn over all services, debt above zero; accounts without any balance are left out."""

    async def verification(self, account_ids: Sequence[int]) -> dict[int, Any]:
        """Return the earliest date on which a meter in place is due."""

    async def unread(self, periods: Mapping[int, Period]) -> frozenset[int]:
        """Return which accounts have a meter that a reading of that period is still wanted of."""

    async def repeating(self) -> Sequence[Campaign]:
        """Return the campaigns that have begun and repeat."""

    async def arrived(self, keys: Sequence[str], since: datetime) -> dict[str, int]:
        """Return the numbers of the messages that went out since then, by the keys of their recipients."""


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """What one campaign says and to whom."""

    texts: Mapping[str, str]
    media: Mapping[str, str] | None
    buttons: Sequence[Mapping[str, Any]]
    audience: Audience

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Self:
        return cls(
            texts=content.get("texts") or {},
            media=content.get("media"),
            buttons=content.get("buttons") or (),
            audience=Audience.from_json(content.get("audience") or {}),
        )

    @property
    def needs(self) -> frozenset[str]:
        """Return the facts of an account that the texts name."""
        return frozenset().union(*map(placeholders, self.texts.values())) & frozenset(OF_ACCOUNT)


class NewsOccasion:
    """`Occasion` of core.notices.ports."""

    about = NoticeType.NEWS

    def __init__(self, data: NewsData, readings: ReadingPolicy) -> None:
        self._data = data
        self._readings = readings

    async def firings(self, now: datetime) -> Sequence[Firing]:
        """Return the newest repetition of each campaign that repeats; its number and day are its key."""
        found = []
        for campaign in await self._data.repeating():
            begun = campaign.due or campaign.started_at
            turn = repeating.latest(begun, campaign.repeats, now) if begun and campaign.repeats else None
            if turn is None:
                continue
            key = f"news:{campaign.id}:{turn:%Y%m%d}"
            content = {**campaign.content, "repeats_of": campaign.id}
            found.append(Firing(about=self.about, key=key, content=content, useful_until=turn + _LATE))
        return found

    async def recipients(self, campaign: Campaign, chats: Sequence[Chat], now: datetime) -> Sequence[Recipient]:
        """Return one for each chat that fits now.

        To take back: one for each message that can still be deleted; to correct: one for each that has arrived.
        """
        if campaign.recalls:
            return await self._taken_back(campaign, chats, now)
        if campaign.edits:
            return await self._corrected(campaign, chats, now)
        return await self.addressed(campaign.id, News.of(campaign.content), chats, now)

    async def _taken_back(self, campaign: Campaign, chats: Sequence[Chat], now: datetime) -> tuple[Recipient, ...]:
        arrived = await self._arrived(campaign, chats, now - CAN_BE_DELETED)
        return tuple(
            Recipient(chat_id=chat, key=f"recall:{campaign.id}:{chat}", values={"erase": number})
            for chat, number in arrived.items()
        )

    async def _corrected(self, campaign: Campaign, chats: Sequence[Chat], now: datetime) -> tuple[Recipient, ...]:
        """Whoever has the message gets the new words, though he may not fit the audience any more."""
        arrived = await self._arrived(campaign, chats, _EVER)
        news, found = News.of(campaign.content), dict[int, Recipient]()
        for audience in (news.audience, news.audience.lasting, Audience()):
            rest = [chat for chat in chats if chat.chat_id in arrived and chat.chat_id not in found]
            addressed = await self.addressed(0, replace(news, audience=audience), rest, now) if rest else ()
            found |= {each.chat_id: each for each in addressed}
        return tuple(
            replace(each, key=f"edit:{campaign.id}:{chat}", values={**each.values, "edits": arrived[chat]})
            for chat, each in sorted(found.items())
        )

    async def _arrived(self, campaign: Campaign, chats: Sequence[Chat], since: datetime) -> dict[int, int]:
        """Return the numbers of the messages of its parent, by chat."""
        keys = {f"campaign:{campaign.parent}:{chat.chat_id}": chat.chat_id for chat in chats}
        found = await self._data.arrived(list(keys), since) if keys else {}
        return {chat: found[key] for key, chat in keys.items() if key in found}

    async def addressed(
        self, campaign_id: int, news: News, chats: Sequence[Chat], now: datetime
    ) -> tuple[Recipient, ...]:
        facts = await self._facts(news, chats, now)
        found = chosen(news.audience, chats, facts, needs=news.needs, now=now)
        return tuple(
            Recipient(
                chat_id=chat.chat_id,
                key=f"campaign:{campaign_id}:{chat.chat_id}",
                values=self._values(news, chat, accounts, facts, now),
            )
            for chat, accounts in found
        )

    async def _facts(self, news: News, chats: Sequence[Chat], now: datetime) -> AccountFacts:
        """Ask for what the audience or a text needs, and for nothing else."""
        audience, about = news.audience, candidates(news.audience, chats)
        ids = sorted({account.account_id for account in about})
        money = audience.debt_over is not None or news.needs & OF_BALANCE
        periods = reading_periods(about, self._readings, now)
        return AccountFacts(
            balances=await self._data.balances(ids) if money and ids else {},
            due=await self._data.verification(ids) if audience.verification_within is not None and ids else {},
            unread=await self._data.unread(periods) if audience.not_submitted and ids else frozenset(),
        )

    def _values(
        self, news: News, chat: Chat, accounts: Sequence[AudienceAccount], facts: AccountFacts, now: datetime
    ) -> dict[str, Any]:
        """Return what the words need; with several accounts they are listed and their money is added up."""
        own = accounts or chat.accounts
        values: dict[str, Any] = {
            "text": news.texts.get(chat.language) or news.texts.get("kk", ""),
            "media": dict(news.media) if news.media else None,
            "buttons": [dict(button) for button in news.buttons],
            "link_id": own[0].link_id if own else 0,
            "accounts": len(accounts),
        }
        if not news.needs or not accounts:
            return values
        window = self._readings.window_of(accounts[0].branch_code)
        period = window.period_of(today_in_almaty(now))
        return values | {
            "account": [each.account_no for each in accounts],
            "address_kk": [_address(each, each.address_kk) for each in accounts],
            "address_ru": [_address(each, each.address_ru) for each in accounts],
            "balance": sum(facts.balances.get(each.account_id, 0) for each in accounts),
            "debt": sum(max(0, facts.balances.get(each.account_id, 0)) for each in accounts),
            "period": period.index,
            "last_day": window.days_of(period)[1].isoformat(),
        }


def _address(account: AudienceAccount, whole: str) -> str:
    return whole if account.level >= _FULL_LEVEL else mask_address(account.locality, account.street)

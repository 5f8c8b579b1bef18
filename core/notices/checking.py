"""A dry run: whom a notice would reach now, counted page by page, with every text filled in and measured."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.notices.model import Campaign, Chat, NoticeType, Recipient
from core.notices.news import News, NewsOccasion
from core.notices.ports import Chats
from core.notices.wording import check_length

PAGE = 1_000
SAMPLES = 3
# Given what a recipient's words need and his language: the filled text, as he would read it.
Measure = Callable[[Mapping[str, Any], str], str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    language: str
    values: Mapping[str, Any]


@dataclass(kw_only=True, slots=True)
class Checked:
    """`off`: chats that fit, but have switched news off; they are not among `chats`."""

    chats: int = 0
    accounts: int = 0
    off: int = 0
    by_language: dict[str, int] = field(default_factory=dict)
    samples: list[Sample] = field(default_factory=list)


class Checking:
    def __init__(self, *, chats: Chats, news: NewsOccasion) -> None:
        self._chats = chats
        self._news = news

    async def count(self, campaign: Campaign, measure: Measure, now: datetime) -> Checked:
        """Walk all chats, a page in hand at a time.

        :raises CampaignRefused: somebody's filled text is longer than Telegram takes
        """
        checked, reached, with_file = Checked(), 0, News.of(campaign.content).media is not None
        while page := await self._chats.after(reached, PAGE):
            reached = page[-1].chat_id
            by_chat = {chat.chat_id: chat for chat in page}
            for each in await self._news.recipients(campaign, page, now):
                chat = by_chat[each.chat_id]
                if campaign.edits or chat.settings.wants(NoticeType.NEWS):
                    _count(checked, chat, each, measure, with_file=with_file)
                else:
                    checked.off += 1
        return checked


def _count(checked: Checked, chat: Chat, recipient: Recipient, measure: Measure, *, with_file: bool) -> None:
    checked.chats += 1
    checked.accounts += recipient.values["accounts"]
    checked.by_language[chat.language] = checked.by_language.get(chat.language, 0) + 1
    text = measure(recipient.values, chat.language)
    check_length(text, language=chat.language, with_file=with_file)
    _sample(checked.samples, Sample(language=chat.language, values=recipient.values))


def _sample(samples: list[Sample], new: Sample) -> None:
    """Keep three, of different languages where there are such."""
    spoken = [each.language for each in samples]
    if len(samples) < SAMPLES:
        samples.append(new)
    elif new.language not in spoken:
        double = next((at for at in range(SAMPLES) if spoken.count(spoken[at]) > 1), None)
        if double is not None:
            samples[double] = new

"""The words of the bot's own in a talk: to a consumer in his language, to the operators in that of the office."""

from typing import Any

from aiogram.types import InlineKeyboardMarkup

from bot.delivery import markup
from bot.screens import desk, desk_appeals, desk_reveal, support_words
from bot.screens.screen import Screen
from core.cabinet import Cabinet
from core.clock import Clock
from core.desk.model import Said
from core.desk.revealing import Revealed
from core.i18n import translator
from core.retailer import Retailer
from core.storage.engine import Database


class Words:
    def __init__(self, *, database: Database, retailer: Retailer, clock: Clock) -> None:
        self._database = database
        self._retailer = retailer
        self._clock = clock
        self._office = translator(retailer.desk.language)

    async def for_consumer(self, chat_id: int, content: dict[str, Any]) -> Screen:
        async with self._database.work() as work:
            customers = Cabinet(work, self._retailer, self._clock()).customers
            language = (await customers.meet(chat_id=chat_id, telegram_language=None)).language
        words = support_words.WORDS[content["name"]]
        return words(content["values"], translator(language), self._retailer)

    def for_desk(self, content: dict[str, Any]) -> tuple[str, InlineKeyboardMarkup | None]:
        screen = desk.WORDS[content["name"]](content["values"], self._office)
        return screen.text, screen.keyboard if isinstance(screen.keyboard, InlineKeyboardMarkup) else None

    def lost(self, said: Said) -> str:
        """Return what stands in the place of a message that was taken back before it could be copied."""
        kind = said.words.kind if said.words is not None else "text"
        return desk.taken_back(kind, said.words.text if said.words is not None else "", self._office)

    def revealed(self, found: tuple[Revealed, ...]) -> str:
        return desk_reveal.shown(found, self._retailer.desk.reveal_minutes, self._office)

    def lost_paper(self, caption: str) -> str:
        """Return what stands in the place of a paper that Telegram does not give any more."""
        return desk_appeals.lost_paper(caption, self._office)

    def fits(self, text: str) -> bool:
        return markup.length(text) <= markup.LONGEST

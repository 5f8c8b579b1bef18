from bot.screens.notices import NOTICES
from bot.screens.screen import Screen
from core.cabinet import Cabinet
from core.clock import Clock
from core.i18n import translator
from core.retailer import Retailer
from core.storage.engine import Database
from core.storage.outbox import Parcel

_OFFICE = ("kk", "ru")  # operators read both


class Wording:
    """Puts a queued message into words, in the language that its reader has now."""

    def __init__(self, database: Database, retailer: Retailer, clock: Clock) -> None:
        self._database = database
        self._retailer = retailer
        self._clock = clock

    async def screen(self, parcel: Parcel) -> Screen:
        """:raises LookupError: no words for a message of this name"""
        content = self._database.vault.open(parcel.payload)
        notice = NOTICES[content["name"]]
        if parcel.chat_id > 0:
            return notice(content["values"], translator(await self._language(parcel.chat_id)), self._retailer)
        texts = [notice(content["values"], translator(language), self._retailer).text for language in _OFFICE]
        return Screen(text="\n\n".join(texts))

    async def note_blocked(self, chat_id: int) -> None:
        async with self._database.work() as work:
            await Cabinet(work, self._retailer, self._clock()).customers.note_blocked(chat_id=chat_id, blocked=True)
            await work.commit()

    async def _language(self, chat_id: int) -> str:
        async with self._database.work() as work:
            customers = Cabinet(work, self._retailer, self._clock()).customers
            return (await customers.meet(chat_id=chat_id, telegram_language=None)).language

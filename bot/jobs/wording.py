from bot.screens.notices import ABOUT, NOTICES
from bot.screens.notices_about import askable_message
from bot.screens.notices_choices import stoppable
from bot.screens.screen import Screen
from core.cabinet import Cabinet
from core.clock import Clock, today_in_almaty
from core.i18n import translator
from core.notices.model import NoticeType
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

    async def screen(self, parcel: Parcel) -> Screen | None:
        """Return what is said; None: the chat has switched such notices off.

        :raises LookupError: no words for a message of this name
        """
        content = self._database.vault.open(parcel.payload)
        notice, about = NOTICES[content["name"]], ABOUT.get(content["name"])
        if parcel.chat_id > 0:
            if about and not await self._wants(parcel.chat_id, about):
                return None
            tr = translator(await self._language(parcel.chat_id))
            said = notice(content["values"], tr, self._retailer)
            said = askable_message(said, content["name"], content["values"], today_in_almaty(self._clock()), tr)
            return stoppable(said, about, tr) if about else said
        texts = [notice(content["values"], translator(language), self._retailer).text for language in _OFFICE]
        return Screen(text="\n\n".join(texts))

    async def note_blocked(self, chat_id: int) -> None:
        async with self._database.work() as work:
            await Cabinet(work, self._retailer, self._clock()).customers.note_blocked(chat_id=chat_id, blocked=True)
            await work.commit()

    async def _wants(self, chat_id: int, about: NoticeType) -> bool:
        async with self._database.work() as work:
            choices = Cabinet(work, self._retailer, self._clock()).notice_choices
            return await choices.wants(chat_id=chat_id, about=about)

    async def _language(self, chat_id: int) -> str:
        async with self._database.work() as work:
            customers = Cabinet(work, self._retailer, self._clock()).customers
            return (await customers.meet(chat_id=chat_id, telegram_language=None)).language

import logging
import secrets
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError

from bot.delivery.place import Place
from bot.screens import trouble
from bot.screens.screen import Screen
from bot.worker.answers import as_screens, sealed
from core.cabinet import Cabinet
from core.clock import Clock
from core.i18n import Translator, translator
from core.retailer import Retailer
from core.storage.engine import Database
from core.storage.inbox import Inbox, InHand

log = logging.getLogger(__name__)


class Handling:
    """One update through the dispatcher, in one unit of work."""

    def __init__(
        self,
        *,
        database: Database,
        inbox: Inbox,
        dispatcher: Dispatcher,
        bot: Bot,
        retailer: Retailer,
        operators: int | None,
        clock: Clock,
        by_email: bool = False,
    ) -> None:
        self._database = database
        self._inbox = inbox
        self._dispatcher = dispatcher
        self._bot = bot
        self._retailer = retailer
        self._operators = operators
        self._clock = clock
        self._by_email = by_email

    def parse(self, raw: dict[str, Any]) -> Update:
        """:raises ValueError: nothing that the bot could handle, now or ever"""
        tap = raw.get("callback_query")
        if isinstance(tap, dict) and isinstance(tap.get("message"), dict):
            # What stands under the tapped message is known by the tap itself; to parse it costs most of the rest.
            tap["message"].pop("reply_markup", None)
        update = Update.model_validate(raw, context={"bot": self._bot})
        try:
            _ = update.event_type
        except UpdateTypeLookupError as error:
            raise ValueError("of a type that is not known") from error
        return update

    async def handle(self, row: InHand, update: Update, place: Place) -> tuple[Screen, ...]:
        """Return what is to be shown; whatever was written is committed together with it.

        An update that only read leaves nothing behind: after a crash it is simply run again.
        """
        async with self._database.work(chat_id=place.chat_id if place.private else None) as work:
            cabinet = Cabinet(work, self._retailer, self._clock(), self._operators, by_email=self._by_email)
            screens = as_screens(await self._dispatcher.feed_update(self._bot, update, cabinet=cabinet, place=place))
            if work.writing:
                await self._inbox.keep_answer(work, row.seq, sealed(screens, work.vault))
                await work.commit()
        return screens

    async def too_fast(self, place: Place) -> tuple[Screen, ...]:
        return (trouble.too_fast(await self._words(place)),) if place.private else ()

    async def incident(self, row: InHand, place: Place, error: Exception) -> tuple[Screen, ...]:
        """Give the failure a number that both the log and the person know."""
        number = secrets.token_hex(4)
        log.error("update given up", extra={"seq": row.seq, "incident": number}, exc_info=error)
        return (trouble.incident(number, await self._words(place)),) if place.private else ()

    async def note_blocked(self, chat_id: int) -> None:
        async with self._database.work() as work:
            await Cabinet(work, self._retailer, self._clock()).customers.note_blocked(chat_id=chat_id, blocked=True)
            await work.commit()

    async def _words(self, place: Place) -> Translator:
        async with self._database.work() as work:
            customers = Cabinet(work, self._retailer, self._clock()).customers
            customer = await customers.meet(chat_id=place.chat_id, telegram_language=place.language)
        return translator(customer.language)

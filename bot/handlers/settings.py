from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.filters import Calls
from bot.keyboards.menu import OpenSettings
from bot.screens import settings as screens
from bot.screens.screen import Screen
from core.i18n import Translator
from core.retailer import Retailer


async def show_settings(_event: Message | CallbackQuery, by_email: bool, retailer: Retailer, tr: Translator) -> Screen:
    """Leave what is under way as it is: whoever looks for another language in its middle goes on in that."""
    return screens.settings(tr, by_email=by_email, by_pin=retailer.security.pin)


def routes() -> Router:
    router = Router(name="settings")
    router.message.register(show_settings, Calls("settings"))
    router.callback_query.register(show_settings, OpenSettings.filter())
    return router

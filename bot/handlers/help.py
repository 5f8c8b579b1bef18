from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.filters import Calls
from bot.keyboards.help import OpenHelp
from bot.screens import help as screens
from bot.screens.screen import Screen
from core.i18n import Translator
from core.retailer import Retailer


async def tell_what_i_can(_event: Message | CallbackQuery, retailer: Retailer, tr: Translator) -> Screen:
    return screens.what_i_can(retailer, tr)


def routes() -> Router:
    router = Router(name="help")
    router.message.register(tell_what_i_can, Calls("help"))
    router.callback_query.register(tell_what_i_can, OpenHelp.filter())
    return router

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.filters import Calls
from bot.keyboards.language import ChooseLanguage, OpenLanguage
from bot.screens import language as screens
from bot.screens import start as start_screens
from bot.screens.screen import Answer, Screen
from core.customers.model import Customer
from core.customers.service import CustomerService
from core.i18n import Translator, translator
from core.retailer import Retailer


async def ask_language(_event: Message | CallbackQuery, tr: Translator) -> Screen:
    return screens.choose(tr)


async def choose(
    _tap: CallbackQuery,
    callback_data: ChooseLanguage,
    customers: CustomerService,
    customer: Customer,
    retailer: Retailer,
) -> Answer:
    customer = await customers.choose_language(customer=customer, language=callback_data.language)
    tr = translator(customer.language)
    if customer.consent_version is None:
        return start_screens.consent(retailer, tr)
    return screens.chosen(tr)


def routes() -> Router:
    router = Router(name="language")
    router.message.register(ask_language, Calls("language"))
    router.callback_query.register(ask_language, OpenLanguage.filter())
    router.callback_query.register(choose, ChooseLanguage.filter())
    return router

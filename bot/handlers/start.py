"""The first greeting, the text of the consent, and the main menu."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.filters import Calls
from bot.keyboards.menu import Called, OpenFlow
from bot.keyboards.start import Decline, Greet, ReadConsent
from bot.screens import start as screens
from bot.screens.screen import Answer, Screen
from core.accounts.model import NoAccountLinked
from core.accounts.service import AccountService
from core.customers.model import Customer
from core.i18n import Translator
from core.retailer import Retailer


async def open_menu(
    _message: Message,
    state: FSMContext,
    accounts: AccountService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Answer:
    await state.clear()
    if customer.consent_version is None:
        return screens.greeting(retailer, tr)
    try:
        return screens.menu(await accounts.current(customer=customer), tr)
    except NoAccountLinked:
        return screens.nothing_linked(tr)


async def call(_tap: CallbackQuery, callback_data: OpenFlow) -> Called:
    return Called(callback_data.flow)


async def greet(_tap: CallbackQuery, retailer: Retailer, tr: Translator) -> Screen:
    return screens.greeting(retailer, tr)


async def read_consent(_tap: CallbackQuery, retailer: Retailer, tr: Translator) -> Screen:
    return screens.consent(retailer, tr)


async def decline(_tap: CallbackQuery, state: FSMContext, retailer: Retailer, tr: Translator) -> Screen:
    await state.clear()
    return screens.declined(retailer, tr)


def routes() -> Router:
    router = Router(name="start")
    router.message.register(open_menu, Calls("start", "start", "menu"))
    router.callback_query.register(call, OpenFlow.filter())
    router.callback_query.register(greet, Greet.filter())
    router.callback_query.register(read_consent, ReadConsent.filter())
    router.callback_query.register(decline, Decline.filter())
    return router

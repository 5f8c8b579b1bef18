from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.filters import Calls
from bot.keyboards.logout import AskLogout, SignOut
from bot.screens import logout as screens
from bot.screens.screen import Answer, Screen
from core.accounts.service import AccountService
from core.customers.model import Customer
from core.i18n import Translator


async def ask(
    _event: Message | CallbackQuery, state: FSMContext, accounts: AccountService, customer: Customer, tr: Translator
) -> Screen:
    await state.clear()
    if customer.consent_version and not await accounts.linked(customer=customer):
        return screens.nobody_to_sign_out(tr)
    return screens.ask(tr)


async def sign_out(_tap: CallbackQuery, accounts: AccountService, customer: Customer, tr: Translator) -> Answer:
    count = await accounts.sign_out(customer=customer)
    return screens.signed_out(count, tr) if count else screens.signed_out_before(tr)


def routes() -> Router:
    router = Router(name="logout")
    router.message.register(ask, Calls("logout"))
    router.callback_query.register(ask, AskLogout.filter())
    router.callback_query.register(sign_out, SignOut.filter())
    return router

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.filters import Calls
from bot.keyboards.privacy import AskErasure, EraseData, ExportData, OpenPrivacy, ReadAgreed
from bot.screens import privacy as screens
from bot.screens.screen import Screen
from core.accounts.service import AccountService
from core.customers.model import Customer
from core.customers.service import CustomerService
from core.i18n import Translator
from core.mail.service import EmailService
from core.pin.service import PinService
from core.readings.service import ReadingService
from core.retailer import Retailer
from core.support.service import SupportService


async def show_privacy(
    _event: Message | CallbackQuery, state: FSMContext, customers: CustomerService, customer: Customer, tr: Translator
) -> Screen:
    await state.clear()
    return screens.privacy(await customers.consent_in_force(customer=customer), tr)


async def read_agreed(_tap: CallbackQuery, retailer: Retailer, tr: Translator) -> Screen:
    return screens.agreed_text(retailer, tr)


async def export_data(
    _tap: CallbackQuery,
    customers: CustomerService,
    accounts: AccountService,
    readings: ReadingService,
    email: EmailService,
    support: SupportService,
    pins: PinService,
    customer: Customer,
    tr: Translator,
) -> Screen:
    """Payer and address stand in the file as this chat may see them: in full after the second proof."""
    own = await customers.own_data(customer=customer)
    linked = await accounts.linked(customer=customer) if customer.consent_version else ()
    cards = [await accounts.card(customer=customer, link_id=account.link_id) for account in linked]
    sent, address = await readings.own(customer=customer), await email.own(customer=customer)
    asked, pin = await support.kept(customer=customer), await pins.own(customer=customer)
    return screens.exported(own, cards, sent, address, asked, pin, tr)


async def ask_erasure(_tap: CallbackQuery, tr: Translator) -> Screen:
    return screens.ask_erasure(tr)


async def erase(
    _tap: CallbackQuery, state: FSMContext, customers: CustomerService, customer: Customer, tr: Translator
) -> Screen:
    await state.clear()
    await customers.erase(customer=customer)
    return screens.erased(tr)


def routes() -> Router:
    router = Router(name="privacy")
    router.message.register(show_privacy, Calls("privacy"))
    router.callback_query.register(show_privacy, OpenPrivacy.filter())
    router.callback_query.register(read_agreed, ReadAgreed.filter())
    router.callback_query.register(export_data, ExportData.filter())
    router.callback_query.register(ask_erasure, AskErasure.filter())
    router.callback_query.register(erase, EraseData.filter())
    return router

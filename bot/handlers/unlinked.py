"""A reading for an account that the chat has not linked: its number, the meter's serial number, then as any other."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.filters import Text
from bot.fsm.drafts import hold
from bot.fsm.unlinked import ElsewhereDraft, SubmitElsewhere
from bot.keyboards.unlinked import SubmitForAnother
from bot.screens import drafts
from bot.screens import unlinked as screens
from bot.screens.screen import Screen
from core.accounts.model import NumberNotUnderstood
from core.customers.model import Customer
from core.i18n import Translator
from core.readings.unlinked import UnlinkedReadingService
from core.retailer import Retailer


async def ask_number(
    _tap: CallbackQuery,
    state: FSMContext,
    unlinked: UnlinkedReadingService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    await unlinked.check_open(customer=customer)
    await state.set_data({})
    await state.set_state(SubmitElsewhere.number)
    return screens.ask_number(retailer, tr)


async def take_number(message: Message, state: FSMContext, unlinked: UnlinkedReadingService, tr: Translator) -> Screen:
    try:
        number = unlinked.read_number(text=message.text or "")
    except NumberNotUnderstood as refusal:
        return screens.number_not_understood(refusal, tr)
    await ElsewhereDraft(number=number).save(state)
    return screens.ask_serial(number, tr)


async def take_serial(
    message: Message,
    state: FSMContext,
    unlinked: UnlinkedReadingService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    number, serial = (await ElsewhereDraft.load(state)).number, message.text or ""
    draft = await unlinked.begin(customer=customer, number=number, serial=serial, written_at=message.date)
    await hold(draft, state)
    return drafts.draft(draft, retailer, tr)


def routes() -> Router:
    router = Router(name="unlinked")
    router.message.register(take_number, StateFilter(SubmitElsewhere.number), Text())
    router.message.register(take_serial, StateFilter(SubmitElsewhere.serial), Text())
    router.callback_query.register(ask_number, SubmitForAnother.filter())
    return router

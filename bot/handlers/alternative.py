"""An invoice that the consumer forms himself: from his own reading, or for a sum that he names."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.filters import Text
from bot.fsm.alternative import AlternativeDraft, FormInvoice, hold
from bot.fsm.calculator import CalculatorDraft
from bot.keyboards.alternative import (
    FormAlternative,
    InvoiceByReading,
    InvoiceBySum,
    InvoicePassedZero,
    ShowInvoice,
)
from bot.keyboards.calculator import InvoiceCalculated
from bot.keyboards.documents_make import OpenAlternative
from bot.screens import alternative as screens
from bot.screens.screen import Screen
from core.alternative.model import Proposal
from core.alternative.service import AlternativeService
from core.customers.model import Customer
from core.i18n import Translator
from core.retailer import Retailer


async def begin(
    _tap: CallbackQuery,
    callback_data: OpenAlternative,
    state: FSMContext,
    alternative: AlternativeService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    await state.set_state(None)
    asked = callback_data
    return screens.begin(
        await alternative.begin(customer=customer, link_id=asked.link_id, mark=asked.mark), retailer, tr
    )


async def ask_numbers(
    _tap: CallbackQuery,
    callback_data: InvoiceByReading,
    state: FSMContext,
    alternative: AlternativeService,
    customer: Customer,
    retailer: Retailer,
    now: datetime,
    tr: Translator,
) -> Screen:
    asked = callback_data
    found = await alternative.by_reading(customer=customer, link_id=asked.link_id, mark=asked.mark)
    return await put(found, int(now.timestamp()), state, retailer, tr)


async def ask_amount(
    _tap: CallbackQuery,
    callback_data: InvoiceBySum,
    state: FSMContext,
    alternative: AlternativeService,
    customer: Customer,
    retailer: Retailer,
    now: datetime,
    tr: Translator,
) -> Screen:
    asked = callback_data
    found = await alternative.by_sum(customer=customer, link_id=asked.link_id, mark=asked.mark)
    return await put(found, int(now.timestamp()), state, retailer, tr)


async def take_calculated(
    _tap: CallbackQuery,
    callback_data: InvoiceCalculated,
    state: FSMContext,
    alternative: AlternativeService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    draft = await CalculatorDraft.load(state, callback_data.of)
    found = await alternative.by_calculation(customer=customer, asked=draft.asked)
    return await put(found, draft.of, state, retailer, tr)


async def take(
    message: Message,
    state: FSMContext,
    alternative: AlternativeService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    draft = await AlternativeDraft.load(state)
    text, written_at = message.text or "", message.date
    found = await alternative.take(customer=customer, wanted=draft.wanted, text=text, written_at=written_at)
    return await put(found, draft.of, state, retailer, tr)


async def pass_zero(
    _tap: CallbackQuery,
    callback_data: InvoicePassedZero,
    state: FSMContext,
    alternative: AlternativeService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    draft = await AlternativeDraft.load(state, callback_data.of)
    found = await alternative.pass_zero(customer=customer, wanted=draft.wanted)
    return await put(found, draft.of, state, retailer, tr)


async def show(
    _tap: CallbackQuery,
    callback_data: ShowInvoice,
    state: FSMContext,
    alternative: AlternativeService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    draft = await AlternativeDraft.load(state, callback_data.of or None)
    found = await alternative.show(customer=customer, wanted=draft.wanted)
    return await put(found, draft.of, state, retailer, tr)


async def form(
    _tap: CallbackQuery,
    callback_data: FormAlternative,
    state: FSMContext,
    alternative: AlternativeService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    draft = await AlternativeDraft.load(state, callback_data.of)
    found = await alternative.form(customer=customer, wanted=draft.wanted)
    return screens.formed(found, retailer, tr)


async def put(found: Proposal, of: int, state: FSMContext, retailer: Retailer, tr: Translator) -> Screen:
    """Keep what has been said, and show where it leads."""
    await hold(found, of, state)
    return screens.proposal(found, of, retailer, tr)


def routes() -> Router:
    router = Router(name="alternative")
    router.message.register(take, StateFilter(FormInvoice.numbers, FormInvoice.amount), Text())
    router.callback_query.register(begin, OpenAlternative.filter())
    router.callback_query.register(ask_numbers, InvoiceByReading.filter())
    router.callback_query.register(ask_amount, InvoiceBySum.filter())
    router.callback_query.register(take_calculated, InvoiceCalculated.filter())
    router.callback_query.register(pass_zero, InvoicePassedZero.filter())
    router.callback_query.register(show, ShowInvoice.filter())
    router.callback_query.register(form, FormAlternative.filter())
    return router

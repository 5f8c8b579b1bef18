"""Which meter is read: chosen from the list, asked for at once, or found by the numbers that were typed."""

from datetime import datetime

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.filters import Calls, Numbers
from bot.fsm.drafts import DraftInHand, SubmitReading, hold
from bot.fsm.readings import NumbersInHand, OfferReading
from bot.keyboards.readings import OpenReadings, OtherReadings, ReadMeter, SwitchReadings, ThisMeter
from bot.screens import drafts
from bot.screens import readings as screens
from bot.screens.screen import Screen
from core.accounts.model import NoAccountLinked
from core.accounts.service import AccountService
from core.customers.model import ConsentNeeded, Customer
from core.customers.service import CustomerService
from core.i18n import Translator
from core.readings.model import Overview, WhichMeter
from core.readings.service import ReadingService
from core.retailer import Retailer


async def list_meters(
    message: Message,
    state: FSMContext,
    readings: ReadingService,
    customers: CustomerService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    await state.clear()
    customers.require_consent(customer)
    try:
        shown = await readings.overview(customer=customer)
    except NoAccountLinked:
        return screens.no_account(tr)
    return await ask_at_once(shown, message.date, state, readings, customer, retailer, tr)


async def open_meters(
    _tap: CallbackQuery,
    callback_data: OpenReadings,
    state: FSMContext,
    readings: ReadingService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    await state.clear()
    return screens.overview(
        await readings.overview(customer=customer, link_id=callback_data.link_id or None), retailer, tr
    )


async def ask_at_once(
    shown: Overview,
    written_at: datetime,
    state: FSMContext,
    readings: ReadingService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    """Ask for the value where there is one meter to ask for; else list them."""
    only = screens.the_only_one(shown, retailer)
    if only is None:
        return screens.overview(shown, retailer, tr)
    link_id, meter_id = shown.account.link_id, only.meter.meter_id
    draft = await readings.begin(customer=customer, link_id=link_id, meter_id=meter_id, written_at=written_at)
    await hold(draft, state)
    return drafts.ask_value(draft, retailer, tr, of=shown)


async def ask_account(
    _tap: CallbackQuery, callback_data: OtherReadings, accounts: AccountService, customer: Customer, tr: Translator
) -> Screen:
    return screens.choose_account(await accounts.linked(customer=customer), callback_data.link_id, tr)


async def switch_account(
    _tap: CallbackQuery,
    callback_data: SwitchReadings,
    state: FSMContext,
    accounts: AccountService,
    readings: ReadingService,
    customer: Customer,
    now: datetime,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    await state.clear()
    account = await accounts.switch(customer=customer, link_id=callback_data.link_id)
    shown = await readings.overview(customer=customer, link_id=account.link_id)
    return await ask_at_once(shown, now, state, readings, customer, retailer, tr)


async def read_meter(
    _tap: CallbackQuery,
    callback_data: ReadMeter,
    state: FSMContext,
    readings: ReadingService,
    customer: Customer,
    now: datetime,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    asked = callback_data
    draft = await readings.begin(
        customer=customer, link_id=asked.link_id or None, meter_id=asked.meter_id, written_at=now
    )
    await hold(draft, state)
    return drafts.draft(draft, retailer, tr)


async def offer(
    message: Message,
    state: FSMContext,
    readings: ReadingService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    """Take numbers out of the blue for a reading; of somebody without an account they are something else."""
    text = message.text or ""
    try:
        draft = await readings.offer(customer=customer, text=text, written_at=message.date)
    except (NoAccountLinked, ConsentNeeded):
        raise SkipHandler from None
    except WhichMeter as several:
        await NumbersInHand(text=text, at=message.date.isoformat()).save(state)
        return screens.which_meter(several, retailer, tr)
    await hold(draft, state)
    return drafts.draft(draft, retailer, tr)


async def take_for_this_meter(
    _tap: CallbackQuery,
    callback_data: ThisMeter,
    state: FSMContext,
    readings: ReadingService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    typed = await NumbersInHand.load(state)
    draft = await readings.offer(
        customer=customer, text=typed.text, written_at=typed.written_at, meter_id=callback_data.meter_id
    )
    await hold(draft, state)
    return drafts.draft(draft, retailer, tr)


async def show_this_meter(
    _tap: CallbackQuery,
    state: FSMContext,
    readings: ReadingService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    """Answer a second press: the meter is picked already."""
    draft_id = (await DraftInHand.load(state)).draft_id
    return drafts.draft(await readings.draft(customer=customer, draft_id=draft_id), retailer, tr)


def routes() -> Router:
    router = Router(name="readings")
    router.message.register(list_meters, Calls("readings"))
    router.message.register(offer, StateFilter(None, OfferReading, SubmitReading.check), Numbers())
    router.callback_query.register(open_meters, OpenReadings.filter())
    router.callback_query.register(ask_account, OtherReadings.filter())
    router.callback_query.register(switch_account, SwitchReadings.filter())
    router.callback_query.register(read_meter, ReadMeter.filter())
    router.callback_query.register(take_for_this_meter, ThisMeter.filter(), StateFilter(OfferReading))
    router.callback_query.register(show_this_meter, ThisMeter.filter(), StateFilter(SubmitReading))
    return router

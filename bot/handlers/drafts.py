"""A reading under way: its values, the questions that they raise, its day, the last look, and sending it."""

from collections.abc import Awaitable
from datetime import datetime, timedelta

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ContentType
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.filters import BankCard, Numbers, Spoken, Text, Wordless
from bot.fsm.drafts import DraftInHand, SubmitReading, hold
from bot.keyboards.calendar import as_period
from bot.keyboards.days import ClosedDay, as_day
from bot.keyboards.drafts import AgreeReading, AskDay, NoUse, OpenDraft, Retype, SendReading, TakeDay
from bot.keyboards.submissions import CorrectReading
from bot.screens import anything, submissions
from bot.screens import drafts as screens
from bot.screens.screen import Screen
from core.accounts.model import NoSuchLink
from core.clock import today_in_almaty
from core.customers.model import Customer
from core.errors import DomainError
from core.i18n import Translator
from core.period import Period
from core.readings.days import allowed_days, read_day
from core.readings.model import AlreadySent, Draft, DraftIncomplete, MeterClosed, NoSuchDraft, WindowClosed
from core.readings.service import ReadingService
from core.retailer import Retailer

_FORGOTTEN = timedelta(days=1)
_OVER = (NoSuchDraft, NoSuchLink, AlreadySent, MeterClosed, WindowClosed)


async def unless_over(state: FSMContext, asked: Awaitable[Draft], *, complete: bool = False) -> Draft:
    """Wait for nothing more where a draft cannot go on, so that whoever writes next is not held to it.

    A `complete` one that is refused all the same has been overtaken by newer data.
    """
    try:
        return await asked
    except DomainError as refusal:
        if complete or isinstance(refusal, _OVER):
            await state.clear()
        raise


async def put(asked: Awaitable[Draft], state: FSMContext, retailer: Retailer, tr: Translator) -> Screen:
    """Wait for what the draft still needs, and show it."""
    draft = await asked
    await hold(draft, state)
    return screens.draft(draft, retailer, tr)


async def take_value(
    message: Message,
    state: FSMContext,
    readings: ReadingService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    draft_id, text = (await DraftInHand.load(state)).draft_id, message.text or ""
    asked = readings.take(customer=customer, draft_id=draft_id, text=text, written_at=message.date)
    return await put(unless_over(state, asked), state, retailer, tr)


async def take_no_use(
    _tap: CallbackQuery,
    callback_data: NoUse,
    state: FSMContext,
    readings: ReadingService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    asked = readings.rest(customer=customer, draft_id=callback_data.draft_id)
    return await put(asked, state, retailer, tr)


async def agree(
    _tap: CallbackQuery,
    callback_data: AgreeReading,
    state: FSMContext,
    readings: ReadingService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    yes = callback_data
    asked = readings.agree(customer=customer, draft_id=yes.draft_id, question=yes.question, of=yes.of)
    return await put(asked, state, retailer, tr)


async def correct(
    _tap: CallbackQuery,
    callback_data: CorrectReading,
    state: FSMContext,
    readings: ReadingService,
    customer: Customer,
    now: datetime,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    asked = readings.correct(customer=customer, submission=callback_data.submission, written_at=now)
    return await put(asked, state, retailer, tr)


async def show_draft(
    _tap: CallbackQuery,
    callback_data: OpenDraft,
    state: FSMContext,
    readings: ReadingService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    asked = readings.draft(customer=customer, draft_id=callback_data.draft_id)
    return await put(asked, state, retailer, tr)


async def ask_again(
    _tap: CallbackQuery,
    callback_data: Retype,
    state: FSMContext,
    readings: ReadingService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    draft = await readings.draft(customer=customer, draft_id=callback_data.draft_id)
    await DraftInHand(draft_id=draft.id).save(state, SubmitReading.value)
    return screens.ask_again(draft, retailer, tr)


async def ask_day(
    _tap: CallbackQuery,
    callback_data: AskDay,
    state: FSMContext,
    readings: ReadingService,
    customer: Customer,
    now: datetime,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    draft = await readings.draft(customer=customer, draft_id=callback_data.draft_id)
    first, last = allowed_days(draft.meter, today_in_almaty(now), retailer.readings)
    month = as_period(callback_data.month) if callback_data.month else Period.of(draft.reading_date)
    await DraftInHand(draft_id=draft.id).save(state, SubmitReading.date)
    return screens.ask_day(draft, month, first, last, retailer, tr)


async def take_day(
    _tap: CallbackQuery,
    callback_data: TakeDay,
    state: FSMContext,
    readings: ReadingService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    asked = readings.redate(customer=customer, draft_id=callback_data.draft_id, day=as_day(callback_data.day))
    return await put(asked, state, retailer, tr)


async def take_typed_day(
    message: Message,
    state: FSMContext,
    readings: ReadingService,
    customer: Customer,
    now: datetime,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    day = read_day(message.text or "", today_in_almaty(now))
    asked = readings.redate(customer=customer, draft_id=(await DraftInHand.load(state)).draft_id, day=day)
    return await put(unless_over(state, asked), state, retailer, tr)


async def explain_day(_tap: CallbackQuery, callback_data: ClosedDay, tr: Translator) -> Screen:
    return screens.closed_day(as_day(callback_data.day), as_day(callback_data.nearest), tr)


async def keep_photo(
    message: Message,
    state: FSMContext,
    readings: ReadingService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    photo = (message.photo or [])[-1].file_id
    asked = readings.attach(customer=customer, draft_id=(await DraftInHand.load(state)).draft_id, photo=photo)
    return await put(unless_over(state, asked, complete=True), state, retailer, tr)


async def show_once_more(
    message: Message,
    state: FSMContext,
    readings: ReadingService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    """Whatever else comes before the last look is answered: the reading still waits for its button, for a day."""
    asked = readings.draft(customer=customer, draft_id=(await DraftInHand.load(state)).draft_id)
    draft = await unless_over(state, asked, complete=True)
    if message.date - draft.written_at > _FORGOTTEN:
        await state.clear()
        raise SkipHandler
    return screens.still_here(draft, message.content_type, retailer, tr)


async def warn_of_card(_message: Message, tr: Translator) -> Screen:
    return anything.bank_card(tr)


async def send(
    _tap: CallbackQuery,
    callback_data: SendReading,
    state: FSMContext,
    readings: ReadingService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    draft_id = callback_data.draft_id
    try:
        sent = await readings.confirm(customer=customer, draft_id=draft_id)
    except DraftIncomplete:
        return await put(readings.draft(customer=customer, draft_id=draft_id), state, retailer, tr)
    if (await DraftInHand.load(state)).draft_id == draft_id:
        await state.clear()
    return submissions.submitted(sent, retailer, tr)


def routes() -> Router:
    router = Router(name="drafts")
    last_look = StateFilter(SubmitReading.check, SubmitReading.check_elsewhere)
    router.message.register(warn_of_card, StateFilter(SubmitReading), BankCard())
    router.message.register(take_value, StateFilter(SubmitReading.value), Text())
    router.message.register(take_value, StateFilter(SubmitReading.check_elsewhere), Numbers())
    router.message.register(take_typed_day, StateFilter(SubmitReading.date), Text())
    router.message.register(keep_photo, last_look, Spoken(ContentType.PHOTO))
    router.message.register(show_once_more, last_look, Text())
    router.message.register(show_once_more, last_look, Wordless())
    router.callback_query.register(take_no_use, NoUse.filter())
    router.callback_query.register(agree, AgreeReading.filter())
    router.callback_query.register(correct, CorrectReading.filter())
    router.callback_query.register(show_draft, OpenDraft.filter())
    router.callback_query.register(ask_again, Retype.filter())
    router.callback_query.register(ask_day, AskDay.filter())
    router.callback_query.register(take_day, TakeDay.filter())
    router.callback_query.register(explain_day, ClosedDay.filter())
    router.callback_query.register(send, SendReading.filter())
    return router

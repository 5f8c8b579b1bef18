"""What so much electricity would cost; everything that is known of an account is filled in, and may be changed."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.filters import Calls, Text
from bot.fsm.calculator import Calculate, CalculatorDraft, step_of
from bot.fsm.drafts import hold
from bot.keyboards.calculator import (
    AskCalculatorDay,
    AskFact,
    CalculateFreely,
    ChooseFact,
    OpenCalculator,
    OtherCalculator,
    PickCalculatorDay,
    SendCalculated,
    ShowCalculation,
    TakeBack,
)
from bot.keyboards.calendar import as_period
from bot.keyboards.days import as_day
from bot.screens import calculator as screens
from bot.screens import calculator_formula, drafts
from bot.screens.screen import Screen
from core.accounts.service import AccountService
from core.customers.model import Customer
from core.i18n import Translator
from core.readings.service import ReadingService
from core.retailer import Retailer
from core.tariffs.asked import Asked, Question
from core.tariffs.found import Look
from core.tariffs.service import CalculatorService


async def begin(
    _event: Message | CallbackQuery,
    state: FSMContext,
    calculator: CalculatorService,
    customer: Customer,
    retailer: Retailer,
    now: datetime,
    tr: Translator,
    callback_data: OpenCalculator | None = None,
) -> Screen:
    link_id = callback_data.link_id if callback_data else 0
    found = await calculator.begin(customer=customer, link_id=link_id or None)
    return await put(found, int(now.timestamp()), state, retailer, tr)


async def begin_freely(
    _tap: CallbackQuery,
    state: FSMContext,
    calculator: CalculatorService,
    customer: Customer,
    retailer: Retailer,
    now: datetime,
    tr: Translator,
) -> Screen:
    found = await calculator.look(customer=customer, asked=Asked())
    return await put(found, int(now.timestamp()), state, retailer, tr)


async def ask_account(
    _tap: CallbackQuery, callback_data: OtherCalculator, accounts: AccountService, customer: Customer, tr: Translator
) -> Screen:
    return screens.choose_account(await accounts.linked(customer=customer), callback_data.link_id, tr)


async def take_numbers(
    message: Message,
    state: FSMContext,
    calculator: CalculatorService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    draft = await CalculatorDraft.load(state)
    found = await calculator.take(customer=customer, asked=draft.asked, text=message.text or "")
    return await put(found, draft.of, state, retailer, tr)


async def take_residents(
    message: Message,
    state: FSMContext,
    calculator: CalculatorService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    draft = await CalculatorDraft.load(state)
    found = await calculator.settle(customer=customer, asked=draft.asked, text=message.text or "")
    return await put(found, draft.of, state, retailer, tr)


async def take_day(
    message: Message,
    state: FSMContext,
    calculator: CalculatorService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    draft = await CalculatorDraft.load(state)
    opening = await state.get_state() == Calculate.opened.state
    found = await calculator.date(customer=customer, asked=draft.asked, day=message.text or "", opening=opening)
    return await put(found, draft.of, state, retailer, tr)


async def pick_day(
    _tap: CallbackQuery,
    callback_data: PickCalculatorDay,
    state: FSMContext,
    calculator: CalculatorService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    draft = await CalculatorDraft.load(state, callback_data.of)
    day = as_day(callback_data.day)
    found = await calculator.date(customer=customer, asked=draft.asked, day=day, opening=callback_data.opening)
    return await put(found, draft.of, state, retailer, tr)


async def choose(
    _tap: CallbackQuery,
    callback_data: ChooseFact,
    state: FSMContext,
    calculator: CalculatorService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    draft = await CalculatorDraft.load(state, callback_data.of)
    found = await calculator.choose(customer=customer, asked=draft.asked, fact=callback_data.fact, to=callback_data.to)
    return await put(found, draft.of, state, retailer, tr)


async def take_back(
    _tap: CallbackQuery,
    callback_data: TakeBack,
    state: FSMContext,
    calculator: CalculatorService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    draft = await CalculatorDraft.load(state, callback_data.of)
    found = await calculator.look(customer=customer, asked=draft.asked.back() or draft.asked)
    return await put(found, draft.of, state, retailer, tr)


async def ask_fact(
    _tap: CallbackQuery,
    callback_data: AskFact,
    state: FSMContext,
    calculator: CalculatorService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    draft = await CalculatorDraft.load(state, callback_data.of)
    question = Question(callback_data.fact)
    asked = draft.asked.again() if question is Question.NUMBERS else draft.asked
    found = await calculator.look(customer=customer, asked=asked)
    steps = {Question.NUMBERS: Calculate.numbers, Question.RESIDENTS: Calculate.residents}
    await CalculatorDraft(of=draft.of, asked=found.asked).save(state, steps.get(question))
    return screens.question(found, question, draft.of, retailer, tr)


async def ask_day(
    _tap: CallbackQuery,
    callback_data: AskCalculatorDay,
    state: FSMContext,
    calculator: CalculatorService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    draft, opening = await CalculatorDraft.load(state, callback_data.of), callback_data.opening
    found = await calculator.look(customer=customer, asked=draft.asked)
    await draft.save(state, Calculate.opened if opening else Calculate.closed)
    month = as_period(callback_data.month) if callback_data.month else None
    return screens.ask_day(found, draft.of, month, retailer, tr, opening=opening)


async def show(
    _tap: CallbackQuery,
    callback_data: ShowCalculation,
    state: FSMContext,
    calculator: CalculatorService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    draft = await CalculatorDraft.load(state, callback_data.of or None)
    found = await calculator.look(customer=customer, asked=draft.asked)
    screen = await put(found, draft.of, state, retailer, tr)
    if callback_data.formula and found.result:
        return calculator_formula.formula(found, draft.of, retailer, tr)
    return screen


async def send(
    _tap: CallbackQuery,
    callback_data: SendCalculated,
    state: FSMContext,
    readings: ReadingService,
    customer: Customer,
    retailer: Retailer,
    now: datetime,
    tr: Translator,
) -> Screen:
    asked = (await CalculatorDraft.load(state, callback_data.of)).asked
    draft = await readings.offer(
        customer=customer, text=asked.as_typed(), written_at=now, link_id=asked.link_id, meter_id=asked.meter_id
    )
    if asked.closed and asked.closed != draft.reading_date:
        draft = await readings.redate(customer=customer, draft_id=draft.id, day=asked.closed)
    await hold(draft, state)
    return drafts.draft(draft, retailer, tr)


async def put(found: Look, of: int, state: FSMContext, retailer: Retailer, tr: Translator) -> Screen:
    """Keep what has been chosen, and show where it leads."""
    await CalculatorDraft(of=of, asked=found.asked).save(state, step_of(found))
    return screens.look(found, of, retailer, tr)


def routes() -> Router:
    router = Router(name="calculator")
    router.message.register(begin, Calls("calculator"))
    router.message.register(take_numbers, StateFilter(Calculate.numbers), Text())
    router.message.register(take_residents, StateFilter(Calculate.residents), Text())
    router.message.register(take_day, StateFilter(Calculate.opened, Calculate.closed), Text())
    router.callback_query.register(begin, OpenCalculator.filter())
    router.callback_query.register(begin_freely, CalculateFreely.filter())
    router.callback_query.register(ask_account, OtherCalculator.filter())
    router.callback_query.register(choose, ChooseFact.filter())
    router.callback_query.register(take_back, TakeBack.filter())
    router.callback_query.register(ask_fact, AskFact.filter())
    router.callback_query.register(ask_day, AskCalculatorDay.filter())
    router.callback_query.register(pick_day, PickCalculatorDay.filter())
    router.callback_query.register(show, ShowCalculation.filter())
    router.callback_query.register(send, SendCalculated.filter())
    return router

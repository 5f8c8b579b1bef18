"""How much energy was used: months, two years as a picture, readings with who gave them."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.filters import Calls
from bot.keyboards.usage import MakeUsage, OpenHistory, OpenUsage, PickPlace, UsageElsewhere, UsageOf
from bot.screens import documents, usage_history
from bot.screens import usage as screens
from bot.screens.screen import Screen
from core.accounts.service import AccountService
from core.customers.model import Customer
from core.customers.service import CustomerService
from core.i18n import Translator
from core.papers.usage import UsageSheetService
from core.usage.service import UsageService


async def show_usage(
    _message: Message,
    state: FSMContext,
    usage: UsageService,
    customers: CustomerService,
    customer: Customer,
    tr: Translator,
) -> Screen:
    await state.clear()
    customers.require_consent(customer)
    return screens.usage(await usage.overview(customer=customer), tr)


async def open_usage(
    _tap: CallbackQuery, callback_data: OpenUsage, usage: UsageService, customer: Customer, tr: Translator
) -> Screen:
    asked = callback_data
    year = int(asked.year) if asked.year else None
    shown = await usage.overview(customer=customer, link_id=asked.link_id, place=asked.place, year=year)
    return screens.usage(shown, tr)


async def make_sheet(
    _tap: CallbackQuery,
    callback_data: MakeUsage,
    usage_sheets: UsageSheetService,
    customer: Customer,
    tr: Translator,
) -> Screen:
    asked = callback_data
    year = int(asked.year) if asked.year else None
    found = await usage_sheets.sheet(customer=customer, link_id=asked.link_id, place=asked.place, year=year)
    return documents.made(found, tr)


async def show_history(
    _tap: CallbackQuery, callback_data: OpenHistory, usage: UsageService, customer: Customer, tr: Translator
) -> Screen:
    asked = callback_data
    shown = await usage.history(customer=customer, link_id=asked.link_id, place=asked.place, page=int(asked.page))
    return usage_history.history(shown, tr)


async def ask_place(
    _tap: CallbackQuery, callback_data: PickPlace, usage: UsageService, customer: Customer, tr: Translator
) -> Screen:
    shown = await usage.overview(customer=customer, link_id=callback_data.link_id)
    return screens.choose_place(shown, callback_data, tr)


async def ask_account(
    _tap: CallbackQuery, callback_data: UsageElsewhere, accounts: AccountService, customer: Customer, tr: Translator
) -> Screen:
    return screens.choose_account(await accounts.linked(customer=customer), callback_data.link_id, tr)


async def choose_account(
    _tap: CallbackQuery,
    callback_data: UsageOf,
    accounts: AccountService,
    usage: UsageService,
    customer: Customer,
    tr: Translator,
) -> Screen:
    account = await accounts.switch(customer=customer, link_id=callback_data.link_id)
    return screens.usage(await usage.overview(customer=customer, link_id=account.link_id), tr)


def routes() -> Router:
    router = Router(name="usage")
    router.message.register(show_usage, Calls("usage"))
    router.callback_query.register(open_usage, OpenUsage.filter())
    router.callback_query.register(make_sheet, MakeUsage.filter())
    router.callback_query.register(show_history, OpenHistory.filter())
    router.callback_query.register(ask_place, PickPlace.filter())
    router.callback_query.register(ask_account, UsageElsewhere.filter())
    router.callback_query.register(choose_account, UsageOf.filter())
    return router

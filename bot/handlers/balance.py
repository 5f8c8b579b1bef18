"""What an account owes, its card, its statement, and what the sum of a month is made of."""

from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.filters import Calls
from bot.keyboards.balance import ChooseAccount, OpenCard, OtherAccount
from bot.keyboards.balance_statement import (
    OpenBalance,
    OpenCharges,
    OpenStatement,
    PickFirst,
    PickLast,
    PickPeriod,
    PickService,
    as_span,
)
from bot.keyboards.calendar import EmptyMonth, as_period
from bot.screens import balance as screens
from bot.screens import balance_card, balance_charges, balance_statement
from bot.screens.screen import Screen
from core.accounts.service import AccountService
from core.balance.service import BalanceService
from core.clock import today_in_almaty
from core.customers.model import Customer
from core.customers.service import CustomerService
from core.i18n import Translator
from core.retailer import Retailer


async def show_balance(
    _message: Message,
    state: FSMContext,
    balance: BalanceService,
    customers: CustomerService,
    customer: Customer,
    retailer: Retailer,
    by_email: bool,
    tr: Translator,
) -> Screen:
    await state.clear()
    customers.require_consent(customer)
    shown = await balance.status(customer=customer)
    return screens.status(shown, tr, links=retailer.payment_links, by_email=by_email)


async def open_balance(
    _tap: CallbackQuery,
    callback_data: OpenBalance,
    balance: BalanceService,
    customer: Customer,
    retailer: Retailer,
    by_email: bool,
    tr: Translator,
) -> Screen:
    shown = await balance.status(customer=customer, link_id=callback_data.link_id)
    return screens.status(shown, tr, links=retailer.payment_links, by_email=by_email)


async def ask_account(
    _tap: CallbackQuery, callback_data: OtherAccount, accounts: AccountService, customer: Customer, tr: Translator
) -> Screen:
    return screens.choose_account(await accounts.linked(customer=customer), callback_data.link_id, tr)


async def choose_account(
    _tap: CallbackQuery,
    callback_data: ChooseAccount,
    accounts: AccountService,
    balance: BalanceService,
    customer: Customer,
    retailer: Retailer,
    by_email: bool,
    tr: Translator,
) -> Screen:
    account = await accounts.switch(customer=customer, link_id=callback_data.link_id)
    shown = await balance.status(customer=customer, link_id=account.link_id)
    return screens.status(shown, tr, links=retailer.payment_links, by_email=by_email)


async def show_card(
    _tap: CallbackQuery,
    callback_data: OpenCard,
    accounts: AccountService,
    customer: Customer,
    retailer: Retailer,
    now: datetime,
    tr: Translator,
) -> Screen:
    card = await accounts.card(customer=customer, link_id=callback_data.link_id)
    return balance_card.card(card, callback_data.page, today_in_almaty(now), retailer, tr)


async def show_statement(
    _tap: CallbackQuery, callback_data: OpenStatement, balance: BalanceService, customer: Customer, tr: Translator
) -> Screen:
    asked = callback_data
    statement = await balance.statement(
        customer=customer, link_id=asked.link_id, service=asked.service, span=as_span(asked.span)
    )
    return balance_statement.statement(statement, as_period(asked.at) if asked.at else None, tr)


async def ask_service(
    _tap: CallbackQuery, callback_data: PickService, balance: BalanceService, customer: Customer, tr: Translator
) -> Screen:
    asked = callback_data
    calendar = await balance.calendar(customer=customer, link_id=asked.link_id, service=asked.service)
    return balance_statement.choose_service(asked, calendar, tr)


async def ask_period(_tap: CallbackQuery, callback_data: PickPeriod, now: datetime, tr: Translator) -> Screen:
    return balance_statement.choose_period(callback_data, today_in_almaty(now).year, tr)


async def ask_first_month(
    _tap: CallbackQuery, callback_data: PickFirst, balance: BalanceService, customer: Customer, tr: Translator
) -> Screen:
    asked = callback_data
    calendar = await balance.calendar(customer=customer, link_id=asked.link_id, service=asked.service)
    return balance_statement.ask_first_month(asked, calendar, tr)


async def ask_last_month(
    _tap: CallbackQuery, callback_data: PickLast, balance: BalanceService, customer: Customer, tr: Translator
) -> Screen:
    asked = callback_data
    calendar = await balance.calendar(customer=customer, link_id=asked.link_id, service=asked.service)
    return balance_statement.ask_last_month(asked, calendar, tr)


async def refuse_month(_tap: CallbackQuery, callback_data: EmptyMonth, tr: Translator) -> Screen:
    return balance_statement.no_data(as_period(callback_data.month), tr)


async def show_charges(
    _tap: CallbackQuery, callback_data: OpenCharges, balance: BalanceService, customer: Customer, tr: Translator
) -> Screen:
    asked = callback_data
    charges = await balance.charges(
        customer=customer, link_id=asked.link_id, service=asked.service, period=as_period(asked.month)
    )
    return balance_charges.charges(charges, asked, tr)


def routes() -> Router:
    router = Router(name="balance")
    router.message.register(show_balance, Calls("balance"))
    router.callback_query.register(open_balance, OpenBalance.filter())
    router.callback_query.register(ask_account, OtherAccount.filter())
    router.callback_query.register(choose_account, ChooseAccount.filter())
    router.callback_query.register(show_card, OpenCard.filter())
    router.callback_query.register(show_statement, OpenStatement.filter())
    router.callback_query.register(ask_service, PickService.filter())
    router.callback_query.register(ask_period, PickPeriod.filter())
    router.callback_query.register(ask_first_month, PickFirst.filter())
    router.callback_query.register(ask_last_month, PickLast.filter())
    router.callback_query.register(refuse_month, EmptyMonth.filter())
    router.callback_query.register(show_charges, OpenCharges.filter())
    return router

"""Papers of the cabinet as PDFs in the chat."""

from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.filters import Calls
from bot.keyboards.balance_statement import as_span
from bot.keyboards.calendar import as_period
from bot.keyboards.documents import OpenDocuments, OtherDocuments, PickMonth
from bot.keyboards.documents_make import MakeMonthly, MakeStatement, MakeStatus
from bot.screens import documents as screens
from bot.screens.screen import Screen
from core.accounts.service import AccountService
from core.billing.service import BillingService
from core.clock import today_in_almaty
from core.customers.model import Customer
from core.i18n import Translator
from core.papers.making import DocumentService
from core.retailer import Retailer


async def show_documents(
    _message: Message,
    state: FSMContext,
    accounts: AccountService,
    customer: Customer,
    retailer: Retailer,
    now: datetime,
    tr: Translator,
) -> Screen:
    await state.clear()
    account, others = await accounts.meant(customer=customer, link_id=None)
    return screens.choose_kind(account, today_in_almaty(now).year, retailer, tr, has_others=bool(others))


async def open_documents(
    _tap: CallbackQuery,
    callback_data: OpenDocuments,
    accounts: AccountService,
    customer: Customer,
    retailer: Retailer,
    now: datetime,
    tr: Translator,
) -> Screen:
    account, others = await accounts.meant(customer=customer, link_id=callback_data.link_id)
    return screens.choose_kind(account, today_in_almaty(now).year, retailer, tr, has_others=bool(others))


async def ask_account(
    _tap: CallbackQuery, callback_data: OtherDocuments, accounts: AccountService, customer: Customer, tr: Translator
) -> Screen:
    return screens.choose_account(await accounts.linked(customer=customer), callback_data.link_id, tr)


async def ask_month(
    _tap: CallbackQuery, callback_data: PickMonth, billing: BillingService, customer: Customer, tr: Translator
) -> Screen:
    having = await billing.months(customer=customer, link_id=callback_data.link_id)
    return screens.choose_month(callback_data, having, tr)


async def make_monthly(
    _tap: CallbackQuery,
    callback_data: MakeMonthly,
    documents: DocumentService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    asked = callback_data
    found = await documents.of_month(
        customer=customer, link_id=asked.link_id, kind=asked.kind, period=as_period(asked.month)
    )
    return screens.made(found, tr, retailer.payment_links)


async def make_statement(
    _tap: CallbackQuery, callback_data: MakeStatement, documents: DocumentService, customer: Customer, tr: Translator
) -> Screen:
    asked = callback_data
    found = await documents.statement(
        customer=customer, link_id=asked.link_id, service=asked.service, span=as_span(asked.span)
    )
    return screens.made(found, tr)


async def make_status(
    _tap: CallbackQuery, callback_data: MakeStatus, documents: DocumentService, customer: Customer, tr: Translator
) -> Screen:
    return screens.made(await documents.status(customer=customer, link_id=callback_data.link_id), tr)


def routes() -> Router:
    router = Router(name="documents")
    router.message.register(show_documents, Calls("documents"))
    router.callback_query.register(open_documents, OpenDocuments.filter())
    router.callback_query.register(ask_account, OtherDocuments.filter())
    router.callback_query.register(ask_month, PickMonth.filter())
    router.callback_query.register(make_monthly, MakeMonthly.filter())
    router.callback_query.register(make_statement, MakeStatement.filter())
    router.callback_query.register(make_status, MakeStatus.filter())
    return router

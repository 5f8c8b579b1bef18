"""Bills and payments of a period: a list of each, one of them in detail, their papers, and where to pay."""

from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.filters import Calls
from bot.keyboards.balance_statement import as_span
from bot.keyboards.bills import BillsElsewhere, BillsOf, MakeBills, MakeReceipt, OpenBill, OpenPayment
from bot.keyboards.bills_lists import DEFAULT, OpenBills, OpenPayments
from bot.keyboards.bills_pay import PayBills
from bot.keyboards.bills_period import PickSpan, PickSpanFirst, PickSpanLast
from bot.keyboards.calendar import as_period
from bot.keyboards.days import as_day
from bot.screens import bills as screens
from bot.screens import bills_pay, bills_payments
from bot.screens.documents import made
from bot.screens.screen import Screen
from core.accounts.service import AccountService
from core.balance.service import BalanceService
from core.billing.service import BillingService
from core.clock import today_in_almaty
from core.customers.model import Customer
from core.customers.service import CustomerService
from core.i18n import Translator
from core.papers.making import DocumentService
from core.payments.service import PaymentService
from core.retailer import Retailer


async def show_bills(
    _message: Message,
    state: FSMContext,
    billing: BillingService,
    customers: CustomerService,
    customer: Customer,
    tr: Translator,
) -> Screen:
    await state.clear()
    customers.require_consent(customer)
    return screens.bills(await billing.listed(customer=customer, span=as_span(DEFAULT)), None, tr)


async def open_bills(
    _tap: CallbackQuery, callback_data: OpenBills, billing: BillingService, customer: Customer, tr: Translator
) -> Screen:
    asked = callback_data
    shown = await billing.listed(customer=customer, link_id=asked.link_id, span=as_span(asked.span))
    return screens.bills(shown, as_period(asked.at) if asked.at else None, tr)


async def open_payments(
    _tap: CallbackQuery, callback_data: OpenPayments, payments: PaymentService, customer: Customer, tr: Translator
) -> Screen:
    asked = callback_data
    shown = await payments.listed(customer=customer, link_id=asked.link_id, span=as_span(asked.span))
    return bills_payments.payments(shown, int(asked.page), tr)


async def show_bill(
    _tap: CallbackQuery,
    callback_data: OpenBill,
    billing: BillingService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    asked = callback_data
    shown = await billing.bill(customer=customer, link_id=asked.link_id, period=as_period(asked.month))
    return screens.bill(shown, asked, retailer.payment_links, tr)


async def show_payment(
    _tap: CallbackQuery, callback_data: OpenPayment, payments: PaymentService, customer: Customer, tr: Translator
) -> Screen:
    asked = callback_data
    shown = await payments.payment(customer=customer, link_id=asked.link_id, day=as_day(asked.day), mark=asked.mark)
    return bills_payments.payment(shown, asked, tr)


async def make_bills(
    _tap: CallbackQuery, callback_data: MakeBills, documents: DocumentService, customer: Customer, tr: Translator
) -> Screen:
    asked = callback_data
    return screens.bound(await documents.bills(customer=customer, link_id=asked.link_id, span=as_span(asked.span)), tr)


async def make_receipt(
    _tap: CallbackQuery, callback_data: MakeReceipt, documents: DocumentService, customer: Customer, tr: Translator
) -> Screen:
    asked = callback_data
    found = await documents.receipt(customer=customer, link_id=asked.link_id, day=as_day(asked.day), mark=asked.mark)
    return made(found, tr)


async def show_paying(
    _tap: CallbackQuery,
    callback_data: PayBills,
    balance: BalanceService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    shown = await balance.status(customer=customer, link_id=callback_data.link_id)
    return bills_pay.paying(shown, callback_data, retailer, tr)


async def ask_account(
    _tap: CallbackQuery, callback_data: BillsElsewhere, accounts: AccountService, customer: Customer, tr: Translator
) -> Screen:
    return screens.choose_account(await accounts.linked(customer=customer), callback_data.link_id, tr)


async def choose_account(
    _tap: CallbackQuery,
    callback_data: BillsOf,
    accounts: AccountService,
    billing: BillingService,
    customer: Customer,
    tr: Translator,
) -> Screen:
    account = await accounts.switch(customer=customer, link_id=callback_data.link_id)
    shown = await billing.listed(customer=customer, link_id=account.link_id, span=as_span(DEFAULT))
    return screens.bills(shown, None, tr)


async def ask_period(_tap: CallbackQuery, callback_data: PickSpan, now: datetime, tr: Translator) -> Screen:
    return screens.choose_period(callback_data, today_in_almaty(now).year, tr)


async def ask_first_month(
    _tap: CallbackQuery,
    callback_data: PickSpanFirst,
    billing: BillingService,
    payments: PaymentService,
    customer: Customer,
    tr: Translator,
) -> Screen:
    lists = {"bills": billing.months, "payments": payments.months}
    having = await lists[callback_data.what](customer=customer, link_id=callback_data.link_id)
    return screens.ask_first_month(callback_data, having, tr)


async def ask_last_month(
    _tap: CallbackQuery,
    callback_data: PickSpanLast,
    billing: BillingService,
    payments: PaymentService,
    customer: Customer,
    tr: Translator,
) -> Screen:
    lists = {"bills": billing.months, "payments": payments.months}
    having = await lists[callback_data.what](customer=customer, link_id=callback_data.link_id)
    return screens.ask_last_month(callback_data, having, tr)


def routes() -> Router:
    router = Router(name="bills")
    router.message.register(show_bills, Calls("bills"))
    router.callback_query.register(open_bills, OpenBills.filter())
    router.callback_query.register(open_payments, OpenPayments.filter())
    router.callback_query.register(show_bill, OpenBill.filter())
    router.callback_query.register(show_payment, OpenPayment.filter())
    router.callback_query.register(make_bills, MakeBills.filter())
    router.callback_query.register(make_receipt, MakeReceipt.filter())
    router.callback_query.register(show_paying, PayBills.filter())
    router.callback_query.register(ask_account, BillsElsewhere.filter())
    router.callback_query.register(choose_account, BillsOf.filter())
    router.callback_query.register(ask_period, PickSpan.filter())
    router.callback_query.register(ask_first_month, PickSpanFirst.filter())
    router.callback_query.register(ask_last_month, PickSpanLast.filter())
    return router

"""The reconciliation act of a service at its metering points, for whole months."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.keyboards.act import MakeAct, PickActFirst, PickActLast, PickActPeriod, as_months
from bot.keyboards.documents_make import OpenAct
from bot.screens import act as screens
from bot.screens.screen import Screen
from core.customers.model import Customer
from core.i18n import Translator
from core.reconciliation.service import ReconciliationService


async def open_act(
    _tap: CallbackQuery, callback_data: OpenAct, acts: ReconciliationService, customer: Customer, tr: Translator
) -> Screen:
    return screens.begin(await acts.offer(customer=customer, link_id=callback_data.link_id), tr)


async def ask_period(
    _tap: CallbackQuery, callback_data: PickActPeriod, acts: ReconciliationService, customer: Customer, tr: Translator
) -> Screen:
    asked = callback_data
    return screens.begin(await acts.offer(customer=customer, link_id=asked.link_id, service=asked.service), tr)


async def ask_first_month(
    _tap: CallbackQuery, callback_data: PickActFirst, acts: ReconciliationService, customer: Customer, tr: Translator
) -> Screen:
    asked = callback_data
    offer = await acts.offer(customer=customer, link_id=asked.link_id, service=asked.service)
    return screens.ask_first_month(asked, offer, tr)


async def ask_last_month(
    _tap: CallbackQuery, callback_data: PickActLast, acts: ReconciliationService, customer: Customer, tr: Translator
) -> Screen:
    asked = callback_data
    offer = await acts.offer(customer=customer, link_id=asked.link_id, service=asked.service)
    return screens.ask_last_month(asked, offer, tr)


async def make_act(
    _tap: CallbackQuery, callback_data: MakeAct, acts: ReconciliationService, customer: Customer, tr: Translator
) -> Screen:
    asked = callback_data
    found = await acts.make(customer=customer, link_id=asked.link_id, service=asked.service, span=as_months(asked.span))
    return screens.made(found, tr)


def routes() -> Router:
    router = Router(name="act")
    router.callback_query.register(open_act, OpenAct.filter())
    router.callback_query.register(ask_period, PickActPeriod.filter())
    router.callback_query.register(ask_first_month, PickActFirst.filter())
    router.callback_query.register(ask_last_month, PickActLast.filter())
    router.callback_query.register(make_act, MakeAct.filter())
    return router

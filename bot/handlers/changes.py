"""Why one month costs more than another: in a sentence, in parts, for any two months."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.keyboards.calendar import as_period
from bot.keyboards.changes import PickCompared, PickEarlier, PickLater
from bot.keyboards.changes_ask import WhyChanged
from bot.screens import changes as screens
from bot.screens import changes_table
from bot.screens.screen import Screen
from core.changes.service import ChangesService
from core.customers.model import Customer
from core.i18n import Translator


async def explain(
    _tap: CallbackQuery, callback_data: WhyChanged, changes: ChangesService, customer: Customer, tr: Translator
) -> Screen:
    asked = callback_data
    later, earlier = (as_period(month) if month else None for month in (asked.later, asked.earlier))
    explanation = await changes.explain(
        customer=customer, link_id=asked.link_id, service=asked.service, later=later, earlier=earlier
    )
    shown = changes_table.table if asked.table else screens.explained
    return shown(explanation, asked, tr)


async def ask_later_month(
    _tap: CallbackQuery, callback_data: PickLater, changes: ChangesService, customer: Customer, tr: Translator
) -> Screen:
    asked = callback_data
    known = await changes.months(customer=customer, link_id=asked.link_id, service=asked.service)
    return screens.ask_later(asked, known, tr)


async def ask_earlier_month(
    _tap: CallbackQuery, callback_data: PickEarlier, changes: ChangesService, customer: Customer, tr: Translator
) -> Screen:
    asked = callback_data
    known = await changes.months(customer=customer, link_id=asked.link_id, service=asked.service)
    return screens.ask_earlier(asked, known, tr)


async def ask_service(
    _tap: CallbackQuery, callback_data: PickCompared, changes: ChangesService, customer: Customer, tr: Translator
) -> Screen:
    asked = callback_data
    known = await changes.months(customer=customer, link_id=asked.link_id, service=asked.service)
    return screens.choose_service(asked, known, tr)


def routes() -> Router:
    router = Router(name="changes")
    router.callback_query.register(explain, WhyChanged.filter())
    router.callback_query.register(ask_later_month, PickLater.filter())
    router.callback_query.register(ask_earlier_month, PickEarlier.filter())
    router.callback_query.register(ask_service, PickCompared.filter())
    return router

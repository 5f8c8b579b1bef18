"""The company: contact centre, offices, services, map of the bot. A place that somebody sends is used and forgotten."""

from datetime import datetime

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.filters import Calls, OnMap, Text
from bot.fsm.company import FindOffice
from bot.keyboards.company import (
    AskPlace,
    ListOffices,
    ListServices,
    OpenBotMap,
    OpenCompany,
    OpenContactCentre,
    OpenOffice,
    OpenService,
    ShowOnMap,
)
from bot.screens import company as screens
from bot.screens.screen import Answer, Screen
from core.accounts.service import AccountService
from core.customers.model import Customer
from core.i18n import Translator
from core.offices.nearest import Place, named, nearest_first, own_first
from core.retailer import Retailer


async def show_company(
    _event: Message | CallbackQuery, state: FSMContext, retailer: Retailer, tr: Translator
) -> Screen:
    await state.clear()
    return screens.company(retailer, tr)


async def show_contact_centre(_tap: CallbackQuery, retailer: Retailer, now: datetime, tr: Translator) -> Screen:
    return screens.contact_centre(retailer, now, tr)


async def list_offices(
    _tap: CallbackQuery,
    callback_data: ListOffices,
    accounts: AccountService,
    customer: Customer,
    retailer: Retailer,
    now: datetime,
    tr: Translator,
) -> Screen:
    branches = await accounts.branches(customer=customer)
    return screens.offices(own_first(retailer.offices, branches), callback_data.page, now, tr)


async def open_office(
    _tap: CallbackQuery, callback_data: OpenOffice, retailer: Retailer, now: datetime, tr: Translator
) -> Screen:
    shown = retailer.office(callback_data.mark)
    return screens.office(shown, now, tr) if shown else screens.not_here(tr)


async def show_on_map(_tap: CallbackQuery, callback_data: ShowOnMap, retailer: Retailer, tr: Translator) -> Screen:
    shown = retailer.office(callback_data.mark)
    return screens.on_map(shown, tr) if shown else screens.not_here(tr)


async def ask_place(_tap: CallbackQuery, state: FSMContext, tr: Translator) -> Screen:
    await state.set_state(FindOffice.place)
    return screens.ask_place(tr)


async def show_nearest(
    _message: Message, here: Place, state: FSMContext, retailer: Retailer, now: datetime, tr: Translator
) -> Answer:
    if not retailer.offices:
        raise SkipHandler
    await state.clear()
    return screens.nearest(nearest_first(retailer.offices, here), now, tr)


async def find_by_name(
    message: Message, state: FSMContext, retailer: Retailer, now: datetime, tr: Translator
) -> Answer:
    found = named(retailer.offices, message.text or "")
    if not found:
        return screens.no_office(message.text or "", message.message_id, tr)
    await state.clear()
    return screens.named(found, message.text or "", now, tr)


async def list_services(_tap: CallbackQuery, retailer: Retailer, tr: Translator) -> Screen:
    return screens.services(retailer, tr)


async def open_service(_tap: CallbackQuery, callback_data: OpenService, retailer: Retailer, tr: Translator) -> Screen:
    shown = retailer.service(callback_data.mark)
    return screens.service(shown, tr) if shown else screens.not_here(tr)


async def show_bot_map(_tap: CallbackQuery, tr: Translator) -> Screen:
    return screens.bot_map(tr)


def routes() -> Router:
    router = Router(name="company")
    router.message.register(show_company, Calls("company"))
    router.message.register(show_nearest, StateFilter(None, FindOffice.place), OnMap())
    router.message.register(find_by_name, FindOffice.place, Text())
    router.callback_query.register(show_company, OpenCompany.filter())
    router.callback_query.register(show_contact_centre, OpenContactCentre.filter())
    router.callback_query.register(list_offices, ListOffices.filter())
    router.callback_query.register(open_office, OpenOffice.filter())
    router.callback_query.register(show_on_map, ShowOnMap.filter())
    router.callback_query.register(ask_place, AskPlace.filter())
    router.callback_query.register(list_services, ListServices.filter())
    router.callback_query.register(open_service, OpenService.filter())
    router.callback_query.register(show_bot_map, OpenBotMap.filter())
    return router

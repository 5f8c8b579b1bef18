"""What a chat has asked of the office, and taking it back."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.keyboards.requests import ListRequests, OpenRequest, WithdrawRequest
from bot.screens import requests as screens
from bot.screens.screen import Screen
from core.customers.model import Customer
from core.i18n import Translator
from core.support.service import SupportService


async def list_requests(
    _tap: CallbackQuery,
    callback_data: ListRequests,
    support: SupportService,
    customer: Customer,
    now: datetime,
    tr: Translator,
) -> Screen:
    own = await support.own(customer=customer, link_id=callback_data.link_id)
    return screens.requests(callback_data.link_id, own, callback_data.page, now, tr)


async def open_request(
    _tap: CallbackQuery,
    callback_data: OpenRequest,
    support: SupportService,
    customer: Customer,
    now: datetime,
    tr: Translator,
) -> Screen:
    appeal = await support.get(customer=customer, **callback_data.model_dump())
    return screens.request(callback_data.link_id, appeal, now, tr)


async def withdraw(
    _tap: CallbackQuery, callback_data: WithdrawRequest, support: SupportService, customer: Customer, tr: Translator
) -> Screen:
    link_id, appeal_id = callback_data.link_id, callback_data.appeal_id
    if not callback_data.sure:
        appeal = await support.get(customer=customer, link_id=link_id, appeal_id=appeal_id)
        return screens.ask_withdraw(link_id, appeal, tr)
    return screens.withdrawn(
        link_id, await support.withdraw(customer=customer, link_id=link_id, appeal_id=appeal_id), tr
    )


def routes() -> Router:
    router = Router(name="requests")
    router.callback_query.register(list_requests, ListRequests.filter())
    router.callback_query.register(open_request, OpenRequest.filter())
    router.callback_query.register(withdraw, WithdrawRequest.filter())
    return router

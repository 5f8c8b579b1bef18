"""The agreement to get notices of law in the chat alone, for each account by itself."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.keyboards.agreements import GiveAgreement, ReadAgreement, WithdrawAgreement
from bot.keyboards.notices import OpenAgreements
from bot.screens import agreements as screens
from bot.screens.screen import Screen
from core.customers.model import Customer
from core.i18n import Translator
from core.notices.agreeing import AgreementService
from core.retailer import Retailer


async def show_agreements(
    _tap: CallbackQuery, agreements: AgreementService, customer: Customer, tr: Translator
) -> Screen:
    return screens.agreements(await agreements.look(customer=customer), tr)


async def read(
    _tap: CallbackQuery,
    callback_data: ReadAgreement,
    agreements: AgreementService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    account = await agreements.may_give(customer=customer, link_id=callback_data.link_id)
    return screens.ask(account, retailer, tr)


async def give(
    _tap: CallbackQuery,
    callback_data: GiveAgreement,
    agreements: AgreementService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    link_id, version = callback_data.link_id, callback_data.version
    account = await agreements.may_give(customer=customer, link_id=link_id)
    text = screens.agreement_text(account, retailer, tr)
    await agreements.give(customer=customer, link_id=link_id, version=version, text=text, language=tr.language)
    return screens.given(await agreements.look(customer=customer), tr)


async def withdraw(
    _tap: CallbackQuery,
    callback_data: WithdrawAgreement,
    agreements: AgreementService,
    customer: Customer,
    tr: Translator,
) -> Screen:
    await agreements.withdraw(customer=customer, link_id=callback_data.link_id)
    return screens.withdrawn(await agreements.look(customer=customer), tr)


def routes() -> Router:
    router = Router(name="agreements")
    router.callback_query.register(show_agreements, OpenAgreements.filter())
    router.callback_query.register(read, ReadAgreement.filter())
    router.callback_query.register(give, GiveAgreement.filter())
    router.callback_query.register(withdraw, WithdrawAgreement.filter())
    return router

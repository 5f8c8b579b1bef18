"""The consumer's own address for letters, and documents sent there."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.filters import EmailLink, Text
from bot.fsm.email import EmailDraft, SetEmail
from bot.keyboards.email import (
    AskRemoval,
    MailDocument,
    MailStatus,
    OpenEmail,
    RemoveEmail,
    SendLinkAgain,
    TypeEmail,
)
from bot.screens import email as screens
from bot.screens import refusals
from bot.screens.screen import Answer, Screen
from core.customers.model import Customer
from core.i18n import Translator
from core.mail.model import PAYLOAD, AddressNeeded, Confirmed
from core.mail.sending import LetterService
from core.mail.service import EmailService
from core.papers.making import DocumentService
from core.retailer import Retailer


async def show_email(
    _tap: CallbackQuery, email: EmailService, customer: Customer, now: datetime, tr: Translator
) -> Screen:
    return screens.email(await email.look(customer=customer), now, tr)


async def ask_address(
    _tap: CallbackQuery,
    callback_data: TypeEmail,
    state: FSMContext,
    email: EmailService,
    customer: Customer,
    tr: Translator,
) -> Screen:
    await email.look(customer=customer)
    await EmailDraft(document=callback_data.document).save(state)
    return screens.ask_address(tr)


async def take_address(
    message: Message,
    state: FSMContext,
    email: EmailService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Answer:
    draft = await EmailDraft.load(state)
    found = await email.ask(customer=customer, text=message.text or "", document=draft.document)
    await state.clear()
    return told(found, tr, retailer) if isinstance(found, Confirmed) else screens.asked(found, tr)


async def send_link_again(_tap: CallbackQuery, email: EmailService, customer: Customer, tr: Translator) -> Screen:
    return screens.asked(await email.ask_again(customer=customer), tr)


async def confirm(
    _message: Message,
    command: CommandObject,
    state: FSMContext,
    email: EmailService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Answer:
    """Go on where the address was asked for: a document that waited for it is on its way."""
    found = await email.confirm(customer=customer, token=(command.args or "").removeprefix(PAYLOAD))
    if await state.get_state() == SetEmail.address.state:
        await state.clear()
    return told(found, tr, retailer)


def told(found: Confirmed, tr: Translator, retailer: Retailer) -> tuple[Screen, ...]:
    """Say what is confirmed, and after it why the document that waited for it is not sent, where that is so."""
    more = refusals.screens(found.refusal, tr, retailer) if found.refusal else ()
    return screens.confirmed(found, tr), *more


async def ask_removal(_tap: CallbackQuery, email: EmailService, customer: Customer, tr: Translator) -> Screen:
    return screens.ask_removal(await email.look(customer=customer), tr)


async def remove(_tap: CallbackQuery, email: EmailService, customer: Customer, tr: Translator) -> Screen:
    return screens.removed(await email.remove(customer=customer), tr)


async def mail_document(
    _tap: CallbackQuery,
    callback_data: MailDocument,
    state: FSMContext,
    letters: LetterService,
    customer: Customer,
    tr: Translator,
) -> Screen:
    return await mail(callback_data.document, state, letters, customer, tr)


async def mail_status(
    _tap: CallbackQuery,
    callback_data: MailStatus,
    state: FSMContext,
    documents: DocumentService,
    letters: LetterService,
    customer: Customer,
    tr: Translator,
) -> Screen:
    made = await documents.status(customer=customer, link_id=callback_data.link_id)
    return await mail(made.issued.document, state, letters, customer, tr)


async def mail(document: int, state: FSMContext, letters: LetterService, customer: Customer, tr: Translator) -> Screen:
    """Send it; without an address that is asked for at once, and the document is not forgotten over it."""
    try:
        return screens.queued(await letters.send(customer=customer, document=document), tr)
    except AddressNeeded:
        await EmailDraft(document=document).save(state)
        raise


def routes() -> Router:
    router = Router(name="email")
    router.message.register(confirm, EmailLink())
    router.message.register(take_address, StateFilter(SetEmail.address), Text())
    router.callback_query.register(show_email, OpenEmail.filter())
    router.callback_query.register(ask_address, TypeEmail.filter())
    router.callback_query.register(send_link_again, SendLinkAgain.filter())
    router.callback_query.register(ask_removal, AskRemoval.filter())
    router.callback_query.register(remove, RemoveEmail.filter())
    router.callback_query.register(mail_document, MailDocument.filter())
    router.callback_query.register(mail_status, MailStatus.filter())
    return router

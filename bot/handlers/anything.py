"""What no other flow has taken; it stands last in the menu."""

import re

from aiogram import Router
from aiogram.enums import ChatMemberStatus, ContentType
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from bot.filters import InPrivate, Spoken, is_bank_card, read_command
from bot.screens import anything as screens
from bot.screens import start as start_screens
from bot.screens.screen import Answer, Screen
from core.accounts.one_line import read_both
from core.accounts.service import AccountService
from core.customers.model import Customer
from core.customers.service import CustomerService
from core.desk.talks import TalkService
from core.i18n import Translator
from core.retailer import Retailer
from core.support.faq import fitting

_HEARD = frozenset(
    {
        *(ContentType.PHOTO, ContentType.VIDEO, ContentType.VOICE, ContentType.VIDEO_NOTE),
        *(ContentType.AUDIO, ContentType.ANIMATION, ContentType.DOCUMENT),
    }
)


async def answer_words(
    message: Message,
    accounts: AccountService,
    talks: TalkService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    text = (message.text or "").strip()
    if is_bank_card(text):
        return screens.bank_card(tr)
    if customer.consent_version is None:
        return start_screens.greeting(retailer, tr)
    if text.startswith("/"):
        return screens.unknown_command(read_command(text).command, tr)
    if not is_number(text) and read_both(text, retailer.account_number) is None:
        free = await talks.is_free(customer=customer)
        return screens.not_understood(message.message_id, fitting(retailer.faq, text), tr, free=free)
    return screens.bare_number(text, tr, linked=bool(await accounts.linked(customer=customer)))


def is_number(text: str) -> bool:
    return re.fullmatch(r"[0-9\s.,-]*[0-9][0-9\s.,-]*", text) is not None


async def answer_other(
    message: Message, state: FSMContext, talks: TalkService, customer: Customer, tr: Translator
) -> Screen:
    kind, awaited = message.content_type, await state.get_state() is not None
    if kind in _HEARD and not awaited and customer.consent_version and await talks.is_free(customer=customer):
        return screens.can_be_heard(kind, message.message_id, tr)
    return screens.cannot_read(kind, tr, awaited=awaited)


async def refuse_edit(message: Message, tr: Translator) -> Answer:
    """Editing is answered once in words; a live place on the map changes by itself and is let go."""
    return None if message.content_type == ContentType.LOCATION else screens.edited(tr)


async def answer_old_button(_tap: CallbackQuery, tr: Translator) -> Screen:
    return screens.out_of_date(tr)


async def note_block(event: ChatMemberUpdated, customers: CustomerService) -> None:
    blocked = event.new_chat_member.status == ChatMemberStatus.KICKED
    await customers.note_blocked(chat_id=event.chat.id, blocked=blocked)


def routes() -> Router:
    router = Router(name="anything")
    router.message.register(answer_words, Spoken(ContentType.TEXT))
    router.message.register(answer_other, Spoken())
    router.edited_message.register(refuse_edit, InPrivate())
    router.callback_query.register(answer_old_button)
    router.my_chat_member.register(note_block)
    return router

"""Is this paper good? By the QR on it, or by its code typed by hand; for anybody, without an account."""

from aiogram import Router
from aiogram.filters import CommandObject, StateFilter
from aiogram.types import Message

from bot.filters import DocumentCode, DocumentLink
from bot.screens import verify as screens
from bot.screens.screen import Screen
from core.customers.model import Customer
from core.i18n import Translator
from core.papers.model import PAYLOAD
from core.papers.service import PaperService
from core.retailer import Retailer


async def check_scanned(
    _message: Message,
    command: CommandObject,
    papers: PaperService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    code = (command.args or "").strip().removeprefix(PAYLOAD)
    return screens.checked(await papers.check(chat_id=customer.chat_id, code=code), retailer, tr)


async def check_typed(
    message: Message, papers: PaperService, customer: Customer, retailer: Retailer, tr: Translator
) -> Screen:
    found = await papers.check(chat_id=customer.chat_id, code=message.text or "")
    return screens.checked(found, retailer, tr)


def routes() -> Router:
    router = Router(name="verify")
    router.message.register(check_scanned, DocumentLink())
    router.message.register(check_typed, StateFilter(None), DocumentCode())
    return router

"""Groups and channels: nothing personal, and out of those that the bot does not know."""

from aiogram import Router
from aiogram.enums import ChatMemberStatus
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from bot.filters import Elsewhere, read_command
from bot.screens import groups as screens
from bot.screens.screen import Answer, Screen
from core.i18n import Translator
from core.retailer import Retailer

LOWEST_GROUP = -1_000_000_000_000  # ids below are supergroups and channels
HERE = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.RESTRICTED)


async def say_where(message: Message, tr: Translator, *, at_desk: bool) -> Answer:
    """In a group of the operators only a command is answered; another one should not have the bot at all."""
    if not at_desk:
        return screens.farewell(tr)
    return screens.private_only(tr) if read_command(message.text or "").command else None


async def refuse_tap(_tap: CallbackQuery, tr: Translator) -> Screen:
    return screens.private_only_toast(tr)


async def come_or_go(
    event: ChatMemberUpdated, operators: int | None, retailer: Retailer, tr: Translator, *, at_desk: bool
) -> Answer:
    """A supergroup may be what a group of the operators has just become: then the next message says so."""
    if event.new_chat_member.status not in HERE or at_desk:
        return None
    desks = (operators or 0, *(group.chat_id for group in retailer.desk.groups))
    if event.chat.type == "supergroup" and any(LOWEST_GROUP < desk < 0 for desk in desks):
        return None
    return screens.gone() if event.chat.type == "channel" else screens.farewell(tr)


def routes() -> Router:
    router = Router(name="groups")
    router.message.register(say_where, Elsewhere())
    router.callback_query.register(refuse_tap, Elsewhere())
    router.my_chat_member.register(come_or_go, Elsewhere())
    return router

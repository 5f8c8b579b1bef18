"""What operators do with a talk, as commands in its topic."""

from aiogram import Router
from aiogram.enums import MessageEntityType
from aiogram.types import CallbackQuery, Message

from bot.filters import AtDesk, DeskCalls, read_command
from bot.incoming import seat_of
from bot.keyboards.desk_acts import ReopenTalk
from bot.screens import desk_acts as screens
from bot.screens.screen import Screen
from core.desk.acts import DeskActs
from core.desk.revealing import RevealService
from core.i18n import Translator
from core.retailer import Retailer


async def close(message: Message, desk_acts: DeskActs, tr: Translator) -> Screen:
    return screens.closed(await desk_acts.close(seat=seat_of(message)), tr)


async def reopen(message: Message, desk_acts: DeskActs, tr: Translator) -> Screen:
    return screens.reopened(await desk_acts.reopen(seat=seat_of(message)), tr)


async def reopen_by_button(
    tap: CallbackQuery, callback_data: ReopenTalk, desk_acts: DeskActs, tr: Translator
) -> Screen:
    return screens.reopened(await desk_acts.reopen(seat=seat_of(tap), thread_id=callback_data.thread_id), tr)


async def take(message: Message, desk_acts: DeskActs, tr: Translator) -> Screen:
    return screens.taken(await desk_acts.take(seat=seat_of(message)), tr)


async def assign(message: Message, desk_acts: DeskActs, tr: Translator) -> Screen:
    """`/assign 2`, or in reply to what a colleague has said."""
    to = await desk_acts.assign(seat=seat_of(message), to=arguments(message), user_id=colleague_of(message))
    return screens.assigned(to, tr)


async def prioritize(message: Message, desk_acts: DeskActs, tr: Translator) -> Screen:
    priority = await desk_acts.prioritize(seat=seat_of(message), priority=arguments(message))
    return screens.prioritized(priority, tr)


async def tag(message: Message, desk_acts: DeskActs, tr: Translator) -> Screen:
    words = tuple(arguments(message).split())
    return screens.tagged(await desk_acts.tag(seat=seat_of(message), words=words), tr)


async def show_card(message: Message, desk_acts: DeskActs, retailer: Retailer, tr: Translator) -> Screen:
    return screens.card(await desk_acts.card(seat=seat_of(message)), tr, retailer.desk.language)


async def show_history(message: Message, desk_acts: DeskActs, tr: Translator) -> Screen:
    return screens.history(await desk_acts.history(seat=seat_of(message)), tr)


async def reveal(message: Message, revealing: RevealService) -> None:
    """`/reveal why`: personal data are shown here for some minutes."""
    await revealing.reveal(seat=seat_of(message), reason=arguments(message))


async def show_commands(_message: Message, tr: Translator) -> Screen:
    return screens.commands(tr)


def arguments(message: Message) -> str:
    return read_command(message.text or "").args or ""


def colleague_of(message: Message) -> int | None:
    """Return the person who is named by a mention without a username, or whose message is answered."""
    for entity in message.entities or ():
        if entity.type == MessageEntityType.TEXT_MENTION and entity.user is not None:
            return entity.user.id
    answered = message.reply_to_message
    if arguments(message) or seat_of(message).reply_to is None or answered is None or answered.from_user is None:
        return None
    return None if answered.from_user.is_bot else answered.from_user.id


def routes() -> Router:
    router = Router(name="desk_acts")
    router.message.filter(AtDesk())
    router.callback_query.filter(AtDesk())
    router.callback_query.register(reopen_by_button, ReopenTalk.filter())
    router.message.register(close, DeskCalls("close"))
    router.message.register(reopen, DeskCalls("reopen"))
    router.message.register(take, DeskCalls("take"))
    router.message.register(assign, DeskCalls("assign"))
    router.message.register(prioritize, DeskCalls("priority"))
    router.message.register(tag, DeskCalls("tag"))
    router.message.register(show_card, DeskCalls("card"))
    router.message.register(show_history, DeskCalls("history"))
    router.message.register(reveal, DeskCalls("reveal"))
    router.message.register(show_commands, DeskCalls("help"))
    return router

"""The operators' groups: what is written in a consumer's topic goes to him; notes and commands stay inside."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import ChatMemberUpdated, Message, MessageReactionUpdated

from bot.filters import AtDesk, Command, DeskCalls, IsNote, Migrated, SpokenAtDesk
from bot.incoming import incoming_of, quoted_of, reaction_of, seat_of, spot_of, topic_of, words_of
from bot.screens import desk as screens
from bot.screens.screen import Answer, Screen
from core.desk.answering import AnsweringService
from core.desk.model import DeskRefused, Spot
from core.i18n import Translator


async def answer(message: Message, answering: AnsweringService) -> Answer:
    """In a topic all that is written goes to the consumer, elsewhere what answers one of his messages."""
    if topic_of(message) is None and quoted_of(message) is None:
        return None  # operators among themselves
    operator, thread = await answering.whose(seat=seat_of(message))
    await answering.say(operator=operator, thread=thread, incoming=incoming_of(message))
    return None


async def note(message: Message, answering: AnsweringService) -> Answer:
    """`//…` and `/note …` go nowhere."""
    operator, thread = await answering.whose(seat=seat_of(message))
    await answering.note(operator=operator, thread=thread, incoming=incoming_of(message))
    return None


async def delete(message: Message, answering: AnsweringService, tr: Translator) -> Screen:
    """`/delete` in reply to an answer takes it back."""
    operator, _ = await answering.whose(seat=seat_of(message))
    replied = quoted_of(message)
    if replied is None:
        raise DeskRefused("delete_what")
    await answering.delete(operator=operator, spot=Spot(chat_id=message.chat.id, message_id=replied))
    return screens.deleted(tr)


async def change(message: Message, answering: AnsweringService) -> None:
    seat = seat_of(message)
    spot, words = spot_of(message), words_of(message)
    await answering.edit(user_id=seat.user_id, is_anonymous=seat.is_anonymous, spot=spot, words=words)


async def react(event: MessageReactionUpdated, answering: AnsweringService) -> None:
    if event.user is None or not await answering.is_operator(user_id=event.user.id):
        return
    spot, emoji, key = reaction_of(event)
    await answering.react(spot=spot, emoji=emoji, key=key)


async def move(message: Message, answering: AnsweringService) -> None:
    """The group has become a supergroup; Telegram says so in both, in either order."""
    here = message.chat.id
    await answering.move(old=message.migrate_from_chat_id or here, new=message.migrate_to_chat_id or here)


async def note_rights(event: ChatMemberUpdated, answering: AnsweringService) -> None:
    """The bot's own standing in the group has changed: try anew what it could not do."""
    await answering.rights_changed(group_id=event.chat.id)


async def refuse_command(message: Message, answering: AnsweringService) -> None:
    """Where a consumer stands a command that is none was meant for the desk; elsewhere it is others' affair.

    One below a file is kept as a note, so that the rest of its album stays inside, too.
    """
    try:
        await answering.thread_at(group_id=message.chat.id, topic_id=topic_of(message), reply_to=quoted_of(message))
    except DeskRefused:
        raise SkipHandler from None
    if message.caption:
        await note(message, answering)
        raise DeskRefused("command_below_file")
    raise DeskRefused("no_such_command")


def routes() -> Router:
    router = Router(name="desk")
    for observer in (router.message, router.edited_message, router.message_reaction, router.my_chat_member):
        observer.filter(AtDesk())
    router.message.register(move, Migrated())
    router.message.register(note, IsNote())
    router.message.register(delete, DeskCalls("delete"))
    router.message.register(answer, SpokenAtDesk())
    router.message.register(refuse_command, Command())
    router.edited_message.register(change)
    router.message_reaction.register(react)
    router.my_chat_member.register(note_rights)
    return router

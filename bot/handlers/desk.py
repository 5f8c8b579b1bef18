"""The operators' groups: what is written in a consumer's topic goes to him; notes and commands stay inside."""

from aiogram import Router
from aiogram.types import ChatMemberUpdated, Message, MessageReactionUpdated

from bot.filters import AtDesk, DeskCalls, IsNote, Migrated, SpokenAtDesk
from bot.incoming import emoji_of, incoming_of, quoted_of, spot_of, words_of
from bot.screens import desk as screens
from bot.screens.screen import Answer, Screen
from core.desk.answering import AnsweringService
from core.desk.model import DeskRefused, Operator, Spot, Thread
from core.i18n import Translator


async def answer(message: Message, answering: AnsweringService) -> Answer:
    """In a topic all that is written goes to the consumer, elsewhere what answers one of his messages."""
    if topic_of(message) is None and quoted_of(message) is None:
        return None  # operators among themselves
    operator, thread = await who_and_whose(message, answering)
    await answering.say(operator=operator, thread=thread, incoming=incoming_of(message))
    return None


async def note(message: Message, answering: AnsweringService) -> Answer:
    """`//…` and `/note …` go nowhere."""
    operator, thread = await who_and_whose(message, answering)
    await answering.note(operator=operator, thread=thread, incoming=incoming_of(message))
    return None


async def delete(message: Message, answering: AnsweringService, tr: Translator) -> Screen:
    """`/delete` in reply to an answer takes it back."""
    operator, _ = await who_and_whose(message, answering)
    replied = quoted_of(message)
    if replied is None:
        raise DeskRefused("delete_what")
    await answering.delete(operator=operator, spot=Spot(chat_id=message.chat.id, message_id=replied))
    return screens.deleted(tr)


async def change(message: Message, answering: AnsweringService) -> None:
    operator = await answering.operator(user_id=sender_of(message), is_anonymous=is_anonymous(message))
    await answering.edit(operator=operator, spot=spot_of(message), words=words_of(message))


async def react(event: MessageReactionUpdated, answering: AnsweringService) -> None:
    if event.user is None:
        return
    await answering.operator(user_id=event.user.id)
    spot = Spot(chat_id=event.chat.id, message_id=event.message_id)
    key = f"{spot.chat_id}:{spot.message_id}:{event.date.timestamp()}:{emoji_of(event)}"
    await answering.react(spot=spot, emoji=emoji_of(event), key=key)


async def move(message: Message, answering: AnsweringService) -> None:
    """The group has become a supergroup; Telegram says so in both, in either order."""
    if message.migrate_to_chat_id is not None:
        await answering.move(old=message.chat.id, new=message.migrate_to_chat_id)


async def note_rights(event: ChatMemberUpdated, answering: AnsweringService) -> None:
    """The bot's own standing in the group has changed: try anew what it could not do."""
    await answering.rights_changed(group_id=event.chat.id)


async def who_and_whose(message: Message, answering: AnsweringService) -> tuple[Operator, Thread]:
    operator = await answering.operator(user_id=sender_of(message), is_anonymous=is_anonymous(message))
    thread = await answering.thread_at(
        group_id=message.chat.id, topic_id=topic_of(message), reply_to=quoted_of(message)
    )
    return operator, thread


def topic_of(message: Message) -> int | None:
    return message.message_thread_id if message.is_topic_message else None


def sender_of(message: Message) -> int:
    return message.from_user.id if message.from_user is not None else 0


def is_anonymous(message: Message) -> bool:
    return message.sender_chat is not None or message.from_user is None


def routes() -> Router:
    router = Router(name="desk")
    for observer in (router.message, router.edited_message, router.message_reaction, router.my_chat_member):
        observer.filter(AtDesk())
    router.message.register(move, Migrated())
    router.message.register(note, IsNote())
    router.message.register(delete, DeskCalls("delete"))
    router.message.register(answer, SpokenAtDesk())
    router.edited_message.register(change)
    router.message_reaction.register(react)
    router.my_chat_member.register(note_rights)
    return router

"""A message of Telegram as the desk takes it in: its words, and a file by the name that Telegram has for it."""

from aiogram.enums import ContentType
from aiogram.types import CallbackQuery, Message, MessageReactionUpdated, ReactionTypeEmoji
from aiogram.utils.text_decorations import html_decoration

from core.desk.model import Incoming, Seat, Spot, Words
from core.support.model import NotAPaper, Paper

_FILES = ("document", "video", "voice", "video_note", "audio", "animation", "sticker")


def incoming_of(message: Message) -> Incoming:
    return Incoming(
        spot=spot_of(message),
        words=words_of(message),
        album=message.media_group_id or "",
        reply_to=quoted_of(message),
        quote=quote_of(message),
    )


def words_of(message: Message) -> Words:
    kind = ContentType(message.content_type).value
    text = message.html_text if message.text or message.caption else ""
    if message.photo:
        return Words(kind=kind, text=text, file_id=message.photo[-1].file_id)
    file = next((found for name in _FILES if (found := getattr(message, name)) is not None), None)
    if file is None:
        return Words(kind=kind, text=text)
    return Words(kind=kind, text=text, file_id=file.file_id, file_name=(getattr(file, "file_name", None) or "")[:120])


def paper_of(message: Message) -> Paper:
    """Return a photo or a document that goes along with an appeal.

    :raises NotAPaper: it is anything else
    """
    more = {"caption": message.caption or "", "album": message.media_group_id or ""}
    if message.photo:
        largest = message.photo[-1]
        return Paper(kind="photo", file_id=largest.file_id, size=largest.file_size or 0, **more)
    if message.document is None or message.animation is not None:
        raise NotAPaper
    file = message.document
    return Paper(
        kind="document", file_id=file.file_id, size=file.file_size or 0, name=(file.file_name or "")[:120], **more
    )


def spot_of(message: Message) -> Spot:
    return Spot(chat_id=message.chat.id, message_id=message.message_id)


def quoted_of(message: Message) -> int | None:
    """Return the message that is answered; in a topic every message «answers» the one that opened it.

    Without topics it is a true answer, though it bears the thread's number, too: replies make threads of their own.
    """
    answered = message.reply_to_message
    if answered is None or (message.is_topic_message and answered.message_id == message.message_thread_id):
        return None
    return answered.message_id


def quote_of(message: Message) -> str:
    """Return the part that is quoted; what is bold in it must be so again, or Telegram does not find it."""
    quote = message.quote
    return html_decoration.unparse(quote.text, quote.entities) if quote is not None and quote.is_manual else ""


def topic_of(message: Message) -> int | None:
    return message.message_thread_id if message.is_topic_message else None


def seat_of(event: Message | CallbackQuery) -> Seat:
    """Return who acts in a group, and where; a press stands where its message does."""
    if isinstance(event, Message):
        person = event.from_user
        return Seat(
            user_id=person.id if person is not None else 0,
            name=person.full_name if person is not None else "",
            is_anonymous=event.sender_chat is not None or person is None,
            spot=spot_of(event),
            topic_id=topic_of(event),
            reply_to=quoted_of(event),
        )
    pressed = event.message
    return Seat(
        user_id=event.from_user.id,
        name=event.from_user.full_name,
        is_anonymous=False,
        spot=Spot(chat_id=pressed.chat.id if pressed else 0, message_id=pressed.message_id if pressed else 0),
        topic_id=topic_of(pressed) if isinstance(pressed, Message) else None,
        reply_to=None,
    )


def answered_by(tap: CallbackQuery) -> Message | None:
    """Return the message of his own that the tapped one answers, as Telegram shows it now; None: it is gone."""
    shown = tap.message
    answered = shown.reply_to_message if isinstance(shown, Message) else None
    if answered is None or answered.from_user is None or answered.from_user.id != tap.from_user.id:
        return None
    return answered


def reaction_of(event: MessageReactionUpdated) -> tuple[Spot, str, str]:
    """Return the message, the reaction as it is now (empty: none, or one that a bot may not set), and a key of both."""
    spot = Spot(chat_id=event.chat.id, message_id=event.message_id)
    emoji = next((each.emoji for each in event.new_reaction if isinstance(each, ReactionTypeEmoji)), "")
    return spot, emoji, f"{spot.chat_id}:{spot.message_id}:{event.date.timestamp()}:{emoji}"

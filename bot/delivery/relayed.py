"""How a message of one side is put before the other: copied by Telegram, so that nothing of it is opened here."""

from aiogram.enums import ParseMode
from aiogram.methods import (
    CopyMessage,
    CopyMessages,
    DeleteMessage,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
    SetMessageReaction,
)
from aiogram.types import (
    InputMediaAnimation,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    ReactionTypeEmoji,
    ReplyParameters,
)

from core.desk.model import Said, Spot, Words

_REPLACEABLE = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "animation": InputMediaAnimation,
    "audio": InputMediaAudio,
    "document": InputMediaDocument,
}


def copied(said: Said, chat_id: int, topic_id: int | None, reply_to: int | None) -> CopyMessage:
    return CopyMessage(
        chat_id=chat_id,
        from_chat_id=said.source.chat_id,
        message_id=said.source.message_id,
        message_thread_id=topic_id,
        reply_parameters=answering(reply_to, said.quote),
    )


def copied_album(album: list[Said], chat_id: int, topic_id: int | None) -> CopyMessages:
    return CopyMessages(
        chat_id=chat_id,
        from_chat_id=album[0].source.chat_id,
        message_ids=[said.source.message_id for said in album],
        message_thread_id=topic_id,
    )


def written(text: str, chat_id: int, topic_id: int | None, reply_to: int | None = None) -> SendMessage:
    return SendMessage(chat_id=chat_id, message_thread_id=topic_id, text=text, reply_parameters=answering(reply_to, ""))


def paper(kind: str, file_id: str, caption: str, chat_id: int, topic_id: int | None = None) -> SendPhoto | SendDocument:
    """Return a photo or a document as Telegram keeps it, below it what it belongs to."""
    html = ParseMode.HTML
    if kind == "photo":
        return SendPhoto(chat_id=chat_id, message_thread_id=topic_id, photo=file_id, caption=caption, parse_mode=html)
    return SendDocument(chat_id=chat_id, message_thread_id=topic_id, document=file_id, caption=caption, parse_mode=html)


def edited(spot: Spot, words: Words, heading: str = "") -> EditMessageText | EditMessageCaption:
    text = f"{heading}\n{words.text}" if heading else words.text
    if words.kind == "text":
        return EditMessageText(chat_id=spot.chat_id, message_id=spot.message_id, text=text)
    return EditMessageCaption(
        chat_id=spot.chat_id, message_id=spot.message_id, caption=text or None, parse_mode=ParseMode.HTML
    )


def replaced(spot: Spot, words: Words) -> EditMessageMedia | None:
    """Put another file in the place of the one that was passed on; None: Telegram replaces none of this kind."""
    kind = _REPLACEABLE.get(words.kind)
    if kind is None:
        return None
    media = kind(media=words.file_id, caption=words.text or None, parse_mode=ParseMode.HTML)
    return EditMessageMedia(chat_id=spot.chat_id, message_id=spot.message_id, media=media)


def deleted(spot: Spot) -> DeleteMessage:
    return DeleteMessage(chat_id=spot.chat_id, message_id=spot.message_id)


def marked(spot: Spot, emoji: str) -> SetMessageReaction:
    return SetMessageReaction(
        chat_id=spot.chat_id,
        message_id=spot.message_id,
        reaction=[ReactionTypeEmoji(emoji=emoji)] if emoji else [],
    )


def answering(message_id: int | None, quote: str) -> ReplyParameters | None:
    if message_id is None:
        return None
    parameters = ReplyParameters(message_id=message_id, allow_sending_without_reply=True)
    return parameters.model_copy(update={"quote": quote, "quote_parse_mode": ParseMode.HTML}) if quote else parameters

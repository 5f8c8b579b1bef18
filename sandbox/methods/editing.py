"""Editing and deleting of messages, answers to presses."""

from typing import Any

from sandbox.arguments import Arguments
from sandbox.methods.access import (
    check_not_blocked,
    found_message,
    own_message,
    reachable_chat,
)
from sandbox.methods.sending import photo_content
from sandbox.refusal import bad_request
from sandbox.rules.keyboards import reply_markup
from sandbox.rules.text import caption_text, message_text
from sandbox.state import BOT_ID, CAPTIONED, Json, Message
from sandbox.views import message_json
from sandbox.world import CALLBACK_SECONDS, World

TOAST_LIMIT = 200
DELETE_SECONDS = 48 * 3600
_SAME = (
    "Message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_TOO_OLD = "Query is too old and response timeout expired or query ID is invalid"


def edit_text(world: World, args: Arguments) -> Json:
    entities = args.parsed("entities", "entities")
    text, found = message_text(args.text("text"), args.text("parse_mode"), entities)
    message, markup = _target(world, args)
    if "text" not in message.content:
        raise bad_request("There is no text in the message to edit")
    content: Json = {"text": text} | ({"entities": found} if found else {})
    if options := args.parsed("link_preview_options", "link preview options"):
        content["link_preview_options"] = options
    return _apply(world, message, content, markup)


def edit_caption(world: World, args: Arguments) -> Json:
    entities = args.parsed("caption_entities", "caption entities")
    text, found = caption_text(args.text("caption"), args.text("parse_mode"), entities)
    message, markup = _target(world, args)
    if not CAPTIONED & message.content.keys():
        raise bad_request("There is no caption in the message to edit")
    content = {k: v for k, v in message.content.items() if not k.startswith("caption")}
    content |= {"caption": text} if text else {}
    return _apply(world, message, content | ({"caption_entities": found} if found else {}), markup)


def edit_media(world: World, args: Arguments) -> Json:
    """Put a picture in the place of a text or of another file; of the kinds of media, the sandbox knows photos."""
    media = args.parsed("media", "input media")
    if not isinstance(media, dict) or media.get("type") != "photo":
        raise bad_request("The sandbox edits a message into a photo only")
    picture = photo_content(world, Arguments({**media, "photo": media.get("media", "")}, args.uploads))
    message, markup = _target(world, args)
    return _apply(world, message, picture, markup)


def edit_markup(world: World, args: Arguments) -> Json:
    message, markup = _target(world, args)
    return _apply(world, message, message.content, markup)


def delete_message(world: World, args: Arguments) -> bool:
    chat = reachable_chat(world, args)
    message = found_message(world, chat, args, "Message to delete")
    foreign = message.sender != BOT_ID and not chat.private
    if (foreign and not chat.may("can_delete_messages")) or message.thread_id == message.id:
        raise bad_request("Message can't be deleted")
    if world.clock() - message.date > DELETE_SECONDS and (chat.private or not foreign):
        raise bad_request("Message can't be deleted for everyone")
    world.remove(message)
    return True


def answer_callback_query(world: World, args: Arguments) -> bool:
    query = world.queries.get(args.text("callback_query_id"))
    if query is None or query.answered or world.clock() - query.born > CALLBACK_SECONDS:
        raise bad_request(_TOO_OLD)
    if len(args.text("text")) > TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answered, query.text = True, args.text("text")
    query.alert = args.flag("show_alert")
    world.feed.publish(
        "answer",
        query_id=query.id,
        chat_id=query.chat_id,
        message_id=query.message_id,
        person=query.person,
        text=query.text,
        alert=query.alert,
    )
    return True


def _target(world: World, args: Arguments) -> tuple[Message, Any]:
    """The message to edit and the markup as sent; the markup is judged after the message."""
    if not args.text("chat_id") and not args.text("message_id"):
        raise bad_request("Message identifier is not specified")
    markup = args.parsed("reply_markup", "reply keyboard markup")
    chat = reachable_chat(world, args)
    message = found_message(world, chat, args, "Message to edit")
    if not own_message(message):
        raise bad_request("Message can't be edited")
    return message, markup


def _apply(world: World, message: Message, content: Json, raw: Any) -> Json:
    chat = world.chats[message.chat_id]
    markup = reply_markup(raw, private=chat.private, only_inline=True)
    check_not_blocked(world, chat)
    if message.content == content and message.markup == markup:
        raise bad_request(_SAME)
    message.content, message.markup = content, markup
    message.edit_date = world.now()
    world.changed(message)
    return message_json(world, message)


METHODS = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageMedia": edit_media,
    "editMessageReplyMarkup": edit_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
}

"""sendMessage, sendDocument, sendPhoto, sendVenue, sendChatAction."""

import mimetypes

from sandbox import media
from sandbox.arguments import Arguments
from sandbox.methods.access import (
    check_may_write,
    check_not_blocked,
    reachable_chat,
    reply_target,
    thread_of,
)
from sandbox.refusal import Refusal, bad_request
from sandbox.rules.keyboards import reply_markup
from sandbox.rules.text import caption_text, message_text
from sandbox.state import BOT_ID, Chat, Json, Message, StoredFile
from sandbox.views import message_json
from sandbox.world import World

UPLOAD_LIMIT = 50 * 2**20
PHOTO_LIMIT = 10 * 2**20
TYPING_SECONDS = 5.0
_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note",
    "upload_video_note",
}  # fmt: skip


def send_message(world: World, args: Arguments) -> Json:
    entities = args.parsed("entities", "entities")
    text, found = message_text(args.text("text"), args.text("parse_mode"), entities)
    content: Json = {"text": text} | ({"entities": found} if found else {})
    if options := args.parsed("link_preview_options", "link preview options"):
        content["link_preview_options"] = options
    return post(world, args, content)


def send_document(world: World, args: Arguments) -> Json:
    file = _file(world, args, "document", UPLOAD_LIMIT, "documents")
    return post(world, args, media.document(file) | caption_of(args))


def send_photo(world: World, args: Arguments) -> Json:
    return post(world, args, photo_content(world, args))


def photo_content(world: World, args: Arguments) -> Json:
    """A picture with its caption, as `photo`, `caption` and `parse_mode` describe them."""
    file = _file(world, args, "photo", PHOTO_LIMIT, "photos")
    width, height = media.image_size(file.data)
    if not width:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return media.photo(file, width, height) | caption_of(args)


def send_venue(world: World, args: Arguments) -> Json:
    place = args.text("latitude"), args.text("longitude")
    try:
        latitude, longitude = (float(each) for each in place)
    except ValueError:
        raise bad_request("Can't parse location") from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("Can't parse location")
    title, address = args.text("title").strip(), args.text("address").strip()
    if not title or not address:
        raise bad_request("Venue title and address must be non-empty")
    return post(world, args, media.venue(latitude, longitude, title, address))


def send_chat_action(world: World, args: Arguments) -> bool:
    action = args.text("action").lower()
    if action not in _ACTIONS:
        raise bad_request("Wrong parameter action in request")
    chat = reachable_chat(world, args)
    check_not_blocked(world, chat)
    world.typing[chat.id] = (action, world.clock() + TYPING_SECONDS)
    world.feed.publish("typing", chat_id=chat.id, action=action)
    return True


def post(world: World, args: Arguments, content: Json) -> Json:
    raw = args.parsed("reply_markup", "reply keyboard markup")
    chat = reachable_chat(world, args)
    thread_id = thread_of(chat, args)
    reply_to, quote = reply_target(world, chat, args)
    markup = reply_markup(raw, private=chat.private)
    check_may_write(chat)
    check_not_blocked(world, chat)
    _put_keyboard(world, chat, markup)
    message = world.put(chat, BOT_ID, content, thread_id=thread_id, reply_to=reply_to, quote=quote)
    _finish(message, markup, args)
    world.changed(message)
    return message_json(world, message)


def _finish(message: Message, markup: Json | None, args: Arguments) -> None:
    message.protected = args.flag("protect_content")
    if markup and "inline_keyboard" in markup:
        message.markup = markup
    message.plain_reply = bool(markup) and message.markup is None


def _put_keyboard(world: World, chat: Chat, markup: Json | None) -> None:
    if not markup or "inline_keyboard" in markup:
        return
    chat.keyboard = None if "remove_keyboard" in markup else markup
    world.feed.publish("chat", id=chat.id)


def caption_of(args: Arguments) -> Json:
    entities = args.parsed("caption_entities", "caption entities")
    text, found = caption_text(args.text("caption"), args.text("parse_mode"), entities)
    shown: Json = {"caption": text} if text else {}
    return shown | ({"caption_entities": found} if found else {})


def _file(world: World, args: Arguments, name: str, limit: int, folder: str) -> StoredFile:
    upload = args.uploads.get(name) or args.uploads.get(args.text(name).removeprefix("attach://"))
    if upload is None:
        return _stored(world, args.text(name), name)
    if not upload.data:
        raise bad_request("File must be non-empty")
    if len(upload.data) > limit:
        raise Refusal(413, "Request Entity Too Large")
    mime = mimetypes.guess_type(upload.name)[0] or upload.mime
    return world.store(upload.data, upload.name, mime, folder)


def _stored(world: World, file_id: str, name: str) -> StoredFile:
    if not file_id:
        raise bad_request(f"There is no {name} in the request")
    if file_id not in world.files:
        raise bad_request("Wrong file identifier/HTTP URL specified")
    return world.files[file_id]


METHODS = {
    "sendMessage": send_message,
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "sendVenue": send_venue,
    "sendChatAction": send_chat_action,
}

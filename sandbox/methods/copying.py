"""copyMessage and copyMessages: what a message says at this moment, under the name of the bot."""

from collections import Counter
from itertools import pairwise
from typing import Any

from sandbox.arguments import Arguments
from sandbox.methods.access import (
    check_may_write,
    check_not_blocked,
    found_message,
    reachable_chat,
    thread_of,
)
from sandbox.methods.sending import caption_of, post
from sandbox.refusal import bad_request
from sandbox.state import BOT_ID, CAPTIONED, Json, Message
from sandbox.world import World

COPIED_LIMIT = 100
_KEPT = {
    "text", "entities", "link_preview_options", "caption", "caption_entities", "show_caption_above_media",
    "has_media_spoiler", "document", "photo", "video", "animation", "audio", "video_note", "voice", "sticker",
    "location", "venue", "contact", "dice",
}  # fmt: skip


def copy_message(world: World, args: Arguments) -> Json:
    source = found_message(world, reachable_chat(world, args, "from_chat_id"), args, "Message to copy")
    if not _can_be_copied(source):
        raise bad_request("Message can't be copied")
    content = content_of(world, source)
    if "caption" in args and CAPTIONED & content.keys():
        content = _without_caption(content) | caption_of(args)
    return {"message_id": post(world, args, content)["message_id"]}


def copy_messages(world: World, args: Arguments) -> list[Json]:
    """Albums stay albums; what is not found or cannot be copied is skipped.

    :raises Refusal: the list is empty, too long or out of order; nothing of it can be copied
    """
    numbers = _identifiers(args)
    source_chat = reachable_chat(world, args, "from_chat_id")
    chat = reachable_chat(world, args)
    thread_id = thread_of(chat, args)
    found = [one for number in numbers if (one := world.messages.get((source_chat.id, number)))]
    if not found:
        raise bad_request("There are no messages to forward")
    sources = [one for one in found if _can_be_copied(one)]
    if not sources:
        raise bad_request("Messages can't be forwarded")
    check_may_write(chat)
    check_not_blocked(world, chat)
    albums = _new_albums(world, sources)
    made = []
    for source in sources:
        content = content_of(world, source)
        content = _without_caption(content) if args.flag("remove_caption") else content
        copy = world.put(chat, BOT_ID, content, thread_id=thread_id, album=albums.get(source.album, ""))
        copy.protected = args.flag("protect_content")
        made.append({"message_id": copy.id})
    return made


def content_of(world: World, source: Message) -> Json:
    """The fields that a copy carries; a poll begins anew, without votes."""
    content: Json = {key: value for key, value in source.content.items() if key in _KEPT}
    if poll := source.content.get("poll"):
        options = [option | {"voter_count": 0} for option in poll["options"]]
        content["poll"] = poll | {"id": world.new_number(), "options": options, "total_voter_count": 0}
    return content


def _identifiers(args: Arguments) -> list[int]:
    given = args.parsed("message_ids", "message_ids")
    if given is None:
        raise bad_request("Message identifiers are not specified")
    if not isinstance(given, list):
        raise bad_request("Expected an Array of message identifiers")
    if len(given) > COPIED_LIMIT:
        raise bad_request("Too many message identifiers specified")
    numbers = [_identifier(one) for one in given]
    if not numbers:
        raise bad_request("Message identifiers are not specified")
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        raise bad_request("Message identifiers must be in a strictly increasing order")
    return numbers


def _identifier(given: Any) -> int:
    if not isinstance(given, int | str) or isinstance(given, bool):
        raise bad_request("Message identifier must be a Number")
    try:
        number = int(given)
    except ValueError:
        raise bad_request("Can't parse message identifier as a Number") from None
    if number <= 0:
        raise bad_request("Invalid message identifier specified")
    return number


def _can_be_copied(message: Message) -> bool:
    return not message.service and not message.protected


def _without_caption(content: Json) -> Json:
    return {key: value for key, value in content.items() if not key.startswith("caption")}


def _new_albums(world: World, sources: list[Message]) -> dict[str, str]:
    """A fresh media_group_id for each album; one message alone is no album."""
    sizes = Counter(one.album for one in sources if one.album)
    return {album: world.new_number() for album, size in sizes.items() if size > 1}


METHODS = {"copyMessage": copy_message, "copyMessages": copy_messages}

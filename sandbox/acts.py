"""What people do in their chats: each act changes the world and tells the bot.

They return the id of the update, or None where the bot did not ask for this kind of update.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sandbox.rules.detect import detected
from sandbox.rules.quotes import quote_of
from sandbox.standing import tell_standing
from sandbox.state import CAPTIONED, Account, Chat, Json, Message, Query
from sandbox.views import chat_json, message_json, user_json

if TYPE_CHECKING:
    from sandbox.world import World

ALBUM_KINDS = ("photo", "video", "document", "audio")
ALBUM_LIMIT = 10
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")


class CannotAct(AssertionError):
    """The person cannot do this: Telegram's own apps would not offer it."""


def start(world: "World", account: Account, payload: str = "") -> int | None:
    """Press START, or open a deep link t.me/bot?start=payload."""
    if payload and not _PAYLOAD.match(payload):
        raise CannotAct(f"a deep link carries 1 to 64 of A-Z a-z 0-9 _ -, not {payload!r}")
    if account.blocked:
        block(world, account, blocked=False)
    return say(world, account, world.private_chat(account.id), f"/start {payload}".strip())


def say(
    world: "World",
    account: Account,
    chat: Chat,
    text: str,
    *,
    thread_id: int = 0,
    reply_to: int = 0,
    quote: str = "",
    extra: Json | None = None,
) -> int | None:
    """Send a text message; `extra` may hold further fields, such as forward_origin."""
    content: Json = {"text": text, **(extra or {})}
    if entities := detected(text, []):
        content["entities"] = entities
    return send(world, account, chat, content, thread_id=thread_id, reply_to=reply_to, quote=quote)


def send(
    world: "World",
    account: Account,
    chat: Chat,
    content: Json,
    *,
    thread_id: int = 0,
    reply_to: int = 0,
    quote: str = "",
    album: str = "",
) -> int | None:
    """Send a message of any content; `quote` is the part of the message replied to that is quoted."""
    check_may_speak(account, chat, thread_id)
    told = None
    if quote:
        replied = world.messages.get((chat.id, reply_to))
        told = quote_of(replied.content, quote) if replied else None
        if told is None:
            raise CannotAct(f"there is no {quote!r} in the message replied to")
    keyboard = chat.keyboard or {}
    if keyboard.get("force_reply") or keyboard.get("one_time_keyboard"):
        chat.keyboard = None
        world.feed.publish("chat", id=chat.id)
    message = world.put(chat, account.id, content, thread_id=thread_id, reply_to=reply_to, album=album, quote=told)
    return world.deliver(message)


def send_album(
    world: "World",
    account: Account,
    chat: Chat,
    contents: Sequence[Json],
    *,
    thread_id: int = 0,
    reply_to: int = 0,
) -> str:
    """Send several files as one album; the bot gets an update for each. Return the media_group_id."""
    kinds = {next((kind for kind in ALBUM_KINDS if kind in content), "") for content in contents}
    if not 2 <= len(contents) <= ALBUM_LIMIT:
        raise CannotAct(f"an album holds 2 to {ALBUM_LIMIT} files, not {len(contents)}")
    if "" in kinds or (len(kinds) > 1 and kinds != {"photo", "video"}):
        raise CannotAct("an album holds photos and videos, or documents alone, or audio alone")
    album = world.new_number()
    for content in contents:
        send(world, account, chat, content, thread_id=thread_id, reply_to=reply_to, album=album)
    return album


def check_may_speak(account: Account, chat: Chat, thread_id: int = 0) -> None:
    """:raises CannotAct: blocked, gone from the group, or the topic is closed to ordinary members"""
    if chat.private and account.blocked:
        raise CannotAct(f"{account.name} has blocked the bot")
    if chat.members.get(account.id) in ("left", "kicked"):
        raise CannotAct(f"{account.name} is not in the group any more")
    topic = chat.topics.get(thread_id)
    if topic is not None and topic.closed and chat.members.get(account.id) == "member":
        raise CannotAct("the topic is closed; only administrators write in it")


def contact_of(account: Account) -> Json:
    """The person's own contact, as the app sends it when the request button is pressed."""
    if not account.phone:
        raise CannotAct(f"{account.name} has no phone number")
    contact: Json = {"phone_number": account.phone, "first_name": account.name}
    if account.last_name:
        contact["last_name"] = account.last_name
    return {"contact": contact | {"user_id": account.id}}


def edit(world: "World", account: Account, message: Message, text: str) -> int | None:
    """Edit one's own text or caption; an empty one takes the caption away."""
    content = message.content
    if message.sender != account.id or message.service or not ("text" in content or CAPTIONED & content.keys()):
        raise CannotAct(f"{account.name} can edit own texts and captions only")
    if "forward_origin" in content:
        raise CannotAct("what has been forwarded cannot be edited")
    kind = "text" if "text" in content else "caption"
    if kind == "text" and not text.strip():
        raise CannotAct("a text cannot be made empty")
    spoken = {"text", "entities"} if kind == "text" else {"caption", "caption_entities"}
    message.content = {key: value for key, value in content.items() if key not in spoken}
    message.content |= {kind: text} if text else {}
    if entities := detected(text, []):
        message.content["entities" if kind == "text" else "caption_entities"] = entities
    message.edit_date = world.now()
    world.changed(message)
    return world.deliver(message, edited=True)


def delete(world: "World", account: Account, message: Message) -> None:
    """Delete a message for everyone: an own one, in one's private chat any; the bot is told nothing."""
    chat = world.chats[message.chat_id]
    may_all = chat.private or chat.members.get(account.id) in ("creator", "administrator")
    if message.sender != account.id and not may_all:
        raise CannotAct(f"{account.name} can delete own messages only")
    world.remove(message)


def pin(world: "World", account: Account, message: Message) -> int | None:
    """Pin a message; in a group as its administrator. It leaves a service message, which the bot hears of."""
    chat = world.chats[message.chat_id]
    if not chat.private and chat.members.get(account.id) not in ("creator", "administrator"):
        raise CannotAct(f"{account.name} may not pin messages here")
    message.pinned = True
    world.changed(message)
    pinned = {"pinned_message": message_json(world, message)}
    return world.deliver(world.put(chat, account.id, pinned, thread_id=message.thread_id, service=True))


def press(world: "World", account: Account, message: Message, data: str) -> Query:
    """Press an inline button that is on the message."""
    rows = (message.markup or {}).get("inline_keyboard", [])
    if not any(button.get("callback_data") == data for row in rows for button in row):
        raise CannotAct(f"there is no button with the data {data!r} on message {message.id}")
    query = world.new_query(message, account.id, data)
    press_again(world, query)
    return query


def press_again(world: "World", query: Query) -> int | None:
    """The same press under a new update id, as Telegram does it now and then."""
    message = world.messages.get((query.chat_id, query.message_id))
    gone = {"chat": chat_json(world, world.chats[query.chat_id]), "message_id": query.message_id, "date": 0}
    payload = {
        "id": query.id,
        "from": user_json(world, query.person),
        "message": message_json(world, message) if message else gone,
        "chat_instance": str(abs(query.chat_id) * 7919),
        "data": query.data,
    }
    return world.tell_bot("callback_query", query.chat_id, payload)


def block(world: "World", account: Account, *, blocked: bool) -> int | None:
    """Block the bot, or let it back in."""
    chat = world.private_chat(account.id)
    if account.blocked == blocked:
        return None
    account.blocked = blocked
    chat.bot = "kicked" if blocked else "member"
    world.feed.publish("person", id=account.id)
    standing = ("member", "kicked") if blocked else ("kicked", "member")
    return tell_standing(world, account.id, chat, *standing)


def react(world: "World", account: Account, message: Message, emoji: str) -> int | None:
    """Set the person's reaction; an empty string takes it away. In groups the bot hears of it as an administrator."""
    chat = world.chats[message.chat_id]
    if chat.members.get(account.id) in ("left", "kicked"):
        raise CannotAct(f"{account.name} is not in the group any more")
    old = message.reactions.pop(account.id, "")
    if emoji:
        message.reactions[account.id] = emoji
    world.changed(message)
    if not chat.private and chat.bot != "administrator":
        return None
    payload = {
        "chat": chat_json(world, chat),
        "message_id": message.id,
        "user": user_json(world, account.id),
        "date": world.now(),
        "old_reaction": _reaction(old),
        "new_reaction": _reaction(emoji),
    }
    return world.tell_bot("message_reaction", message.chat_id, payload)


def _reaction(emoji: str) -> list[Json]:
    return [{"type": "emoji", "emoji": emoji}] if emoji else []

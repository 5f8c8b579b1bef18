"""What people do in their private chats: each act changes the world and tells the bot.

They return the id of the update, or None where the bot did not ask for this kind of update.
"""

import re
from typing import TYPE_CHECKING

from sandbox.rules.detect import detected
from sandbox.state import BOT_ID, Account, Chat, Json, Message, Query
from sandbox.views import chat_json, member_json, message_json, user_json

if TYPE_CHECKING:
    from sandbox.world import World

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
    extra: Json | None = None,
) -> int | None:
    """Send a text message; `extra` may hold further fields, such as forward_origin."""
    content: Json = {"text": text, **(extra or {})}
    if entities := detected(text, []):
        content["entities"] = entities
    return send(world, account, chat, content, thread_id=thread_id, reply_to=reply_to)


def send(
    world: "World",
    account: Account,
    chat: Chat,
    content: Json,
    *,
    thread_id: int = 0,
    reply_to: int = 0,
) -> int | None:
    """Send a message of any content."""
    if chat.private and account.blocked:
        raise CannotAct(f"{account.name} has blocked the bot")
    keyboard = chat.keyboard or {}
    if keyboard.get("force_reply") or keyboard.get("one_time_keyboard"):
        chat.keyboard = None
        world.feed.publish("chat", id=chat.id)
    message = world.put(chat, account.id, content, thread_id=thread_id, reply_to=reply_to)
    return world.deliver(message)


def contact_of(account: Account) -> Json:
    """The person's own contact, as the app sends it when the request button is pressed."""
    if not account.phone:
        raise CannotAct(f"{account.name} has no phone number")
    contact: Json = {"phone_number": account.phone, "first_name": account.name}
    if account.last_name:
        contact["last_name"] = account.last_name
    return {"contact": contact | {"user_id": account.id}}


def edit(world: "World", account: Account, message: Message, text: str) -> int | None:
    """Edit one's own text."""
    if message.sender != account.id or "text" not in message.content:
        raise CannotAct(f"{account.name} can edit own texts only")
    message.content = {"text": text}
    if entities := detected(text, []):
        message.content["entities"] = entities
    message.edit_date = world.now()
    world.changed(message)
    return world.deliver(message, edited=True)


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


def tell_standing(
    world: "World", person_id: int, chat: Chat, old: str, new: str, *, manage_topics: bool = False
) -> int | None:
    """my_chat_member: the bot's standing in a chat has changed."""
    payload = {
        "chat": chat_json(world, chat),
        "from": user_json(world, person_id),
        "date": world.now(),
        "old_chat_member": member_json(world, BOT_ID, old),
        "new_chat_member": member_json(world, BOT_ID, new, manage_topics=manage_topics),
    }
    return world.tell_bot("my_chat_member", chat.id, payload)


def react(world: "World", account: Account, message: Message, emoji: str) -> int | None:
    """Set the person's reaction; an empty string takes it away."""
    old = message.reactions.pop(account.id, "")
    if emoji:
        message.reactions[account.id] = emoji
    world.changed(message)
    payload = {
        "chat": chat_json(world, world.chats[message.chat_id]),
        "message_id": message.id,
        "user": user_json(world, account.id),
        "date": world.now(),
        "old_reaction": _reaction(old),
        "new_reaction": _reaction(emoji),
    }
    return world.tell_bot("message_reaction", message.chat_id, payload)


def _reaction(emoji: str) -> list[Json]:
    return [{"type": "emoji", "emoji": emoji}] if emoji else []

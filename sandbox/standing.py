"""Who stands how in a chat, as the bot is told of it."""

from typing import TYPE_CHECKING

from sandbox.state import BOT_ID, Chat, Json
from sandbox.views import bot_member_json, chat_json, member_json, user_json

if TYPE_CHECKING:
    from sandbox.world import World


def tell_standing(world: "World", person_id: int, chat: Chat, old: Json | str, new: str) -> int | None:
    """my_chat_member: the bot's standing or its rights in a chat have changed."""
    now = bot_member_json(world, chat) if new == chat.bot else member_json(world, BOT_ID, new)
    payload = {
        "chat": chat_json(world, chat),
        "from": user_json(world, person_id),
        "date": world.now(),
        "old_chat_member": member_json(world, BOT_ID, old) if isinstance(old, str) else old,
        "new_chat_member": now,
    }
    return world.tell_bot("my_chat_member", chat.id, payload)


def tell_member(world: "World", by: int, chat: Chat, user_id: int, old: str, new: str) -> int | None:
    """chat_member: somebody has come or gone; only to administrators, and only if asked for."""
    if chat.bot != "administrator":
        return None
    payload = {
        "chat": chat_json(world, chat),
        "from": user_json(world, by),
        "date": world.now(),
        "old_chat_member": member_json(world, user_id, old, manage_topics=True),
        "new_chat_member": member_json(world, user_id, new, manage_topics=True),
    }
    return world.tell_bot("chat_member", chat.id, payload)

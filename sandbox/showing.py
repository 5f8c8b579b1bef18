"""The world as the chat page draws it."""

from dataclasses import asdict

from sandbox.api import BotApi
from sandbox.state import ANONYMOUS_ADMIN_ID, BOT_ID, Account, Call, Chat, Json, Message
from sandbox.world import World


def snapshot(api: BotApi, notes: list[tuple[str, str]], *, restart: bool) -> Json:
    """Everything, for a page that has just been opened."""
    world = api.world
    return {
        "kind": "snapshot",
        "bot": {"id": BOT_ID, "name": world.profile.name, "username": world.profile.username},
        "people": [person_view(world, one) for one in world.accounts.values()],
        "chats": [chat_view(one) for one in world.chats.values()],
        "messages": [message_view(world, one) for one in world.messages.values()],
        "calls": [call_json(one) for one in world.calls],
        "pending": len(world.updates.pending),
        "faults": api.faults.shown(),
        "limits": api.limits.enabled,
        "notes": [{"title": title, "text": text} for title, text in notes],
        "restart": restart,
    }


def person_view(world: World, account: Account) -> Json:
    """A person, with the commands and the description in the language of the person's Telegram."""
    profile = world.profile
    commands = profile.shown_commands(account.language, private=True, chat_id=account.id)
    description = profile.shown_description(account.language)
    return asdict(account) | {"commands": commands, "description": description}


def chat_view(chat: Chat) -> Json:
    return {
        "id": chat.id,
        "kind": chat.kind,
        "title": chat.title,
        "forum": chat.forum,
        "bot": chat.bot,
        "keyboard": chat.keyboard,
        "members": [number for number, status in chat.members.items() if status not in ("left", "kicked")],
        "migrated_to": chat.migrated_to,
        "topics": [asdict(topic) for topic in chat.topics.values()],
    }


def message_view(world: World, message: Message) -> Json:
    return {
        "id": message.id,
        "chat_id": message.chat_id,
        "date": message.date,
        "sender": message.sender,
        "name": _name(world, message),
        "content": message.content,
        "markup": message.markup,
        "edited": bool(message.edit_date),
        "thread_id": message.thread_id,
        "reply_to": message.reply_to,
        "service": message.service,
        "reactions": [{"by": by, "emoji": emoji} for by, emoji in message.reactions.items()],
        "album": message.album,
        "quote": message.quote,
        "pinned": message.pinned,
        "inaccessible": message.inaccessible,
    }


def call_json(call: Call) -> Json:
    return asdict(call)


def _name(world: World, message: Message) -> str:
    if message.sender == BOT_ID:
        return world.profile.name
    if message.sender == ANONYMOUS_ADMIN_ID or message.sender_chat:
        return world.chats[message.sender_chat or message.chat_id].title
    account = world.accounts[message.sender]
    return f"{account.name} {account.last_name}".strip()

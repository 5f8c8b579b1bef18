"""Records of the world as the JSON objects of the Bot API."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sandbox.state import ANONYMOUS_ADMIN_ID, BOT_ID, CHANNEL_BOT_ID, Account, Chat, Json, Message

if TYPE_CHECKING:
    from sandbox.world import World

_ADMIN_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages",
    "can_manage_video_chats", "can_restrict_members", "can_promote_members", "can_change_info",
    "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_pin_messages", "can_manage_topics",
    "can_send_welcome_messages",
)  # fmt: skip

_MEMBER_RIGHTS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos",
    "can_send_videos", "can_send_video_notes", "can_send_voice_notes", "can_send_polls",
    "can_send_other_messages", "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag",
    "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics",
)  # fmt: skip


def user_json(world: "World", user_id: int) -> Json:
    """User; the language is that of the person's Telegram."""
    if user_id == BOT_ID:
        return {
            "id": BOT_ID,
            "is_bot": True,
            "first_name": world.profile.name,
            "username": world.profile.username,
        }
    if user_id == ANONYMOUS_ADMIN_ID:
        return {
            "id": user_id, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot",
        }  # fmt: skip
    if user_id == CHANNEL_BOT_ID:
        return {"id": user_id, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
    return account_json(world.accounts[user_id])


def account_json(account: Account) -> Json:
    if account.deactivated:
        return {"id": account.id, "is_bot": False, "first_name": ""}
    user: Json = {"id": account.id, "is_bot": False, "first_name": account.name}
    if account.last_name:
        user["last_name"] = account.last_name
    if account.username:
        user["username"] = account.username
    if account.language:
        user["language_code"] = account.language
    return user


def chat_json(world: "World", chat: Chat) -> Json:
    if chat.private:
        user = account_json(world.accounts[chat.id])
        kept = ("id", "first_name", "last_name", "username")
        return {key: user[key] for key in kept if key in user} | {"type": "private"}
    shown: Json = {"id": chat.id, "title": chat.title, "type": chat.kind}
    return shown | {"is_forum": True} if chat.forum else shown


def full_chat_json(world: "World", chat: Chat) -> Json:
    """ChatFullInfo with the fields that are always there."""
    return chat_json(world, chat) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }


def message_json(world: "World", message: Message, *, with_reply: bool = True) -> Json:
    """Message as the bot sees it."""
    chat = world.chats[message.chat_id]
    shown: Json = {"message_id": message.id, "date": message.date, "chat": chat_json(world, chat)}
    if message.inaccessible:
        return shown | {"date": 0}
    if chat.kind != "channel":
        shown["from"] = user_json(world, message.sender)
    if message.sender_chat:
        shown["sender_chat"] = chat_json(world, world.chats[message.sender_chat])
    shown |= _thread(world, chat, message)
    if with_reply and (replied := _replied(world, message)):
        shown["reply_to_message"] = message_json(world, replied, with_reply=False)
    if message.quote and with_reply:
        shown["quote"] = message.quote
    marks = {
        "edit_date": message.edit_date,
        "media_group_id": message.album,
        "has_protected_content": message.protected,
    }
    shown |= {key: value for key, value in marks.items() if value}
    shown |= message.content
    if message.markup:
        shown["reply_markup"] = message.markup
    return shown


def member_json(
    world: "World", user_id: int, status: str, *, manage_topics: bool = False, denied: Iterable[str] = ()
) -> Json:
    """ChatMember; `denied` are rights that an administrator has not been given."""
    member: Json = {"status": status, "user": user_json(world, user_id)}
    if status == "creator":
        member["is_anonymous"] = False
    if status == "kicked":
        member["until_date"] = 0
    if status == "administrator":
        without = {"can_be_edited", "is_anonymous", "can_promote_members", *denied}
        member |= {right: right not in without for right in _ADMIN_RIGHTS}
        member["can_manage_topics"] = manage_topics
    if status == "restricted":
        member |= {"is_member": True, "until_date": 0} | dict.fromkeys(_MEMBER_RIGHTS, False)
    return member


def bot_member_json(world: "World", chat: Chat) -> Json:
    """ChatMember of the bot as it stands now."""
    return member_json(world, BOT_ID, chat.bot, manage_topics=chat.can_manage_topics, denied=chat.denied)


def _replied(world: "World", message: Message) -> Message | None:
    """The message replied to; in a topic, where nobody replied, the one that opened the topic."""
    target = message.reply_to or (message.thread_id if message.thread_id != message.id else 0)
    return world.messages.get((message.chat_id, target))


def _thread(world: "World", chat: Chat, message: Message) -> Json:
    """Topics have a thread of their own; without topics replies in a supergroup make threads, too."""
    if message.thread_id and chat.forum:
        return {"message_thread_id": message.thread_id, "is_topic_message": True}
    if chat.kind == "supergroup" and not chat.forum and message.reply_to:
        return {"message_thread_id": _first_of_thread(world, message)}
    return {}


def _first_of_thread(world: "World", message: Message) -> int:
    """The message at which a chain of replies begins."""
    first = message.reply_to
    while (replied := world.messages.get((message.chat_id, first))) and replied.reply_to:
        first = replied.reply_to
    return first

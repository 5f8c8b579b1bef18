"""getMe, getChat, getChatMember, getChatAdministrators, leaveChat, setMessageReaction."""

from sandbox.arguments import Arguments
from sandbox.methods.access import found_message, known_chat, reachable_chat
from sandbox.refusal import bad_request
from sandbox.state import BOT_ID, Json
from sandbox.views import bot_member_json, full_chat_json, member_json, user_json
from sandbox.world import World

_EMOJI = """
    👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊
    🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋
    🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃
    💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
"""
REACTIONS = frozenset(_EMOJI.split())


def get_me(world: World, _: Arguments) -> Json:
    return user_json(world, BOT_ID) | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(world: World, args: Arguments) -> Json:
    chat = known_chat(world, args)
    return full_chat_json(world, chat if chat.migrated_to else reachable_chat(world, args))


def get_chat_member(world: World, args: Arguments) -> Json:
    chat = reachable_chat(world, args)
    user_id = args.integer("user_id")
    if user_id == BOT_ID:
        return bot_member_json(world, chat)
    if user_id not in world.accounts:
        raise bad_request("PARTICIPANT_ID_INVALID")
    status = "member" if chat.id == user_id else chat.members.get(user_id, "left")
    return member_json(world, user_id, status)


def get_chat_administrators(world: World, args: Arguments) -> list[Json]:
    """Owner and administrators; of the bots, the asking one alone."""
    chat = reachable_chat(world, args)
    if chat.private:
        raise bad_request("There are no administrators in the private chat")
    people = [(number, status) for number, status in chat.members.items() if status in ("creator", "administrator")]
    own = [bot_member_json(world, chat)] if chat.bot == "administrator" else []
    return [member_json(world, number, status, manage_topics=True) for number, status in people] + own


def get_chat_member_count(world: World, args: Arguments) -> int:
    chat = reachable_chat(world, args)
    inside = [status for status in chat.members.values() if status not in ("left", "kicked")]
    return 2 if chat.private else len(inside) + 1


def leave_chat(world: World, args: Arguments) -> bool:
    chat = reachable_chat(world, args)
    if chat.private:
        raise bad_request("Chat member status can't be changed in private chats")
    chat.bot = "left"
    world.put(chat, BOT_ID, {"left_chat_member": user_json(world, BOT_ID)}, service=True)
    world.feed.publish("chat", id=chat.id)
    return True


def set_message_reaction(world: World, args: Arguments) -> bool:
    chat = reachable_chat(world, args)
    message = found_message(world, chat, args, "Message to react")
    wanted = args.parsed("reaction", "reaction types") or []
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    emoji = str(wanted[0].get("emoji", "")).rstrip("\ufe0f") if wanted else ""
    if wanted and emoji not in REACTIONS:
        raise bad_request("REACTION_INVALID")
    message.reactions.pop(BOT_ID, None)
    if emoji:
        message.reactions[BOT_ID] = emoji
    world.changed(message)
    return True


METHODS = {
    "getMe": get_me,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "setMessageReaction": set_message_reaction,
}

"""Which chat, message and topic a request means, and whether the bot may reach it."""

from sandbox.arguments import Arguments
from sandbox.refusal import Refusal, bad_request, forbidden
from sandbox.rules.quotes import find_quote
from sandbox.rules.text import formatted
from sandbox.state import BOT_ID, Chat, Json, Message
from sandbox.world import World

_KINDS = {"group": "group chat", "supergroup": "supergroup chat", "channel": "channel chat"}


def reachable_chat(world: World, args: Arguments, name: str = "chat_id") -> Chat:
    """The chat that the bot may write to.

    :raises Refusal: unknown, deactivated, migrated, kicked or left
    """
    chat = known_chat(world, args, name)
    if chat.private and world.accounts[chat.id].deactivated:
        raise forbidden("user is deactivated")
    if chat.migrated_to:
        raise Refusal(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=chat.migrated_to,
        )
    if not chat.private and chat.bot == "kicked":
        raise forbidden(f"bot was kicked from the {_KINDS[chat.kind]}")
    if not chat.private and chat.bot == "left":
        raise forbidden(f"bot is not a member of the {_KINDS[chat.kind]}")
    return chat


def known_chat(world: World, args: Arguments, name: str = "chat_id") -> Chat:
    if not args.text(name):
        raise bad_request(f"{name} is empty")
    chat = world.chats.get(args.integer(name))
    if chat is None:
        raise bad_request("Chat not found")
    return chat


def check_not_blocked(world: World, chat: Chat) -> None:
    """The last thing that Telegram looks at: the content was fine, the person does not want it."""
    if chat.private and world.accounts[chat.id].blocked:
        raise forbidden("bot was blocked by the user")


def found_message(world: World, chat: Chat, args: Arguments, what: str, name: str = "message_id") -> Message:
    """:raises Refusal: "<what> not found" """
    message = world.messages.get((chat.id, args.integer(name)))
    if message is None:
        raise bad_request(f"{what} not found")
    return message


def thread_of(chat: Chat, args: Arguments) -> int:
    """The topic to write to; 0 is the chat itself."""
    thread_id = args.integer("message_thread_id")
    if not thread_id or not chat.forum:
        return 0
    topic = chat.topics.get(thread_id)
    if topic is None:
        raise bad_request("Message thread not found")
    if topic.closed and not chat.can_manage_topics:
        raise bad_request("TOPIC_CLOSED")
    return thread_id


def check_may_write(chat: Chat) -> None:
    if chat.bot == "restricted":
        raise bad_request("Not enough rights to send text messages to the chat")


def reply_target(world: World, chat: Chat, args: Arguments) -> tuple[int, Json | None]:
    """The message replied to and the quote from it; (0, None) for none."""
    parameters = args.parsed("reply_parameters", "reply parameters")
    if isinstance(parameters, dict):
        named = Arguments(parameters)
        number, chat_id = named.integer("message_id"), named.integer("chat_id", chat.id)
        tolerant = named.flag("allow_sending_without_reply")
    else:
        named, number = Arguments(), args.integer("reply_to_message_id")
        tolerant, chat_id = args.flag("allow_sending_without_reply"), chat.id
    if not number:
        return 0, None
    if (chat_id, number) not in world.messages or chat_id != chat.id:
        if tolerant:
            return 0, None
        raise bad_request("Message to be replied not found")
    return number, _quoted(world.messages[chat_id, number], named)


def _quoted(message: Message, reply: Arguments) -> Json | None:
    """TextQuote that the bot asked for.

    :raises Refusal: "can't parse entities: …"; QUOTE_TEXT_INVALID where the message does not say so
    """
    entities = reply.parsed("quote_entities", "quote entities")
    text, found = formatted(reply.text("quote"), reply.text("quote_parse_mode"), entities)
    if not text:
        return None
    quote = find_quote(message.content, text, found, reply.integer("quote_position"))
    if quote is None:
        raise bad_request("QUOTE_TEXT_INVALID")
    return quote


def own_message(message: Message) -> bool:
    """Editable at all: the bot's, not a service message, sent without a reply keyboard."""
    return message.sender == BOT_ID and not message.service and not message.plain_reply

"""pinChatMessage, unpinChatMessage."""

from sandbox.arguments import Arguments
from sandbox.methods.access import found_message, reachable_chat
from sandbox.refusal import bad_request
from sandbox.state import BOT_ID, Chat
from sandbox.views import message_json
from sandbox.world import World


def pin_chat_message(world: World, args: Arguments) -> bool:
    """The pin leaves a service message, and the bot hears of it."""
    chat = reachable_chat(world, args)
    message = found_message(world, chat, args, "Message to pin")
    _check_may_pin(chat)
    message.pinned = True
    world.changed(message)
    pinned = {"pinned_message": message_json(world, message)}
    service = world.put(chat, BOT_ID, pinned, thread_id=message.thread_id, service=True)
    world.deliver(service)
    return True


def unpin_chat_message(world: World, args: Arguments) -> bool:
    """Take down the message of this number, without one the newest pinned."""
    chat = reachable_chat(world, args)
    _check_may_pin(chat)
    pinned = [one for one in world.history(chat.id) if one.pinned]
    if args.integer("message_id"):
        message = found_message(world, chat, args, "Message to unpin")
    elif pinned:
        message = pinned[-1]
    else:
        raise bad_request("Message to unpin not found")
    message.pinned = False
    world.changed(message)
    return True


def _check_may_pin(chat: Chat) -> None:
    if not chat.private and not chat.may("can_pin_messages"):
        raise bad_request("Not enough rights to manage pinned messages in the chat")


METHODS = {"pinChatMessage": pin_chat_message, "unpinChatMessage": unpin_chat_message}

"""Topics of a forum: create, rename, close, reopen."""

from sandbox.arguments import Arguments
from sandbox.group import Group
from sandbox.methods.access import reachable_chat
from sandbox.refusal import bad_request
from sandbox.state import Json, Topic
from sandbox.world import World

NAME_LIMIT = 128


def create(world: World, args: Arguments) -> Json:
    group = _forum(world, args)
    if not group.chat.can_manage_topics:
        raise bad_request("Not enough rights to create a topic")
    name = args.text("name").strip()[:NAME_LIMIT]
    if not name:
        raise bad_request("Name must be non-empty")
    color = args.integer("icon_color")
    if not 0 <= color <= 0xFFFFFF:
        raise bad_request("Invalid icon color specified")
    topic = group.open_topic(name, icon_color=color)
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}


def edit(world: World, args: Arguments) -> bool:
    group, topic = _topic(world, args)
    name = args.text("name").strip()[:NAME_LIMIT] or topic.name
    if name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    group.rename_topic(topic, name)
    return True


def close(world: World, args: Arguments) -> bool:
    return _toggle(world, args, closed=True)


def reopen(world: World, args: Arguments) -> bool:
    return _toggle(world, args, closed=False)


def _toggle(world: World, args: Arguments, *, closed: bool) -> bool:
    group, topic = _topic(world, args)
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    group.close_topic(topic, closed=closed)
    return True


def _forum(world: World, args: Arguments) -> Group:
    chat = reachable_chat(world, args)
    if not chat.forum:
        raise bad_request("The chat is not a forum")
    return Group(world, chat)


def _topic(world: World, args: Arguments) -> tuple[Group, Topic]:
    group = _forum(world, args)
    if not group.chat.can_manage_topics:
        raise bad_request("Not enough rights to edit the topic")
    topic = group.chat.topics.get(args.integer("message_thread_id"))
    if topic is None:
        raise bad_request("Message thread not found")
    return group, topic


METHODS = {
    "createForumTopic": create,
    "editForumTopic": edit,
    "closeForumTopic": close,
    "reopenForumTopic": reopen,
}

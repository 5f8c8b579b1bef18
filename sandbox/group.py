"""A group, supergroup or channel as an actor: the bot comes and goes, topics open and close."""

from typing import TYPE_CHECKING

from sandbox import acts
from sandbox.screen import Line, Screen
from sandbox.state import ANONYMOUS_ADMIN_ID, BOT_ID, CHANNEL_BOT_ID, Chat, Json, Message, Topic
from sandbox.views import user_json

if TYPE_CHECKING:
    from sandbox.people import Person
    from sandbox.world import World

_ICON_COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


class Group:
    """`operators = world.group("Operators", forum=True, members=(aigul,))`; `operators.add_bot(by=aigul)`."""

    def __init__(self, world: "World", chat: Chat) -> None:
        self.world = world
        self.chat = chat

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def topics(self) -> list[Topic]:
        return list(self.chat.topics.values())

    @property
    def history(self) -> list[Line]:
        return Screen(self.world, self.id).history

    def screen(self, topic: int | None = None) -> Screen:
        return Screen(self.world, self.id, topic)

    def add_bot(self, *, by: "Person", admin: bool = True, manage_topics: bool = True) -> None:
        """Add the bot, as an administrator by default."""
        old = self.chat.bot
        self.chat.members.setdefault(by.id, "administrator")
        if old in ("left", "kicked") and self.chat.kind != "channel":
            members = [user_json(self.world, BOT_ID)]
            self.chat.bot = "member"
            self._service(by.id, {"new_chat_members": members, "new_chat_member": members[0]})
        self.chat.bot = "administrator" if admin else "member"
        self.chat.can_manage_topics = admin and manage_topics
        acts.tell_standing(self.world, by.id, self.chat, old, self.chat.bot, manage_topics=manage_topics)
        self.world.feed.publish("chat", id=self.id)

    def remove_bot(self, *, by: "Person") -> None:
        """Throw the bot out."""
        old, self.chat.bot, self.chat.keyboard = self.chat.bot, "kicked", None
        self.world.put(self.chat, by.id, {"left_chat_member": user_json(self.world, BOT_ID)}, service=True)
        acts.tell_standing(self.world, by.id, self.chat, old, "kicked")
        self.world.feed.publish("chat", id=self.id)

    def migrate(self, *, by: "Person") -> "Group":
        """Upgrade the basic group to a supergroup and return the new one."""
        new = self.world.new_chat(self.chat.title, "supergroup", forum=False)
        new.members, new.bot = dict(self.chat.members), self.chat.bot
        self.chat.migrated_to = new.id
        self._service(by.id, {"migrate_to_chat_id": new.id})
        successor = Group(self.world, new)
        successor._service(by.id, {"migrate_from_chat_id": self.id})
        self.world.feed.publish("chat", id=new.id)
        return successor

    def open_topic(self, name: str, *, by: int = BOT_ID, icon_color: int = 0) -> Topic:
        """Open a topic; its id is that of the service message."""
        color = icon_color or _ICON_COLORS[len(self.chat.topics) % len(_ICON_COLORS)]
        created: Json = {"forum_topic_created": {"name": name, "icon_color": color}}
        message = self.world.put(self.chat, by, created, service=True)
        message.thread_id = message.id
        topic = self.chat.topics[message.id] = Topic(message.id, name, color)
        self.world.feed.publish("chat", id=self.id)
        self.world.deliver(message)
        return topic

    def close_topic(self, topic: Topic, *, by: int = BOT_ID, closed: bool = True) -> None:
        topic.closed = closed
        event = "forum_topic_closed" if closed else "forum_topic_reopened"
        self._service(by, {event: {}}, topic.id)
        self.world.feed.publish("chat", id=self.id)

    def rename_topic(self, topic: Topic, name: str, *, by: int = BOT_ID) -> None:
        topic.name = name
        self._service(by, {"forum_topic_edited": {"name": name}}, topic.id)
        self.world.feed.publish("chat", id=self.id)

    def delete_topic(self, topic: Topic) -> None:
        """An operator deletes the topic with all its messages; Telegram tells the bot nothing."""
        del self.chat.topics[topic.id]
        for line in self.screen(topic.id).history:
            self.world.remove(line.message)
        self.world.feed.publish("chat", id=self.id)

    def says_anonymously(self, text: str, *, topic: int = 0) -> Message:
        """An administrator who hides behind the group writes."""
        message = self.world.put(self.chat, ANONYMOUS_ADMIN_ID, {"text": text}, thread_id=topic, sender_chat=self.id)
        self.world.deliver(message)
        return message

    def posts(self, text: str) -> Message:
        """A post of the channel."""
        message = self.world.put(self.chat, CHANNEL_BOT_ID, {"text": text}, sender_chat=self.id)
        self.world.deliver(message)
        return message

    def _service(self, sender: int, content: Json, thread_id: int = 0) -> None:
        message = self.world.put(self.chat, sender, content, thread_id=thread_id, service=True)
        self.world.deliver(message)

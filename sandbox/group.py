"""A group, supergroup or channel as an actor: people and the bot come and go, topics open and close."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sandbox.rules.detect import detected
from sandbox.screen import Line, Screen
from sandbox.standing import tell_member, tell_standing
from sandbox.state import ANONYMOUS_ADMIN_ID, BOT_ID, CHANNEL_BOT_ID, Chat, Json, Message, Topic
from sandbox.views import bot_member_json, user_json

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

    def add_bot(
        self, *, by: "Person", admin: bool = True, manage_topics: bool = True, without: Sequence[str] = ()
    ) -> None:
        """Add the bot, as an administrator by default; again to change its rights.

        :param without: further rights that it does not get, such as can_pin_messages
        """
        old, before = self.chat.bot, bot_member_json(self.world, self.chat)
        self.chat.members.setdefault(by.id, "administrator")
        if old in ("left", "kicked") and self.chat.kind != "channel":
            members = [user_json(self.world, BOT_ID)]
            self.chat.bot = "member"
            self._service(by.id, {"new_chat_members": members, "new_chat_member": members[0]})
        self.chat.bot = "administrator" if admin else "member"
        self.chat.can_manage_topics = admin and manage_topics
        self.chat.denied = list(without) if admin else []
        tell_standing(self.world, by.id, self.chat, before, self.chat.bot)
        self.world.feed.publish("chat", id=self.id)

    def silence_bot(self, *, by: "Person") -> None:
        """Take all rights away: the bot stays, reads what it may and cannot write."""
        before = bot_member_json(self.world, self.chat)
        self.chat.bot, self.chat.can_manage_topics, self.chat.denied = "restricted", False, []
        tell_standing(self.world, by.id, self.chat, before, "restricted")
        self.world.feed.publish("chat", id=self.id)

    def remove_bot(self, *, by: "Person") -> None:
        """Throw the bot out."""
        old, self.chat.bot, self.chat.keyboard = self.chat.bot, "kicked", None
        self.world.put(self.chat, by.id, {"left_chat_member": user_json(self.world, BOT_ID)}, service=True)
        tell_standing(self.world, by.id, self.chat, old, "kicked")
        self.world.feed.publish("chat", id=self.id)

    def joins(self, person: "Person", *, by: "Person | None" = None, status: str = "member") -> None:
        """A person comes in, or is brought in, or gets another standing (administrator)."""
        old = self.chat.members.get(person.id, "left")
        self.chat.members[person.id] = status
        if old in ("left", "kicked"):
            user = user_json(self.world, person.id)
            self._service((by or person).id, {"new_chat_members": [user], "new_chat_member": user})
        tell_member(self.world, (by or person).id, self.chat, person.id, old, status)
        self.world.feed.publish("chat", id=self.id)

    def leaves(self, person: "Person", *, by: "Person | None" = None) -> None:
        """A person goes; with `by` is put out and cannot come back alone."""
        old, new = self.chat.members.get(person.id, "member"), "kicked" if by else "left"
        self.chat.members[person.id] = new
        self._service((by or person).id, {"left_chat_member": user_json(self.world, person.id)})
        tell_member(self.world, (by or person).id, self.chat, person.id, old, new)
        self.world.feed.publish("chat", id=self.id)

    def migrate(self, *, by: "Person", new_first: bool = False) -> "Group":
        """Upgrade the basic group to a supergroup and return the new one.

        :param new_first: the bot hears of it in the new chat first; Telegram promises no order
        """
        new = self.world.new_chat(self.chat.title, "supergroup", forum=False)
        new.members, new.bot = dict(self.chat.members), self.chat.bot
        new.can_manage_topics, new.denied = self.chat.can_manage_topics, list(self.chat.denied)
        self.chat.migrated_to = new.id
        told = [(self.chat, {"migrate_to_chat_id": new.id}), (new, {"migrate_from_chat_id": self.id})]
        for chat, content in reversed(told) if new_first else told:
            self.world.deliver(self.world.put(chat, by.id, content, service=True))
        self.world.feed.publish("chat", id=self.id)
        self.world.feed.publish("chat", id=new.id)
        return Group(self.world, new)

    def turn_topics(self, *, on: bool) -> None:
        """Switch topics on or off; Telegram tells the bot nothing."""
        self.chat.forum = on
        self.world.feed.publish("chat", id=self.id)

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

    def says_anonymously(self, text: str, *, topic: int = 0, reply_to: Message | None = None) -> Message:
        """An administrator who hides behind the group writes."""
        content: Json = {"text": text} | ({"entities": found} if (found := detected(text, [])) else {})
        replied = reply_to.id if reply_to else 0
        message = self.world.put(
            self.chat, ANONYMOUS_ADMIN_ID, content, thread_id=topic, reply_to=replied, sender_chat=self.id
        )
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

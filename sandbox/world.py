"""The state of the emulated Telegram: people, chats, messages, files, presses, updates.

No HTTP here. Every change is published on `world.feed`. Ids come from the seed, so that the same
script gives the same transcript. Use it from one event loop.
"""

import random
import string
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from sandbox.feed import Feed
from sandbox.group import Group
from sandbox.people import Person
from sandbox.profile import Profile
from sandbox.state import BOT_ID, Account, Call, Chat, Json, Message, Query, StoredFile
from sandbox.updates import UpdateQueue
from sandbox.views import message_json

CALLBACK_SECONDS = 30.0
"""How long a press can be answered; Telegram does not publish the figure."""


class World:
    """Everything that Telegram would remember.

    :param seed: fixes ids of people, chats, files, presses and the first update
    :param clock: seconds since the epoch
    """

    def __init__(self, *, seed: int = 1, clock: Callable[[], float] = time.time) -> None:
        self.random = random.Random(seed)  # noqa: S311 - ids for show, the same at every run
        self.clock = clock
        self.feed = Feed()
        self.profile = Profile()
        self.accounts: dict[int, Account] = {}
        self.chats: dict[int, Chat] = {}
        self.messages: dict[tuple[int, int], Message] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, Query] = {}
        self.typing: dict[int, tuple[str, float]] = {}
        self.updates = UpdateQueue(self.random.randrange(10**8, 9 * 10**8), clock)
        self.calls: deque[Call] = deque(maxlen=500)
        self.unknown_methods: list[str] = []
        """Methods that were called and are not emulated; a test should find it empty."""
        self.privacy = True
        """Group privacy mode of the bot."""
        self.patience = 10.0
        """Seconds that actors wait for the bot before they fail."""
        self.last_message_id = self.random.randrange(100, 900)
        self.last_call = 0

    @property
    def refused(self) -> list[Call]:
        """Calls among the last 500 that were turned down as wrong (400): mistakes of the bot."""
        return [call for call in self.calls if call.status == 400 and not call.fault]

    def person(
        self,
        name: str,
        *,
        last_name: str = "",
        username: str = "",
        language: str = "ru",
        phone: str = "",
    ) -> Person:
        """The person of this name and phone, made when there is none yet."""
        for account in self.accounts.values():
            if (account.name, account.last_name, account.phone) == (name, last_name, phone):
                return Person(self, account)
        number = self.random.randrange(5_100_000_000, 7_900_000_000)
        account = Account(number, name, last_name, username, language, phone)
        self.accounts[number] = account
        self.feed.publish("person", id=number)
        return Person(self, account)

    def actor(self, person_id: int) -> Person:
        return Person(self, self.accounts[person_id])

    def group(
        self, title: str, *, forum: bool = False, kind: str = "supergroup", members: tuple[Person, ...] = ()
    ) -> Group:
        """The group, supergroup or channel of this title, made when there is none yet."""
        for chat in self.chats.values():
            if chat.title == title and not chat.migrated_to:
                return Group(self, chat)
        chat = self.new_chat(title, kind, forum)
        chat.members = {member.id: "member" for member in members}
        self.feed.publish("chat", id=chat.id)
        return Group(self, chat)

    def new_chat(self, title: str, kind: str, forum: bool) -> Chat:
        """A group, supergroup or channel with an id of its kind."""
        number = self.random.randrange(10**9, 4 * 10**9)
        chat = Chat(-number if kind == "group" else -1_000_000_000_000 - number, kind, title, forum)
        self.chats[chat.id] = chat
        return chat

    def private_chat(self, person_id: int) -> Chat:
        """The chat of the person with the bot, opened at the first word."""
        if person_id not in self.chats:
            self.chats[person_id] = Chat(person_id, "private", bot="member")
            self.feed.publish("chat", id=person_id)
        return self.chats[person_id]

    def put(self, chat: Chat, sender: int, content: Json, **fields: Any) -> Message:
        """A new message at the end of the chat; the bot is not told.

        :param fields: further fields of the Message, such as thread_id or reply_to
        """
        number = self.next_message_id(chat)
        message = Message(number, chat.id, self.now(), sender, content, **fields)
        self.messages[chat.id, number] = message
        if sender == BOT_ID:
            self.typing.pop(chat.id, None)
        self.changed(message)
        return message

    def next_message_id(self, chat: Chat) -> int:
        """Supergroups and channels count for themselves, all the other chats together."""
        if chat.kind in ("supergroup", "channel"):
            chat.last_message_id += 1
            return chat.last_message_id
        self.last_message_id += 1
        return self.last_message_id

    def changed(self, message: Message) -> None:
        self.feed.publish("message", chat_id=message.chat_id, message_id=message.id)

    def remove(self, message: Message) -> None:
        del self.messages[message.chat_id, message.id]
        self.feed.publish("removed", chat_id=message.chat_id, message_id=message.id)

    def tell_bot(self, kind: str, chat_id: int, payload: Json) -> int | None:
        """Queue an update; None where the bot did not ask for this kind."""
        update_id = self.updates.add(kind, chat_id, payload)
        if update_id is not None:
            self.feed.publish("update", id=update_id, pending=len(self.updates.pending))
        return update_id

    def deliver(self, message: Message, *, edited: bool = False) -> int | None:
        """Show a message to the bot, where it may see it."""
        chat = self.chats[message.chat_id]
        if not self._hears(chat, message):
            return None
        kind = "channel_post" if chat.kind == "channel" else "message"
        kind = f"edited_{kind}" if edited else kind
        return self.tell_bot(kind, chat.id, message_json(self, message))

    def _hears(self, chat: Chat, message: Message) -> bool:
        if chat.private or chat.bot == "administrator":
            return True
        if chat.bot not in ("member", "restricted"):
            return False
        if not self.privacy or message.service or chat.kind == "channel":
            return True
        replied = self.messages.get((chat.id, message.reply_to))
        text = str(message.content.get("text", ""))
        to_bot = f"@{self.profile.username}" in text
        command = text.startswith("/") and (to_bot or "@" not in text.split()[0])
        return to_bot or command or (replied is not None and replied.sender == BOT_ID)

    def new_query(self, message: Message, person_id: int, data: str) -> Query:
        """A fresh press, to be answered within CALLBACK_SECONDS."""
        number = self.new_number()
        query = Query(number, message.chat_id, message.id, person_id, data, self.clock())
        self.queries[number] = query
        return query

    def new_number(self) -> str:
        """A long number for a press, an album or a poll."""
        return str(self.random.randrange(10**18, 9 * 10**18))

    def store(self, data: bytes, name: str, mime: str, folder: str) -> StoredFile:
        """Keep a file; the file_id can be sent again."""
        letters = string.ascii_letters + string.digits
        token = "".join(self.random.choices(letters, k=40))
        suffix = name.rsplit(".", 1)[-1] if "." in name else "bin"
        path = f"{folder}/file_{len(self.files)}.{suffix}"
        file = StoredFile(f"BQACAgIAAx{token}", f"AgAD{token[:12]}", path, name, mime, data)
        self.files[file.id] = file
        return file

    def history(self, chat_id: int) -> list[Message]:
        """Messages of a chat, oldest first."""
        return [message for message in self.messages.values() if message.chat_id == chat_id]

    def now(self) -> int:
        return int(self.clock())

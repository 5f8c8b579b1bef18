"""What the world is made of: plain records that can be written to a file and read back."""

from dataclasses import dataclass, field
from typing import Any

BOT_ID = 1000000001
ANONYMOUS_ADMIN_ID = 1087968824
CHANNEL_BOT_ID = 136817688
TOKEN = f"{BOT_ID}:SANDBOX-telegram-knows-no-such-token-01"

Json = dict[str, Any]

CAPTIONED = frozenset({"document", "photo", "video", "animation", "audio", "voice"})
"""Contents that may carry a caption."""


@dataclass
class Account:
    """A person who has Telegram."""

    id: int
    name: str
    last_name: str = ""
    username: str = ""
    language: str = "ru"
    phone: str = ""
    blocked: bool = False
    """The person has blocked the bot."""
    deactivated: bool = False
    """The person has deleted the Telegram account."""


@dataclass
class Topic:
    """A thread of a forum; its id is that of the service message which opened it."""

    id: int
    name: str
    icon_color: int
    closed: bool = False


@dataclass
class Chat:
    """A private chat (its id is the person's), a group, a supergroup or a channel."""

    id: int
    kind: str
    title: str = ""
    forum: bool = False
    bot: str = "left"
    """Standing of the bot: member, administrator, restricted (it reads and may not write), left, kicked."""
    can_manage_topics: bool = False
    denied: list[str] = field(default_factory=list)
    """Further rights of an administrator that the bot has not been given, such as can_pin_messages."""
    migrated_to: int = 0
    last_message_id: int = 0
    members: dict[int, str] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    keyboard: Json | None = None
    """Reply keyboard (or forced reply) that is now under the composer."""

    @property
    def private(self) -> bool:
        return self.kind == "private"

    def may(self, right: str) -> bool:
        """Whether the bot is an administrator with this right."""
        return self.bot == "administrator" and right not in self.denied


@dataclass
class Message:
    """A message as its chat shows it; `content` holds the fields of the Bot API."""

    id: int
    chat_id: int
    date: int
    sender: int
    content: Json
    thread_id: int = 0
    reply_to: int = 0
    markup: Json | None = None
    plain_reply: bool = False
    """It carries a reply keyboard, a removal or a forced reply: it can never be edited."""
    edit_date: int = 0
    sender_chat: int = 0
    protected: bool = False
    service: bool = False
    reactions: dict[int, str] = field(default_factory=dict)
    album: str = ""
    """The media_group_id that binds the messages of an album."""
    quote: Json | None = None
    """TextQuote: the part of the message replied to that is quoted."""
    pinned: bool = False
    inaccessible: bool = False
    """Too old for Telegram: a press arrives with an InaccessibleMessage."""


@dataclass
class StoredFile:
    """A file with its bytes; `id` is the reusable file_id."""

    id: str
    unique_id: str
    path: str
    name: str
    mime: str
    data: bytes


@dataclass
class Query:
    """One press of an inline button."""

    id: str
    chat_id: int
    message_id: int
    person: int
    data: str
    born: float
    answered: bool = False
    text: str = ""
    alert: bool = False


@dataclass
class Call:
    """One line of the Bot API log."""

    number: int
    method: str
    arguments: Json
    status: int
    result: Any
    ms: float
    unknown: bool = False
    fault: str = ""

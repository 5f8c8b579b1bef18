"""What a person has before the eyes in one chat: the last words of the bot and all live buttons."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.state import BOT_ID, Chat, Json, Message

if TYPE_CHECKING:
    from sandbox.world import World


@dataclass(frozen=True)
class Line:
    """One bubble of the history."""

    message: Message

    @property
    def mine(self) -> bool:
        """Said by a person, not by the bot."""
        return self.message.sender != BOT_ID

    @property
    def text(self) -> str:
        """Text or caption; empty for a bare file, contact or service message."""
        content = self.message.content
        return str(content.get("text", content.get("caption", "")))

    @property
    def buttons(self) -> list[str]:
        return [button["text"] for button in inline_buttons(self.message)]

    @property
    def file_name(self) -> str:
        return str(self.message.content.get("document", {}).get("file_name", ""))

    @property
    def kind(self) -> str:
        """What the message carries: text, photo, voice… or the name of a service message."""
        content = self.message.content
        return next((kind for kind in _FILES if kind in content), next(iter(content), ""))

    @property
    def reactions(self) -> list[str]:
        """Everybody's reactions, the bot's among them."""
        return list(self.message.reactions.values())

    @property
    def mark(self) -> str:
        """The reaction of the bot; empty for none."""
        return self.message.reactions.get(BOT_ID, "")

    @property
    def edited(self) -> bool:
        return bool(self.message.edit_date)

    @property
    def album(self) -> str:
        """The same for all messages of one album; empty for a single message."""
        return self.message.album

    @property
    def reply_to(self) -> int:
        """Number of the message replied to; 0 for none."""
        return self.message.reply_to

    @property
    def quote(self) -> str:
        """The words of the message replied to that are quoted."""
        return str((self.message.quote or {}).get("text", ""))

    @property
    def pinned(self) -> bool:
        return self.message.pinned

    def __str__(self) -> str:
        who = "▸" if self.mine else "◂"
        kind = "" if self.kind == "text" else self.kind
        words = " ".join(filter(None, [f"[{kind} {self.file_name}]" if kind else "", self.text]))
        return f"{who} {words}" + (f"  {self.buttons}" if self.buttons else "")


_FILES = (
    "animation", "document", "photo", "video", "voice", "audio", "video_note", "sticker",
    "venue", "location", "contact", "poll", "text",
)  # fmt: skip


class Screen:
    """A chat (or one topic of it) as it looks now."""

    def __init__(self, world: "World", chat_id: int, topic: int | None = None) -> None:
        self._world = world
        self._chat_id = chat_id
        self._topic = topic

    @property
    def chat(self) -> Chat:
        """The chat; an empty one for who has not spoken to the bot yet."""
        return self._world.chats.get(self._chat_id) or Chat(self._chat_id, "private")

    @property
    def history(self) -> list[Line]:
        """Bubbles, oldest first."""
        messages = self._world.history(self._chat_id)
        if self._topic is not None:
            messages = [message for message in messages if message.thread_id == self._topic]
        return [Line(message) for message in messages]

    @property
    def text(self) -> str:
        """The newest words of the bot."""
        return self.line.text if self.line else ""

    @property
    def line(self) -> Line | None:
        """The newest bubble of the bot that is not a service message."""
        spoken = (one for one in reversed(self.history) if not one.mine)
        return next((one for one in spoken if not one.message.service), None)

    @property
    def buttons(self) -> list[str]:
        """Labels that can be tapped: inline ones first, then those of the reply keyboard."""
        return self.inline + self.keyboard

    @property
    def inline(self) -> list[str]:
        menu = self.menu
        return [button["text"] for button in inline_buttons(menu)] if menu else []

    @property
    def keyboard(self) -> list[str]:
        return [button["text"] for button in keyboard_buttons(self.chat)]

    @property
    def menu(self) -> Message | None:
        """The newest message with an inline keyboard."""
        lines = reversed(self.history)
        return next((line.message for line in lines if inline_buttons(line.message)), None)

    def find(self, label: str) -> tuple[Message | None, Json] | None:
        """The button of this label: exactly, else the only one that contains it.

        :raises AssertionError: where the part fits several buttons
        """
        menu = self.menu
        inline = [(menu, button) for button in inline_buttons(menu)] if menu else []
        plain = [(None, button) for button in keyboard_buttons(self.chat)]
        for place in (inline, plain):
            if exact := [one for one in place if one[1]["text"] == label]:
                return exact[0]
        for place in (inline, plain):
            part = [one for one in place if label in one[1]["text"]]
            if len({one[1]["text"] for one in part}) > 1:
                fits = [one[1]["text"] for one in part]
                raise AssertionError(f"{label!r} fits several buttons: {fits}")
            if part:
                return part[0]
        return None

    def __str__(self) -> str:
        shown = "\n".join(f"  {line}" for line in self.history[-6:]) or "  (nothing)"
        return f"{shown}\n  inline: {self.inline}\n  keyboard: {self.keyboard}"


def inline_buttons(message: Message) -> list[Json]:
    rows = (message.markup or {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def keyboard_buttons(chat: Chat) -> list[Json]:
    rows = (chat.keyboard or {}).get("keyboard", [])
    return [button for row in rows for button in row]

"""Typed actors for tests: a person speaks, taps and looks as people do.

    maria = world.person("Мария", language="ru", phone="+77010000001")
    await maria.starts()                      # START, or starts("payload") for a deep link
    await maria.says("/readings")             # returns when the bot has answered in her chat
    await maria.taps("Передать")              # exact label, or the only one that contains it
    await maria.shares_contact()              # own; shares_contact(of=other) for someone else's
    assert "сумма" in maria.screen.text       # maria.screen.buttons, .inline, .keyboard
    await maria.sees("принято", timeout=10)   # waits by event, not by sleeping
    maria.history                             # lines with .text, .mine, .buttons, .file_name
    maria.toast, maria.alert                  # what the last press was answered with
    await maria.edits("…", line=line)         # text or caption; deletes(line), reacts("👍", line=line)
    await maria.sends_album([png, png], caption="…")   # all the sends_… are in sandbox.sending

Every act waits until the bot has done something in the chat (sent, edited, deleted), and a tap until
the press is answered, too; `answered=False` returns at once. In groups: `at=group, topic=topic_id`.
"""

from typing import TYPE_CHECKING

from sandbox import acts, media
from sandbox.acts import CannotAct
from sandbox.screen import Line, Screen
from sandbox.sending import Sender, number_of
from sandbox.state import Account, Chat, Json, Message, Query
from sandbox.waiting import Watch, wait_for

if TYPE_CHECKING:
    from sandbox.group import Group
    from sandbox.world import World

SETTLE_SECONDS = 0.3
"""A press answered without any change on the screen counts as done after this pause."""


class Person(Sender):
    """A consumer or an operator with a Telegram account."""

    def __init__(self, world: "World", account: Account) -> None:
        self.world = world
        self.account = account
        self.opened = ""
        """The link behind the last URL button that was tapped."""
        self.clipboard = ""
        """What the last copy button put there."""
        self._last_query: Query | None = None

    @property
    def id(self) -> int:
        return self.account.id

    @property
    def name(self) -> str:
        return self.account.name

    @property
    def screen(self) -> Screen:
        """The private chat with the bot."""
        return Screen(self.world, self.id)

    @property
    def history(self) -> list[Line]:
        return self.screen.history

    @property
    def toast(self) -> str:
        """Text that the last press was answered with."""
        return self._last_query.text if self._last_query else ""

    @property
    def alert(self) -> bool:
        """The last answer was a window, not a toast."""
        return bool(self._last_query and self._last_query.alert)

    async def starts(self, payload: str = "", *, answered: bool = True) -> Screen:
        acts.start(self.world, self.account, payload)
        return await self._answered(self._chat(None), answered)

    async def says(
        self,
        text: str,
        *,
        at: "Group | None" = None,
        topic: int = 0,
        reply_to: Line | Message | None = None,
        quote: str = "",
        answered: bool = True,
    ) -> Screen:
        """Write; `quote` is the part of the message replied to that is quoted."""
        chat = self._chat(at)
        acts.say(self.world, self.account, chat, text, thread_id=topic, reply_to=number_of(reply_to), quote=quote)
        return await self._answered(chat, answered)

    async def edits(
        self,
        text: str,
        *,
        line: Line | Message | None = None,
        at: "Group | None" = None,
        topic: int | None = None,
        answered: bool = True,
    ) -> Screen:
        """Edit an own text or caption, by default the newest in this place; "" takes a caption away."""
        chat = self._chat(at)
        acts.edit(self.world, self.account, _message(line) or self._own(chat, topic), text)
        return await self._answered(chat, answered)

    def deletes(
        self, line: Line | Message | None = None, *, at: "Group | None" = None, topic: int | None = None
    ) -> None:
        """Delete a message for everyone, by default the newest own one; the bot is told nothing."""
        acts.delete(self.world, self.account, _message(line) or self._own(self._chat(at), topic))

    def pins(self, line: Line | Message) -> None:
        """Pin a message in its chat; in a group as its administrator."""
        acts.pin(self.world, self.account, line.message if isinstance(line, Line) else line)

    async def taps(
        self,
        label: str,
        *,
        at: "Group | None" = None,
        topic: int | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - how long a person looks before giving up
        answered: bool = True,
    ) -> Screen:
        """Tap the button: in the newest inline keyboard, else in the reply keyboard.

        :raises AssertionError: the button does not come up in time, or the press stays unanswered
        """
        chat = self._chat(at)
        message, button = await self._button(Screen(self.world, chat.id, topic), label, timeout)
        if message is None:
            return await self._uses_keyboard(chat, button, answered)
        return await self.presses(message, button, answered=answered)

    async def presses(self, message: Message, button: Json, *, answered: bool = True) -> Screen:
        """Press a button of any message that still carries it, an old one as well."""
        chat = self.world.chats[message.chat_id]
        if "callback_data" not in button:
            self.opened = button.get("url", button.get("web_app", {}).get("url", self.opened))
            self.clipboard = button.get("copy_text", {}).get("text", self.clipboard)
            return Screen(self.world, chat.id)
        query = acts.press(self.world, self.account, message, button["callback_data"])
        self._last_query = query
        return await self._query_done(query, chat) if answered else Screen(self.world, chat.id)

    def repeats_press(self) -> None:
        """Telegram sends the last press once more under a new update id."""
        if self._last_query is None:
            raise CannotAct(f"{self.name} has not pressed anything yet")
        acts.press_again(self.world, self._last_query)

    async def reacts(
        self,
        emoji: str,
        *,
        line: Line | Message | None = None,
        at: "Group | None" = None,
        topic: int | None = None,
    ) -> None:
        """React to a message, by default the newest one of the bot; "" takes the reaction back."""
        target = _message(line) or _message(Screen(self.world, self._chat(at).id, topic).line)
        if target is None:
            raise CannotAct("there is nothing to react to")
        acts.react(self.world, self.account, target, emoji)

    async def blocks(self) -> None:
        acts.block(self.world, self.account, blocked=True)

    async def unblocks(self) -> None:
        acts.block(self.world, self.account, blocked=False)

    async def sees(
        self,
        part: str,
        *,
        at: "Group | None" = None,
        topic: int | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - how long a person looks before giving up
    ) -> Line:
        """Wait until the newest words of the bot contain `part`; return that bubble.

        :raises AssertionError: with what is there instead
        """
        screen = Screen(self.world, at.id if at else self.id, topic)

        def found() -> Line | None:
            return screen.line if screen.line and part in screen.line.text else None

        return await wait_for(self.world, found, screen, f"{self.name} does not see {part!r}", timeout)

    def _own(self, chat: Chat, topic: int | None) -> Message:
        lines = reversed(Screen(self.world, chat.id, topic).history)
        own = next((one.message for one in lines if one.message.sender == self.id and one.text), None)
        if own is None:
            raise CannotAct(f"{self.name} has written nothing here")
        return own

    def _chat(self, at: "Group | None") -> Chat:
        return at.chat if at else self.world.private_chat(self.id)

    async def _button(self, screen: Screen, label: str, seconds: float | None) -> tuple[Message | None, Json]:
        complaint = f"there is no button {label!r} before {self.name}"
        return await wait_for(self.world, lambda: screen.find(label), screen, complaint, seconds)

    async def _uses_keyboard(self, chat: Chat, button: Json, answered: bool) -> Screen:
        if button.get("request_contact"):
            acts.send(self.world, self.account, chat, acts.contact_of(self.account))
        elif button.get("request_location"):
            acts.send(self.world, self.account, chat, media.location(49.95, 82.61))
        else:
            acts.say(self.world, self.account, chat, button["text"])
        return await self._answered(chat, answered)

    async def _answered(self, chat: Chat, wanted: bool) -> Screen:
        screen = Screen(self.world, chat.id)
        if wanted:
            watch = Watch(self.world, chat)
            try:
                await wait_for(self.world, lambda: watch.moved, screen, f"the bot does not answer {self.name}", None)
            finally:
                watch.stop()
        return screen

    async def _query_done(self, query: Query, chat: Chat) -> Screen:
        screen = Screen(self.world, chat.id)
        watch = Watch(self.world, chat)
        try:
            complaint = f"the press of {query.data!r} by {self.name} stays unanswered"
            await wait_for(self.world, lambda: query.answered, screen, complaint, None)
            await self.world.feed.until(lambda: watch.moved, SETTLE_SECONDS)
        except TimeoutError:
            pass  # a toast alone is an answer, too
        finally:
            watch.stop()
        return screen


def _message(line: Line | Message | None) -> Message | None:
    return line.message if isinstance(line, Line) else line

from datetime import datetime
from typing import Any, Protocol

from core.desk.model import (
    Ban,
    Group,
    Incoming,
    Operator,
    Role,
    Said,
    SaidState,
    Side,
    Spot,
    Subject,
    Talk,
    TalkFigures,
    Thread,
)


class Threads(Protocol):
    async def of_chat(self, chat_id: int) -> Thread | None: ...

    async def get(self, thread_id: int) -> Thread | None: ...

    async def of_topic(self, group_id: int, topic_id: int) -> Thread | None: ...

    async def add(self, *, chat_id: int, group_id: int) -> Thread:
        """Return the thread of a chat, made if there is none."""

    async def change(self, thread_id: int, **values: Any) -> None: ...


class Talks(Protocol):
    async def open_one(self, thread_id: int) -> Talk | None: ...

    async def last(self, thread_id: int) -> Talk | None: ...

    async def get(self, talk_id: int) -> Talk | None: ...

    async def of_thread(self, thread_id: int) -> tuple[Talk, ...]:
        """Return all talks, the newest first."""

    async def open(self, *, thread_id: int, subject: Subject | None, side: Side, now: datetime) -> Talk: ...

    async def change(self, talk_id: int, **values: Any) -> None:
        """`tags` is a tuple, `comment` a text."""

    async def since(self, since: datetime) -> tuple[TalkFigures, ...]:
        """Return the figures of talks that were opened or closed since then."""

    async def all_open(self) -> tuple[Talk, ...]:
        """Return every open talk, the one that has waited longest first."""


class Sayings(Protocol):
    async def add(
        self,
        *,
        talk: Talk,
        side: Side,
        author: int | None,
        incoming: Incoming,
        quotes: int | None,
        now: datetime,
    ) -> Said | None:
        """Keep it; None: it is kept already."""

    async def get(self, said_id: int) -> Said | None: ...

    async def by_source(self, spot: Spot) -> Said | None: ...

    async def at(self, spot: Spot) -> Said | None:
        """Return what this message is, as it was written or as it was passed on."""

    async def of_album(self, talk_id: int, album: str, state: SaidState | None = None) -> tuple[Said, ...]: ...

    async def of_talk(self, talk_id: int, most: int = 1000) -> tuple[Said, ...]:
        """Return the newest of what was said, the oldest of them first."""

    async def answers_since(self, since: datetime) -> dict[int, int]:
        """Return how many answers each operator has given."""

    async def change(self, said_id: int, **values: Any) -> None:
        """`words` are sealed; `target` is a Spot."""


class Operators(Protocol):
    async def get(self, user_id: int) -> Operator | None: ...

    async def all(self) -> tuple[Operator, ...]: ...

    async def put(self, *, user_id: int, name: str, role: Role, by: str, now: datetime) -> None: ...

    async def remove(self, user_id: int) -> bool: ...


class Bans(Protocol):
    async def of_chat(self, chat_id: int, now: datetime) -> Ban | None:
        """Return the ban in force."""

    async def all(self, now: datetime) -> tuple[Ban, ...]: ...

    async def add(self, *, chat_id: int, reason: str, by: int, until: datetime | None, now: datetime) -> None: ...

    async def lift(self, chat_id: int, now: datetime) -> bool: ...


class Groups(Protocol):
    async def get(self, chat_id: int) -> Group:
        """Return a group under the id it is set by, or under that of the supergroup it has become."""

    async def set_ids(self, chat_id: int) -> tuple[int, ...]:
        """Return the ids under which this group may be set: its own, and those that it had before."""

    async def move(self, chat_id: int, to: int) -> bool:
        """Note that it has become a supergroup; False: it was noted before."""

    async def change(self, chat_id: int, **values: Any) -> None: ...


class Relay(Protocol):
    """What goes to Telegram for the desk: in order for each chat, kept until it has gone. A key is queued once."""

    async def pass_on(self, *, said: Said, chat_id: int, delay: float = 0) -> None:
        """Copy a message to the other side; those of one album go together, `delay` seconds after the first."""

    async def edit(self, *, said: Said, file: bool = False) -> None:
        """`file`: another one stands there now, and not other words alone."""

    async def delete(self, *, said: Said) -> None: ...

    async def react(self, *, spot: Spot, emoji: str, key: str) -> None:
        """Put a reaction on a message, or take it away (empty)."""

    async def tell(self, *, chat_id: int, name: str, values: dict[str, str | int], key: str) -> None:
        """Say words of the bot's own to a consumer, after all that was said before."""

    async def tell_thread(
        self,
        *,
        thread: Thread,
        name: str,
        values: dict[str, str | int],
        key: str,
        erase_after: float = 0,
        shows: bool = False,
    ) -> None:
        """Say words of the bot's own to the operators, in the thread; `erase_after` seconds they are deleted.

        `shows`: personal data are put into them once their number is known, so that they cannot but be erased.
        """

    async def tell_group(
        self, *, chat_id: int, name: str, values: dict[str, str | int], key: str, ahead: bool = False
    ) -> None:
        """Say words of the bot's own in a group, outside any thread; `ahead` of all that waits for it."""

    async def erase(self, *, spot: Spot, due: datetime) -> None:
        """Delete a message of the bot's own at `due`."""

    async def pass_paper(self, *, chat_id: int, appeal_id: int, of: str, index: int) -> None:
        """Send a paper of an appeal (`of`: asked) or of its answer (answer) by the id that Telegram has for it."""

    async def refresh(self, *, thread: Thread, now: datetime) -> None:
        """Bring the card, the name and the state of the topic up to date, soon; many at once are one."""

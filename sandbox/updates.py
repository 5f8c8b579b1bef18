"""The queue of updates, with Telegram's rules of confirming and of allowed types."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sandbox.state import Json

KINDS = (
    "message", "edited_message", "channel_post", "edited_channel_post", "callback_query",
    "my_chat_member", "chat_member", "message_reaction", "message_reaction_count",
)  # fmt: skip
_ONLY_IF_ASKED = {"chat_member", "message_reaction", "message_reaction_count"}
_KEPT_SECONDS = 24 * 3600


@dataclass
class Pending:
    """An update that the bot has not confirmed yet."""

    id: int
    chat_id: int
    born: float
    body: Json


class UpdateQueue:
    """Updates wait here until an offset above their id, or a webhook's 2xx, confirms them."""

    def __init__(self, first_id: int, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.next_id = first_id
        self.pending: list[Pending] = []
        self.allowed: list[str] = []

    def add(self, kind: str, chat_id: int, payload: Json) -> int | None:
        """Queue an update and return its id; None where this kind was not asked for."""
        if not self.wants(kind):
            return None
        update_id = self.next_id
        self.next_id += 1
        body = {"update_id": update_id, kind: payload}
        self.pending.append(Pending(update_id, chat_id, self._clock(), body))
        return update_id

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in _ONLY_IF_ASKED

    def allow(self, kinds: Iterable[object] | None) -> None:
        """Remember what the bot asked for; None leaves it as it was, empty is the default set."""
        if kinds is not None:
            self.allowed = [str(kind) for kind in kinds if kind in KINDS]

    def take(self, offset: int, limit: int) -> list[Json]:
        """Confirm what lies below the offset and return up to `limit` of the rest.

        A negative offset keeps the last `-offset` updates and forgets the others.
        """
        oldest = self._clock() - _KEPT_SECONDS
        del self.pending[: bisect_left(self.pending, oldest, key=lambda one: one.born)]
        if offset < 0:
            del self.pending[:offset]
        elif offset > 0:
            del self.pending[: bisect_left(self.pending, offset, key=lambda one: one.id)]
        return [one.body for one in self.pending[:limit]]

    def confirm(self, update_id: int) -> None:
        self.pending = [one for one in self.pending if one.id != update_id]

    def clear(self) -> None:
        self.pending = []

"""Waiting for the bot by event, with a complaint that shows the screen."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sandbox.feed import Found
from sandbox.screen import Screen
from sandbox.state import BOT_ID, Chat

if TYPE_CHECKING:
    from sandbox.world import World


async def wait_for(
    world: "World", check: Callable[[], Found | None], screen: Screen, complaint: str, seconds: float | None
) -> Found:
    """Wait for `check` to give something, at most so many seconds (None: the world's patience).

    :raises AssertionError: the complaint and what is on the screen
    """
    patience = world.patience if seconds is None else seconds
    try:
        return await world.feed.until(check, patience)
    except TimeoutError:
        raise AssertionError(f"{complaint} ({patience:g} s); on the screen:\n{screen}") from None


class Watch:
    """Notes whether the bot has sent, edited or deleted something in a chat."""

    def __init__(self, world: "World", chat: Chat) -> None:
        self.moved = False
        self._world = world
        self._chat_id = chat.id
        self.stop = world.feed.listen(self._hear)

    def _hear(self, kind: str, data: dict[str, Any]) -> None:
        if data.get("chat_id") != self._chat_id or kind not in ("message", "removed"):
            return
        message = self._world.messages.get((self._chat_id, data["message_id"]))
        self.moved = self.moved or message is None or message.sender == BOT_ID

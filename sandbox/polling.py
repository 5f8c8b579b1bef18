"""getUpdates: long polling with the rule of one poller."""

import asyncio
import math

from sandbox.arguments import Arguments
from sandbox.refusal import Refusal
from sandbox.state import Json
from sandbox.world import World

LONGEST_POLL = 50
CONFLICT_PAUSE = 3.0
_OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class Polling:
    """Hands updates to one poller at a time: a newcomer ends the one that waits."""

    def __init__(self, world: World, *, conflict_pause: float = CONFLICT_PAUSE) -> None:
        self._world = world
        self._turn = 0
        self._reason = ""
        self._conflict_pause = conflict_pause
        self._last_conflict = -math.inf

    async def get_updates(self, args: Arguments, *, webhook_active: bool) -> list[Json]:
        """:raises Refusal: 409 beside a webhook, or when another poller comes"""
        if webhook_active:
            raise Refusal(409, _WEBHOOK_ACTIVE)
        self.interrupt(_OTHER_POLLER)
        queue = self._world.updates
        kinds = args.parsed("allowed_updates", "allowed updates")
        queue.allow(kinds if isinstance(kinds, list) else None)
        offset = args.integer("offset")
        limit = min(max(args.integer("limit", 100), 1), 100)
        timeout = min(max(args.integer("timeout"), 0), LONGEST_POLL)
        updates = queue.take(offset, limit)
        self._world.feed.publish("confirmed", pending=len(queue.pending))
        if updates or timeout == 0:
            return updates
        return await self._wait(max(offset, 0), limit, timeout)

    def interrupt(self, reason: str) -> None:
        """End the poll that waits, if there is one, with 409."""
        self._turn += 1
        self._reason = reason
        self._world.feed.publish("poller", pending=len(self._world.updates.pending))

    async def _wait(self, offset: int, limit: int, seconds: float) -> list[Json]:
        mine, queue = self._turn, self._world.updates
        try:
            await self._world.feed.until(lambda: self._turn != mine or bool(queue.pending), seconds)
        except TimeoutError:
            return []
        if self._turn != mine:
            reason = self._reason
            await self._pause()
            raise Refusal(409, reason)
        return queue.take(offset, limit)

    async def _pause(self) -> None:
        """Repeated conflicts are answered slowly, so that two pollers do not spin."""
        now = asyncio.get_running_loop().time()
        if now - self._last_conflict < self._conflict_pause:
            await asyncio.sleep(self._conflict_pause)
        else:
            self._last_conflict = now

from datetime import datetime, timedelta

from core.readings.model import TooManyUnlinked
from core.readings.policy import ReadingPolicy
from core.readings.ports import Drafts

_DAY = timedelta(days=1)


class Throttle:
    """How often a chat may try itself at accounts that it has not linked."""

    def __init__(self, drafts: Drafts, policy: ReadingPolicy, now: datetime) -> None:
        self._drafts = drafts
        self._limit = policy.unlinked_per_day
        self._now = now

    async def check_first(self, chat_id: int) -> None:
        """:raises TooManyUnlinked: it may not try another account or meter in these 24 hours"""
        await self._check(chat_id, self._limit)

    async def check_next(self, chat_id: int) -> None:
        """Check before another value for a meter that was found by the last try.

        :raises TooManyUnlinked: it has guessed often enough in these 24 hours
        """
        await self._check(chat_id, self._limit + 1)

    async def count(self, chat_id: int) -> None:
        await self._drafts.count_unlinked(chat_id, self._now)

    async def _check(self, chat_id: int, most: int) -> None:
        if await self._drafts.unlinked_since(chat_id, self._now - _DAY) >= most:
            raise TooManyUnlinked(self._limit)

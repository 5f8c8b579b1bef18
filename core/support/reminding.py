"""Appeals that the desk is reminded of: when seven tenths of the term are over, and on its last day."""

from datetime import datetime

from core.clock import today_in_almaty
from core.desk.policy import DeskPolicy
from core.support.desk import AppealsAtDesk
from core.support.policy import AppealPolicy
from core.support.ports import Stores

_FIRST, _LAST_CALL = 1, 2


class AppealReminders:
    def __init__(self, *, stores: Stores, policy: AppealPolicy, desk: DeskPolicy, now: datetime) -> None:
        self._stores = stores
        self._policy = policy
        self._desk = desk
        self._tell = AppealsAtDesk(stores=stores, now=now)
        self._now = now

    async def remind(self, *, most: int) -> int:
        """Remind of what is due, in hours of work, each time once; return how many reminders there were.

        The last one comes on the due day, or on the last working day before it, and goes to the whole group.
        """
        if not self._desk.hours.is_open(self._now):
            return 0
        today = today_in_almaty(self._now)
        last = self._policy.last_before_work(today)
        if not await self._stores.appeals.to_remind(self._now, today, last, 1):
            return 0
        await self._stores.work.write()
        found = await self._stores.appeals.to_remind(self._now, today, last, most)
        for appeal in found:
            is_last = appeal.due_on is not None and appeal.due_on <= last
            times = _LAST_CALL if is_last else _FIRST
            await self._tell.remind(appeal, times, group_too=is_last)
            await self._stores.appeals.mark_reminded(appeal.id, times)
        return len(found)

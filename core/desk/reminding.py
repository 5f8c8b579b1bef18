"""What the desk does by the clock: it is reminded of who waits, quiet talks are closed, mornings begin with a list."""

from datetime import datetime, timedelta

from core.clock import ALMATY, today_in_almaty
from core.desk.model import Side, Talk, TalkState
from core.desk.policy import DeskPolicy
from core.desk.talks import Stores
from core.support.ports import Appeals

DIGEST_WITHIN = timedelta(hours=1)  # of the opening; a bot that begins later lets the day do without


class ReminderService:
    """Each may be asked as often as one likes: what has been said is not said again."""

    def __init__(
        self, *, stores: Stores, appeals: Appeals, policy: DeskPolicy, default_group: int | None, now: datetime
    ) -> None:
        self._stores = stores
        self._appeals = appeals
        self._policy = policy
        self._default = default_group
        self._now = now

    async def remind(self) -> int:
        """Say in the topics of those who have waited too long, in hours of work, that they wait; return how many."""
        if not self._policy.hours.is_open(self._now):
            return 0
        late = [talk for talk in await self._stores.talks.all_open() if self._due(talk) > talk.reminded]
        if late:
            await self._stores.work.write()
        return sum([await self._remind_of(talk.id) for talk in late])

    async def close_quiet(self) -> int:
        """Close talks in which the desk spoke last and nobody has for days; the consumers are told."""
        if not self._policy.close_after_days or not self._policy.hours.is_open(self._now):
            return 0
        quiet = [talk for talk in await self._stores.talks.all_open() if self._is_quiet(talk)]
        if quiet:
            await self._stores.work.write()
        return sum([await self._close(talk.id) for talk in quiet])

    def is_morning(self) -> bool:
        """Say whether a day of work has begun lately, and its list is wanted."""
        moment = self._now.astimezone(ALMATY)
        spans = self._policy.hours.of_day(moment.date())
        if not self._policy.digest or not spans:
            return False
        opening = datetime.combine(moment.date(), spans[0].begins, ALMATY)
        return opening <= self._now < opening + DIGEST_WITHIN

    async def digest(self) -> None:
        """Tell each group what waits there, once a day."""
        await self._stores.work.write()
        waiting = await self._stores.talks.all_open()
        threads = {talk.id: await self._stores.threads.get(talk.thread_id) for talk in waiting}
        day = f"{today_in_almaty(self._now):%Y-%m-%d}"
        for group in await self.groups():
            here = [talk for talk in waiting if (thread := threads[talk.id]) is not None and thread.group_id == group]
            await self._stores.relay.tell_group(
                chat_id=group,
                name="desk_digest",
                values=self._of_group(here) | await self._of_appeals(group),
                key=f"desk:digest:{group}:{day}",
            )

    async def groups(self) -> tuple[int, ...]:
        """Return the groups of the desk as they are now."""
        known = dict.fromkeys((self._default, *(group.chat_id for group in self._policy.groups)))
        return tuple([(await self._stores.groups.get(group)).chat_id for group in known if group is not None])

    async def tell_behind(self, *, group: int, number: int, late: timedelta) -> None:
        """Tell a group that the bot has more to say there than Telegram takes; once in a quarter of an hour."""
        if (await self._stores.groups.get(group)).trouble:
            return
        await self._stores.work.write()
        quarter = f"{self._now:%Y-%m-%dT%H}:{self._now.minute // 15}"
        values: dict[str, str | int] = {"number": number, "seconds": int(late.total_seconds())}
        await self._stores.relay.tell_group(
            chat_id=group, name="desk_behind", values=values, key=f"desk:behind:{group}:{quarter}", ahead=True
        )

    def _due(self, talk: Talk) -> int:
        """Return how many reminders there should have been by now."""
        if talk.waits_since is None:
            return 0
        waited = self._policy.hours.worked(talk.waits_since, self._now)
        return sum(waited >= timedelta(minutes=minutes) for minutes in self._policy.remind_minutes)

    async def _remind_of(self, talk_id: int) -> int:
        talk = await self._stores.talks.get(talk_id)
        due = 0 if talk is None or not talk.is_open else self._due(talk)
        if talk is None or talk.waits_since is None or due <= talk.reminded:
            return 0
        thread = await self._stores.threads.get(talk.thread_id)
        if thread is None:
            return 0
        assignee = None if talk.assignee is None else await self._stores.operators.get(talk.assignee)
        waited = self._policy.hours.worked(talk.waits_since, self._now)
        await self._stores.talks.change(talk.id, reminded=due)
        await self._stores.relay.tell_thread(
            thread=thread,
            name="talk_waits",
            values={
                "minutes": int(waited.total_seconds() // 60),
                "assignee": talk.assignee or 0,
                "name": assignee.name if assignee is not None else "",
            },
            key=f"talk:{talk.id}:waits:{talk.waits_since.timestamp():.0f}:{due}",
        )
        return 1

    def _is_quiet(self, talk: Talk) -> bool:
        until = self._now - timedelta(days=self._policy.close_after_days)
        return talk.spoken_by is Side.DESK and talk.waits_since is None and talk.said_at <= until

    async def _close(self, talk_id: int) -> int:
        talk = await self._stores.talks.get(talk_id)
        if talk is None or not talk.is_open or not self._is_quiet(talk):
            return 0
        await self._stores.talks.change(
            talk.id, state=TalkState.CLOSED, closed_at=self._now, closed_by="time", waits_since=None
        )
        await self._stores.audit.record(actor="clock", action="talk.close", subject=f"talk:{talk.id}")
        thread = await self._stores.threads.get(talk.thread_id)
        if thread is None:
            return 1
        key = f"talk:{talk.id}:closed:{self._now.timestamp():.0f}"
        days = self._policy.close_after_days
        values: dict[str, str | int] = {"talk": talk.id, "thread": thread.id, "days": days}
        await self._stores.relay.tell_thread(
            thread=thread, name="talk_closed_by_time", values=values, key=f"{key}:desk"
        )
        if thread.chat_id is not None:
            await self._stores.relay.tell(chat_id=thread.chat_id, name="talk_closed", values={"talk": talk.id}, key=key)
        await self._stores.relay.refresh(thread=thread, now=self._now)
        return 1

    def _of_group(self, talks: list[Talk]) -> dict[str, str | int]:
        waiting = [talk for talk in talks if talk.waits_since is not None]  # the longest first
        longest = waiting[0] if waiting else None
        waited = timedelta()
        if longest is not None and longest.waits_since is not None:
            waited = self._policy.hours.worked(longest.waits_since, self._now)
        return {
            "open": len(talks),
            "waiting": len(waiting),
            "unassigned": sum(talk.assignee is None for talk in talks),
            "longest": longest.thread_id if longest is not None else 0,
            "minutes": int(waited.total_seconds() // 60),
        }

    async def _of_appeals(self, group: int) -> dict[str, str | int]:
        """Appeals are the affair of the group that is set as the operators' chat."""
        if self._default is None or group != (await self._stores.groups.get(self._default)).chat_id:
            return {}
        today = today_in_almaty(self._now)
        appeals = await self._appeals.at_the_office(self._now)
        return {
            "appeals": len(appeals),
            "due_today": sum(appeal.due_on == today for appeal in appeals),
            "overdue": sum(appeal.due_on is not None and appeal.due_on < today for appeal in appeals),
        }

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from operator import attrgetter

from bot.alarms import Alarms
from bot.delivery.outcome import End, Outcome
from bot.delivery.show import Delivery
from bot.jobs.again import seconds_to_next
from bot.jobs.rounds import Rounds
from bot.jobs.wording import Wording
from core.clock import Clock
from core.storage.outbox import Outbox, Parcel

log = logging.getLogger(__name__)

_BATCH = 20
_GROUP_PACE, _PERSON_PACE = 3.0, 1.0  # seconds between two messages to one chat


class Sender:
    """Sends what the outbox holds for one person or for the operators, at once."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        delivery: Delivery,
        wording: Wording,
        alarms: Alarms,
        clock: Clock,
    ) -> None:
        self._outbox = outbox
        self._delivery = delivery
        self._wording = wording
        self._alarms = alarms
        self._clock = clock
        self._rounds = Rounds(outbox, clock)

    def wake(self) -> None:
        self._rounds.wake()

    async def settled(self) -> None:
        """Wait until nothing is left of what a process before this one had in hand."""
        await self._rounds.settled.wait()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set, then finish what is under way, for ten seconds at most."""
        await self._rounds.run(stop, self._send_personal)

    async def _send_personal(self) -> bool:
        parcels = await self._outbox.claim(_BATCH, self._clock())
        by_chat = groupby(
            sorted(parcels, key=attrgetter("chat_id", "priority", "due", "id")), key=attrgetter("chat_id")
        )
        async with asyncio.TaskGroup() as group:
            for _, batch in by_chat:
                group.create_task(self._send_to_one(list(batch)))
        return bool(parcels)

    async def _send_to_one(self, parcels: Sequence[Parcel]) -> None:
        for number, parcel in enumerate(parcels):
            if number:
                await asyncio.sleep(_PERSON_PACE if parcel.chat_id > 0 else _GROUP_PACE)
            await self._send(parcel)

    async def _send(self, parcel: Parcel) -> None:
        if parcel.lease <= self._clock():  # this process was frozen, and another may have it in hand
            return
        closed_for = self._delivery.closed_for(parcel.chat_id)
        if closed_for > 0:
            due = self._clock() + timedelta(seconds=closed_for)
            await self._outbox.postpone(parcel.id, due, outcome="flood", counted=False)
            return
        try:
            screen = await self._wording.screen(parcel)
        except Exception as error:
            log.exception("a message has no words", extra={"parcel": parcel.id})
            await self._outbox.close(parcel.id, "dead", self._clock(), outcome=type(error).__name__)
            await self._alarms.raise_("dead_letter", table="outbox", row=parcel.id)
            return
        if screen is None:
            await self._outbox.close(parcel.id, "cancelled", self._clock(), outcome="off")
            return
        await self._record(parcel, await self._delivery.send(parcel.chat_id, screen))

    async def _record(self, parcel: Parcel, outcome: Outcome) -> None:
        now = self._clock()
        wait = seconds_to_next(parcel.tries, outcome)
        match outcome.end:
            case End.SENT:
                await self._outbox.close(parcel.id, "sent", now, message_id=outcome.message_id)
            case End.UNCLEAR | End.LATER if wait is not None:
                due = now + timedelta(seconds=wait)
                await self._outbox.postpone(parcel.id, due, outcome=outcome.detail, counted=not outcome.flood)
            case End.MIGRATED if outcome.moved_to is not None:
                await self._outbox.redirect(parcel.chat_id, outcome.moved_to)
                await self._outbox.postpone(parcel.id, now, outcome=outcome.detail)
                log.warning("a group has moved: set OPERATOR_CHAT_ID anew", extra={"to": outcome.moved_to})
            case _:
                await self._outbox.close(parcel.id, "dead", now, outcome=f"{outcome.end} {outcome.detail}")
                log.warning("message not sent", extra={"parcel": parcel.id, "end": outcome.end, "why": outcome.detail})
                if outcome.end in (End.BLOCKED, End.GONE) and parcel.chat_id > 0:
                    await self._wording.note_blocked(parcel.chat_id)

"""Campaigns on their way: the leader fills the outbox page by page and sends at the pace that is set.

In one turn what has ended is recorded and what comes next is claimed; so after a crash no more is unclear than is in
hand. Each message is one call that is not repeated unless Telegram says that it did not take it; deleting and editing,
of which twice is as good as once, are tried again where the answer was lost as well.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.delivery.outcome import End, Outcome
from bot.delivery.pace import Pace
from bot.delivery.show import Delivery
from bot.jobs.again import seconds_to_next
from bot.jobs.composing import Composer, Message
from core.cabinet import Cabinet
from core.clock import Clock
from core.retailer import Retailer
from core.storage.engine import Database
from core.storage.leader import pause
from core.storage.ledger import Ended, GivenBack, Ledger
from core.storage.outbox import Parcel

log = logging.getLogger(__name__)

_TURN, _FILL, _IDLE, _AFTER_TROUBLE = 0.1, 0.3, 0.5, 2.0  # seconds
_STOP_SECONDS = 10.0
_ONE_CHAT = 1.0  # seconds between two messages to one chat

Over = Ended | GivenBack


class CampaignSender:
    def __init__(
        self,
        *,
        database: Database,
        retailer: Retailer,
        delivery: Delivery,
        composer: Composer,
        in_all: Pace,
        clock: Clock,
        leads: Callable[[], bool],
        settled: Callable[[], Awaitable[None]],
    ) -> None:
        """`in_all` is the pace of everything that the bot says; whoever is answered does not wait for it.

        Nothing is claimed before `settled`: until then a row in hand may be taken for one that a crash has left.
        """
        rate = retailer.notices.per_second
        self.most_in_hand = min(max(round(rate * 0.8), 10), 150)
        self._database = database
        self._retailer = retailer
        self._delivery = delivery
        self._composer = composer
        self._paces = (Pace(rate), in_all)
        self._clock = clock
        self._leads = leads
        self._settled = settled
        self._ledger = Ledger(database)
        self._ready: deque[Message] = deque()
        self._flying: set[int] = set()
        self._over: list[Over] = []
        self._spoken: dict[int, float] = {}  # when a chat was last written to
        self._wake = asyncio.Event()
        self._filled = asyncio.Event()  # something is ready

    def wake(self) -> None:
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set; what is on its way then is waited for and recorded, the rest given back."""
        await self._settled()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._fill_on(stop))
            group.create_task(self._turn_on(stop))
            group.create_task(self._send_on(stop, group))

    async def _fill_on(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                filled = await self._fill() if self._leads() else 0
            except Exception as error:
                log.exception("campaigns cannot go on", extra={"error": type(error).__name__})
                await pause(stop, _AFTER_TROUBLE)
                continue
            await pause(stop, 0.0 if filled else _FILL)

    async def _fill(self) -> int:
        """Let each active campaign do what is due; one that fails does not keep the others from it."""
        async with self._database.work() as work:
            active = await Cabinet(work, self._retailer, self._clock()).campaigns.active()
        filled = 0
        for campaign in active:
            try:
                async with self._database.work() as work:
                    filled += await Cabinet(work, self._retailer, self._clock()).campaigns.go_on(campaign=campaign)
                    await work.commit()
            except Exception:
                log.exception("a campaign cannot go on", extra={"campaign": campaign.id})
        return filled

    async def _turn_on(self, stop: asyncio.Event) -> None:
        ends = None
        while not stop.is_set() or self._ready or self._flying or self._over:
            if stop.is_set():
                ends = ends or time.monotonic() + _STOP_SECONDS
                if time.monotonic() > ends:
                    return
            try:
                claimed = await self._turn(stop)
            except Exception as error:  # noqa: BLE001 - the database is away: what was sent is recorded when it is back
                log.error("the outbox cannot be reached", extra={"error": type(error).__name__})
                await asyncio.sleep(_AFTER_TROUBLE)
                continue
            busy = claimed or self._ready or self._flying or self._over
            await self._rest(_TURN if busy else _IDLE)

    async def _turn(self, stop: asyncio.Event) -> bool:
        while stop.is_set() and self._ready:
            self._give_back(self._ready.popleft().parcel, 0.0, "stop")
        in_hand = len(self._ready) + len(self._flying) + len(self._over)
        free = not stop.is_set() and self._leads() and not self._delivery.closed_for(0)
        over, self._over = self._over, []
        try:
            room = max(0, self.most_in_hand - in_hand + len(over)) if free else 0
            claimed = await self._ledger.turn(over, room, self._clock())
        except BaseException:
            self._over = over + self._over
            raise
        composed = await self._composer.compose(claimed)
        self._ready.extend(each for each in composed if isinstance(each, Message))
        self._filled.set()
        self._over.extend(each for each in composed if not isinstance(each, Message))
        return bool(claimed)

    async def _rest(self, seconds: float) -> None:
        self._wake.clear()
        await pause(self._wake, seconds)

    async def _send_on(self, stop: asyncio.Event, group: asyncio.TaskGroup) -> None:
        while not stop.is_set():
            if not self._ready:
                self._filled.clear()
                await pause(self._filled, _IDLE)
                continue
            if wait := max(pace.seconds() for pace in self._paces):
                await asyncio.sleep(wait)
                continue
            message = self._ready.popleft()
            if self._held(message.parcel):
                continue
            self._paces[0].spend()  # the pace of everything is spent by delivery itself
            self._flying.add(message.parcel.id)
            group.create_task(self._send(message))

    def _held(self, parcel: Parcel) -> bool:
        """Give back what may not go now; a process that was frozen may have lost the lead or its lease meanwhile."""
        now = time.monotonic()
        closed_for = self._delivery.closed_for(parcel.chat_id)
        too_soon = self._spoken.get(parcel.chat_id, 0.0) + _ONE_CHAT - now
        if not self._leads() or parcel.lease <= self._clock():
            self._give_back(parcel, 0.0, "lead")
        elif closed_for > 0:
            self._give_back(parcel, closed_for, "flood")
        elif too_soon > 0:
            self._give_back(parcel, too_soon, "pace")
        else:
            self._note_spoken(parcel.chat_id, now)
            return False
        return True

    def _note_spoken(self, chat_id: int, now: float) -> None:
        if len(self._spoken) > 2 * self.most_in_hand * 10:
            self._spoken = {chat: at for chat, at in self._spoken.items() if at + _ONE_CHAT > now}
        self._spoken[chat_id] = now

    def _give_back(self, parcel: Parcel, seconds: float, why: str, *, counted: bool = False) -> None:
        due = self._clock() + timedelta(seconds=seconds)
        self._over.append(GivenBack(parcel=parcel, due=due, why=why, counted=counted))

    async def _send(self, message: Message) -> None:
        try:
            outcome = await self._told(message)
        except Exception as error:
            log.exception("a notice is not sent", extra={"parcel": message.parcel.id})
            outcome = Outcome(end=End.UNCLEAR, detail=type(error).__name__)
        finally:
            self._flying.discard(message.parcel.id)
        self._judge(message, outcome)

    async def _told(self, message: Message) -> Outcome:
        chat_id = message.parcel.chat_id
        if message.erase:
            return await self._delivery.take_back(chat_id, message.erase)
        if message.edits:
            return await self._delivery.amend(chat_id, message.edits, message.screen)
        return await self._delivery.send(chat_id, message.screen)

    def _judge(self, message: Message, outcome: Outcome) -> None:
        parcel = message.parcel
        wait = seconds_to_next(parcel.tries, outcome)
        match outcome.end:
            case End.UNCLEAR if message.may_be_repeated and wait is not None:
                self._give_back(parcel, wait, outcome.detail, counted=True)
            case End.SENT | End.UNCLEAR as end:
                self._end(message, end.value, end.value, outcome)
            case End.LATER if wait is not None:
                self._give_back(parcel, wait, outcome.detail, counted=not outcome.flood)
            case End.BLOCKED | End.GONE:
                self._end(message, "dead", "blocked", outcome)
            case _:
                log.warning("notice not sent", extra={"parcel": parcel.id, "end": outcome.end, "why": outcome.detail})
                self._end(message, "dead", "failed", outcome)

    def _end(self, message: Message, state: str, counter: str, outcome: Outcome) -> None:
        why = outcome.detail if state in ("sent", "unclear") else f"{outcome.end} {outcome.detail}"
        self._over.append(
            Ended(
                parcel=message.parcel,
                state=state,
                counter=counter,
                outcome=why,
                message_id=outcome.message_id or message.edits or None,
                said=message.said,
                payload=message.kept if state == "sent" else None,
            )
        )

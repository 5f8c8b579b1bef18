"""Letters of the outbox, one after the other: claimed, sent, recorded.

A process that dies between sending and recording sends the letter again under the same Message-ID: it may come twice,
and is never lost. While the server is away nothing is used up but time.
"""

import asyncio
import logging
from datetime import datetime, timedelta

from bot.alarms import Alarms
from bot.jobs.letters import Letters, NotNow
from bot.jobs.rounds import Rounds
from bot.jobs.smtp import Answer, End, MailRoute
from core.clock import Clock
from core.errors import DomainError
from core.mail.model import AddressNeeded
from core.papers.model import NoSuchPaper
from core.storage.outbox import Outbox, Parcel
from core.storage.sealing import Damaged

log = logging.getLogger(__name__)

_GIVE_UP = timedelta(days=3)  # by then the reader has gone another way
_DRAWINGS = 5  # tries to make a letter
_FIRST, _SLOWEST = 10.0, 1800.0  # seconds before the next try of one letter
_AWAY_FIRST, _AWAY_SLOWEST = 2.0, 300.0  # seconds before the server is tried again


class MailSender:
    def __init__(self, *, outbox: Outbox, letters: Letters, route: MailRoute, alarms: Alarms, clock: Clock) -> None:
        self._outbox = outbox
        self._letters = letters
        self._route = route
        self._alarms = alarms
        self._clock = clock
        self._rounds = Rounds(outbox, clock)
        self._failures = 0  # of the server, one after the other
        self._rests_until: datetime | None = None

    def wake(self) -> None:
        self._rounds.wake()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set, then finish the letter in hand."""
        await self._rounds.run(stop, self._send_next)
        await self._route.rest()

    async def _send_next(self) -> bool:
        if self._rests():
            return False
        parcels = await self._outbox.claim(1, self._clock())
        if not parcels:
            await self._route.rest()
        for parcel in parcels:
            await self._record(parcel, await self._sent(parcel))
        return bool(parcels)

    def _rests(self) -> bool:
        """A clock put back must not keep letters waiting: no rest is longer than the longest."""
        until, now = self._rests_until, self._clock()
        return until is not None and now < until <= now + timedelta(seconds=_AWAY_SLOWEST)

    async def _sent(self, parcel: Parcel) -> Answer:
        if self._clock() - parcel.created_at > _GIVE_UP:
            return Answer(End.DEAD, "too old")
        try:
            to, letter = await self._letters.make(parcel)
        except Damaged as error:
            return Answer(End.DAMAGED, type(error).__name__)
        except NotNow as error:
            return Answer(End.LATER if parcel.tries < _DRAWINGS else End.DEAD, str(error))
        except (AddressNeeded, NoSuchPaper) as refusal:
            return Answer(End.VOID, type(refusal).__name__)
        except DomainError as refusal:
            return Answer(End.DEAD, type(refusal).__name__)
        except Exception as error:  # one that breaks our own code must not stop the others
            log.exception("a letter is not made", extra={"parcel": parcel.id})
            return Answer(End.LATER if parcel.tries < _DRAWINGS else End.DEAD, type(error).__name__)
        return await self._route.send(to, letter)

    async def _record(self, parcel: Parcel, answer: Answer) -> None:
        now = self._clock()
        if answer.end is not End.SENT:
            told = {"parcel": parcel.id, "end": answer.end, "why": answer.why, "tries": parcel.tries}
            log.warning("a letter was not sent", extra=told)
        match answer.end:
            case End.SENT:
                self._failures, self._rests_until = 0, None
                await self._outbox.close(parcel.id, "sent", now)
            case End.VOID:
                await self._outbox.close(parcel.id, "cancelled", now, outcome=answer.why)
            case End.REFUSED:
                await self._letters.tell_refused(parcel)
                await self._outbox.close(parcel.id, "dead", now, outcome=answer.why)
            case End.DEAD:
                await self._letters.tell_failed(parcel)
                await self._outbox.close(parcel.id, "dead", now, outcome=answer.why)
            case End.DAMAGED:
                await self._outbox.close(parcel.id, "dead", now, outcome=answer.why)
                await self._alarms.raise_("dead_letter", table="outbox", row=parcel.id)
            case End.LATER:
                await self._outbox.postpone(parcel.id, self._next_try(parcel), outcome=answer.why)
            case _:
                await self._rest(parcel, answer)

    async def _rest(self, parcel: Parcel, answer: Answer) -> None:
        """Leave the server alone for a while; a letter that was under way is the last to be tried again."""
        wait = min(_AWAY_FIRST * 2.0**self._failures, _AWAY_SLOWEST)
        self._failures = min(self._failures + 1, 10)
        self._rests_until = self._clock() + timedelta(seconds=wait)
        due = max(self._rests_until, self._next_try(parcel)) if answer.reached else self._rests_until
        await self._outbox.postpone(parcel.id, due, outcome=answer.why, counted=answer.reached)
        if answer.end is End.DENIED:
            await self._alarms.raise_("mail_denied")

    def _next_try(self, parcel: Parcel) -> datetime:
        return self._clock() + timedelta(seconds=min(_FIRST * 2.0 ** (parcel.tries - 1), _SLOWEST))

"""What the accounting system says to a reading, and what an operator decides where that cannot be told.

The first final answer stands. Whatever contradicts it, or comes for a reading that was withdrawn or replaced, goes on
a list for the operators: telling the consumer could be untrue.
"""

from datetime import datetime
from enum import StrEnum

from core.ports import Notices, UnitOfWork
from core.readings.handover import Answerable, HandedOver, Listed
from core.readings.model import State

OPEN = (State.QUEUED, State.SENT, State.UNCLEAR)
OFFICE = "office"  # the reason_code of a refusal that an operator has decided


class Taken(StrEnum):
    """What became of an answer."""

    RECORDED = "recorded"
    REPEATED = "repeated"  # known already; nothing has changed, nobody is told
    LISTED = "listed"  # an operator has to look at it
    UNKNOWN = "unknown"  # no such submission


class Decision(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    RESEND = "resend"


class NotOnList(LookupError):
    """No submission of this number waits for an operator; told to the office only."""


class NotSettled(ValueError):
    """A decision that cannot be carried out; `why` is told to the office: closed, another."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class AccountingAnswers:
    """State, queue and notice change in one transaction; an answer that is repeated changes nothing twice."""

    def __init__(self, *, work: UnitOfWork, handed_over: HandedOver, notices: Notices, now: datetime) -> None:
        self._work = work
        self._handed_over = handed_over
        self._notices = notices
        self._now = now

    async def accepted(self, submission_id: str) -> Taken:
        """The accounting system has taken it, now or before (`duplicate`)."""
        return await self._final(submission_id, State.ACCEPTED)

    async def refused(self, submission_id: str, reason_code: str) -> Taken:
        return await self._final(submission_id, State.REFUSED, reason_code)

    async def unclear(self, submission_id: str, why: str) -> Taken:
        """Nobody can tell whether it has arrived: an operator looks."""
        await self._work.write()
        found = await self._handed_over.find(submission_id)
        if found is None:
            return Taken.UNKNOWN
        if found.state not in (State.QUEUED, State.SENT):
            return Taken.REPEATED
        await self._handed_over.record(found.id, State.UNCLEAR, self._now)
        await self._tell(found, State.UNCLEAR)
        return await self._list(found, why)

    async def listed(self) -> tuple[Listed, ...]:
        return await self._handed_over.listed()

    async def settle(self, submission: int, decision: Decision) -> Listed:
        """Carry out what an operator has found out, and take it off the list.

        :raises NotOnList: it does not wait for an operator
        :raises NotSettled: it was withdrawn (`closed`), or another reading has its place (`another`)
        """
        await self._work.write()
        found = await self._handed_over.numbered(submission)
        waiting = {listed.submission_id: listed for listed in await self._handed_over.listed()}
        if found is None or found.submission_id not in waiting:
            raise NotOnList
        if decision is Decision.RESEND:
            if found.state is not State.UNCLEAR:
                raise NotSettled("closed")
            await self._handed_over.record(found.id, State.SENT, self._now)
            await self._handed_over.requeue(found.submission_id, self._now)
        else:
            await self._decide(found, State(decision))
            await self._handed_over.close(found.submission_id, self._now, f"settled {decision}")
        return waiting[found.submission_id]

    async def _decide(self, found: Answerable, state: State) -> None:
        if found.state in (State.WITHDRAWN, State.REPLACED, state):
            return  # the operator has put it right over there
        if state is State.ACCEPTED and await self._handed_over.active_besides(found):
            raise NotSettled("another")
        await self._handed_over.record(found.id, state, self._now, OFFICE if state is State.REFUSED else "")
        await self._tell(found, state, OFFICE)

    async def _final(self, submission_id: str, state: State, reason_code: str = "") -> Taken:
        await self._work.write()
        found = await self._handed_over.find(submission_id)
        if found is None:
            return Taken.UNKNOWN
        if found.state is state or found.settled:
            return Taken.REPEATED
        if found.state not in OPEN:
            return await self._list(found, f"{found.state}, then {state}")
        await self._handed_over.record(found.id, state, self._now, reason_code)
        await self._handed_over.close(submission_id, self._now, state)
        await self._tell(found, state, reason_code)
        return Taken.RECORDED

    async def _list(self, found: Answerable, why: str) -> Taken:
        await self._handed_over.put_on_list(found.submission_id, self._now, why)
        count = await self._handed_over.count_listed()
        # Once an hour, and again when it has grown tenfold.
        key = f"readings_unclear:{self._now:%Y%m%d%H}:{len(str(count))}"
        await self._notices.alarm(key=key, name="readings_unclear", values={"count": count})
        return Taken.LISTED

    async def _tell(self, found: Answerable, state: State, reason_code: str = "") -> None:
        if found.chat_id is None:
            return
        values: dict[str, str | int] = {
            "number": found.number,
            "serial_no": found.serial_no,
            "period": found.period.index,
        }
        key, chat_id = f"reading_{state}:{found.submission_id}", found.chat_id
        match state:
            case State.ACCEPTED:
                await self._notices.post(key=key, chat_id=chat_id, name="reading_accepted", values=values)
            case State.REFUSED:
                values["reason_code"] = reason_code
                await self._notices.post(key=key, chat_id=chat_id, name="reading_refused", values=values)
            case _:
                await self._notices.post(key=key, chat_id=chat_id, name="reading_unclear", values=values)

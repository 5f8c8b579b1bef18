"""A draft on its way to being a submission; the same for an account that the chat has linked and for one that not."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from core.clock import today_in_almaty
from core.customers.model import Customer
from core.errors import DomainError
from core.readings.checks import Claim, judge
from core.readings.confirming import ConfirmedReadings
from core.readings.fitting import fit
from core.readings.hiding import hidden_draft
from core.readings.judging import Case, as_agreed
from core.readings.model import (
    AlreadySent,
    Draft,
    DraftIncomplete,
    NoSuchDraft,
    Question,
    State,
)
from core.readings.parsing import read
from core.readings.ports import DraftOnFile
from core.readings.throttle import Throttle

_SAME_READING = timedelta(hours=12)  # values typed one after another within it are of one reading


class DraftedReadings(ConfirmedReadings):
    """Each method judges the draft anew: the data may have changed since it was shown.

    :raises ConsentNeeded, NoSuchLink
    :raises NoSuchDraft: old, foreign or forged
    :raises AlreadySent: it is confirmed, or another reading of its meter and period is
    :raises MeterClosed, WindowClosed, BadReadingDate, ReadingTooLow, ZonesMismatch, TooManyDigits: the checks
    """

    async def draft(self, *, customer: Customer, draft_id: int) -> Draft:
        """Return a draft as it stands now."""
        kept, case = await self._open(customer, draft_id)
        return await self._shown(kept, case, await self._judging.claim(kept, case))

    async def take(self, *, customer: Customer, draft_id: int, text: str, written_at: datetime | None = None) -> Draft:
        """Fill the next register, or all of them; as many values as there are registers replace what was typed.

        `written_at` is the time of the consumer's own message: the first one with a value decides about the period.

        :raises ReadingNotNumeric, ReadingAmbiguous, WrongNumberOfValues: what was typed is not what was asked
        :raises TooManyUnlinked: too many tries at an account that is not linked
        """
        ways = read(text)
        await self._stores.work.write()
        kept, case = await self._open(customer, draft_id, written_at)
        await self._check(customer, case)
        found = fit(text, ways, await self._judging.claim(kept, case))
        if found.refusal:
            await self._count(customer, case)
            raise found.refusal
        typed = replace(kept, values=tuple(found.claim.typed.items()), agreed=tuple(found.claim.agreed))
        draft = await self._save(typed, case, found.claim)
        if draft.question or _is_another(kept, typed):
            await self._count(customer, case)
        return draft

    async def agree(self, *, customer: Customer, draft_id: int, question: Question, of: int = 0) -> Draft:
        """Answer the question that is open with yes; `REPLACE` may be answered before any value is typed.

        `of`: the submission that `REPLACE` was asked about; if another one stands there by now, it is asked anew.
        """
        await self._stores.work.write()
        kept, case = await self._open(customer, draft_id)
        claim = await self._judging.claim(kept, case)
        if question is Question.REPLACE:
            sent = case.standing.sent
            fits = sent is not None and sent.id == of
            kept = replace(kept, replaces=of) if fits else kept
        else:
            fits = judge(claim).question is question
        if question in kept.agreed or not fits:
            return await self._shown(kept, case, claim)
        return await self._keep_claim(replace(kept, agreed=(*kept.agreed, question)), case, claim)

    async def rest(self, *, customer: Customer, draft_id: int) -> Draft:
        """Take the readings of the last time once more: nothing was used since.

        :raises DraftIncomplete: there is nothing to start from, or the account is not linked
        """
        await self._stores.work.write()
        kept, case = await self._open(customer, draft_id, self._now, tapped=True)
        last = {register.register_id: register.last.value for register in case.meter.registers if register.last}
        if case.account is None or len(last) < len(case.meter.registers):
            raise DraftIncomplete(draft_id)
        agreed = (*(question for question in kept.agreed if question == Question.REPLACE), Question.ZERO)
        rested = replace(kept, values=tuple(last.items()), agreed=agreed)
        claim = replace(await self._judging.claim(kept, case), typed=last, agreed=agreed)
        return await self._save(rested, case, claim)

    async def redate(self, *, customer: Customer, draft_id: int, day: date) -> Draft:
        """Change the day of the reading; whether its volume is high is asked anew.

        :raises TooManyUnlinked: too many tries at an account that is not linked
        """
        await self._stores.work.write()
        kept, case = await self._open(customer, draft_id)
        await self._check(customer, case)
        agreed = tuple(question for question in kept.agreed if question != Question.HIGH)
        redated = replace(kept, reading_date=day, agreed=agreed)
        claim = replace(await self._judging.claim(kept, case), reading_date=day)
        try:
            return await self._keep_claim(redated, case, claim)
        except DomainError:
            await self._count(customer, case)
            raise

    async def attach(self, *, customer: Customer, draft_id: int, photo: str) -> Draft:
        """Keep Telegram's id of a picture of the meter for the operator; a second one takes its place."""
        await self._stores.work.write()
        kept, case = await self._open(customer, draft_id)
        return await self._keep_claim(replace(kept, photo=photo), case, await self._judging.claim(kept, case))

    @property
    def _throttle(self) -> Throttle:
        return Throttle(self._stores.drafts, self._policy, self._now)

    async def _open(
        self, customer: Customer, draft_id: int, written_at: datetime | None = None, *, tapped: bool = False
    ) -> tuple[DraftOnFile, Case]:
        """Return a draft as of the message, or the tap, that is about to fill it (`written_at`).

        :raises AlreadySent: it has been confirmed, and what it has become stands
        """
        kept = await self._find(customer, draft_id)
        if kept.submission is not None:
            sent = await self._become(kept)
            raise AlreadySent(sent, sent.period) if sent.is_active else NoSuchDraft
        case = await self._case(customer, kept)
        kept = as_agreed(kept, case)
        if written_at is None or not _is_anew(kept, written_at, tapped=tapped):
            return kept, case
        return await self._moved(customer, kept, case, written_at)

    async def _moved(
        self, customer: Customer, kept: DraftOnFile, case: Case, written_at: datetime
    ) -> tuple[DraftOnFile, Case]:
        """Return a draft as of another message; what corrects a reading that still waits stays in its period."""
        moved = _written(kept, written_at)
        if today_in_almaty(written_at) == today_in_almaty(kept.written_at):
            return moved, replace(case, written_at=written_at)
        there = await self._case(customer, moved)
        if there.period != case.period and Question.REPLACE in kept.agreed:
            waiting = (await self._judging.claim(kept, case)).waiting
            if waiting is not None and waiting.state is State.QUEUED:
                return kept, case
        return as_agreed(moved, there), there

    async def _keep_claim(self, kept: DraftOnFile, case: Case, claim: Claim) -> Draft:
        return await self._save(kept, case, replace(claim, agreed=kept.agreed))

    async def _save(self, kept: DraftOnFile, case: Case, claim: Claim) -> Draft:
        draft = await self._shown(kept, case, claim)
        await self._stores.drafts.change(replace(kept, volume=draft.volume, estimate=draft.estimate), self._now)
        return draft

    async def _shown(self, kept: DraftOnFile, case: Case, claim: Claim) -> Draft:
        draft = await self._judging.draft(kept, case, claim)
        return draft if case.account else hidden_draft(draft)

    async def _check(self, customer: Customer, case: Case) -> None:
        """:raises TooManyUnlinked: it has guessed often enough at an account that is not linked"""
        if case.account is None:
            await self._throttle.check_next(customer.chat_id)

    async def _count(self, customer: Customer, case: Case) -> None:
        """Each answer to a guess at an account that is not linked tells something of it, so it counts as a try."""
        if case.account is None:
            await self._throttle.count(customer.chat_id)


def _is_another(kept: DraftOnFile, typed: DraftOnFile) -> bool:
    """Say whether a value has taken the place of one that fitted: value by value, those lead to the last reading."""
    before = dict(kept.values)
    return any(before.get(register_id, value) != value for register_id, value in typed.values)


def _is_anew(kept: DraftOnFile, written_at: datetime, *, tapped: bool) -> bool:
    """Say whether a draft begins with this; when a button was tapped nobody knows, only when the tap is looked at."""
    return (not kept.values and not tapped) or written_at - kept.written_at > _SAME_READING


def _written(kept: DraftOnFile, at: datetime) -> DraftOnFile:
    """Return a draft as if it had been begun by this message; a day that was chosen stays."""
    chosen = kept.reading_date != today_in_almaty(kept.written_at)
    return replace(kept, written_at=at, reading_date=kept.reading_date if chosen else today_in_almaty(at))

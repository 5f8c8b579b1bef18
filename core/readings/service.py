"""Submitting a reading: what may be submitted, drafts from the first figure to the last question, confirmation."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from core.accounts.model import NoSuchLink
from core.customers.model import Customer
from core.readings.checks import Claim
from core.readings.drafts import DraftedReadings
from core.readings.fitting import Fit, Grade, best_refusal, fit
from core.readings.judging import Case
from core.readings.model import (
    Draft,
    MeterState,
    NoMeter,
    Overview,
    Question,
    State,
    TooLateToChange,
    WhichMeter,
)
from core.readings.parsing import Way, read
from core.readings.ports import DraftOnFile
from core.readings.standing import in_place, is_overdue

_SHOWN_AFTER_REMOVAL = timedelta(days=366)
_TRIES_KEPT = timedelta(days=30)


class ReadingService(DraftedReadings):
    """`link_id` None means the current account; `written_at` is the time of the consumer's own message."""

    async def overview(self, *, customer: Customer, link_id: int | None = None) -> Overview:
        """Return the meters of an account, and what may be submitted for each.

        :raises ConsentNeeded, NoAccountLinked, NoSuchLink
        :raises NoMeter: the account has none
        """
        account, others = await self._accounts.meant(customer=customer, link_id=link_id)
        cases = await self._judging.cases([account], self._now)
        recent = self._today - _SHOWN_AFTER_REMOVAL
        shown = [case for case in cases if in_place(case.meter) or (case.meter.removed_on or date.min) > recent]
        if not shown:
            raise NoMeter
        window, period = self._policy.window_of(shown[0].on_file.branch_code), shown[0].period
        first_day, last_day = window.days_of(period)
        overview = Overview(
            account=account,
            has_others=bool(others),
            meters=tuple([await self._state(customer, case) for case in shown]),
            period=period,
            is_open=window.is_open(self._today),
            first_day=first_day,
            last_day=last_day,
        )
        await self._record(customer, "view.meters", account.account_id)
        return overview

    async def begin(self, *, customer: Customer, link_id: int | None, meter_id: str, written_at: datetime) -> Draft:
        """Begin a draft of one meter, of whichever linked account where none is named; its values are asked in turn.

        :raises ConsentNeeded
        :raises NoSuchLink: the account or the meter is old, foreign or forged
        :raises MeterClosed, WindowClosed, BadReadingDate, AlreadySent: nothing can be submitted for it now
        """
        await self._stores.work.write()
        if link_id is None:
            accounts = await self._accounts.linked(customer=customer)
        else:
            accounts = (await self._accounts.get(customer=customer, link_id=link_id),)
        case = _of_meter(await self._judging.cases(accounts, written_at), meter_id)[0]
        empty = case.draft(customer.chat_id)
        return await self._keep(customer, empty, case, await self._judging.claim(empty, case))

    async def correct(self, *, customer: Customer, submission: int, written_at: datetime) -> Draft:
        """Begin a draft that takes the place of a submission which has not been handed over yet.

        :raises ConsentNeeded
        :raises NoSuchSubmission, NoSuchLink: old, foreign or forged
        :raises TooLateToChange: it has been handed over, or does not stand any more
        """
        await self._stores.work.write()
        sent = await self.submission(customer=customer, submission=submission)
        if sent.state is not State.QUEUED:
            raise TooLateToChange(sent)
        accounts = await self._accounts.linked(customer=customer)
        case = _of_meter(await self._judging.cases(accounts, written_at), sent.meter_id)[0]
        if case.period != sent.period:  # what is put right after the end of a month is still of that month
            case = _of_meter(await self._judging.cases(accounts, sent.submitted_at), sent.meter_id)[0]
        empty = replace(case.draft(customer.chat_id), agreed=(Question.REPLACE,), replaces=sent.id)
        return await self._keep(customer, empty, case, await self._judging.claim(empty, case))

    async def offer(
        self,
        *,
        customer: Customer,
        text: str,
        written_at: datetime,
        link_id: int | None = None,
        meter_id: str | None = None,
    ) -> Draft:
        """Begin a draft with the values that were typed; the meter is the one that they fit.

        :raises ReadingNotNumeric, ReadingAmbiguous: before anything is looked up, or where no way to read them is best
        :raises ConsentNeeded, NoAccountLinked, NoSuchLink, NoMeter
        :raises WhichMeter: they fit several
        :raises DomainError: they fit none: the refusal of the meter that they come nearest to
        """
        ways = read(text)
        await self._stores.work.write()
        account, others = await self._accounts.meant(customer=customer, link_id=link_id)
        cases = await self._judging.cases([account, *(others if link_id is None else ())], written_at)
        if meter_id is not None:
            cases = _of_meter(cases, meter_id)
        case, chosen = await self._choose(customer, text, ways, cases)
        kept = replace(case.draft(customer.chat_id), values=tuple(chosen.claim.typed.items()))
        return await self._keep(customer, kept, case, chosen.claim)

    async def forget(self, *, most: int = 500) -> int:
        """Delete some drafts that nobody has touched for long, and old tries; return how many there were."""
        await self._stores.work.write()
        drafts_before = self._now - timedelta(days=self._policy.draft_days)
        return await self._stores.drafts.forget(drafts_before, self._now - _TRIES_KEPT, most)

    async def _choose(
        self, customer: Customer, text: str, ways: Sequence[Way], cases: Sequence[Case]
    ) -> tuple[Case, Fit]:
        """Return the only meter that the values fit best."""
        opened = [case for case in cases if not case.standing.closed]
        if not opened:
            closed = next((case.standing.closed for case in cases if case.standing.closed), None)
            raise closed or NoMeter
        fits = [(case, await self._fit(customer, text, ways, case)) for case in opened]
        best = min(each.grade for _, each in fits)
        found = [(case, each) for case, each in fits if each.grade == best]
        if best is Grade.REFUSED:
            raise best_refusal(each for _, each in found)
        if len(found) > 1:
            raise WhichMeter(text, tuple((case.account, case.meter) for case, _ in found if case.account))
        return found[0]

    async def _fit(self, customer: Customer, text: str, ways: Sequence[Way], case: Case) -> Fit:
        return fit(text, ways, await self._judging.claim(case.draft(customer.chat_id), case))

    async def _keep(self, customer: Customer, kept: DraftOnFile, case: Case, claim: Claim) -> Draft:
        """Keep a new draft, unless it is refused."""
        draft = await self._judging.draft(kept, case, claim)
        await self._record(customer, "view.meters", case.on_file.account_id)
        kept = replace(kept, volume=draft.volume, estimate=draft.estimate)
        return replace(draft, id=await self._stores.drafts.add(kept, self._now))

    async def _state(self, customer: Customer, case: Case) -> MeterState:
        sent, due = case.standing.sent, case.meter.verification_due
        days = (due - self._today).days if due else None
        near = days is not None and 0 <= days <= self._policy.verification_warn_days
        return MeterState(
            meter=case.meter,
            closed=case.standing.closed,
            waiting=await self._stores.submissions.find(sent.id, customer.chat_id) if sent else None,
            verification_overdue=is_overdue(case.meter, self._today),
            verification_days=days if near else None,
        )


def _of_meter(cases: Sequence[Case], meter_id: str) -> list[Case]:
    """:raises NoSuchLink: the meter of an old, foreign or forged button"""
    found = [case for case in cases if case.meter.meter_id == meter_id]
    if not found:
        raise NoSuchLink
    return found

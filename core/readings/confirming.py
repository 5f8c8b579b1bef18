"""From a draft to a submission, once: whoever presses what, how often and from where."""

from dataclasses import replace

from core.customers.model import ConsentNeeded, Customer
from core.readings.checks import Claim, Judged, judge
from core.readings.hiding import hidden_submission
from core.readings.judging import Case, as_agreed
from core.readings.model import AlreadySent, DraftIncomplete, NoSuchDraft, State, Submission
from core.readings.ports import DraftOnFile, NewSubmission
from core.readings.sent import SentReadings


class ConfirmedReadings(SentReadings):
    async def confirm(self, *, customer: Customer, draft_id: int) -> Submission:
        """Make a draft a submission and queue it for the accounting system; a second press finds the first one's.

        :raises DraftIncomplete: a value or an answer is missing
        """
        await self._stores.work.write()
        kept = await self._find(customer, draft_id, hold=True)
        if kept.submission is not None:
            return await self._become(kept)
        case = await self._case(customer, kept)
        kept = as_agreed(kept, case)
        claim = await self._judging.claim(kept, case)
        judged = judge(claim)
        if judged.missing or judged.question:
            raise DraftIncomplete(draft_id)
        if judged.volume != kept.volume:  # newer data came after the last look
            kept = replace(kept, estimate=await self._judging.estimate(case, claim, judged))
        await self._make_room(claim)
        sent = await self._stores.submissions.add(_new(kept, case, judged))
        if sent is None:
            return await self._beaten(customer, kept, case)
        await self._stores.drafts.change(replace(kept, submission=sent.id), self._now)
        await self._stores.handover.queue(submission_id=sent.submission_id)
        await self._record(customer, "reading.submit", kept.account_id, f"submission:{sent.id}")
        if case.account:
            return sent
        await self._tell_holders(kept, sent)
        return hidden_submission(sent)

    async def _tell_holders(self, kept: DraftOnFile, sent: Submission) -> None:
        """Tell those who have linked the account that somebody else has submitted for it: once a day, and not who."""
        for holder in await self._stores.holders.of_account(kept.account_id):
            if holder.chat_id == kept.chat_id:
                continue
            await self._stores.notices.post(
                key=f"reading_by_other:{kept.account_id}:{holder.chat_id}:{self._today}",
                chat_id=holder.chat_id,
                name="reading_by_other",
                values={
                    "account_no": sent.account_no,
                    "number": sent.number,
                    "serial_no": sent.serial_no,
                    "period": sent.period.index,
                },
            )

    async def _make_room(self, claim: Claim) -> None:
        """:raises AlreadySent: what waits has been handed over in this very moment"""
        waiting = claim.waiting
        if waiting is None:
            return
        if not await self._stores.handover.recall(submission_id=waiting.submission_id):
            raise AlreadySent(waiting, waiting.period)
        await self._stores.submissions.set_state(waiting.id, State.REPLACED)

    async def _beaten(self, customer: Customer, kept: DraftOnFile, case: Case) -> Submission:
        """Return what the same press has become elsewhere in the same moment.

        :raises AlreadySent: another draft of the meter was faster
        """
        again = await self._find(customer, kept.id)
        if again.submission is not None:
            return await self._become(again)
        active = await self._stores.submissions.active(case.meter.meter_id, case.period)
        seen = active and await self._stores.submissions.find(active.id, kept.chat_id)
        raise AlreadySent(seen, case.period)

    async def _become(self, kept: DraftOnFile) -> Submission:
        assert kept.submission is not None
        found = await self._stores.submissions.find(kept.submission, kept.chat_id)
        if found is None:
            raise NoSuchDraft
        return found

    async def _find(self, customer: Customer, draft_id: int, *, hold: bool = False) -> DraftOnFile:
        if customer.consent_version is None:
            raise ConsentNeeded
        kept = await self._stores.drafts.find(draft_id, customer.chat_id, hold=hold)
        if kept is None:
            raise NoSuchDraft
        return kept

    async def _case(self, customer: Customer, kept: DraftOnFile) -> Case:
        account = None
        if kept.link_id is not None:
            account = await self._accounts.get(customer=customer, link_id=kept.link_id)
        case = await self._judging.case(kept, account)
        if case is None:
            raise NoSuchDraft
        return case


def _new(kept: DraftOnFile, case: Case, judged: Judged) -> NewSubmission:
    return NewSubmission(
        draft_id=kept.id,
        chat_id=kept.chat_id,
        account=case.on_file,
        meter=case.meter,
        period=case.period,
        reading_date=kept.reading_date,
        submitted_at=kept.written_at,
        values=judged.values,
        volume=judged.volume,
        estimate=kept.estimate,
        flags=judged.flags,
        photo=kept.photo,
        linked=case.account is not None,
    )

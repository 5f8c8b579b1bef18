"""What has been submitted: the proof, the list, taking it back."""

from dataclasses import dataclass, replace
from datetime import datetime

from core.accounts.service import AccountService
from core.accounts.trail import note
from core.clock import today_in_almaty
from core.customers.model import ConsentNeeded, Customer
from core.readings.judging import Judging
from core.readings.model import NoSuchSubmission, State, Submission, TooLateToChange
from core.readings.policy import ReadingPolicy
from core.readings.ports import DraftOnFile, Stores

PAGE = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnReadings:
    """What a chat has sent, and what it has begun."""

    submissions: tuple[Submission, ...]
    drafts: tuple[DraftOnFile, ...]


class SentReadings:
    def __init__(self, *, stores: Stores, accounts: AccountService, policy: ReadingPolicy, now: datetime) -> None:
        self._stores = stores
        self._accounts = accounts
        self._policy = policy
        self._now = now
        self._today = today_in_almaty(now)
        self._judging = Judging(stores=stores, policy=policy, now=now)

    async def submission(self, *, customer: Customer, submission: int) -> Submission:
        """Return the proof of a submission, as often as it is asked for.

        :raises ConsentNeeded
        :raises NoSuchSubmission: old, foreign or forged
        """
        if customer.consent_version is None:
            raise ConsentNeeded
        found = await self._stores.submissions.find(submission, customer.chat_id)
        if found is None:
            raise NoSuchSubmission
        return found

    async def submissions(
        self, *, customer: Customer, link_id: int | None = None, before: int | None = None
    ) -> tuple[Submission, ...]:
        """Return ten submissions of an account, the newest first; `before`: the last one of the page before.

        :raises ConsentNeeded, NoAccountLinked, NoSuchLink
        """
        account, _ = await self._accounts.meant(customer=customer, link_id=link_id)
        found = await self._stores.submissions.of_account(account.account_id, PAGE, before)
        await self._record(customer, "view.submissions", account.account_id)
        return found

    async def own(self, *, customer: Customer) -> OwnReadings:
        """Return everything of readings that is kept of this chat, with or without a consent."""
        return OwnReadings(
            submissions=await self._stores.submissions.of_chat(customer.chat_id),
            drafts=await self._stores.drafts.of_chat(customer.chat_id),
        )

    async def withdraw(self, *, customer: Customer, submission: int) -> Submission:
        """Take a submission back as long as it has not been handed over; twice is the same answer.

        :raises ConsentNeeded
        :raises NoSuchSubmission: old, foreign or forged
        :raises TooLateToChange: it has been handed over, or was replaced
        """
        await self._stores.work.write()
        found = await self.submission(customer=customer, submission=submission)
        recalled = found.state is State.QUEUED and await self._stores.handover.recall(submission_id=found.submission_id)
        if recalled:  # or another hand has done so in this very moment, and put another one in its place
            found = await self.submission(customer=customer, submission=submission)
        if found.state is State.WITHDRAWN:
            return found
        if not recalled or found.state is not State.QUEUED:
            raise TooLateToChange(found)
        await self._stores.submissions.set_state(found.id, State.WITHDRAWN)
        await self._stores.audit.record(
            actor=f"chat:{customer.chat_id}", action="reading.withdraw", subject=f"submission:{found.id}"
        )
        return replace(found, state=State.WITHDRAWN)

    async def _record(self, customer: Customer, action: str, account_id: int, detail: str = "") -> None:
        await note(self._stores.audit, customer, action, account_id, detail)

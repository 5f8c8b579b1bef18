"""Drafts as the consumer sees them: what is kept of one, and how things stand at its meter now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.accounts.model import LEVEL_SECOND_PROOF, LinkedAccount
from core.clock import today_in_almaty
from core.period import Period
from core.readings.checks import Claim, Judged, judge
from core.readings.model import Draft, Meter, Question, WindowClosed
from core.readings.policy import ReadingPolicy
from core.readings.ports import AccountOfMeters, DraftOnFile, OwnReading, Stores
from core.readings.standing import Standing, is_overdue, stand

_REMEMBERED = 12  # months after which a reading of ours is in the book, or never will be


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One meter as a message of a moment finds it."""

    on_file: AccountOfMeters
    account: LinkedAccount | None  # None: the chat has not linked it
    standing: Standing
    period: Period
    written_at: datetime

    @property
    def meter(self) -> Meter:
        return self.standing.meter

    def draft(self, chat_id: int) -> DraftOnFile:
        """Return an empty draft of this meter, not kept yet."""
        account_id, link_id = self.on_file.account_id, self.account.link_id if self.account else None
        return new_draft(chat_id, account_id, self.meter.meter_id, link_id=link_id, written_at=self.written_at)


def new_draft(
    chat_id: int, account_id: int, meter_id: str, *, written_at: datetime, link_id: int | None = None
) -> DraftOnFile:
    return DraftOnFile(
        id=0,
        chat_id=chat_id,
        account_id=account_id,
        link_id=link_id,
        meter_id=meter_id,
        reading_date=today_in_almaty(written_at),
        written_at=written_at,
        values=(),
        agreed=(),
        photo="",
        submission=None,
    )


def as_agreed(kept: DraftOnFile, case: Case) -> DraftOnFile:
    """Return a draft that may replace nothing but the reading which that was agreed to for."""
    sent = case.standing.sent
    if Question.REPLACE not in kept.agreed or (sent is not None and sent.id == kept.replaces):
        return kept
    return replace(kept, agreed=tuple(each for each in kept.agreed if each != Question.REPLACE), replaces=None)


class Judging:
    def __init__(self, *, stores: Stores, policy: ReadingPolicy, now: datetime) -> None:
        self._stores = stores
        self._policy = policy
        self._today = today_in_almaty(now)

    async def cases(self, linked: Sequence[LinkedAccount], written_at: datetime) -> list[Case]:
        """Return every meter of linked accounts, in their order."""
        found = await self._found(tuple(account.account_id for account in linked))
        return [
            case
            for account in linked
            if account.account_id in found
            for case in self._cases(*found[account.account_id], account, written_at)
        ]

    async def case(self, kept: DraftOnFile, account: LinkedAccount | None) -> Case | None:
        """Return the meter of a draft; None: it is not in the data any more."""
        for on_file, own in (await self._found((kept.account_id,))).values():
            for case in self._cases(on_file, own, account, kept.written_at):
                if case.meter.meter_id == kept.meter_id:
                    return case
        return None

    async def claim(self, kept: DraftOnFile, case: Case) -> Claim:
        """Return what is judged of a draft."""
        window = self._policy.window_of(case.on_file.branch_code)
        written_on = today_in_almaty(case.written_at)
        in_window = window.is_open(written_on)
        refused = not in_window and self._policy.outside_window == "refuse"
        sent = case.standing.sent
        return Claim(
            meter=case.meter,
            period=case.period,
            closed=case.standing.closed,
            shut=WindowClosed(*window.days_of(case.period)) if refused else None,
            sent=sent is not None,
            waiting=await self._stores.submissions.find(sent.id, kept.chat_id) if sent else None,
            typed=dict(kept.values),
            agreed=kept.agreed,
            reading_date=kept.reading_date,
            today=max(self._today, written_on),
            in_window=in_window,
            verification_overdue=is_overdue(case.meter, self._today),
            linked=case.account is not None,
            policy=self._policy,
        )

    async def draft(self, kept: DraftOnFile, case: Case, claim: Claim) -> Draft:
        """Return a draft with all that is known of it (`hidden_draft` for an account that is not linked).

        :raises DomainError: the refusals of `judge`
        """
        judged = judge(claim)
        return Draft(
            id=kept.id,
            account=case.account,
            account_no=case.on_file.account_no,
            meter=case.meter,
            reading_date=kept.reading_date,
            written_at=kept.written_at,
            period=case.period,
            in_window=claim.in_window,
            values=judged.values,
            missing=judged.missing,
            question=judged.question,
            waiting=claim.waiting,
            volume=judged.volume,
            mean=judged.mean,
            estimate=await self.estimate(case, claim, judged),
            verification_overdue=claim.verification_overdue,
            has_photo=bool(kept.photo),
            flags=judged.flags,
        )

    async def estimate(self, case: Case, claim: Claim, judged: Judged) -> int | None:
        """Return what it would cost, in tiyn; None: it cannot be told, or not to this chat."""
        if judged.missing or case.account is None:
            return None
        return await self._stores.estimates.estimate(
            account_id=case.on_file.account_id, meter=case.meter, values=judged.values, until=claim.reading_date
        )

    async def _found(self, account_ids: tuple[int, ...]) -> dict[int, tuple[AccountOfMeters, tuple[OwnReading, ...]]]:
        accounts = await self._stores.meters.of_accounts(account_ids)
        own = await self._stores.submissions.own(account_ids, Period.of(self._today).plus(-_REMEMBERED))
        return {account.account_id: (account, own.get(account.account_id, ())) for account in accounts}

    def _cases(
        self,
        on_file: AccountOfMeters,
        own: Sequence[OwnReading],
        account: LinkedAccount | None,
        written_at: datetime,
    ) -> list[Case]:
        period = self._policy.window_of(on_file.branch_code).period_of(today_in_almaty(written_at))
        if account is None or account.level < LEVEL_SECOND_PROOF:
            on_file = replace(on_file, meters=tuple(replace(meter, point_name="") for meter in on_file.meters))
        return [
            Case(on_file=on_file, account=account, standing=standing, period=period, written_at=written_at)
            for standing in stand(on_file, own, period, self._policy, self._today)
        ]

"""The meters that an account is calculated by: as they hang, from the readings that a bill will start from."""

from dataclasses import replace
from datetime import date

from core.accounts.model import LEVEL_SECOND_PROOF, LinkedAccount
from core.period import Period
from core.readings.model import Meter
from core.readings.policy import ReadingPolicy
from core.readings.ports import Meters, Submissions
from core.readings.standing import from_last, in_place

_REMEMBERED = 12  # months after which a reading of ours is in the book, or never will be


class MetersInPlace:
    """`HungMeters` of core.tariffs.ports."""

    def __init__(self, *, meters: Meters, submissions: Submissions, policy: ReadingPolicy, today: date) -> None:
        self._meters = meters
        self._submissions = submissions
        self._policy = policy
        self._today = today

    async def of_account(self, account: LinkedAccount) -> tuple[Meter, ...]:
        meters = await self._meters.of_account(account.account_id)
        since = Period.of(self._today).plus(-_REMEMBERED)
        own = (await self._submissions.own((account.account_id,), since)).get(account.account_id, ())
        period = self._policy.window_of(account.branch.code).period_of(self._today)
        named = account.level >= LEVEL_SECOND_PROOF
        return tuple(
            replace(from_last(meter, own, period), point_name=meter.point_name if named else "")
            for meter in meters
            if in_place(meter)
        )

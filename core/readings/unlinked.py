"""A reading for an account that the chat has not linked: by its number and the meter's serial number."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.accounts.policy import AccountNumber
from core.accounts.proof import plain_serial, read_number
from core.customers.model import ConsentNeeded, Customer
from core.readings.hiding import hidden_draft
from core.readings.judging import Judging, new_draft
from core.readings.model import Draft, UnlinkedNotFound
from core.readings.policy import ReadingPolicy
from core.readings.ports import Stores
from core.readings.throttle import Throttle
from core.typed import visible

_ENOUGH = 6  # characters of a serial number, if not all of it is typed


class UnlinkedReadingService:
    """`begin` gives a draft; values, questions and confirmation go through `ReadingService` by its number."""

    def __init__(
        self,
        *,
        stores: Stores,
        policy: ReadingPolicy,
        numbers: AccountNumber,
        answer_seconds: float,
        now: datetime,
    ) -> None:
        self._stores = stores
        self._numbers = numbers
        self._answer_at = now + timedelta(seconds=answer_seconds)
        self._now = now
        self._throttle = Throttle(stores.drafts, policy, now)
        self._judging = Judging(stores=stores, policy=policy, now=now)

    def read_number(self, *, text: str) -> str:
        """Return the account number in what was typed; never says whether it exists.

        :raises NumberNotUnderstood: another form
        """
        return read_number(text, self._numbers)

    async def check_open(self, *, customer: Customer) -> None:
        """Tell before any question what would refuse every try of this chat.

        :raises ConsentNeeded, TooManyUnlinked
        """
        if customer.consent_version is None:
            raise ConsentNeeded
        await self._throttle.check_first(customer.chat_id)

    async def begin(self, *, customer: Customer, number: str, serial: str, written_at: datetime) -> Draft:
        """Begin a draft; every try counts.

        :raises ConsentNeeded, TooManyUnlinked
        :raises NumberNotUnderstood: another form than that of an account number
        :raises UnlinkedNotFound: no such account, or it has no such meter
        :raises MeterClosed, WindowClosed, AlreadySent: nothing can be submitted for it now
        """
        number = self.read_number(text=number)
        await self._stores.work.write()
        await self.check_open(customer=customer)
        await self._throttle.count(customer.chat_id)
        found = _the_one(await self._stores.meters.of_number(number), plain_serial(visible(serial)))
        kept = found and new_draft(customer.chat_id, *found, written_at=written_at)
        case = await self._judging.case(kept, None) if kept else None
        if kept is None or case is None:
            raise UnlinkedNotFound(self._answer_at)
        draft = await self._judging.draft(kept, case, await self._judging.claim(kept, case))
        return hidden_draft(replace(draft, id=await self._stores.drafts.add(kept, self._now)))


def _the_one(meters: Sequence[tuple[int, str, str]], serial: str) -> tuple[int, str] | None:
    """Return account_id and meter_id of the one meter with this serial number; its end is enough where it is long."""
    plain = [(account_id, meter_id, plain_serial(serial_no)) for account_id, meter_id, serial_no in meters]
    whole = [each[:2] for each in plain if each[2] == serial != ""]
    ends = [each[:2] for each in plain if len(serial) >= _ENOUGH and each[2].endswith(serial)]
    found = whole or ends
    return found[0] if len(found) == 1 else None

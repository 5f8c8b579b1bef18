"""A bill that has not been paid by its day: all accounts of a chat in one message, at most one a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

import holidays

from core.clock import ALMATY, today_in_almaty
from core.notices.delivered import Deliveries, FormedBill, Money, Standing, account_ids
from core.notices.model import AudienceAccount, Campaign, Chat, Firing, NoticeType, Recipient
from core.notices.policy import NoticePolicy

_ONE_DAY = timedelta(days=1)
_DAYS_OFF = 15  # in a row at most


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed:
    """A bill of which something is still open; `debt` is all that the account owes."""

    bill: FormedBill
    left: int
    debt: int
    paid_until: date | None


class UnpaidNotices:
    """Who is asked depends on the day alone; nobody is asked whose payments of the last day are not counted yet."""

    about = NoticeType.UNPAID

    def __init__(
        self, *, deliveries: Deliveries, money: Money, policy: NoticePolicy, days_off: Sequence[date] = ()
    ) -> None:
        self._deliveries = deliveries
        self._money = money
        self._policy = policy
        self._days_off = frozenset(days_off)

    async def firings(self, now: datetime) -> Sequence[Firing]:
        """Return those of today and of yesterday, which is counted as missed where nothing ran.

        A package that comes after the hour has the payments for which nobody could be asked before: it asks again.
        """
        first, newest = await self._deliveries.first_at(), await self._deliveries.newest()
        if first is None or newest is None or not self._policy.unpaid_days:
            return ()
        today = today_in_almaty(now)
        due = {day: datetime.combine(day, self._policy.hour, ALMATY) for day in (today - _ONE_DAY, today)}
        begun = {day: begins for day, begins in due.items() if first <= begins <= now}
        firings = [self._firing(day, f"unpaid:{day}") for day in begun]
        if today in begun and newest.imported_at > begun[today]:
            firings.append(self._firing(today, f"unpaid:{today}:{newest.package_id}"))
        return firings

    def _firing(self, day: date, key: str) -> Firing:
        midnight = datetime.combine(day + _ONE_DAY, datetime.min.time(), ALMATY)
        return Firing(about=self.about, key=key, content={"day": day.isoformat()}, useful_until=midnight)

    async def recipients(self, campaign: Campaign, chats: Sequence[Chat], now: datetime) -> Sequence[Recipient]:
        day = date.fromisoformat(campaign.content["day"])
        owed = await self._owed(account_ids(chats), day)
        found = []
        for chat in chats:
            own = [account for account in chat.accounts if account.account_id in owed]
            if own:
                values = {"accounts": [_said(account, owed[account.account_id]) for account in own]}
                found.append(Recipient(chat_id=chat.chat_id, key=f"unpaid:{chat.chat_id}:{day}", values=values))
        return found

    async def _owed(self, accounts: Sequence[int], day: date) -> dict[int, Owed]:
        if not accounts:
            return {}
        first = day - timedelta(days=max(self._policy.unpaid_days) + _DAYS_OFF)
        due = await self._money.due_between(accounts, first, day - _ONE_DAY)
        wanted = {day - timedelta(days=days) for days in self._policy.unpaid_days}
        late = {
            account: bill
            for account, bills in groupby(due, attrgetter("account_id"))
            for bill in bills
            if bill.due_on is not None and bill.total > 0 and self._last_day(bill.due_on) in wanted
        }
        if not late:
            return {}
        standings = await self._money.standings(sorted(late))
        later = await self._money.charged_after(sorted(late), min(bill.period for bill in late.values()))
        owed = {account: _open(bill, standings.get(account), later) for account, bill in late.items()}
        return {account: each for account, each in owed.items() if each is not None}

    def _last_day(self, due_on: date) -> date:
        """Return the day by which a bill is paid in time: the next working day, where that is none."""
        known = holidays.country_holidays("KZ", years=(due_on.year, due_on.year + 1))
        while not known.is_working_day(due_on) or due_on in self._days_off:
            due_on += _ONE_DAY
        return due_on


def _open(
    bill: FormedBill,
    standing: Standing | None,
    later: Mapping[tuple[int, tuple[str, str]], Mapping[Any, int]],
) -> Owed | None:
    """Return what is left of a bill; None: nothing, or it is not known. Payments pay the oldest debt first."""
    if standing is None or bill.due_on is None:
        return None
    if standing.paid_until is not None and standing.paid_until < bill.due_on:
        return None
    left = 0
    for each in standing.services:
        charged = later.get((bill.account_id, each.service), {})
        left += max(
            0, min(each.closing, each.closing - sum(of for month, of in charged.items() if month > bill.period))
        )
    if not left:
        return None
    return Owed(bill=bill, left=min(left, standing.debt), debt=standing.debt, paid_until=standing.paid_until)


def _said(account: AudienceAccount, owed: Owed) -> dict[str, Any]:
    assert owed.bill.due_on is not None
    return {
        "link_id": account.link_id,
        "account_no": account.account_no,
        "period": owed.bill.period.index,
        "due_on": owed.bill.due_on.isoformat(),
        "left": owed.left,
        "debt": owed.debt,
        "paid_until": owed.paid_until and owed.paid_until.isoformat(),
    }

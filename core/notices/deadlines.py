"""Notices of days that come near: a meter has to be verified, or replaced."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from core.clock import today_in_almaty
from core.notices.daily import NoticeDay
from core.notices.meters import Deadline, NoticeMeter, NoticeMeters
from core.notices.model import AudienceAccount, Campaign, Chat, Firing, NoticeType, Recipient
from core.notices.policy import NoticePolicy

MOST_METERS = 20  # are named in one message; the rest are counted


class MeterDeadline:
    """A campaign a day. `days` are how long before a deadline it is told of: 60, 30, 7.

    What is told is the span that a meter has fallen into, once for each, so a day on which nothing went out is made
    up for on the next; past its deadline a meter is not spoken of. The meters of an account that have one deadline
    are one message.

    Values of a recipient: link_id, account_no, due, days (that are left), serials, left (meters that are not named).
    """

    def __init__(
        self,
        *,
        about: NoticeType,
        deadline: Deadline,
        days: Sequence[int],
        meters: NoticeMeters,
        policy: NoticePolicy,
    ) -> None:
        self.about = about
        self._deadline = deadline
        self._days = days
        self._meters = meters
        self._policy = policy

    async def firings(self, now: datetime) -> Sequence[Firing]:
        day = today_in_almaty(now)
        hours = NoticeDay.of(day, self._policy)
        if not self._days or not hours.begins <= now < hours.ends:
            return ()
        return (Firing(about=self.about, key=f"{self.about}:{day}", content={"day": day.isoformat()}),)

    async def recipients(self, campaign: Campaign, chats: Sequence[Chat], now: datetime) -> Sequence[Recipient]:
        today = today_in_almaty(now)
        accounts = {each.account_id for chat in chats for each in chat.accounts if each.status != "closed"}
        last = today + timedelta(days=max(self._days, default=0))
        found = sorted(await self._meters.due(sorted(accounts), self._deadline, today, last), key=_account_and_day)
        due: dict[int, list[tuple[date, list[NoticeMeter]]]] = {}
        for (account_id, day), meters in groupby(found, key=_account_and_day):
            due.setdefault(account_id, []).append((day, list(meters)))
        return [
            self._recipient(chat, account, day, meters, today)
            for chat in chats
            for account in chat.accounts
            for day, meters in due.get(account.account_id, ())
        ]

    def _recipient(
        self, chat: Chat, account: AudienceAccount, day: date, meters: Sequence[NoticeMeter], today: date
    ) -> Recipient:
        left = (day - today).days
        span = min(each for each in self._days if each >= left)
        values: dict[str, Any] = {
            "link_id": account.link_id,
            "account_no": account.account_no,
            "due": day.isoformat(),
            "days": left,
            "serials": [each.serial_no for each in meters[:MOST_METERS]],
            "left": max(0, len(meters) - MOST_METERS),
        }
        return Recipient(
            chat_id=chat.chat_id,
            key=f"{self.about}:{account.account_id}:{day}:{span}:{chat.chat_id}",
            values=values,
            account_id=account.account_id,
        )


def verification(*, meters: NoticeMeters, policy: NoticePolicy) -> MeterDeadline:
    return MeterDeadline(
        about=NoticeType.VERIFICATION,
        deadline=Deadline.VERIFICATION,
        days=policy.verification_days,
        meters=meters,
        policy=policy,
    )


def replacement(*, meters: NoticeMeters, policy: NoticePolicy) -> MeterDeadline:
    return MeterDeadline(
        about=NoticeType.REPLACEMENT,
        deadline=Deadline.REPLACEMENT,
        days=policy.replacement_days,
        meters=meters,
        policy=policy,
    )


def _account_and_day(meter: NoticeMeter) -> tuple[int, date]:
    assert meter.due is not None
    return meter.account_id, meter.due

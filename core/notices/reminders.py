"""Reminders to submit readings: on the first and on the last day of each window, to whoever has a meter to read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from core.clock import today_in_almaty
from core.notices.daily import NoticeDay
from core.notices.edges import Edge, WindowEdge, edge_of
from core.notices.meters import NoticeMeter, NoticeMeters
from core.notices.model import AudienceAccount, Campaign, Chat, Firing, NoticeType, Recipient
from core.notices.policy import NoticePolicy
from core.period import Period
from core.readings.policy import ReadingPolicy, Window

MOST_METERS = 20  # are named in one message; the rest are counted
_MISSED_DAYS = 7  # what fell on these while the bot was down is counted as dropped
_SPREAD_SHARE = 0.8  # of the time that is left: the rest is for what has to wait


class ReadingReminder:
    """One campaign for all branches whose window has the same edge, of the same period, on the same day.

    Values of a recipient: edge, period, last_day (the earliest of its accounts'), left (meters that are not named),
    accounts: of each link_id, account_no, last_day, meters as pairs of meter_id and serial_no.
    """

    about = NoticeType.READING_REMINDER

    def __init__(self, *, meters: NoticeMeters, readings: ReadingPolicy, policy: NoticePolicy) -> None:
        self._meters = meters
        self._readings = readings
        self._policy = policy

    async def firings(self, now: datetime) -> Sequence[Firing]:
        today = today_in_almaty(now)
        days = (today - timedelta(days=ago) for ago in range(_MISSED_DAYS, -1, -1))
        return [firing for day in days for firing in self._of_day(day, now)]

    async def recipients(self, campaign: Campaign, chats: Sequence[Chat], now: datetime) -> Sequence[Recipient]:
        day = date.fromisoformat(campaign.content["day"])
        edge = WindowEdge(Period.from_index(campaign.content["period"]), Edge(campaign.content["edge"]))
        meant = [(chat, self._of_edge(chat, edge, day)) for chat in chats]
        unread = await self._unread({each.account_id: each for _, own in meant for each in own}, edge.period, now)
        found = ((chat, [each for each in own if each.account_id in unread]) for chat, own in meant)
        return [
            Recipient(
                chat_id=chat.chat_id,
                key=f"reading_reminder:{edge.period.index}:{edge.edge}:{day}:{chat.chat_id}",
                values=self._values(own, unread, edge),
            )
            for chat, own in found
            if own
        ]

    def _of_day(self, day: date, now: datetime) -> list[Firing]:
        hours = NoticeDay.of(day, self._policy)
        if now < hours.begins:
            return []
        windows = (self._readings.window, *self._readings.branch_windows.values())
        found = {edge for window in windows if (edge := edge_of(window, day)) is not None}
        edges = sorted(each for each in found if each.edge in self._policy.reminders)
        left = int((hours.ends - now).total_seconds() * _SPREAD_SHARE)
        return [
            Firing(
                about=self.about,
                key=f"reading_reminder:{each.period.index}:{each.edge}:{day}",
                content={"period": each.period.index, "edge": each.edge.value, "day": day.isoformat()},
                begin_until=hours.begins + timedelta(hours=self._policy.late_hours),
                useful_until=hours.ends,
                spread_seconds=max(0, min(self._policy.spread_hours * 3600, left)),
            )
            for each in edges
        ]

    def _of_edge(self, chat: Chat, edge: WindowEdge, day: date) -> list[AudienceAccount]:
        return [each for each in chat.accounts if each.status == "active" and edge_of(self._window(each), day) == edge]

    async def _unread(
        self, accounts: Mapping[int, AudienceAccount], period: Period, now: datetime
    ) -> dict[int, list[NoticeMeter]]:
        """Return the meters to be read, by account; branches that begin on the same day are asked for together."""
        by_start: dict[date, list[int]] = {}
        for account in accounts.values():
            by_start.setdefault(self._window(account).days_of(period)[0], []).append(account.account_id)
        unread: dict[int, list[NoticeMeter]] = {}
        for since, account_ids in by_start.items():
            found = self._taken(await self._meters.unread(account_ids, period, since), today_in_almaty(now))
            unread |= {account_id: list(own) for account_id, own in groupby(found, attrgetter("account_id"))}
        return unread

    def _taken(self, meters: Iterable[NoticeMeter], today: date) -> Iterable[NoticeMeter]:
        """Leave out what the retailer takes no reading of: a meter whose verification has run out, if he is strict."""
        if self._readings.verification_policy == "warn":
            return meters
        return (each for each in meters if each.due is None or each.due >= today)

    def _values(
        self, accounts: Sequence[AudienceAccount], unread: Mapping[int, Sequence[NoticeMeter]], edge: WindowEdge
    ) -> dict[str, Any]:
        named, room = [], MOST_METERS
        for account in accounts[:MOST_METERS]:
            meters = unread[account.account_id][:room]
            room -= len(meters)
            named += [self._account(account, meters, edge.period)] if meters else []
        return {
            "edge": edge.edge.value,
            "period": edge.period.index,
            "last_day": min(self._last_day(each, edge.period) for each in accounts),
            "accounts": named,
            "left": sum(len(unread[each.account_id]) for each in accounts) - (MOST_METERS - room),
        }

    def _account(self, account: AudienceAccount, meters: Sequence[NoticeMeter], period: Period) -> dict[str, Any]:
        return {
            "link_id": account.link_id,
            "account_no": account.account_no,
            "last_day": self._last_day(account, period),
            "meters": [[each.meter_id, each.serial_no] for each in meters],
        }

    def _last_day(self, account: AudienceAccount, period: Period) -> str:
        return self._window(account).days_of(period)[1].isoformat()

    def _window(self, account: AudienceAccount) -> Window:
        return self._readings.window_of(account.branch_code)

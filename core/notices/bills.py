"""A new bill: the subscription to it. Where it goes, to the chat or by e-mail, is the chat's own choice."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from core.clock import today_in_almaty
from core.notices.delivered import Deliveries, FormedBill, Money, account_ids, linked_on, of_newest
from core.notices.model import AudienceAccount, Campaign, Chat, Firing, NoticeType, Recipient

USEFUL_FOR = timedelta(days=7)  # after the import
OLDEST = timedelta(days=31)  # a bill that comes later is no news


class BillNotices:
    """A bill that was formed before the account was linked is not sent."""

    about = NoticeType.BILL

    def __init__(self, *, deliveries: Deliveries, money: Money) -> None:
        self._deliveries = deliveries
        self._money = money

    async def firings(self, now: datetime) -> Sequence[Firing]:
        return of_newest(self.about, await self._deliveries.newest(), USEFUL_FOR)

    async def recipients(self, campaign: Campaign, chats: Sequence[Chat], now: datetime) -> Sequence[Recipient]:
        accounts = account_ids(chats)
        if not accounts:
            return ()
        found = await self._money.formed_since(accounts, today_in_almaty(now) - OLDEST)
        bills = {account: list(of) for account, of in groupby(found, attrgetter("account_id"))}
        return [
            _recipient(chat, account, bill)
            for chat in chats
            for account in chat.accounts
            for bill in bills.get(account.account_id, ())
            if bill.formed_on is not None and bill.formed_on >= linked_on(account)
        ]


def _recipient(chat: Chat, account: AudienceAccount, bill: FormedBill) -> Recipient:
    values: dict[str, Any] = {
        "link_id": account.link_id,
        "account_no": account.account_no,
        "period": bill.period.index,
        "total": bill.total,
        "due_on": bill.due_on and bill.due_on.isoformat(),
    }
    key = f"bill:{account.account_id}:{bill.period}:{chat.chat_id}"
    return Recipient(chat_id=chat.chat_id, key=key, values=values, account_id=account.account_id)

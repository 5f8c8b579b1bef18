"""«Payment received»: told once for each payment, after the package that brings it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from core.clock import today_in_almaty
from core.notices.delivered import Deliveries, Money, PaidSum, Standing, account_ids, linked_on, of_newest
from core.notices.model import AudienceAccount, Campaign, Chat, Firing, NoticeType, Recipient
from core.payments.model import mark_of_payment

USEFUL_FOR = timedelta(days=3)  # after the import
OLDEST = timedelta(days=35)  # a payment that comes later is no news


class PaymentNotices:
    """What was paid before the account was linked is not told, nor what was given back."""

    about = NoticeType.PAYMENT

    def __init__(self, *, deliveries: Deliveries, money: Money) -> None:
        self._deliveries = deliveries
        self._money = money

    async def firings(self, now: datetime) -> Sequence[Firing]:
        return of_newest(self.about, await self._deliveries.newest(), USEFUL_FOR)

    async def recipients(self, campaign: Campaign, chats: Sequence[Chat], now: datetime) -> Sequence[Recipient]:
        accounts = account_ids(chats)
        if not accounts:
            return ()
        first = today_in_almaty(now) - OLDEST
        found = [each for each in await self._money.paid_since(accounts, first) if each.amount > 0]
        paid = {account: list(of) for account, of in groupby(found, attrgetter("account_id"))}
        standings = await self._money.standings(sorted(paid))
        return [
            _recipient(chat, account, payment, standings.get(account.account_id))
            for chat in chats
            for account in chat.accounts
            for payment in paid.get(account.account_id, ())
            if payment.day >= linked_on(account)
        ]


def _recipient(chat: Chat, account: AudienceAccount, payment: PaidSum, standing: Standing | None) -> Recipient:
    values: dict[str, Any] = {
        "link_id": account.link_id,
        "account_no": account.account_no,
        "paid_at": payment.paid_at,
        "amount": payment.amount,
        "channel": payment.channel,
        "mark": mark_of_payment(payment.paid_at, payment.doc_no),
    }
    if standing is not None:
        until = standing.paid_until
        values |= {"debt": standing.debt, "overpayment": standing.overpayment}
        values |= {"paid_until": until and until.isoformat()}
    key = f"payment:{payment.payment_id}:{chat.chat_id}"
    return Recipient(chat_id=chat.chat_id, key=key, values=values, account_id=account.account_id)

"""What notices are told of in the live book, after a package has been imported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from core.clock import today_in_almaty
from core.notices.model import AudienceAccount, Chat, Firing, NoticeType
from core.payments.model import day_of
from core.period import Period


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """A package that has been imported."""

    package_id: str
    imported_at: datetime


def of_newest(about: NoticeType, newest: Delivery | None, useful_for: timedelta) -> tuple[Firing, ...]:
    """Return the campaign that tells of what the newest package has brought; of no package there is none."""
    if newest is None:
        return ()
    until = newest.imported_at + useful_for
    return (Firing(about=about, key=f"{about}:{newest.package_id}", content={}, useful_until=until),)


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenBalance:
    """The newest balance of one service: above zero a debt, below zero an overpayment."""

    service: tuple[str, str]  # codes of the service and of the supplier
    period: Period
    closing: int
    paid_until: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What an account owes by the newest data; an overpayment to one supplier pays no debt to another."""

    services: tuple[OpenBalance, ...] = ()

    @property
    def debt(self) -> int:
        return sum(max(each.closing, 0) for each in self.services)

    @property
    def overpayment(self) -> int:
        return sum(max(-each.closing, 0) for each in self.services)

    @property
    def paid_until(self) -> date | None:
        """Return the day up to which payments are counted, of every service but those that ended with nothing open."""
        newest = max((each.period for each in self.services), default=None)
        going_on = (each for each in self.services if each.period == newest or each.closing)
        return min((each.paid_until for each in going_on if each.paid_until), default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class PaidSum:
    """One payment over all its rows; `payment_id` is that of the first of them."""

    account_id: int
    payment_id: str
    paid_at: str  # 2026-11-22 or 2026-11-22T18:40:00 of Kazakhstan
    doc_no: str
    channel: str
    amount: int

    @property
    def day(self) -> date:
        return day_of(self.paid_at)


@dataclass(frozen=True, kw_only=True, slots=True)
class FormedBill:
    """The newest bill of a month."""

    account_id: int
    period: Period
    formed_on: date | None
    due_on: date | None
    total: int


class Deliveries(Protocol):
    async def newest(self) -> Delivery | None:
        """Return the package that was imported last; None: there has been none."""

    async def first_at(self) -> datetime | None:
        """Return when the first one was imported."""


class Money(Protocol):
    """What was billed and paid for many accounts at once."""

    async def paid_since(self, account_ids: Sequence[int], first: date) -> Sequence[PaidSum]:
        """Return the payments of these days, by account and day."""

    async def formed_since(self, account_ids: Sequence[int], first: date) -> Sequence[FormedBill]:
        """Return the bills that were formed on these days."""

    async def due_between(self, account_ids: Sequence[int], first: date, last: date) -> Sequence[FormedBill]:
        """Return the bills that were to be paid on these days, by account and month."""

    async def standings(self, account_ids: Sequence[int]) -> Mapping[int, Standing]:
        """Return what they owe; an account without balances is not named."""

    async def charged_after(
        self, account_ids: Sequence[int], period: Period
    ) -> Mapping[tuple[int, tuple[str, str]], Mapping[Period, int]]:
        """Return what each service of each account was charged in the months after this one."""


def account_ids(chats: Sequence[Chat]) -> list[int]:
    """Return the accounts of a page of chats, each once."""
    return sorted({account.account_id for chat in chats for account in chat.accounts})


def linked_on(account: AudienceAccount) -> date:
    return today_in_almaty(account.linked_at)

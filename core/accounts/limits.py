"""When a chat, an account number or everybody has guessed enough; the numbers are those of `LinkPolicy`."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.accounts.model import ChatLocked, ContactFirst, TooSoon
from core.accounts.policy import LinkPolicy

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Try:
    """One evaluated try; what was refused unseen (locked, too soon) is none."""

    at: datetime
    right: bool


@dataclass(frozen=True, slots=True)
class Lock:
    since: datetime
    until: datetime | None  # None: only the office may help


@dataclass(frozen=True, slots=True)
class Hour:
    """The tries of all chats in the last hour."""

    tries: int
    wrong: int


def check_lock(locks: Sequence[Lock], now: datetime) -> None:
    """:raises ChatLocked: right or wrong is not even looked at"""
    for lock in locks:
        if lock.until is None or now < lock.until:
            raise ChatLocked(lock.until)


def check_brake(hour: Hour, *, contact_shown: bool, policy: LinkPolicy) -> None:
    """:raises ContactFirst: a flood of wrong tries is under way and this chat has not shown its contact"""
    if is_braked(hour, policy) and not contact_shown:
        raise ContactFirst


def check_pace(tries: Sequence[Try], policy: LinkPolicy, now: datetime) -> None:
    """:raises TooSoon: the last try of this chat was a moment ago; `tries` are those of 24 hours"""
    if not tries:
        return
    wrong = sum(not tried.right for tried in tries)
    pause = policy.pace_after_second_wrong_seconds if wrong >= 2 else policy.pace_seconds
    again_at = max(tried.at for tried in tries) + timedelta(seconds=pause)
    if now < again_at:
        raise TooSoon(again_at, math.ceil((again_at - now).total_seconds()))


def lock_of_chat(tries: Sequence[Try], locks: Sequence[Lock], policy: LinkPolicy, now: datetime) -> Lock | None:
    """Return the lock that a chat earns by its latest wrong try, if it earns one.

    `tries` are those of 24 hours with the latest, `locks` all that it had in 30 days: the first lasts a day, the
    second a week, the third until the office helps. A right try does not wipe out wrong ones.
    """
    counted_from = max((lock.since for lock in locks), default=now - DAY)
    wrong = sum(not tried.right and tried.at > max(counted_from, now - DAY) for tried in tries)
    if wrong < policy.chat_wrong_per_day:
        return None
    terms = (timedelta(hours=policy.chat_lock_hours), timedelta(days=policy.chat_second_lock_days))
    return Lock(now, now + terms[len(locks)] if len(locks) < len(terms) else None)


def is_number_locked(wrong: Sequence[datetime], policy: LinkPolicy, now: datetime) -> bool:
    """Say whether an account number, real or not, has had too many wrong tries of all chats."""
    limits = (
        (DAY, policy.account_wrong_per_day),
        (WEEK, policy.account_wrong_per_week),
        (MONTH, policy.account_wrong_per_month),
    )
    return any(sum(at > now - span for at in wrong) >= limit for span, limit in limits)


def is_braked(hour: Hour, policy: LinkPolicy) -> bool:
    return hour.wrong >= policy.brake_wrong_per_hour


def is_alarming(hour: Hour, policy: LinkPolicy) -> bool:
    many = hour.wrong >= policy.alarm_wrong_per_hour
    mostly = hour.tries >= policy.alarm_of_tries and hour.wrong * 100 > policy.alarm_wrong_percent * hour.tries
    return many or mostly

"""How far guessing gets with the data that are loaded: the reasons behind `LinkPolicy` in figures.

The payments are known as a distribution only (amount, number of accounts that have it as their newest payment), so
nothing here names anybody. The attackers are the strongest that the rules are meant for: they know the whole
distribution, have many chats, and count account numbers up.
"""

import math
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import heappop, heappush
from itertools import groupby
from operator import itemgetter
from typing import Self

from core.accounts import limits
from core.accounts.limits import Hour, Lock, Try
from core.accounts.model import ChatLocked, ContactFirst, TooSoon
from core.accounts.policy import LinkPolicy
from core.accounts.proof import is_common

CHATS = (1, 100, 1_000, 10_000)
REAL_NUMBERS = 0.9  # numbers are given out in sequence: nearly every one that is tried is somebody's
_NEIGHBOUR = 0.1  # a neighbour guesses a payment to 10 per cent
_START = datetime(2026, 1, 1, tzinfo=UTC)
_NEVER = datetime.max.replace(tzinfo=UTC)
_EVERYTHING = 1 << 62


@dataclass(frozen=True, kw_only=True, slots=True)
class Distribution:
    """Newest payments that could prove something; `accounts` are all of the retailer, paying or not."""

    amounts: tuple[tuple[int, int], ...]  # (tiyn, accounts), the most common first
    accounts: int

    @classmethod
    def of(cls, counted: Iterable[tuple[int, int]], accounts: int) -> Self:
        proving = ((amount, count) for amount, count in counted if amount > 0 and count > 0)
        return cls(amounts=tuple(sorted(proving, key=lambda each: (-each[1], each[0]))), accounts=accounts)

    @property
    def payers(self) -> int:
        return sum(count for _, count in self.amounts)

    def share(self, guesses: int) -> float:
        """Return the share of payers that the so many commonest amounts open."""
        return sum(count for _, count in self.amounts[:guesses]) / self.payers


@dataclass(frozen=True, kw_only=True, slots=True)
class Guessing:
    """What one amount is worth alone, without any rule."""

    best: float
    three: float
    ten: float
    hundred: float
    min_entropy: float  # bits
    rare: float  # share of payers whose amount is held by fewer than one in 10,000 accounts
    neighbour: float  # share that a neighbour opens in three tries


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """Strangers' accounts opened in a day by so many chats, one rule more from column to column."""

    chats: int
    unlimited: float | None  # one try a second; meaningful for one chat only
    per_chat: float
    braked: float
    round_amounts: float  # with the common-amount rule, by an amount that asks for the serial
    rare_amounts: float  # with the common-amount rule, by the commonest amount that does not ask


def guessing(known: Distribution, policy: LinkPolicy) -> Guessing:
    """:raises ValueError: no payment that could prove anything is loaded"""
    if not known.amounts:
        raise ValueError("no payments are loaded")
    rare = sum(count for _, count in known.amounts if count * policy.common_amount_one_in < known.accounts)
    best = known.share(1)
    return Guessing(
        best=best,
        three=known.share(3),
        ten=known.share(10),
        hundred=known.share(100),
        min_entropy=-math.log2(best),
        rare=rare / known.payers,
        neighbour=_neighbour(known.amounts, tries=3) / known.payers,
    )


def opened_in_a_day(known: Distribution, policy: LinkPolicy) -> Iterator[Opened]:
    """Let the rules themselves count how many tries of a day are judged, and what those open on average."""
    paying = REAL_NUMBERS * known.payers / max(known.accounts, known.payers)
    best = known.share(1) * paying
    serial = 10.0**-policy.serial_digits
    rare = next(
        (
            count / known.payers
            for amount, count in known.amounts
            if not is_common(amount, holders=count, accounts=known.accounts, policy=policy)
        ),
        0.0,
    )
    without_brake = policy.model_copy(update={"brake_wrong_per_hour": _EVERYTHING})
    for chats in CHATS:
        free = judged_in_a_day(chats, without_brake)
        braked = judged_in_a_day(chats, policy)
        yield Opened(
            chats=chats,
            unlimited=86_400 * best if chats == 1 else None,
            per_chat=free * best,
            braked=braked * best,
            round_amounts=braked * best * serial,
            rare_amounts=braked * rare * paying,
        )


def judged_in_a_day(chats: int, policy: LinkPolicy) -> int:
    """Return how many tries are judged in the first 24 hours when every chat tries as soon as it may, and fails.

    No contact is shown: a flood comes from chats whose owners do not want to be seen.
    """
    return _Flood(chats, policy).judged_before(_START + limits.DAY)


class _Flood:
    def __init__(self, chats: int, policy: LinkPolicy) -> None:
        self._policy = policy
        self._tries: list[list[Try]] = [[] for _ in range(chats)]
        self._locks: list[list[Lock]] = [[] for _ in range(chats)]
        self._judged: deque[datetime] = deque()  # those of the last hour

    def judged_before(self, end: datetime) -> int:
        judged = 0
        waiting = [(_START, chat) for chat in range(len(self._tries))]
        while waiting[0][0] < end:
            now, chat = heappop(waiting)
            again = self._refused_until(chat, now)
            if again is None:
                judged += 1
                self._fail(chat, now)
            heappush(waiting, (again or now, chat))
        return judged

    def _refused_until(self, chat: int, now: datetime) -> datetime | None:
        while self._judged and self._judged[0] <= now - limits.HOUR:
            self._judged.popleft()
        hour = Hour(len(self._judged), len(self._judged))
        try:
            limits.check_lock(self._locks[chat], now)
            limits.check_brake(hour, contact_shown=False, policy=self._policy)
            limits.check_pace(self._tries[chat], self._policy, now)
        except ChatLocked as refusal:
            return refusal.until or _NEVER
        except ContactFirst:
            return self._judged[0] + limits.HOUR
        except TooSoon as refusal:
            return refusal.again_at
        return None

    def _fail(self, chat: int, now: datetime) -> None:
        self._judged.append(now)
        self._tries[chat].append(Try(now, right=False))
        lock = limits.lock_of_chat(self._tries[chat], self._locks[chat], self._policy, now)
        self._locks[chat].extend([lock] if lock else [])


def _neighbour(amounts: Sequence[tuple[int, int]], *, tries: int) -> float:
    """Return how many payers are opened by the commonest amounts within 10 per cent of what each has paid."""
    opened = 0.0
    commoner: list[int] = []
    for count, group in groupby(amounts, key=itemgetter(1)):
        same = sorted(amount for amount, _ in group)
        for amount in same:
            low, high = amount * (1 - _NEIGHBOUR), amount * (1 + _NEIGHBOUR)
            before = bisect_right(commoner, high) - bisect_left(commoner, low)
            equal = bisect_right(same, high) - bisect_left(same, low)
            opened += count * min(max(tries - before, 0) / equal, 1.0)
        commoner = sorted(commoner + same)
    return opened

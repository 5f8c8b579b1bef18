"""Who an operator's notice goes to: chosen by what is known of a chat and of its accounts.

A chat is chosen with those of its accounts that fit all of what is asked about accounts. Where nothing is asked about
accounts, a chat without any is chosen as well, unless the text speaks of an account.
"""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Self

from core.clock import today_in_almaty
from core.i18n import LANGUAGES
from core.notices.model import AudienceAccount, Chat
from core.notices.refusals import CampaignRefused
from core.period import Period
from core.readings.policy import ReadingPolicy
from core.typed import canonical_number

SCHEMES = ("flat", "level", "zone")
MOST_ACCOUNTS = 20_000  # of a file
MOST_DAYS = 366
_FEW = 50  # account numbers that are kept as they are; a campaign is read many times while it is sent
_PACKED = "packed"
_LISTS = ("branches", "localities", "streets", "schemes", "languages", "accounts")


@dataclass(frozen=True, kw_only=True, slots=True)
class Audience:
    """Empty: everybody. `debt_over` is tiyn; `verification_within` counts days from today, what is overdue included."""

    branches: frozenset[str] = frozenset()
    localities: frozenset[str] = frozenset()
    streets: frozenset[str] = frozenset()
    schemes: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    debt_over: int | None = None
    not_submitted: bool = False
    verification_within: int | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        lists: dict[str, Any] = {name: frozenset(data[name]) for name in _LISTS if data.get(name)}
        if packed := data.get(_PACKED):
            lists["accounts"] = _unpacked(packed)
        rest = {name: value for name, value in data.items() if name not in (*_LISTS, _PACKED)}
        return cls(**lists, **rest)

    def to_json(self) -> dict[str, Any]:
        """Return what is asked, and nothing of what is not; a long list of accounts is packed."""
        found: dict[str, Any] = {name: sorted(getattr(self, name)) for name in _LISTS if getattr(self, name)}
        if len(self.accounts) > _FEW:
            found[_PACKED] = _packed(found.pop("accounts"))
        if self.debt_over is not None:
            found["debt_over"] = self.debt_over
        if self.not_submitted:
            found["not_submitted"] = True
        if self.verification_within is not None:
            found["verification_within"] = self.verification_within
        return found

    def checked(self) -> Self:
        """:raises CampaignRefused: a value that nothing can fit"""
        for word in sorted(self.schemes - set(SCHEMES)):
            raise CampaignRefused("scheme", word[:30])
        for word in sorted(self.languages - set(LANGUAGES)):
            raise CampaignRefused("audience_language", word[:30])
        if self.debt_over is not None and self.debt_over < 0:
            raise CampaignRefused("debt")
        if self.verification_within is not None and not 0 <= self.verification_within <= MOST_DAYS:
            raise CampaignRefused("days", most=MOST_DAYS)
        if len(self.accounts) > MOST_ACCOUNTS:
            raise CampaignRefused("accounts", number=len(self.accounts), most=MOST_ACCOUNTS)
        return self

    @property
    def lasting(self) -> Self:
        """Return it without what passes: a debt is paid, a reading is submitted, another language is chosen."""
        passing: dict[str, Any] = {"debt_over": None, "not_submitted": False, "verification_within": None}
        return replace(self, languages=frozenset(), **passing)

    @property
    def asks_accounts(self) -> bool:
        lists = (self.branches, self.localities, self.streets, self.schemes, self.accounts)
        facts = (self.debt_over is not None, self.not_submitted, self.verification_within is not None)
        return any(lists) or any(facts)

    def fits(self, account: AudienceAccount) -> bool:
        """Say whether an account fits what is asked of it and can be seen without a query."""
        asked = (
            (self.branches, account.branch_code),
            (self.localities, account.locality),
            (self.streets, account.street),
            (self.schemes, account.tariff_scheme),
        )
        if account.status == "closed" or not all(not words or _among(value, words) for words, value in asked):
            return False
        return not self.accounts or canonical_number(account.account_no) in _canonical(self.accounts)


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountFacts:
    """What queries tell of accounts; what was not asked for is empty."""

    balances: Mapping[int, int]  # tiyn, over all services; none: the accounting system names no balance
    due: Mapping[int, date]  # the earliest verification of a meter in place
    unread: frozenset[int]  # with a meter that a reading is still wanted of


def chosen(
    audience: Audience, chats: Sequence[Chat], facts: AccountFacts, *, needs: frozenset[str], now: datetime
) -> list[tuple[Chat, tuple[AudienceAccount, ...]]]:
    """Return the chats that are written to, each with the accounts that the notice is about.

    `needs`: the facts of an account that the texts name; an account that has not all of them is left out.
    """
    found = []
    for chat in chats:
        if audience.languages and chat.language not in audience.languages:
            continue
        accounts = tuple(each for each in chat.accounts if _wanted(audience, each, facts, needs, now))
        if accounts or not (audience.asks_accounts or needs):
            found.append((chat, accounts))
    return found


def candidates(audience: Audience, chats: Sequence[Chat]) -> list[AudienceAccount]:
    """Return the accounts about which the data are worth a query."""
    spoken = (chat for chat in chats if not audience.languages or chat.language in audience.languages)
    return [account for chat in spoken for account in chat.accounts if audience.fits(account)]


def reading_periods(accounts: Sequence[AudienceAccount], policy: ReadingPolicy, now: datetime) -> dict[int, Period]:
    """Return for which period each account would submit today."""
    today = today_in_almaty(now)
    return {each.account_id: policy.window_of(each.branch_code).period_of(today) for each in accounts}


def _wanted(
    audience: Audience, account: AudienceAccount, facts: AccountFacts, needs: frozenset[str], now: datetime
) -> bool:
    if not audience.fits(account):
        return False
    balance = facts.balances.get(account.account_id)
    if balance is None and needs & {"balance", "debt"}:
        return False
    if audience.debt_over is not None and (balance is None or balance <= audience.debt_over):
        return False
    if audience.not_submitted and account.account_id not in facts.unread:
        return False
    if audience.verification_within is None:
        return True
    due = facts.due.get(account.account_id)
    return due is not None and due <= today_in_almaty(now) + timedelta(days=audience.verification_within)


def _packed(numbers: Sequence[str]) -> str:
    return b64encode(zlib.compress("\n".join(numbers).encode(), 9)).decode()


@lru_cache(maxsize=4)
def _unpacked(packed: str) -> frozenset[str]:
    return frozenset(zlib.decompress(b64decode(packed)).decode().split("\n"))


def _among(value: str, words: frozenset[str]) -> bool:
    return _folded(value) in _all_folded(words)


def _folded(word: str) -> str:
    return " ".join(word.split()).casefold()


@lru_cache(maxsize=4)  # as many as are sent at once; each may hold twenty thousand
def _canonical(numbers: frozenset[str]) -> frozenset[str]:
    return frozenset(map(canonical_number, numbers))


@lru_cache(maxsize=64)
def _all_folded(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(_folded, words))

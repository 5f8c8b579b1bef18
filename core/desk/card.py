"""What operators see of a consumer: what level 1 shows, whatever he himself has proved."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from core.accounts.masking import mask_payer
from core.accounts.model import LinkedAccount
from core.accounts.ports import Accounts, Links
from core.balance.ports import Balances
from core.customers.ports import Customers
from core.desk.model import Ban, Operator, Role, Talk, Thread
from core.desk.ports import Bans, Operators, Talks, Threads
from core.notices.model import NoticeType
from core.readings.model import Submission
from core.readings.ports import Submissions
from core.support.model import Appeal, Status
from core.support.ports import Appeals

_MOST_ACCOUNTS = 5
_MOST_NOTICES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class CardAccount:
    """`balance` is the sum of all services, in tiyn; None: no data."""

    account: LinkedAccount
    payer: str  # masked
    scheme: str  # of the tariff: flat | level | zone; empty: none is known
    balance: int | None
    as_of: date | None
    last: Submission | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CardFacts:
    """`talk` is the open one, or the last."""

    thread: Thread
    talk: Talk | None
    language: str
    accounts: tuple[CardAccount, ...]
    current: LinkedAccount | None
    appeals: tuple[Appeal, ...]  # open ones
    told: tuple[tuple[NoticeType, datetime], ...] = ()  # the last notices
    ban: Ban | None = None
    assignee: Operator | None
    now: datetime


class ToldNotices(Protocol):
    async def last(self, chat_id: int, most: int) -> tuple[tuple[NoticeType, datetime], ...]:
        """Return what the notices were about that have arrived in a chat, and when, the newest first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CardStores:
    threads: Threads
    talks: Talks
    operators: Operators
    customers: Customers
    links: Links
    accounts: Accounts
    balances: Balances
    submissions: Submissions
    appeals: Appeals
    told: ToldNotices
    bans: Bans


class CardService:
    def __init__(self, *, stores: CardStores, now: datetime) -> None:
        self._stores = stores
        self._now = now

    async def facts(self, *, thread_id: int) -> CardFacts:
        """Return what the card of a thread says now; of a chat that has been forgotten nothing but the talk."""
        thread = await self._stores.threads.get(thread_id)
        if thread is None:
            raise LookupError(f"no thread {thread_id}")
        talk = await self._stores.talks.open_one(thread_id) or await self._stores.talks.last(thread_id)
        assignee = None
        if talk is not None and talk.assignee is not None:
            assignee = await self._stores.operators.get(talk.assignee) or _unnamed(talk.assignee, self._now)
        if thread.chat_id is None:
            return CardFacts(
                thread=thread,
                talk=talk,
                language="kk",
                accounts=(),
                current=None,
                appeals=(),
                assignee=assignee,
                now=self._now,
            )
        customer = await self._stores.customers.find(thread.chat_id)
        linked = await self._stores.links.of_chat(thread.chat_id)
        current = next((each for each in linked if customer and each.link_id == customer.current_link), None)
        own = await self._stores.appeals.of_chat(thread.chat_id)
        return CardFacts(
            thread=thread,
            talk=talk,
            language=customer.language if customer is not None else "kk",
            accounts=tuple([await self._account(each) for each in linked[:_MOST_ACCOUNTS]]),
            current=current or next(iter(linked), None),
            appeals=tuple(each for each in own if each.status is Status.NEW and not each.is_held(self._now)),
            told=await self._stores.told.last(thread.chat_id, _MOST_NOTICES),
            ban=await self._stores.bans.of_chat(thread.chat_id, self._now),
            assignee=assignee,
            now=self._now,
        )

    async def _account(self, account: LinkedAccount) -> CardAccount:
        file = await self._stores.accounts.file(account.account_id)
        as_of, newest = await self._stores.balances.newest(account.account_id)
        last = await self._stores.submissions.of_account(account.account_id, 1)
        return CardAccount(
            account=account,
            payer=mask_payer(file.payer, legal=file.kind == "legal"),
            scheme=file.tariff_scheme,
            balance=sum(each.amounts.closing for each in newest) if newest else None,
            as_of=as_of,
            last=next(iter(last), None),
        )


def _unnamed(user_id: int, now: datetime) -> Operator:
    """Return an administrator of retailer.toml, who stands in no table."""
    return Operator(user_id=user_id, name="", role=Role.ADMINISTRATOR, added_at=now)

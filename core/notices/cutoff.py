"""The notice of law before a disconnection for debt: to whom it goes, and the record that can be shown.

Its campaign's content: `days`, and `accounts`: by account id [branch_code, account_no, debt in tiyn, day].
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from core.clock import today_in_almaty
from core.notices.cutoff_list import Differs, ListRefused, Warned
from core.notices.model import AudienceAccount, Campaign, Chat, Firing, NoSuchCampaign, NoticeType, Recipient, State
from core.notices.ports import Campaigns
from core.ports import AuditLog, UnitOfWork


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """What became of the notice about an account in one chat."""

    account_id: int
    chat_id: int
    state: str  # new | sending | sent | dead | unclear | cancelled
    outcome: str  # what Telegram said, or why it was not sent
    message_id: int | None
    closed_at: datetime | None
    said: str  # language, version and hash of the words
    text: str  # the words; empty: not sent, or erased with the chat


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreed:
    """From when till when the owner of an account has agreed to notices in this chat alone."""

    account_id: int
    chat_id: int | None  # None: the chat has been forgotten
    given_at: datetime
    withdrawn_at: datetime | None

    def at(self, moment: datetime) -> bool:
        return self.given_at <= moment and (self.withdrawn_at is None or moment < self.withdrawn_at)


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """An account of the list with everything that was sent about it.

    `agreed`: a notice arrived in a chat whose agreement was in force then; in another chat it proves nothing.
    """

    warned: Warned
    deliveries: tuple[Delivery, ...]
    agreed: bool

    @property
    def reached(self) -> bool:
        return any(each.state == "sent" for each in self.deliveries)

    @property
    def paper(self) -> str:
        """Return why a notice on paper is needed; empty: it is not."""
        if not self.deliveries:
            return "no_chat"
        if not self.reached:
            return "not_reached"
        return "" if self.agreed else "no_agreement"


@dataclass(frozen=True, kw_only=True, slots=True)
class Begun:
    """`differs`: what the office may want to look at before it is too late; nothing is held back for it."""

    campaign: Campaign
    differs: tuple[Differs, ...]

    @property
    def waits(self) -> bool:
        """Say whether another person has to approve first."""
        return self.campaign.state is State.WAITING


class CutoffBook(Protocol):
    async def known(self, warned: Sequence[Warned]) -> dict[Warned, int]:
        """Return the account ids of those that the live book has."""

    async def balances(self, account_ids: Collection[int]) -> dict[int, int]:
        """Return tiyn over all services, debt above zero; accounts without any balance are left out."""

    async def chats(self, account_ids: Collection[int]) -> int:
        """Return how many chats have linked them and may be written to."""

    async def agreements(self, account_ids: Collection[int]) -> tuple[Agreed, ...]:
        """Return the agreements of the present owners."""

    async def deliveries(self, campaign_id: int) -> tuple[Delivery, ...]:
        """Return the rows of a campaign, the oldest first."""


class CutoffOccasion:
    """`Occasion` of core.notices.ports; begun by the office alone, one row for each account and chat."""

    about = NoticeType.CUTOFF

    def __init__(self, book: CutoffBook) -> None:
        self._book = book

    async def firings(self, _now: datetime) -> Sequence[Firing]:
        return ()

    async def recipients(self, campaign: Campaign, chats: Sequence[Chat], now: datetime) -> Sequence[Recipient]:
        """Leave out what would come less than the days of law before: it is for the paper list then."""
        listed: Mapping[str, list[Any]] = campaign.content["accounts"]
        earliest = today_in_almaty(now) + timedelta(days=campaign.content["days"])
        found = [
            (chat, account, listed[str(account.account_id)])
            for chat, account in _accounts(chats)
            if str(account.account_id) in listed and date.fromisoformat(listed[str(account.account_id)][3]) >= earliest
        ]
        agreements = await self._book.agreements({account.account_id for _, account, _ in found}) if found else ()
        agreed = {(each.account_id, each.chat_id) for each in agreements if each.at(now)}
        return [
            self._recipient(chat, account, row, agreed=(account.account_id, chat.chat_id) in agreed)
            for chat, account, row in found
        ]

    def _recipient(self, chat: Chat, account: AudienceAccount, row: list[Any], *, agreed: bool) -> Recipient:
        _, _, debt, day = row
        return Recipient(
            chat_id=chat.chat_id,
            key=f"cutoff:{account.account_id}:{day}:{chat.chat_id}",
            account_id=account.account_id,
            values={
                "account_no": account.account_no,
                "link_id": account.link_id,
                "debt": debt,
                "day": day,
                "agreed": agreed,
            },
        )


class CutoffService:
    """For the command line of the office."""

    def __init__(
        self,
        *,
        work: UnitOfWork,
        campaigns: Campaigns,
        book: CutoffBook,
        audit: AuditLog,
        days: int,
        approval_over: int,
        now: datetime,
    ) -> None:
        """`approval_over`: to more chats than these nothing goes before a second person has approved it."""
        self._work = work
        self._campaigns = campaigns
        self._book = book
        self._audit = audit
        self._days = days
        self._approval_over = approval_over
        self._now = now

    async def begin(self, *, warned: Sequence[Warned], by: str) -> Begun | None:
        """Let the notices of a list go out, or wait for a second person where they are many.

        None: this very list has been handed in before, and nothing is done.

        :raises ListRefused: the live book lacks some of the accounts; nothing is sent then
        """
        await self._work.write()
        known = await self._book.known(warned)
        if missing := [each for each in warned if each not in known]:
            raise ListRefused([f"no account {each.account_no} in branch {each.branch_code}" for each in missing])
        accounts = {
            str(known[each]): [each.branch_code, each.account_no, each.debt, each.cutoff_on.isoformat()]
            for each in warned
        }
        if len(accounts) < len(warned):
            raise ListRefused(["an account stands in the list twice, written in two ways"])
        chats = await self._book.chats(known.values())
        waits = chats > self._approval_over
        begun = {"state": State.RUNNING, "started_at": self._now, "approved_by": by}
        campaign = await self._campaigns.add(
            about=NoticeType.CUTOFF,
            content={"days": self._days, "accounts": accounts},
            created_by=by,
            now=self._now,
            key=key_of(warned),
            size=chats,
            **({"state": State.WAITING} if waits else begun),
        )
        if campaign is None:
            return None
        action, subject = "cutoff.ask" if waits else "cutoff.begin", f"campaign:{campaign.id}"
        await self._audit.record(actor=by, action=action, subject=subject, detail=str(len(accounts)))
        return Begun(campaign=campaign, differs=await self._differing(known))

    async def _differing(self, known: Mapping[Warned, int]) -> tuple[Differs, ...]:
        balances = await self._book.balances(known.values())
        found = [(each, balances.get(account)) for each, account in known.items()]
        return tuple(Differs(warned=each, balance=balance) for each, balance in found if balance != each.debt)

    async def records(self, *, campaign_id: int) -> tuple[Record, ...]:
        """Return what became of each account of a list, in its order; that it was asked for is written down.

        :raises NoSuchCampaign: none of this number, or it is not about disconnections
        """
        await self._work.write()
        campaign = await self._campaigns.get(campaign_id)
        if campaign is None or campaign.about is not NoticeType.CUTOFF:
            raise NoSuchCampaign
        await self._audit.record(actor="office", action="cutoff.report", subject=f"campaign:{campaign_id}")
        listed = campaign.content["accounts"]
        deliveries, agreements = defaultdict[int, list[Delivery]](list), defaultdict[int, list[Agreed]](list)
        for delivery in await self._book.deliveries(campaign_id):
            deliveries[delivery.account_id].append(delivery)
        for agreement in await self._book.agreements([int(each) for each in listed]):
            agreements[agreement.account_id].append(agreement)
        return tuple(
            _record(row, deliveries[account], agreements[account])
            for account, row in ((int(each), row) for each, row in listed.items())
        )


def key_of(warned: Sequence[Warned]) -> str:
    """Return what an equal list, in whatever order, has in common with this one."""
    rows = sorted(f"{each.branch_code};{each.account_no};{each.debt};{each.cutoff_on}" for each in warned)
    digest = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return f"cutoff:{digest[:32]}"


def _accounts(chats: Sequence[Chat]) -> Iterator[tuple[Chat, AudienceAccount]]:
    return ((chat, account) for chat in chats for account in chat.accounts)


def _record(row: Sequence[Any], deliveries: Sequence[Delivery], agreements: Sequence[Agreed]) -> Record:
    branch, number, debt, day = row
    arrived = [(each.chat_id, each.closed_at) for each in deliveries if each.state == "sent" and each.closed_at]
    return Record(
        warned=Warned(branch_code=branch, account_no=number, debt=debt, cutoff_on=date.fromisoformat(day)),
        deliveries=tuple(deliveries),
        agreed=any(each.chat_id == chat and each.at(at) for each in agreements for chat, at in arrived),
    )

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from core.accounts.model import LinkedAccount
from core.accounts.ports import Links
from core.desk.model import Spot
from core.desk.places import Places
from core.desk.ports import Bans, Relay
from core.ports import AuditLog, Notices, UnitOfWork
from core.support.model import Appeal, Asked, Paper, Status


class Appeals(Protocol):
    async def add(self, *, chat_id: int, account: LinkedAccount | None, asked: Asked, now: datetime) -> Appeal | None:
        """Register it; None: the account has an open one of this matter, or the chat one of this key."""

    async def by_key(self, chat_id: int, key: str) -> Appeal | None:
        """Return what a chat has sent under a key."""

    async def open_one(self, account_id: int, alone_in: str) -> Appeal | None:
        """Return the open appeal of a matter."""

    async def get(self, appeal_id: int) -> Appeal | None: ...

    async def of_chat(self, chat_id: int, account_id: int | None = None) -> tuple[Appeal, ...]:
        """Return what a chat has sent, of one account or of all, the newest first."""

    async def close(self, appeal_id: int, status: Status, answer: str, now: datetime) -> bool:
        """Close one that is new; False: it was closed before."""

    async def add_answer_paper(self, appeal_id: int, paper: Paper) -> int:
        """Keep a paper of the answer; return its place among them, that of the one that is kept already."""

    async def to_hand_over(self, now: datetime, most: int) -> tuple[Appeal, ...]:
        """Return open ones whose time here is over and of which the office has not been told."""

    async def mark_handed_over(self, appeal_id: int, now: datetime) -> None: ...

    async def at_the_office(self, now: datetime) -> tuple[Appeal, ...]:
        """Return open ones whose time here is over, the most urgent first, those without a due day last."""

    async def mark_shown(self, appeal_id: int, spot: Spot) -> None:
        """Note by which message the operators see it."""

    async def at(self, spot: Spot) -> Appeal | None:
        """Return the appeal that this message of the operators' group shows."""

    async def answered_since(self, moment: datetime) -> tuple[Appeal, ...]:
        """Return those closed by an answer after a moment, the newest first."""

    async def to_remind(self, now: datetime, today: date, last: date, most: int) -> tuple[Appeal, ...]:
        """Return open ones due by `last`, and those not reminded of yet whose day for it has come."""

    async def mark_reminded(self, appeal_id: int, times: int) -> None: ...

    async def forget_content(self, appeal_id: int) -> None:
        """Erase what was asked and answered."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stores:
    work: UnitOfWork
    appeals: Appeals
    links: Links
    audit: AuditLog
    notices: Notices
    bans: Bans
    places: Places
    relay: Relay

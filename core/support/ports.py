from datetime import datetime
from typing import Protocol

from core.accounts.model import LinkedAccount
from core.support.model import Appeal, Asked, Status


class Appeals(Protocol):
    async def add(self, *, chat_id: int, account: LinkedAccount, asked: Asked, now: datetime) -> Appeal | None:
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

    async def to_hand_over(self, now: datetime, most: int) -> tuple[Appeal, ...]:
        """Return open ones whose time here is over and of which the office has not been told."""

    async def mark_handed_over(self, appeal_id: int, now: datetime) -> None: ...

    async def at_the_office(self, now: datetime) -> tuple[Appeal, ...]:
        """Return open ones whose time here is over, the most urgent first."""

    async def forget_content(self, appeal_id: int) -> None:
        """Erase what was asked and answered."""

from datetime import datetime
from typing import Protocol

from core.customers.model import Customer
from core.mail.model import Email, LetterName
from core.papers.model import Kept


class Addresses(Protocol):
    """One row a chat; addresses are sealed, and found by their keyed mark."""

    async def find(self, chat_id: int) -> Email | None: ...

    async def of_token(self, token_hash: str) -> int | None:
        """Return the chat to which a link was sent last."""

    async def await_confirmation(
        self, chat_id: int, address: str, *, token_hash: str, expires_at: datetime, document: int
    ) -> None:
        """Keep what was typed until it is confirmed; an earlier link is good for nothing then."""

    async def want(self, chat_id: int, document: int) -> None:
        """Note what is to be sent once the pending address is confirmed."""

    async def confirm(self, chat_id: int, address: str, now: datetime) -> None:
        """Put the pending address in force; its link is still known, and does nothing more."""

    async def mark_refused(self, chat_id: int, address: str, now: datetime) -> None:
        """Note that the server of the confirmed address takes no letters for it; another address stays as it is."""

    async def forget_pending(self, chat_id: int) -> None: ...

    async def remove(self, chat_id: int) -> None: ...


class Letters(Protocol):
    """Letters queued in this transaction, and how many there were: by keyed marks, which outlive an erasure."""

    async def hold(self) -> None:
        """Let nobody else count until this transaction ends."""

    async def queue(self, *, key: str, chat_id: int, to: str, name: LetterName, values: dict[str, str | int]) -> None:
        """Queue a letter; an equal `key` is queued once. The words are chosen when it is sent."""

    async def count(self, *, chat_id: int, address: str, document: int, now: datetime) -> int:
        """Count one for the limits, `document` 0: a letter with a link; return its number, never used again."""

    async def counted(self, *, chat_id: int, address: str, documents: bool, since: datetime) -> int:
        """Return the larger of two counts: of the chat, and of the address by whatever chat."""

    async def forget(self) -> None:
        """Drop counts that no limit looks at any more."""

    async def last_of(self, *, chat_id: int, address: str, document: int) -> datetime | None:
        """Return when this chat had this document sent there last; a letter that could not be sent is none."""


class KeptDocuments(Protocol):
    async def get(self, *, customer: Customer, document: int) -> Kept:
        """:raises DomainError: not his, or what stood on it is not kept any more"""

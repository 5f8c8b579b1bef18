from datetime import datetime
from typing import Any, Protocol

from core.papers.model import Checked, Draft, Issued, Kept, OfAccount, Prints


class Papers(Protocol):
    """Documents on record; content is sealed, a code is found by its keyed mark."""

    async def same(self, account_id: int, draft: Draft, prints: Prints) -> Issued | None:
        """Return the document of the scope with these very facts, unless one with other data has been issued since."""

    async def add(self, account: OfAccount, draft: Draft, prints: Prints, code: str, at: datetime) -> Issued:
        """Put a new document on record."""

    async def keep(self, document: int, facts: dict[str, Any], chat_id: int, at: datetime) -> None:
        """Keep for a while what stands on a document, for the chat that has asked for it."""

    async def kept(self, document: int) -> Kept | None: ...

    async def forget(self, before: datetime, most: int) -> int:
        """Forget what stood on documents asked for before then, `most` of them at a time; return how many."""

    async def find(self, code: str) -> Checked | None:
        """Return a document, and what has taken its place: a newer one of its scope, another state of its subject."""

    async def account_of(self, submission: int) -> int:
        """Return the account that a reading was submitted for."""

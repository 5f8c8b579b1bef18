from datetime import datetime
from typing import Protocol

from core.papers.model import Checked, Draft, Issued, OfAccount


class Papers(Protocol):
    """Documents on record; content is sealed, a code is found by its keyed mark."""

    async def same(self, account_id: int, draft: Draft, digest: str) -> Issued | None:
        """Return the newest document of the scope if it has these very facts."""

    async def add(self, account: OfAccount, draft: Draft, digest: str, code: str, at: datetime) -> Issued:
        """Put a new document on record."""

    async def find(self, code: str) -> Checked | None:
        """Return a document, and what has taken its place: a newer one of its scope, another state of its subject."""

    async def account_of(self, submission: int) -> int:
        """Return the account that a reading was submitted for."""

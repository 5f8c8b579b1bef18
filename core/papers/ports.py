from datetime import datetime
from typing import Protocol

from core.papers.model import Checked, Draft, Issued


class Papers(Protocol):
    """Documents on record; content is sealed, a code is found by its keyed mark."""

    async def same(self, account_id: int, draft: Draft, digest: str) -> Issued | None:
        """Return the newest document of the scope if it has these very facts."""

    async def add(self, account_id: int, draft: Draft, digest: str, code: str, account_no: str, at: datetime) -> Issued:
        """Put a new document on record."""

    async def find(self, code: str) -> Checked | None:
        """Return a document, and the newest one of its scope if that has other facts."""

"""What an import asks of the storage: keys to seal with, a book to fill, the switch."""

from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol


class Sealer(Protocol):
    """`Vault` of core.storage.sealing."""

    def seal(self, value: Any) -> bytes: ...

    def mark(self, kind: str, text: str) -> int: ...

    def account_id(self, branch_code: str, account_no: str) -> int: ...

    def number_mark(self, account_no: str) -> int: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Shipment:
    """Rows of one table of the book, as columns of its texts; bytes are sealed.

    Several columns may be one: their names have tabs between them, and so have their texts.
    An empty text is NULL, but for a column of the key.
    """

    lines: Sequence[int]
    columns: Mapping[str, Sequence[str | bytes | None]]
    deleted: list[bool] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What a set query found: the row was left out, or (a warning) only noticed."""

    table: str
    line: int | None
    column: str
    code: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """A package that was taken in."""

    package_id: str
    mode: str
    generated_at: datetime
    as_of: date


@dataclass(frozen=True, kw_only=True, slots=True)
class PackageFacts:
    """What is recorded of a package with the switch."""

    package_id: str
    mode: str
    operator: str
    as_of: date
    period: int
    generated_at: datetime
    rows: int
    bad_rows: int


class ImportUnderWay(RuntimeError):
    """Another import has the lock."""


class Draft(Protocol):
    """A new state of the book that nobody sees yet: a whole new generation, or a delta on its way into the live one.

    `checks_beside`: a table may be checked while the next one is loaded, and the sums as soon as the charges are.
    """

    checks_beside: bool

    async def load(self, table: str, shipments: Iterator[Shipment]) -> None:
        """Take in the rows of one table; each table once, those it refers to before it."""

    def check(self, table: str) -> AsyncGenerator[Finding, None]:
        """Take out the rows with a key twice or with a reference to nothing, and say which."""

    def check_sums(self) -> AsyncGenerator[Finding, None]:
        """Take out the balances that do not add up; also yield the warnings."""

    async def count(self, table: str) -> int:
        """Return how many rows a table will have."""

    async def losses(self, spared: frozenset[int]) -> tuple[int, int]:
        """Return how many links the publishing would end, of how many."""

    async def publish(self, facts: PackageFacts, *, spared: frozenset[int], now: datetime) -> int:
        """Let everybody see it, in one transaction with the record of the package; return the links ended.

        `spared` are the accounts whose row was bad: no row of theirs does not mean that they have gone.
        """


class Books(Protocol):
    def lock(self) -> AbstractAsyncContextManager[None]:
        """Keep other imports out.

        :raises ImportUnderWay: one is running
        """

    async def find(self, package_id: str) -> Imported | None: ...

    async def newest(self) -> Imported | None:
        """Return the package that was taken in last; None: the book is still empty."""

    async def count(self, table: str) -> int:
        """Return how many rows a table of the live book has."""

    def draft(self, *, full: bool) -> AbstractAsyncContextManager[Draft]:
        """Begin a draft; leaving without `publish` leaves nothing behind."""

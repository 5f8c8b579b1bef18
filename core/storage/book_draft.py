"""A full package on its way: a new book beside the live one, filled without keys, then indexed and checked by sets.

On PostgreSQL a second connection fills it, so that one table is checked while the next one is loaded.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy import Select, Table, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from core.packages.ports import Finding, PackageFacts, Shipment
from core.storage import book_checks, bulk, last_payments
from core.storage.book_checks import PAGE, take_out
from core.storage.book_switch import Switch
from core.storage.engine import Database
from core.storage.filler import Filler
from core.storage.staging import Stage


class BookDraft:
    """`Draft` of core.packages.ports for a full package."""

    def __init__(
        self, database: Database, connection: AsyncConnection, generation: int, filler: Filler | AsyncConnection
    ) -> None:
        self._is_sqlite = database.is_sqlite
        self._filler = filler
        self._connection = connection
        self.checks_beside = not isinstance(filler, Filler)
        self._generation = generation
        self._stage = Stage(is_sqlite=database.is_sqlite, delta=False)
        self._switch = Switch(database, connection, self._stage.tables["accounts"])

    async def prepare(self) -> None:
        async with self._step():
            if not self._is_sqlite:
                await self._connection.execute(text(f'CREATE SCHEMA "book_{self._generation}"'))
            await self._stage.create(self._connection)

    async def load(self, table: str, shipments: Iterator[Shipment]) -> None:
        if isinstance(self._filler, Filler):
            bulk.insert_beside(self._filler, self._stage.tables[table], shipments)
            return
        async with self._filler.begin():
            await self._filler.execute(text(f"TRUNCATE {self._named(table)}"))
            await bulk.copy(self._filler, self._stage.tables[table], shipments, frozen=True)

    async def check(self, table: str) -> AsyncGenerator[Finding, None]:
        async for finding in self._check(table):
            yield finding
        if table == "payments":
            await self._derive()
        if not self._is_sqlite:
            async with self._step():
                await self._connection.execute(text(f"ANALYZE {self._named(table)}"))

    async def _check(self, table: str) -> AsyncGenerator[Finding, None]:
        staged = self._stage.tables
        async with self._step():
            if not await self._stage.index(self._connection, table):
                async for line in take_out(self._connection, staged[table], book_checks.duplicates(staged[table])):
                    yield Finding(table=table, line=line, column="", code="duplicate")
            if not (await self._connection.execute(book_checks.any_dangling(staged, table))).all():
                return
            for column, query in book_checks.dangling(staged, table, delta=False):
                if table == "accounts":
                    lost = query.with_only_columns(staged[table].c.account_id)
                    self._switch.spare((await self._connection.execute(lost)).scalars())
                async for line in take_out(self._connection, staged[table], query):
                    yield Finding(table=table, line=line, column=column, code="missing_reference")

    async def check_sums(self) -> AsyncGenerator[Finding, None]:
        balances, charges, tariffs = (self._stage.tables[name] for name in ("balances", "charges", "tariffs"))
        async with self._step():
            async for line in take_out(self._connection, balances, book_checks.unbalanced(balances)):
                yield Finding(table="balances", line=line, column="closing", code="balance")
            async for line in take_out(self._connection, balances, self._accrued_differs(balances, charges)):
                yield Finding(table="balances", line=line, column="accrued", code="accrued")
            for line in await self._lines(book_checks.opening_differs(balances, balances.c.line)):
                yield Finding(table="balances", line=line, column="opening", code="opening_differs")
            for line in await self._lines(book_checks.price_differs(tariffs)):
                yield Finding(table="tariffs", line=line, column="price_inc_vat", code="price_differs")

    async def count(self, table: str) -> int:
        count = select(func.count()).select_from(self._stage.tables[table])
        async with self._step():
            return (await self._connection.execute(count)).scalar_one()

    async def losses(self, spared: frozenset[int]) -> tuple[int, int]:
        return await self._switch.losses(spared)

    async def publish(self, facts: PackageFacts, *, spared: frozenset[int], now: datetime) -> int:
        await self._settle()
        accounts = await self.count("accounts")
        return await self._switch.to_new_book(self._generation, facts, accounts=accounts, spared=spared, now=now)

    def _accrued_differs(self, balances: Table, charges: Table) -> Select[int]:
        if self._is_sqlite:
            return select(balances.c.line).where(book_checks.accrued_differs(balances, charges))
        return book_checks.accrued_differs_at_once(balances, charges)

    async def _derive(self) -> None:
        payments, last, counts = (self._stage.tables[name] for name in ("payments", "last_payments", "amount_counts"))
        async with self._step():
            await self._connection.execute(last_payments.fill(payments, last, is_sqlite=self._is_sqlite))
            await self._stage.index(self._connection, last.name)
            await self._connection.execute(last_payments.count(last, counts))
            await self._stage.index(self._connection, counts.name)

    async def _settle(self) -> None:
        """Make a book to be read of it: what only the import needs goes; statistics for the planner of SQLite."""
        async with self._step():
            if not self._is_sqlite:
                for table in self._stage.tables:
                    await self._connection.execute(text(f"ALTER TABLE {self._named(table)} DROP COLUMN line"))
        if self._is_sqlite:
            raw = (await self._connection.get_raw_connection()).driver_connection
            assert raw is not None
            for statement in ("PRAGMA analysis_limit=1000", "ANALYZE", "PRAGMA journal_mode=WAL"):
                await raw.execute(statement)

    def _named(self, table: str) -> str:
        return f'"book_{self._generation}".{table}'

    @asynccontextmanager
    async def _step(self) -> AsyncIterator[None]:
        """One transaction; a look at the book may have begun it already."""
        if not self._connection.in_transaction():
            await self._connection.begin()
        yield
        await self._connection.commit()

    async def _lines(self, query: Select[int]) -> list[int]:
        return list((await self._connection.execute(query.limit(PAGE))).scalars())

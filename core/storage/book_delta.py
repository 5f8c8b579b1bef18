"""A delta package on its way: loaded into temporary tables, checked there, applied to the live book in one transaction.

The bot never writes to the book, so the transaction may take its time, and readers see the book before or after it.
On SQLite the bot's own database records the package a moment later; applying a delta twice changes nothing, so a crash
between the two does no harm.
"""

from collections.abc import AsyncGenerator, Iterator
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    MetaData,
    Select,
    Table,
    delete,
    func,
    insert,
    or_,
    select,
    union,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from core.packages.ports import Finding, PackageFacts, Shipment
from core.storage import book_checks, bulk, last_payments
from core.storage.book_checks import take_out
from core.storage.book_switch import Switch
from core.storage.engine import Database
from core.storage.staging import TABLES, Stage, key

_BY_ACCOUNT = tuple(table for table in TABLES.values() if "account_id" in table.c)
_OF_THE_SUMS = ("balances", "charges", "payments", "corrections")
# Accounts whose money the delta changes.
_TOUCHED = Table("touched", MetaData(), Column("account_id", BigInteger), prefixes=["TEMPORARY"])


class DeltaDraft:
    """`Draft` of core.packages.ports for a delta package."""

    checks_beside = False

    def __init__(self, database: Database, connection: AsyncConnection) -> None:
        self._is_sqlite = database.is_sqlite
        self._connection = connection
        self._stage = Stage(is_sqlite=database.is_sqlite, delta=True)
        self._switch = Switch(database, connection, TABLES["accounts"])

    async def prepare(self) -> None:
        await self._connection.begin()
        await self._stage.create(self._connection)
        await self._connection.run_sync(_TOUCHED.create)
        await self._connection.commit()

    async def load(self, table: str, shipments: Iterator[Shipment]) -> None:
        await self._connection.begin()
        if self._is_sqlite:
            await bulk.insert(self._connection, self._stage.tables[table], shipments)
        else:
            await bulk.copy(self._connection, self._stage.tables[table], shipments, frozen=False)
        await self._connection.commit()

    async def check(self, table: str) -> AsyncGenerator[Finding, None]:
        staged = self._stage.tables
        await self._connection.begin()
        if not await self._stage.index(self._connection, table):
            await self._connection.execute(book_checks.replaced(staged[table]))
            async for line in take_out(self._connection, staged[table], book_checks.duplicates(staged[table])):
                yield Finding(table=table, line=line, column="", code="duplicate")
        for column, query in book_checks.dangling(staged, table, delta=True):
            async for line in take_out(self._connection, staged[table], query):
                yield Finding(table=table, line=line, column=column, code="missing_reference")
        for query in book_checks.in_use(staged, table):
            async for line in take_out(self._connection, staged[table], query):
                yield Finding(table=table, line=line, column="", code="in_use")
        await self._connection.commit()

    async def check_sums(self) -> AsyncGenerator[Finding, None]:
        """Apply the delta, and look at the sums of the accounts that it touches.

        Where they do not hold the account keeps its old figures: its rows are taken out and the rest is applied anew.
        """
        balances = self._stage.tables["balances"]
        await self._connection.begin()
        async for line in take_out(self._connection, balances, book_checks.unbalanced(balances)):
            yield Finding(table="balances", line=line, column="closing", code="balance")
        await self._connection.commit()
        await self._connection.begin()
        while True:
            attempt = await self._connection.begin_nested()
            await self._apply()
            wrong = list((await self._connection.execute(self._accounts_off())).scalars())
            if not wrong:
                break
            await attempt.rollback()
            for name in _OF_THE_SUMS:
                staged = self._stage.tables[name]
                rows = select(staged.c.line).where(staged.c.account_id.in_(wrong))
                async for line in take_out(self._connection, staged, rows):
                    yield Finding(table=name, line=line, column="", code="accrued")

    async def count(self, table: str) -> int:
        return (await self._connection.execute(select(func.count()).select_from(TABLES[table]))).scalar_one()

    async def losses(self, spared: frozenset[int]) -> tuple[int, int]:
        return await self._switch.losses(spared)

    async def publish(self, facts: PackageFacts, *, spared: frozenset[int], now: datetime) -> int:
        accounts = await self.count("accounts")
        await self._connection.commit()
        return await self._switch.within_live_book(facts, accounts=accounts, spared=spared, now=now)

    async def _apply(self) -> None:
        await self._note_touched()
        await self._delete_what_hangs_on_deleted_rows()
        for name, staged in self._stage.tables.items():
            live, names = TABLES[name], [column.name for column in TABLES[name].columns]
            await self._connection.execute(delete(live).where(book_checks.in_stage(live, staged)))
            rows = select(*(staged.c[column] for column in names)).where(~staged.c.deleted)
            await self._connection.execute(insert(live).from_select(names, rows))
        await self._derive()

    async def _note_touched(self) -> None:
        await self._connection.execute(delete(_TOUCHED))
        accounts = self._stage.tables["accounts"]
        ids: list[Select[int]] = [select(accounts.c.account_id).where(accounts.c.deleted)]
        for name in ("balances", "charges", "payments"):
            live, staged = TABLES[name], self._stage.tables[name]
            ids.append(select(staged.c.account_id).where(staged.c.account_id.is_not(None)))
            ids.append(select(live.c.account_id).where(book_checks.in_stage(live, staged)))
        await self._connection.execute(insert(_TOUCHED).from_select(["account_id"], union(*ids)))

    async def _delete_what_hangs_on_deleted_rows(self) -> None:
        staged = self._stage.tables
        gone = select(staged["accounts"].c.account_id).where(staged["accounts"].c.deleted)
        chain: Select[str] | None = None
        doomed: list[tuple[Table, ColumnElement[bool]]] = []
        for name, parent in (("points", "account_id"), ("meters", "point_id"), ("registers", "meter_id")):
            live, own = TABLES[name], key(TABLES[name])[0]
            above = live.c[parent].in_(gone if chain is None else chain)
            deleted = select(staged[name].c[own]).where(staged[name].c.deleted)
            condition = or_(live.c[own].in_(deleted), above)
            doomed.insert(0, (live, condition))
            chain = select(live.c[own]).where(condition)
        assert chain is not None
        doomed.insert(0, (TABLES["readings"], TABLES["readings"].c.register_id.in_(chain)))
        for live, condition in doomed:
            await self._connection.execute(delete(live).where(condition))
        for live in _BY_ACCOUNT:
            await self._connection.execute(delete(live).where(live.c.account_id.in_(gone)))

    async def _derive(self) -> None:
        payments, last, counts = (TABLES[name] for name in ("payments", "last_payments", "amount_counts"))
        touched = select(_TOUCHED.c.account_id)
        await self._connection.execute(delete(last).where(last.c.account_id.in_(touched)))
        only = payments.c.account_id.in_(touched)
        await self._connection.execute(last_payments.fill(payments, last, is_sqlite=self._is_sqlite, only=only))
        await self._connection.execute(delete(counts))
        await self._connection.execute(last_payments.count(last, counts))

    def _accounts_off(self) -> Select[int]:
        balances, charges = TABLES["balances"], TABLES["charges"]
        differs = book_checks.accrued_differs(balances, charges)
        touched = balances.c.account_id.in_(select(_TOUCHED.c.account_id))
        return select(balances.c.account_id).where(touched, differs).distinct().limit(book_checks.PAGE)

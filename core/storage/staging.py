"""Tables that an import fills: those of the book without keys and indexes, each row with the line it came from."""

from collections.abc import Iterator

from sqlalchemy import BigInteger, Boolean, Column, Index, MetaData, Table
from sqlalchemy.ext.asyncio import AsyncConnection

from core.packages.ports import Shipment
from core.storage import book, bulk

TABLES = {table.name: table for table in book.metadata.tables.values()}


def key(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in TABLES[table.name.removeprefix("new_")].primary_key.columns)


class Stage:
    """The tables to be filled, as SQLAlchemy knows them.

    Of a full package they are the new book itself. Of a delta they are temporary tables `new_…` with one column more,
    `deleted`. `line` is SQLite's own number of the row there, and a column here.
    """

    def __init__(self, *, is_sqlite: bool, delta: bool) -> None:
        self._is_sqlite = is_sqlite
        self._delta = delta
        self._metadata = MetaData(schema=None if delta else book.metadata.schema)
        self.tables = {name: self._table(table) for name, table in TABLES.items()}

    async def create(self, connection: AsyncConnection) -> None:
        await connection.run_sync(self._metadata.create_all, checkfirst=False)

    async def load(self, connection: AsyncConnection, name: str, shipments: Iterator[Shipment]) -> None:
        """Insert the rows of one table by the driver's own road, since nothing else is quick enough."""
        load = bulk.insert if self._is_sqlite else bulk.copy
        await load(connection, self.tables[name], shipments)

    async def index(self, connection: AsyncConnection, name: str) -> None:
        """Make the index of the key, and those that the book has."""
        table = self.tables[name]
        indexes = [Index(f"key_{table.name}", *(table.c[column] for column in key(table)))]
        if not self._delta:
            indexes += [
                Index(index.name, *(table.c[column.name] for column in index.columns)) for index in TABLES[name].indexes
            ]
        for index in indexes:
            await connection.run_sync(index.create)

    def _table(self, table: Table) -> Table:
        columns = [Column(column.name, column.type, nullable=True) for column in table.columns]
        if self._is_sqlite:
            columns.append(Column("rowid", BigInteger, key="line", system=True))
        else:
            columns.append(Column("line", BigInteger))
        if not self._delta:
            return Table(table.name, self._metadata, *columns)
        columns.append(Column("deleted", Boolean))
        return Table(f"new_{table.name}", self._metadata, *columns, prefixes=["TEMPORARY"])

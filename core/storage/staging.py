"""Tables that an import fills: those of the book without keys and indexes, each row with the line it came from."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, MetaData, String, Table
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

from core.storage import book

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

    async def index(self, connection: AsyncConnection, name: str) -> bool:
        """Make the index of the key, and those that the book has; return whether the keys are unique."""
        table = self.tables[name]
        if not self._delta:
            for index in TABLES[name].indexes:
                columns = (table.c[column.name] for column in index.columns)
                await connection.run_sync(Index(index.name, *columns).create)
        keys = [table.c[column] for column in key(table)]
        try:
            async with connection.begin_nested():
                await connection.run_sync(Index(f"key_{table.name}", *keys, unique=True).create)
        except IntegrityError:
            await connection.run_sync(Index(f"again_{table.name}", *keys).create)
            return False
        return True

    def _type(self, kind: TypeEngine[Any]) -> TypeEngine[Any]:
        """Compare texts by their bytes, as SQLite does: by the rules of a language it takes several times as long."""
        return String(kind.length, collation="C") if isinstance(kind, String) and not self._is_sqlite else kind

    def _table(self, table: Table) -> Table:
        columns = [Column(column.name, self._type(column.type), nullable=True) for column in table.columns]
        if self._is_sqlite:
            columns.append(Column("rowid", BigInteger, key="line", system=True))
        else:
            columns.append(Column("line", BigInteger))
        if not self._delta:
            return Table(table.name, self._metadata, *columns)
        columns.append(Column("deleted", Boolean))
        return Table(f"new_{table.name}", self._metadata, *columns, prefixes=["TEMPORARY"])

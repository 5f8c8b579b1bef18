"""Many rows into one table by the driver's own road: executemany on SQLite, COPY on PostgreSQL.

SQLAlchemy is three to ten times slower at this. Values are texts; the database makes numbers and dates of them.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import String, Table
from sqlalchemy.ext.asyncio import AsyncConnection

from core.packages.ports import Shipment
from core.storage.filler import Filler, cells
from core.storage.staging import key

TAB = "\t"
# No text has tabs or other control signs on its way here, so that nothing needs quotes. An empty text is NULL.
_FORM = {"format": "csv", "delimiter": TAB, "quote": "\b"}


async def insert(connection: AsyncConnection, table: Table, shipments: Iterator[Shipment]) -> None:
    """Fill a table of SQLite; the number of the line becomes the number of the row."""
    raw = await _driver(connection)
    for shipment in shipments:
        names, columns = _columns(shipment, line="rowid")
        await raw.executemany(_insert(table, names), cells(columns))


def insert_beside(filler: Filler, table: Table, shipments: Iterator[Shipment]) -> None:
    """Fill a table of a new SQLite book by the second process."""
    first = next(shipments, None)
    if first is None:
        return
    names, _ = _columns(first, line="rowid")
    blocks = (_columns(shipment, line="rowid")[1] for shipment in chain([first], shipments))
    filler.fill(_insert(table, names), blocks)


async def copy(connection: AsyncConnection, table: Table, shipments: Iterator[Shipment], *, frozen: bool) -> None:
    """Fill a table of PostgreSQL by one COPY, which the server reads while the next rows are being made.

    `frozen`: the table was made or emptied in this transaction, and nobody else looks at it.
    """
    first = next(shipments, None)
    if first is None:
        return
    raw = await _driver(connection)
    assert connection.sync_connection is not None
    schemas = connection.sync_connection.get_execution_options().get("schema_translate_map", {})
    names, _ = _columns(first, line="line")
    keys = [name for name in names if name in key(table) and isinstance(table.c[name].type, String)]

    async def texts() -> AsyncIterator[bytes]:
        for shipment in chain([first], shipments):
            yield _copy_text(shipment)
            await asyncio.sleep(0)  # lets those go on who wait for the server beside this

    await raw.copy_to_table(
        table.name,
        schema_name=schemas.get(table.schema),
        columns=names,
        source=texts(),
        freeze=frozen,
        force_not_null=keys or None,
        **_FORM,
    )


def _insert(table: Table, names: list[str]) -> str:
    kept = ("rowid", "deleted", *key(table))
    marks = ", ".join("?" if name in kept else "nullif(?, '')" for name in names)
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - names of the book


async def _driver(connection: AsyncConnection) -> Any:
    return (await connection.get_raw_connection()).driver_connection


def _columns(shipment: Shipment, *, line: str) -> tuple[list[str], list[Sequence[Any]]]:
    """Return the names of single columns, and the columns as they came."""
    names, columns = [line, *shipment.columns], [shipment.lines, *shipment.columns.values()]
    if shipment.deleted is not None:
        names, columns = [*names, "deleted"], [*columns, shipment.deleted]
    return TAB.join(names).split(TAB), columns


def _copy_text(shipment: Shipment) -> bytes:
    _, columns = _columns(shipment, line="line")
    return ("\n".join(map(TAB.join, zip(*map(_texts, columns), strict=True))) + "\n").encode()


def _texts(values: Sequence[Any]) -> Iterable[str]:
    """Of a column, all values are texts, or all are numbers, or all are sealed (or None)."""
    if isinstance(values[0], str):
        return values
    if isinstance(values[0], int):
        return map(str, values)
    return ("" if value is None else rf"\x{value.hex()}" for value in values)

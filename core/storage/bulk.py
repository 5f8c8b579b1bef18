"""Many rows into one table by the driver's own road: executemany on SQLite, COPY on PostgreSQL.

SQLAlchemy is three to ten times slower at this. Values are texts; the database makes numbers and dates of them.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Integer, LargeBinary, String, Table
from sqlalchemy.ext.asyncio import AsyncConnection

from core.packages.ports import Shipment
from core.storage.filler import Filler
from core.storage.types import Month

NULL = r"\N"
NUMBERS = (Integer, Month)


async def insert(connection: AsyncConnection, table: Table, shipments: Iterator[Shipment]) -> None:
    """Fill a table of SQLite; the number of the line becomes the number of the row."""
    raw = await _driver(connection)
    for shipment in shipments:
        names, columns = _columns(shipment, line="rowid")
        await raw.executemany(_insert(table, names), zip(*columns, strict=True))


def insert_beside(filler: Filler, table: Table, shipments: Iterator[Shipment]) -> None:
    """Fill a table of a new SQLite book by the second process."""
    first = next(shipments, None)
    if first is None:
        return
    names, columns = _columns(first, line="rowid")
    numbers = [place for place, name in enumerate(names) if name in table.c and isinstance(table.c[name].type, NUMBERS)]
    others = (_columns(shipment, line="rowid")[1] for shipment in shipments)
    filler.fill(_insert(table, names), numbers, chain([columns], others))


async def copy(connection: AsyncConnection, table: Table, shipments: Iterator[Shipment]) -> None:
    """Fill a table of PostgreSQL by one COPY, which the server reads while the next rows are being made."""
    first = next(shipments, None)
    if first is None:
        return
    raw = await _driver(connection)
    assert connection.sync_connection is not None
    schemas = connection.sync_connection.get_execution_options().get("schema_translate_map", {})
    names, _ = _columns(first, line="line")

    async def texts() -> AsyncIterator[bytes]:
        yield _copy_text(table, first)
        for shipment in shipments:
            yield _copy_text(table, shipment)

    await raw.copy_to_table(
        table.name, schema_name=schemas.get(table.schema), columns=names, source=texts(), format="text"
    )


def _insert(table: Table, names: list[str]) -> str:
    marks = ", ".join("?" * len(names))
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - names of the book


async def _driver(connection: AsyncConnection) -> Any:
    return (await connection.get_raw_connection()).driver_connection


def _columns(shipment: Shipment, *, line: str) -> tuple[list[str], list[Sequence[Any]]]:
    names, columns = [line, *shipment.columns], [shipment.lines, *shipment.columns.values()]
    if shipment.deleted is not None:
        return [*names, "deleted"], [*columns, shipment.deleted]
    return names, columns


def _copy_text(table: Table, shipment: Shipment) -> bytes:
    names, columns = _columns(shipment, line="line")
    texts = [_texts(table.c[name].type, values) for name, values in zip(names, columns, strict=True)]
    return ("\n".join(map("\t".join, zip(*texts, strict=True))) + "\n").encode()


def _texts(kind: object, values: Sequence[Any]) -> Sequence[str]:
    if isinstance(kind, LargeBinary):
        return [NULL if value is None else rf"\\x{value.hex()}" for value in values]
    if not isinstance(values[0], str | None):
        return [str(value) for value in values]
    # Tabs and line breaks have become spaces on the way here; only the backslash is left to be escaped.
    if isinstance(kind, String) and any("\\" in value for value in values if value is not None):
        values = [value and value.replace("\\", "\\\\") for value in values]
    return [NULL if value is None else value for value in values] if None in values else values

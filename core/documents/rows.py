"""Rows of a table: how high each is, and where its words stand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from core.documents.letters import lines, width
from core.documents.paper import INK, Text

_LEADING = 1.3
_PAD = 4.0


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    share: float
    align: Literal["left", "right"] = "left"


class Row(NamedTuple):
    cells: list[list[str]]
    height: float


class Grid:
    """The columns of a table between two edges."""

    def __init__(self, columns: Sequence[Column], left: float, room: float) -> None:
        whole = sum(column.share for column in columns)
        edges = [left]
        for column in columns:
            edges.append(edges[-1] + column.share / whole * room)
        self._rooms = [after - before - 2 * _PAD for before, after in pairwise(edges)]
        self._places = [
            (column.align == "right", (after if column.align == "right" else before))
            for column, (before, after) in zip(columns, pairwise(edges), strict=True)
        ]

    def row(self, cells: Sequence[str], font: str, size: float) -> Row:
        said = [lines(cell, font, size, room) for cell, room in zip(cells, self._rooms, strict=True)]
        return Row(said, max(map(len, said)) * size * _LEADING + 2 * _PAD - 2)

    def written(self, row: Row, top: float, font: str, size: float) -> Iterator[Text]:
        """Yield the words of a row whose upper edge is at a place."""
        first = top - _PAD + 1 - size
        for (right, edge), said in zip(self._places, row.cells, strict=True):
            y = first
            for line in said:
                if line:
                    x = edge - _PAD - width(line, font, size) if right else edge + _PAD
                    yield Text(x, y, line, font, size, INK)
                y -= size * _LEADING


def with_next(rows: Iterable[Row]) -> Iterator[tuple[Row, Row | None]]:
    """Yield each row with the one below it."""
    rows = iter(rows)
    row = next(rows, None)
    while row is not None:
        following = next(rows, None)
        yield row, following
        row = following

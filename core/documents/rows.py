"""Rows of a table: how high each is, and where its words stand.

What follows a line break in a cell is grey: the second language, or the day of a reading.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from core.documents.letters import lines, printed, width
from core.documents.paper import GREY, INK, Text

_LEADING = 1.3
_PAD = 4.0


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    share: float
    align: Literal["left", "right"] = "left"


class Cell(NamedTuple):
    lines: list[str]
    inked: int  # so many lines from above are ink
    size: float


class Row(NamedTuple):
    cells: list[Cell]
    height: float


class Grid:
    """The columns of a table between two edges."""

    def __init__(self, columns: Sequence[Column], left: float, room: float) -> None:
        whole = sum(column.share for column in columns)
        edges = [left]
        for column in columns:
            edges.append(edges[-1] + column.share / whole * room)
        self.edges = edges
        self._rooms = [after - before - 2 * _PAD for before, after in pairwise(edges)]
        self._places = [
            (column.align == "right", (after if column.align == "right" else before))
            for column, (before, after) in zip(columns, pairwise(edges), strict=True)
        ]

    def row(self, cells: Sequence[str], font: str, size: float) -> Row:
        """Return a row; a number too wide for its column is written smaller, never broken."""
        said = []
        for cell, room, (right, _) in zip(map(printed, cells), self._rooms, self._places, strict=True):
            if "\n" not in cell and width(cell, font, size) <= room:
                said.append(Cell([cell], 1, size))
                continue
            fitting = _fitting(cell, font, size, room) if right else size
            first, broken, rest = cell.partition("\n")
            above = lines(first, font, fitting, room)
            said.append(Cell(above + lines(rest, font, fitting, room) if broken else above, len(above), fitting))
        return Row(said, max(len(each.lines) for each in said) * size * _LEADING + 2 * _PAD - 3)

    def written(self, row: Row, top: float, font: str, size: float) -> Iterator[Text]:
        """Yield the words of a row whose upper edge is at a place."""
        first = top - _PAD + 1.5 - size
        for (right, edge), (said, inked, fitting) in zip(self._places, row.cells, strict=True):
            y = first
            for place, line in enumerate(said):
                if line:
                    x = edge - _PAD - width(line, font, fitting) if right else edge + _PAD
                    yield Text(x, y, line, font, fitting, INK if place < inked else GREY)
                y -= size * _LEADING


def _fitting(cell: str, font: str, size: float, room: float) -> float:
    widest = max(width(word, font, size) for line in cell.split("\n") for word in line.split(" "))
    return size if widest <= room else size * room / widest * 0.999

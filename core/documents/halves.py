"""A table in two halves, one for each party, ruled so that people may write into it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from core.documents.frame import BOTTOM, LEFT, ROOM, SMALL, TOP
from core.documents.letters import PLAIN, STRONG
from core.documents.paper import HAIR, TINT, Box, Mark
from core.documents.rows import Column, Grid, Row
from core.documents.sheet import Sheet

SIZE = 6.5  # so many columns stand on an upright page
_AIR = 6.0  # above and below
_PAGE = TOP - BOTTOM
_TOGETHER = 2  # so many last rows stand on one page with the sums


@dataclass(frozen=True, slots=True)
class _Line:
    grid: Grid
    row: Row
    font: str
    size: float
    rule: str  # its colour


class Halves:
    """`columns` are those of one half; `captions` say whose each half is."""

    def __init__(self, columns: Sequence[Column], captions: tuple[str, str], accent: str) -> None:
        self._accent = accent
        self._grid = Grid([*columns, *columns], LEFT, ROOM)
        above = Grid([Column("", 1), Column("", 1)], LEFT, ROOM)
        titles = [column.title for column in columns] * 2
        self._head = [
            _Line(above, above.row(captions, STRONG, SMALL), STRONG, SMALL, accent),
            _Line(self._grid, self._grid.row(titles, STRONG, SIZE), STRONG, SIZE, accent),
        ]

    def write(self, sheet: Sheet, rows: Iterable[Sequence[str]], sums: Sequence[Sequence[str]], after: float) -> None:
        """Write rows, then their sums; `after` is the height of what has to follow on the same page."""
        last = [self._line(row, STRONG) for row in sums]
        end = _height(last) + 2 * _AIR + after
        *pages, ending = self._pages([self._line(row, PLAIN) for row in rows], sheet.space, end)
        for page in filter(None, pages):
            self._panel(sheet, page, [])
        sheet.keep(_height([*self._head, *ending]) + end)
        self._panel(sheet, ending, last)

    def _pages(self, lines: list[_Line], space: float, end: float) -> list[list[_Line]]:
        """Return the lines page by page; the last ones are those that stand with the end."""
        head = _height(self._head) + 2 * _AIR
        pages: list[list[_Line]] = []
        while _height([*self._head, *lines]) + end > space:
            free = lines[:-_TOGETHER]
            height = accumulate((line.row.height for line in free), initial=head)
            count = sum(each <= space for each in height) - 1
            if count <= 0 and space == _PAGE:
                break
            pages.append(lines[: max(count, 0)])
            lines, space = lines[max(count, 0) :], _PAGE
        return [*pages, lines]

    def _line(self, cells: Sequence[str], font: str) -> _Line:
        return _Line(self._grid, self._grid.row(cells, font, SIZE), font, SIZE, HAIR)

    def _panel(self, sheet: Sheet, lines: Sequence[_Line], last: Sequence[_Line]) -> None:
        height = _height([*self._head, *lines, *last])
        sheet.panel(height + 2 * _AIR, lambda top: self._marks(top - _AIR, lines, last))

    def _marks(self, top: float, lines: Sequence[_Line], last: Sequence[_Line]) -> Iterator[Mark]:
        head, whole = _height(self._head), _height([*self._head, *lines, *last])
        yield Box(LEFT, top - head, ROOM, head, TINT)
        y = top
        for line in (*self._head, *lines, *last):
            yield from line.grid.written(line.row, y, line.font, line.size)
            y -= line.row.height
            yield Box(LEFT, y, ROOM, 0.5, line.rule)
        if last:
            yield Box(LEFT, top - whole + _height(last), ROOM, 1.0, self._accent)
        ruled = whole - self._head[0].row.height
        for place, x in enumerate(self._grid.edges):
            middle = place == len(self._grid.edges) // 2
            yield Box(x, top - whole, 0.5, ruled, self._accent if middle else HAIR)


def _height(lines: Sequence[_Line]) -> float:
    return sum(line.row.height for line in lines)

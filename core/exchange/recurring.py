"""Readers of columns whose values, or their parts, come again and again: each value is looked at once."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from core.exchange.cells import ZEROS, Cells, Code, Reader, code_form
from core.exchange.values import day, time_after_day

K = TypeVar("K")
V = TypeVar("V")

MEMO = 20_000
FEW = "few"


class Memo(dict[K, V]):
    """Remembers what was read from what."""

    def __init__(self, read: Callable[[K], V]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: K) -> V:
        value = self[cell] = self._read(cell)
        return value

    def all(self, cells: Iterable[K], limit: int) -> list[V]:
        """Return the values of many; when more than `limit` are remembered, first forget them."""
        if len(self) > limit:
            self.clear()
        return list(map(self.__getitem__, cells))


class Few(Reader):
    """Values that come again and again: dates, periods, words of a list. Each is looked at once.

    Of several columns the values together are still few, unless one is `many`.
    """

    def __init__(self, *, required: bool, read: Callable[[str], str], many: bool = False) -> None:
        super().__init__(required=required)
        self.joins = "" if many else FEW
        self._read = read
        self._memo = Memo(self.cell)

    def column(self, cells: Cells) -> Cells:
        return self._memo.all(cells, MEMO)

    def filled(self, cell: str) -> str:
        return self._read(cell)


class KnownCode(Few):
    """A code of which there are few."""

    def __init__(self, *, required: bool) -> None:
        super().__init__(required=required, read=Code(required=required).filled)
        self.joins = Code.joins
        self.form = code_form(required)

    def formed(self, cells: Cells) -> Cells:
        return cells


class Moment(Reader):
    """A day, or a day and a time of Kazakhstan; of both parts there are few, of the two together many."""

    def __init__(self, *, required: bool, dotted: bool) -> None:
        super().__init__(required=required)
        self._days = Memo(day(dotted))
        days = "[0-9]{2}.[0-9]{2}.[0-9]{4}" if dotted else "[0-9]{4}-[0-9]{2}-[0-9]{2}"
        moment = f"{days}(?:[ T](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])?"
        self.form = moment if required else f"(?:{moment})?"

    def column(self, cells: Cells) -> Cells:
        joined = "\n".join(cells)
        if set(joined.translate(ZEROS).split("\n")) - {"0000-00-00 00:00:00", "0000-00-00T00:00:00"}:
            return super().column(cells)
        hours, tens = {cell[11:13] for cell in cells}, {cell[14] for cell in cells} | {cell[17] for cell in cells}
        if max(hours) > "23" or max(tens) > "5" or any(self._days[day] != day for day in {cell[:10] for cell in cells}):
            return super().column(cells)
        return joined.replace(" ", "T").split("\n")

    def formed(self, cells: Cells) -> Cells:
        if any(self._days[day] != day for day in {cell[:10] for cell in cells if cell}):
            return self.column(cells)
        return "\n".join(cells).replace(" ", "T").split("\n")

    def filled(self, cell: str) -> str:
        return self._days[cell[:10]] + time_after_day(cell[10:])


def together(readers: Sequence[Reader], limit: int) -> Callable[[Cells], Cells]:
    """Return what reads cells with tabs between them, each such row of cells once."""

    def read(cells: str) -> str:
        return "\t".join(reader.cell(cell) for reader, cell in zip(readers, cells.split("\t"), strict=True))

    memo = Memo(read)
    return lambda cells: memo.all(cells, limit)

"""How the cells of a column are read: text of the package in, text as the book keeps it out.

A column is read as a whole, because a million rows leave no time for a look at each cell; only when something in it
is unusual is it gone through cell by cell, and then each bad cell gets its code. Empty is None.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TypeVar, cast

from core.exchange.values import BadCell, day, time_after_day

Cells = list[str]
Values = list[str | None]
K = TypeVar("K")
V = TypeVar("V")

MEMO = 20_000
_ZEROS = str.maketrans("123456789", "000000000")
_SPACES = re.compile("[ \u00a0\u202f\u2009]")
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,32}")
_CODE_SIGNS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-"
_FOLDED = re.compile(r"[\t\r\n]+")
# What a wrong code page leaves behind: no text of Kazakhstan has these Serbian letters or box drawings.
FOREIGN = re.compile("[ЂЃѓЉЊЌЋЏђљњќћџЅѕЈј\u2500-\u259f\ufffd]")
CONTROL = re.compile("[\x00-\x1f\x7f]")
_CONTROL_BYTES = bytes([*range(1, 32), 127])
_ODD = re.compile("\u00a0(?:\x00|$)|(?:\x00|^)\u00a0|[\x01-\x1f\x7fЂЃѓЉЊЌЋЏђљњќћџЅѕЈј\u2500-\u259f\ufffd]")


class Reader(ABC):
    """Reads cells of one kind; `column` is the quick way and may raise, `cell` says what is wrong with one."""

    def __init__(self, *, required: bool) -> None:
        self.required = required

    def column(self, cells: Cells) -> Values:
        """:raises BadCell: something in it is bad; ask `cell` for each"""
        return list(map(self.cell, cells))

    def cell(self, cell: str) -> str | None:
        """:raises BadCell: its code"""
        plain = cell.strip(" \u00a0")
        if plain:
            return self.filled(plain)
        if self.required:
            raise BadCell("empty")
        return None

    @abstractmethod
    def filled(self, cell: str) -> str:
        """Return a cell that is not empty as the book keeps it.

        :raises BadCell: its code
        """

    def _with_empty(self, cells: Cells, joined: str, between: str = "\n") -> Values:
        if not (joined[:1] in ("", between) or joined[-1] == between or between * 2 in joined):
            return cast(Values, cells)
        if self.required:
            raise BadCell("empty")
        return [cell or None for cell in cells]


class Code(Reader):
    """`[A-Za-z0-9_.-]{1,32}`"""

    def column(self, cells: Cells) -> Values:
        joined = "\n".join(cells)
        if not joined.isascii() or max(map(len, cells)) > 32:
            return super().column(cells)
        if len(joined.encode().translate(None, _CODE_SIGNS)) != len(cells) - 1:
            return super().column(cells)
        return self._with_empty(cells, joined)

    def filled(self, cell: str) -> str:
        if not _CODE.fullmatch(cell):
            raise BadCell("code")
        return cell


class Text(Reader):
    """Free text; line breaks and tabs in it become a space."""

    def __init__(self, *, required: bool, limit: int) -> None:
        super().__init__(required=required)
        self._limit = limit

    def column(self, cells: Cells) -> Values:
        joined = "\0".join(cells)
        if max(map(len, cells)) > self._limit or joined.count("\0") >= len(cells) or _is_odd(joined):
            return super().column(cells)
        return self._with_empty(cells, joined, "\0")

    def filled(self, cell: str) -> str:
        text = _FOLDED.sub(" ", cell)
        if FOREIGN.search(text):
            raise BadCell("encoding")
        if CONTROL.search(text):
            raise BadCell("control_sign")
        if len(text) > self._limit:
            raise BadCell("too_long")
        return text


class Scaled(Reader):
    """A decimal number as a whole number of its last unit: money with scale 2 is tiyn."""

    def __init__(self, *, required: bool, scale: int, decimal: str, signed: bool = True) -> None:
        super().__init__(required=required)
        self._scale = scale
        self._decimal = decimal
        sign = "-?" if signed else ""
        point = re.escape(decimal)
        self._form = re.compile(rf"({sign}[0-9]{{1,{15 - scale}}})(?:{point}([0-9]*))?", re.ASCII)
        self._decimals: dict[str, int] = {}  # of a shape («000,00»): how many, -1 empty

    def column(self, cells: Cells) -> Values:
        joined = "\n".join(cells)
        shapes = set(joined.translate(_ZEROS).split("\n"))
        known = {self._shape(shape) for shape in shapes}
        if 99 in known or (-1 in known and self.required):
            return super().column(cells)
        has_empty = -1 in known
        known.discard(-1)
        if len(known) > 1:
            return self._uneven(cells)
        zeros = "0" * (self._scale - max(known, default=0))
        plain = joined.replace(self._decimal, "")
        if has_empty:
            return [cell + zeros if cell else None for cell in plain.split("\n")]
        if zeros:
            plain = plain.replace("\n", zeros + "\n") + zeros
        return cast(Values, plain.split("\n"))

    def filled(self, cell: str) -> str:
        found = self._form.fullmatch(_SPACES.sub("", cell))
        if not found:
            raise BadCell("number")
        decimals = found[2] or ""
        if len(decimals.rstrip("0")) > self._scale:
            raise BadCell("too_many_decimals")
        return found[1] + decimals[: self._scale].ljust(self._scale, "0")

    def _uneven(self, cells: Cells) -> Values:
        """Read numbers that have not all as many decimals."""
        parts = [cell.partition(self._decimal) for cell in cells]
        return [head + tail.ljust(self._scale, "0") if head else None for head, _, tail in parts]

    def _shape(self, shape: str) -> int:
        known = self._decimals.get(shape)
        if known is None:
            found = self._form.fullmatch(shape)
            if not shape:
                known = -1
            elif not found or (found[2] is not None and not 0 < len(found[2]) <= self._scale):
                known = 99  # spaces, too many decimals, no number: cell by cell
            else:
                known = len(found[2] or "")
            self._decimals[shape] = known
        return known


class Few(Reader):
    """Values that come again and again: dates, periods, words of a list. Each is looked at once."""

    def __init__(self, *, required: bool, read: Callable[[str], str]) -> None:
        super().__init__(required=required)
        self._read = read
        self._memo = Memo(self.cell)

    def column(self, cells: Cells) -> Values:
        if len(self._memo) > MEMO:
            self._memo.clear()
        return list(map(self._memo.__getitem__, cells))

    def filled(self, cell: str) -> str:
        return self._read(cell)


class Moment(Reader):
    """A day, or a day and a time of Kazakhstan; of both parts there are few, of the two together many."""

    def __init__(self, *, required: bool, dotted: bool) -> None:
        super().__init__(required=required)
        self._days = Memo(day(dotted))

    def column(self, cells: Cells) -> Values:
        joined = "\n".join(cells)
        if set(joined.translate(_ZEROS).split("\n")) - {"0000-00-00 00:00:00", "0000-00-00T00:00:00"}:
            return super().column(cells)
        hours, tens = {cell[11:13] for cell in cells}, {cell[14] for cell in cells} | {cell[17] for cell in cells}
        if max(hours) > "23" or max(tens) > "5" or any(self._days[day] != day for day in {cell[:10] for cell in cells}):
            return super().column(cells)
        return cast(Values, joined.replace(" ", "T").split("\n"))

    def filled(self, cell: str) -> str:
        return self._days[cell[:10]] + time_after_day(cell[10:])


class Memo(dict[K, V]):
    """Remembers what was read from what; who uses it clears it before it grows too large."""

    def __init__(self, read: Callable[[K], V]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: K) -> V:
        value = self[cell] = self._read(cell)
        return value


def _is_odd(joined: str) -> bool:
    """Say that texts joined by zeros have something that only a look at each text can judge."""
    if " \0" in joined or "\0 " in joined or joined[:1] == " " or joined[-1:] == " ":
        return True
    if joined.isascii():
        return len(joined.encode().translate(None, _CONTROL_BYTES)) != len(joined)
    return _ODD.search(joined) is not None

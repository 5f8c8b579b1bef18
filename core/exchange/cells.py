"""How the cells of a column are read: text of the package in, text as the book keeps it out.

A column is read as a whole, because a million rows leave no time for a look at each cell; only when something in it
is unusual is it gone through cell by cell, and then each bad cell gets its code. An empty cell stays an empty text.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence

from core.exchange.values import BadCell

Cells = Sequence[str]
ANYTHING = "[^\t]*"
ZEROS = str.maketrans("123456789", "000000000")
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
    """Reads cells of one kind; `column` is the quick way and may raise, `cell` says what is wrong with one.

    `form` is what a cell looks like at first sight, in a row whose cells stand between tabs; what has it is read by
    `formed`. Neighbouring columns whose readers have the same word in `joins` are read in one stroke.
    """

    form = ANYTHING
    joins = ""

    def __init__(self, *, required: bool) -> None:
        self.required = required

    def column(self, cells: Cells) -> Cells:
        """:raises BadCell: something in it is bad; ask `cell` for each"""
        return list(map(self.cell, cells))

    def formed(self, cells: Cells) -> Cells:
        """Read cells that have the form; they may be those of several columns, with tabs between them.

        :raises BadCell: something in it is bad
        """
        return self.column(cells)

    def cell(self, cell: str) -> str:
        """:raises BadCell: its code"""
        plain = cell.strip(" \u00a0")
        if plain:
            return self.filled(plain)
        if self.required:
            raise BadCell("empty")
        return ""

    @abstractmethod
    def filled(self, cell: str) -> str:
        """Return a cell that is not empty as the book keeps it.

        :raises BadCell: its code
        """

    def _look_for_empty(self, joined: str, between: str = "\n") -> None:
        """:raises BadCell: a cell is empty and must not be"""
        if self.required and (joined[:1] in ("", between) or joined[-1] == between or between * 2 in joined):
            raise BadCell("empty")


class Code(Reader):
    """`[A-Za-z0-9_.-]{1,32}`"""

    joins = "code"

    def __init__(self, *, required: bool) -> None:
        super().__init__(required=required)
        self.form = code_form(required)

    def formed(self, cells: Cells) -> Cells:
        return cells

    def column(self, cells: Cells) -> Cells:
        joined = "\n".join(cells)
        if not joined.isascii() or max(map(len, cells)) > 32:
            return super().column(cells)
        if len(joined.encode().translate(None, _CODE_SIGNS)) != len(cells) - 1:
            return super().column(cells)
        self._look_for_empty(joined)
        return cells

    def filled(self, cell: str) -> str:
        if not _CODE.fullmatch(cell):
            raise BadCell("code")
        return cell


class Text(Reader):
    """Free text; line breaks and tabs in it become a space."""

    def __init__(self, *, required: bool, limit: int) -> None:
        super().__init__(required=required)
        self._limit = limit

    def column(self, cells: Cells) -> Cells:
        joined = "\0".join(cells)
        if max(map(len, cells)) > self._limit or joined.count("\0") >= len(cells) or _is_odd(joined):
            return super().column(cells)
        self._look_for_empty(joined, "\0")
        return cells

    def filled(self, cell: str) -> str:
        text = _FOLDED.sub(" ", cell)
        if FOREIGN.search(text):
            raise BadCell("encoding")
        if CONTROL.search(text):
            raise BadCell("control_sign")
        if len(text) > self._limit:
            raise BadCell("too_long")
        return text


class AccountNumber(Text):
    """A number with whatever letters and signs: mostly those of ASCII, without spaces."""

    form = "[!-~]{1,32}"

    def formed(self, cells: Cells) -> Cells:
        return cells


class Scaled(Reader):
    """A decimal number as a whole number of its last unit: money with scale 2 is tiyn."""

    def __init__(self, *, required: bool, scale: int, decimal: str, signed: bool = True) -> None:
        super().__init__(required=required)
        self._scale = scale
        self._decimal = decimal
        sign = "-?" if signed else ""
        point = re.escape(decimal)
        self._form = re.compile(rf"({sign}[0-9]{{1,{15 - scale}}})(?:{point}([0-9]*))?", re.ASCII)
        number = f"{sign}[0-9]{{1,{15 - scale}}}(?:{point}[0-9]{{1,{scale}}})?"
        self.form = number if required else f"(?:{number})?"
        self._decimals: dict[str, int] = {}  # of a shape («000,00»): how many, -1 empty

    def column(self, cells: Cells) -> Cells:
        joined = "\n".join(cells)
        shapes = set(joined.translate(ZEROS).split("\n"))
        known = {self._shape(shape) for shape in shapes}
        if 99 in known or (-1 in known and self.required):
            return super().column(cells)
        has_empty = -1 in known
        known.discard(-1)
        if len(known) > 1:
            return self._uneven(cells)
        zeros = "0" * (self._scale - max(known, default=0))
        plain = joined.replace(self._decimal, "")
        if zeros and has_empty:
            return [cell and cell + zeros for cell in plain.split("\n")]
        if zeros:
            plain = plain.replace("\n", zeros + "\n") + zeros
        return plain.split("\n")

    def formed(self, cells: Cells) -> Cells:
        if self._decimal in "".join(cells):
            return self._uneven(cells)
        zeros = "0" * self._scale
        return [cell and cell + zeros for cell in cells]

    def filled(self, cell: str) -> str:
        found = self._form.fullmatch(_SPACES.sub("", cell))
        if not found:
            raise BadCell("number")
        decimals = found[2] or ""
        if len(decimals.rstrip("0")) > self._scale:
            raise BadCell("too_many_decimals")
        return found[1] + decimals[: self._scale].ljust(self._scale, "0")

    def _uneven(self, cells: Cells) -> Cells:
        """Read numbers that have not all as many decimals."""
        parts = [cell.partition(self._decimal) for cell in cells]
        return [head and head + tail.ljust(self._scale, "0") for head, _, tail in parts]

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


class Money(Scaled):
    """Tenge as tiyn; mostly both digits of the tiyn are written."""

    joins = "money"

    def __init__(self, *, required: bool, decimal: str) -> None:
        super().__init__(required=required, scale=2, decimal=decimal)
        amount = rf"-?[0-9]{{1,13}}{re.escape(decimal)}[0-9][0-9]"
        self.form = amount if required else f"(?:{amount})?"

    def formed(self, cells: Cells) -> Cells:
        return "\n".join(cells).replace(self._decimal, "").split("\n")


def code_form(required: bool) -> str:
    return f"[A-Za-z0-9_.-]{{{int(required)},32}}"


def _is_odd(joined: str) -> bool:
    """Say that texts joined by zeros have something that only a look at each text can judge."""
    if " \0" in joined or "\0 " in joined or joined[:1] == " " or joined[-1:] == " ":
        return True
    if joined.isascii():
        return len(joined.encode().translate(None, _CONTROL_BYTES)) != len(joined)
    return _ODD.search(joined) is not None

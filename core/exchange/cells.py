"""How the cells of a column are read: text of the package in, text as the book keeps it out.

A column is read as a whole, because a million rows leave no time for a look at each cell; only when something in it
is unusual is it gone through cell by cell, and then each bad cell gets its code. Empty is None.
"""

import re
from collections.abc import Callable
from datetime import date

Cells = list[str]
Values = list[str | None]

MEMO = 20_000
_ZEROS = str.maketrans("123456789", "000000000")
_SPACES = re.compile("[ \u00a0\u202f\u2009]")
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,32}")
_CODE_SIGNS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-"
_FOLDED = re.compile(r"[\t\r\n]+")
# What a wrong code page leaves behind: no text of Kazakhstan has these Serbian letters or box drawings.
FOREIGN = re.compile("[ЂЃѓЉЊЌЋЏђљњќћџЅѕЈј\u2500-\u259f\ufffd]")
CONTROL = re.compile("[\x00-\x1f\x7f]")


class BadCell(ValueError):
    """`code` is what errors.csv says."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Reader:
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

    def filled(self, cell: str) -> str:
        raise NotImplementedError

    def _with_empty(self, cells: Cells) -> Values:
        if "" not in cells:
            return [*cells]
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
        return self._with_empty(cells)

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
        joined = "".join(cells)
        if max(map(len, cells)) > self._limit or CONTROL.search(joined) or _is_foreign(joined):
            return super().column(cells)
        return self._with_empty(cells)

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
        if known == {self._scale}:
            return [*joined.replace(self._decimal, "").split("\n")]
        if known == {0}:
            zeros = "0" * self._scale
            return [*(joined.replace("\n", zeros + "\n") + zeros).split("\n")]
        if 99 in known or (-1 in known and self.required):
            return super().column(cells)
        point, scale = self._decimal, self._scale
        parts = [cell.partition(point) for cell in cells]
        return [head + tail.ljust(scale, "0") if head else None for head, _, tail in parts]

    def filled(self, cell: str) -> str:
        found = self._form.fullmatch(_SPACES.sub("", cell))
        if not found:
            raise BadCell("number")
        decimals = found[2] or ""
        if len(decimals.rstrip("0")) > self._scale:
            raise BadCell("too_many_decimals")
        return found[1] + decimals[: self._scale].ljust(self._scale, "0")

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
        self._memo = _Memo(self)

    def column(self, cells: Cells) -> Values:
        if len(self._memo) > MEMO:
            self._memo.clear()
        return list(map(self._memo.__getitem__, cells))

    def filled(self, cell: str) -> str:
        return self._read(cell)


class _Memo(dict[str, str | None]):
    def __init__(self, reader: Few) -> None:
        super().__init__()
        self._cell = reader.cell

    def __missing__(self, cell: str) -> str | None:
        value = self[cell] = self._cell(cell)
        return value


def one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if cell not in words:
            raise BadCell("unknown_value")
        return cell

    return read


def matching(pattern: str, code: str) -> Callable[[str], str]:
    form = re.compile(pattern, re.ASCII)

    def read(cell: str) -> str:
        if not form.fullmatch(cell):
            raise BadCell(code)
        return cell

    return read


def whole(low: int, high: int) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if not re.fullmatch(r"-?[0-9]{1,9}", cell, re.ASCII):
            raise BadCell("number")
        if not low <= int(cell) <= high:
            raise BadCell("out_of_range")
        return str(int(cell))

    return read


def degrees(decimal: str) -> Callable[[str], str]:
    def read(cell: str) -> str:
        plain = cell.replace(decimal, ".")
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,12})?", plain, re.ASCII) or abs(float(plain)) > 180:
            raise BadCell("number")
        return plain

    return read


def month(cell: str) -> str:
    """«2026-11» → «202611»"""
    if not re.fullmatch(r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])", cell, re.ASCII):
        raise BadCell("period")
    return cell.replace("-", "")


def day(dotted: bool) -> Callable[[str], str]:
    """«2026-11-22», or «22.11.2026» where dates are dotted → «2026-11-22»"""
    form = re.compile(r"(?P<d>..)\.(?P<m>..)\.(?P<y>....)" if dotted else r"(?P<y>....)-(?P<m>..)-(?P<d>..)")

    def read(cell: str) -> str:
        found = form.fullmatch(cell)
        if not found or not cell.isascii():
            raise BadCell("date")
        text = f"{found['y']}-{found['m']}-{found['d']}"
        try:
            parsed = date.fromisoformat(text)
        except ValueError:
            raise BadCell("date") from None
        if not 1900 <= parsed.year < 2200:
            raise BadCell("date")
        return text

    return read


def moment(dotted: bool) -> Callable[[str], str]:
    """A date, or a date and a time of Kazakhstan («2026-11-22 18:40», a `T` and `+05:00` tolerated)."""
    read_day = day(dotted)
    clock = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:\.[0-9]+)?)?(?:\+05:?00)?", re.ASCII)

    def read(cell: str) -> str:
        text, separator, time = cell[:10], cell[10:11], cell[11:]
        if not separator:
            return read_day(text)
        found = clock.fullmatch(time)
        if separator not in " T" or not found:
            raise BadCell("time")
        return f"{read_day(text)}T{found[1]}:{found[2]}:{found[3] or '00'}"

    return read


def _is_foreign(text: str) -> bool:
    return not text.isascii() and FOREIGN.search(text) is not None

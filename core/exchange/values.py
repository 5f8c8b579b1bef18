"""How one value is read, for columns that have few different ones; each says by its code what is wrong."""

import re
from collections.abc import Callable
from datetime import date

_TIME = re.compile(r"[ T]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:\.[0-9]+)?)?(?:\+05:?00)?", re.ASCII)


class BadCell(ValueError):
    """`code` is what errors.csv says."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


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


def time_after_day(cell: str) -> str:
    """« 18:40», «T18:40:00+05:00» → «T18:40:00»; nothing stays nothing"""
    if not cell:
        return ""
    found = _TIME.fullmatch(cell)
    if not found:
        raise BadCell("time")
    return f"T{found[1]}:{found[2]}:{found[3] or '00'}"

"""The kinds of columns that packages have, each by a word: `money("amount", required=True)`."""

from collections.abc import Callable
from dataclasses import dataclass

from core.exchange import cells, values
from core.exchange.cells import Reader


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a package writes decimals and dates."""

    decimal: str
    dotted_dates: bool


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    make: Callable[[Dialect, bool], Reader]
    required: bool = False

    def reader(self, dialect: Dialect) -> Reader:
        return self.make(dialect, self.required)


@dataclass(frozen=True, slots=True)
class Layout:
    """One file; `key` are the columns that identify a row."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    needed: bool = True  # a full package without this file is refused

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def code(name: str, *, required: bool = False) -> Column:
    return Column(name, lambda _, needed: cells.Code(required=needed), required)


def known_code(name: str, *, required: bool = False) -> Column:
    """A code of which there are few: of a branch, a service, a supplier."""
    return _few(name, values.matching("[A-Za-z0-9_.-]{1,32}", "code"), required)


def text(name: str, limit: int = 255, *, required: bool = False) -> Column:
    return Column(name, lambda _, needed: cells.Text(required=needed, limit=limit), required)


def known_text(name: str, limit: int = 255) -> Column:
    """A text of which there are few: a bank, a unit."""
    return _few(name, cells.Text(required=False, limit=limit).filled)


def scaled(name: str, scale: int, *, required: bool = False, signed: bool = True) -> Column:
    def make(dialect: Dialect, needed: bool) -> Reader:
        return cells.Scaled(required=needed, scale=scale, decimal=dialect.decimal, signed=signed)

    return Column(name, make, required)


def rate(name: str, scale: int, *, required: bool = False) -> Column:
    """A number of which there are few: a price, a rate of VAT."""

    def make(dialect: Dialect, needed: bool) -> Reader:
        numbers = cells.Scaled(required=needed, scale=scale, decimal=dialect.decimal, signed=False)
        return cells.Few(required=needed, read=numbers.filled)

    return Column(name, make, required)


def money(name: str, *, required: bool = False) -> Column:
    return scaled(name, 2, required=required)


def energy(name: str, *, required: bool = False, signed: bool = True) -> Column:
    return scaled(name, 3, required=required, signed=signed)


def words(name: str, *known: str, required: bool = False) -> Column:
    return _few(name, values.one_of(known), required)


def whole(name: str, low: int, high: int, *, required: bool = False) -> Column:
    return _few(name, values.whole(low, high), required)


def flag(name: str, *, required: bool = False) -> Column:
    return words(name, "0", "1", required=required)


def month(name: str, *, required: bool = False) -> Column:
    return _few(name, values.month, required)


def matching(name: str, pattern: str, wrong: str, *, required: bool = False) -> Column:
    return _few(name, values.matching(pattern, wrong), required)


def day(name: str, *, required: bool = False) -> Column:
    return Column(
        name, lambda dialect, needed: cells.Few(required=needed, read=values.day(dialect.dotted_dates)), required
    )


def moment(name: str, *, required: bool = False) -> Column:
    return Column(name, lambda dialect, needed: cells.Moment(required=needed, dotted=dialect.dotted_dates), required)


def degrees(name: str) -> Column:
    return Column(name, lambda dialect, needed: cells.Few(required=needed, read=values.degrees(dialect.decimal)))


def _few(name: str, read: Callable[[str], str], required: bool = False) -> Column:
    return Column(name, lambda _, needed: cells.Few(required=needed, read=read), required)

"""The kinds of columns that packages have, each by a word: `money("amount", required=True)`."""

from collections.abc import Callable
from dataclasses import dataclass

from core.exchange import cells, recurring, values
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
    reshaped: bool = False  # its rows come into the book otherwise than they stand in the file

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def code(name: str, *, required: bool = False) -> Column:
    return Column(name, lambda _, needed: cells.Code(required=needed), required)


def known_code(name: str, *, required: bool = False) -> Column:
    """A code of which there are few: of a branch, a service, a supplier."""
    return Column(name, lambda _, needed: recurring.KnownCode(required=needed), required)


def account_number(name: str) -> Column:
    return Column(name, lambda _, needed: cells.AccountNumber(required=needed, limit=32), required=True)


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
        return recurring.Few(required=needed, read=numbers.filled)

    return Column(name, make, required)


def money(name: str, *, required: bool = False) -> Column:
    return Column(name, lambda dialect, needed: cells.Money(required=needed, decimal=dialect.decimal), required)


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


def matching(name: str, pattern: str, wrong: str, *, required: bool = False, many: bool = False) -> Column:
    return _few(name, values.matching(pattern, wrong), required, many=many)


def day(name: str, *, required: bool = False, many: bool = False) -> Column:
    """`many`: it has nothing to do with the columns beside it."""

    def make(dialect: Dialect, needed: bool) -> Reader:
        return recurring.Few(required=needed, read=values.day(dialect.dotted_dates), many=many)

    return Column(name, make, required)


def moment(name: str, *, required: bool = False) -> Column:
    return Column(
        name, lambda dialect, needed: recurring.Moment(required=needed, dotted=dialect.dotted_dates), required
    )


def degrees(name: str) -> Column:
    return Column(name, lambda dialect, needed: recurring.Few(required=needed, read=values.degrees(dialect.decimal)))


def _few(name: str, read: Callable[[str], str], required: bool = False, *, many: bool = False) -> Column:
    return Column(name, lambda _, needed: recurring.Few(required=needed, read=read, many=many), required)

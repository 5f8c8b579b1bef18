"""The office's list of accounts that are to be told of a disconnection: a CSV file, taken whole or not at all."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

COLUMNS = ("branch_code", "account_no", "debt", "cutoff_on")
MOST = 10_000  # accounts of one list: it is kept as one, and looked at whenever something is sent
_MOST_SHOWN = 20
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LARGEST = Decimal(10) ** 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Warned:
    """An account of the list; `debt` is tiyn."""

    branch_code: str
    account_no: str
    debt: int
    cutoff_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Differs:
    """An account whose debt in the list is not its balance in the data; None: the data have no balance of it."""

    warned: Warned
    balance: int | None


class ListRefused(ValueError):
    """Nothing of the list is taken; `faults` name the lines and what is wrong there, told to the office only."""

    def __init__(self, faults: Sequence[str]) -> None:
        shown = faults[:_MOST_SHOWN]
        left = len(faults) - len(shown)
        super().__init__("\n".join([*shown, *([f"… and {left:,} more"] if left else [])]))
        self.faults = tuple(faults)


def read_list(lines: Iterable[str], *, today: date, days: int) -> tuple[Warned, ...]:
    """Read the list: `branch_code;account_no;debt;cutoff_on`, its first line so, days as 2026-12-31.

    The day of disconnection is at least `days` calendar days ahead (standard contract, order № 356 of 23.10.2017,
    paragraph 12).

    :raises ListRefused: every line that is wrong is named; nothing is taken then
    """
    rows = list(csv.reader(lines, delimiter=";"))
    if not rows or tuple(cell.strip().lstrip("\ufeff") for cell in rows[0]) != COLUMNS:
        raise ListRefused([f"line 1: the columns are {';'.join(COLUMNS)}"])
    filled = [(number, row) for number, row in enumerate(rows[1:], 2) if any(cell.strip() for cell in row)]
    if not filled:
        raise ListRefused(["the list is empty"])
    if len(filled) > MOST:
        raise ListRefused([f"{len(filled):,} accounts: {MOST:,} is the most of one list, divide it"])
    found, faults, seen = [], list[str](), dict[tuple[str, str], int]()
    for number, row in filled:
        try:
            one = _read(row, earliest=today + timedelta(days=days), days=days)
            key = (one.branch_code, one.account_no)
            if key in seen:
                raise ValueError(f"account {one.account_no} stands in line {seen[key]} already")
            seen[key] = number
            found.append(one)
        except ValueError as fault:
            faults.append(f"line {number}: {fault}")
    if faults:
        raise ListRefused(faults)
    return tuple(found)


def _read(row: Sequence[str], *, earliest: date, days: int) -> Warned:
    """:raises ValueError: says what is wrong with the line"""
    if len(row) != len(COLUMNS):
        raise ValueError(f"{len(row)} columns instead of {len(COLUMNS)}")
    branch, account, debt, day = (cell.strip() for cell in row)
    if not 0 < len(branch) <= 32:
        raise ValueError("branch_code is empty or too long")
    if not 0 < len(account) <= 32:
        raise ValueError("account_no is empty or too long")
    cutoff_on = _day(day)
    if cutoff_on < earliest:
        raise ValueError(f"cutoff_on {day}: the notice has to come {days} days before, so {earliest} at the earliest")
    return Warned(branch_code=branch, account_no=account, debt=_tiyn(debt), cutoff_on=cutoff_on)


def _day(text: str) -> date:
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"cutoff_on «{text[:20]}» is not a day like 2026-12-31") from None


def _tiyn(text: str) -> int:
    try:
        tiyn = Decimal(text.replace(",", ".")) * 100
    except InvalidOperation:
        raise ValueError(f"debt «{text[:20]}» is not an amount like 12345.67") from None
    if not tiyn.is_finite() or not 0 < tiyn < _LARGEST or tiyn != tiyn.to_integral_value():
        raise ValueError(f"debt «{text[:20]}» is not an amount above nothing, in tenge with two decimals at most")
    return int(tiyn)

"""A file of account numbers as an audience: taken whole, or not at all.

A number a line, or the first column of a CSV file; a first line without any digit is a heading. Leading zeros, which a
spreadsheet drops, may be left out.
"""

import re
from collections.abc import Collection, Sequence
from typing import Protocol

from core.accounts.model import NumberNotUnderstood
from core.accounts.policy import AccountNumber
from core.accounts.proof import read_number
from core.notices.audience import MOST_ACCOUNTS
from core.notices.refusals import CampaignRefused, Fault
from core.typed import canonical_number

MOST_BYTES = 1_000_000
KINDS = (".csv", ".txt")
_SHOWN = 10
_LONGEST = 30  # characters of a line that are shown
_COLUMN = re.compile(r"[;,\t]")


class AccountBook(Protocol):
    async def known(self, numbers: Collection[str]) -> frozenset[str]:
        """Return those of these numbers, written as canonical_number does, that an account has."""


class AccountLists:
    def __init__(self, *, book: AccountBook, rule: AccountNumber) -> None:
        self._book = book
        self._rule = rule

    async def read(self, *, data: bytes) -> frozenset[str]:
        """Return the numbers of a file.

        :raises CampaignRefused: it cannot be read, is empty or too long, or some lines cannot be used: at most ten of
            them are named
        """
        found, faults = read_lines(data, self._rule)
        known = await self._book.known(set(map(canonical_number, found.values())))
        faults += [
            Fault(line=line, text=number, unknown=True)
            for line, number in found.items()
            if canonical_number(number) not in known
        ]
        if faults:
            faults.sort(key=lambda fault: fault.line)
            raise CampaignRefused("account_lines", number=len(faults), faults=faults[:_SHOWN])
        return known


def check_file(name: str, size: int) -> None:
    """Judge a file by what is known of it before it is fetched.

    :raises CampaignRefused: another kind of file, or too large
    """
    if not name.lower().endswith(KINDS):
        raise CampaignRefused("account_file", ", ".join(KINDS))
    if size > MOST_BYTES:
        raise CampaignRefused("account_file_large", number=size // 1000, most=MOST_BYTES // 1000)


def read_lines(data: bytes, rule: AccountNumber) -> tuple[dict[int, str], list[Fault]]:
    """Return the numbers by their lines, and the lines that hold none.

    :raises CampaignRefused: it cannot be read, is empty or too long
    """
    lines = [(number, cell) for number, cell in enumerate(_cells(data), 1) if cell]
    if lines and not any(sign.isdigit() for sign in lines[0][1]):
        del lines[0]
    if not lines:
        raise CampaignRefused("account_file_empty")
    if len(lines) > MOST_ACCOUNTS:
        raise CampaignRefused("accounts", number=len(lines), most=MOST_ACCOUNTS)
    found, faults = dict[int, str](), list[Fault]()
    for number, cell in lines:
        try:
            found[number] = read_number(cell, rule)
        except NumberNotUnderstood:
            faults.append(Fault(line=number, text=cell[:_LONGEST]))
    return found, faults


def _cells(data: bytes) -> Sequence[str]:
    if len(data) > MOST_BYTES:
        raise CampaignRefused("account_file_large", number=len(data) // 1000, most=MOST_BYTES // 1000)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1251", "replace")  # as an older spreadsheet writes: only the numbers matter
    if "\0" in text:
        raise CampaignRefused("account_file", ", ".join(KINDS))
    return [_COLUMN.split(line, maxsplit=1)[0].strip().strip("\"'").strip() for line in text.splitlines()]

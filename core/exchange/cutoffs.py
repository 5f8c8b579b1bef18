"""The record of notices before a disconnection, and the list of those who get them on paper, as CSV files."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from core.clock import ALMATY
from core.notices.cutoff import Delivery, Record

RECORD = (
    "branch_code", "account_no", "debt", "cutoff_on", "chat", "state", "at", "text_version", "message_id",
    "telegram", "agreement", "paper", "text",
)  # fmt: skip
PAPER = ("branch_code", "account_no", "debt", "cutoff_on", "reason")


def write_record(path: Path, records: Iterable[Record]) -> None:
    """Write a line for each account and chat; an account without a chat has one of its own.

    :raises OSError: it cannot be written
    """
    _write(path, RECORD, (line for record in records for line in _lines(record)))


def write_paper(path: Path, records: Iterable[Record]) -> int:
    """Write those who need the notice on paper; return how many.

    :raises OSError: it cannot be written
    """
    needed = [record for record in records if record.paper]
    _write(path, PAPER, ([*_account(record), record.paper] for record in needed))
    return len(needed)


def _lines(record: Record) -> Iterator[list[str]]:
    if not record.deliveries:
        yield [*_account(record), "", "no_chat", "", "", "", "", "no", record.paper, ""]
    for each in record.deliveries:
        yield [*_account(record), *_delivery(each), "yes" if record.agreed else "no", record.paper, each.text]


def _account(record: Record) -> list[str]:
    warned = record.warned
    debt = f"{warned.debt // 100}.{warned.debt % 100:02}"
    return [warned.branch_code, warned.account_no, debt, warned.cutoff_on.isoformat()]


def _delivery(each: Delivery) -> list[str]:
    at = each.closed_at.astimezone(ALMATY).isoformat(timespec="seconds") if each.closed_at else ""
    told = "ok" if each.state == "sent" else each.outcome
    return [str(each.chat_id), each.state, at, each.said, str(each.message_id or ""), told]


def _write(path: Path, columns: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, delimiter=";", lineterminator="\r\n")
        rows.writerow(columns)
        rows.writerows([_plain(cell) for cell in line] for line in lines)


def _plain(cell: str) -> str:
    """Take away from a cell what a spreadsheet would run as a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell

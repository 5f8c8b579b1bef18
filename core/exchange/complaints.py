"""What is wrong with a package: errors.csv for the accounting department, and the count that rejects the whole.

Nothing of a consumer is repeated here: a row is named by its line and a cell by its column.
"""

import contextlib
import csv
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

LISTED = 20_000  # lines of errors.csv; the rest is only counted

MESSAGES = {
    "empty": "a value is required here",
    "code": "a code has 1 to 32 Latin letters, digits, dots, dashes and underscores",
    "too_long": "the text is longer than this column holds",
    "encoding": "letters of another code page: the manifest names the wrong encoding, or the text was damaged",
    "control_sign": "the text has a control character",
    "number": "not a number in the form that the manifest promises",
    "too_many_decimals": "more decimal places than this column has",
    "out_of_range": "the number is outside of what is possible here",
    "unknown_value": "the value is not in the list of this column",
    "period": "a period is written 2026-11",
    "date": "there is no such day, or it is not in the form that the manifest promises",
    "time": "a time is written 18:40 or 18:40:00 after the date",
    "bin": "a BIN has 12 digits",
    "iban": "an IBAN has capital Latin letters and digits",
    "bic": "a BIC has 8 to 11 capital Latin letters and digits",
    "hash": "the hash of a code is SHA-256 in 64 small hexadecimal digits",
    "operation": "`op` is U or D",
    "account_no": "the number does not have the form that retailer.toml gives account numbers",
    "columns": "the row has more or fewer cells than the header",
    "duplicate": "another row with this key stands above",
    "missing_reference": "what this value names is not in the package (or was left out of it)",
    "in_use": "it cannot be deleted: other rows still name it",
    "balance": "opening + accrued + corrections + penalty - paid is not closing",
    "accrued": "the charges of the period do not add up to accrued",
    "opening_differs": "warning: opening is not the closing balance of the month before",
    "price_differs": "warning: price_inc_vat is not the rounded price_ex_vat with VAT",
    "unknown_column": "warning: the format has no such column; it was not read",
    "unknown_file": "warning: the manifest does not name this file; it was not read",
    "no_file": "warning: the package has no such file; nothing of the kind will be shown",
}
WARNINGS = frozenset(code for code, message in MESSAGES.items() if message.startswith("warning"))


@dataclass(frozen=True, slots=True)
class Complaint:
    file: str
    line: int | None
    column: str
    code: str
    message: str = ""


@dataclass(slots=True)
class Complaints:
    """Writes errors.csv as the import goes on; the file is made with its first line.

    Where the package lies on something that cannot be written, `path` moves to the folder for temporary files.
    """

    path: Path
    bad_rows: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    listed: int = 0
    _file: TextIO | None = None
    kept: list[Complaint] | None = None

    def part(self) -> "Complaints":
        """Return what keeps complaints until `take`."""
        return Complaints(self.path, kept=[])

    def take(self, part: "Complaints") -> None:
        self.bad_rows += part.bad_rows
        self.counts += part.counts
        for complaint in part.kept or ():
            self._list(complaint)

    def add(self, complaint: Complaint) -> None:
        self.counts[complaint.file, complaint.code] += 1
        if self.kept is None:
            self._list(complaint)
        elif len(self.kept) < LISTED:
            self.kept.append(complaint)

    def _list(self, complaint: Complaint) -> None:
        if self.listed >= LISTED:
            return
        if self._file is None:
            self._file = self._opened()
            self._write("file", "line", "column", "code", "message")
        message = complaint.message or MESSAGES[complaint.code]
        line = "" if complaint.line is None else str(complaint.line)
        self._write(complaint.file, line, complaint.column, complaint.code, message)
        self.listed += 1

    @property
    def warnings(self) -> int:
        return sum(number for (_, code), number in self.counts.items() if code in WARNINGS)

    def bad_in(self, file: str) -> int:
        return sum(number for (name, code), number in self.counts.items() if name == file and code not in WARNINGS)

    def __enter__(self) -> Self:
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def _opened(self) -> TextIO:
        try:
            return self.path.open("w", encoding="utf-8-sig", newline="")
        except OSError:
            self.path = Path(tempfile.mkdtemp(prefix="zharyq-")) / self.path.name
            return self.path.open("w", encoding="utf-8-sig", newline="")

    def _write(self, *cells: str) -> None:
        assert self._file is not None
        csv.writer(self._file, delimiter=";", lineterminator="\r\n").writerow(map(_plain, cells))


def _plain(cell: str) -> str:
    """Take away from a cell what a spreadsheet would run as a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell

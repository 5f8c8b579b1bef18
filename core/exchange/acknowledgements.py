"""`readings_ack_*.csv`: what the accounting system says to the readings that it was given in files.

Read with the same distrust as a package. What cannot be used is listed in an errors file, and the rest is taken.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.exchange.complaints import Complaint, Complaints
from core.exchange.manifest import PackageRefused
from core.exchange.records import Records
from core.exchange.values import BadCell, matching, one_of

COLUMNS = ("submission_id", "status", "reason_code", "processed_at")
STATUSES = ("accepted", "rejected", "duplicate")
LARGEST = 64 << 20
_BLOCK = 1 << 17

MESSAGES = {
    "submission_id": "not of the form of a submission_id",
    "unknown_value": "the status is none of accepted, rejected, duplicate",
    "unknown_submission": "no reading of this submission_id was handed over",
    "withdrawn": "the reading was withdrawn or answered otherwise before; it is on the list of `unclear`",
    "columns": "the row has more or fewer cells than the header",
    "reason_code": "warning: the reason is no code of 1 to 64 letters, digits, dots, dashes and underscores",
    "unknown_column": "warning: the format has no such column; it was not read",
}
_ID = matching("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "submission_id")
_STATUS = one_of(STATUSES)
_REASON = re.compile(r"[A-Za-z0-9_.-]{1,64}")


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    line: int
    submission_id: str
    status: str
    reason_code: str


def complain(complaints: Complaints, file: str, line: int | None, column: str, code: str) -> None:
    complaints.add(Complaint(file, line, column, code, MESSAGES[code]))


def read_acknowledgements(path: Path, complaints: Complaints) -> tuple[list[Acknowledgement], str]:
    """Return what can be used, and why the file was given up, if it was; a row left out counts in `bad_rows`."""
    found: list[Acknowledgement] = []
    try:
        for acknowledgement in _read(path, complaints):
            found.append(acknowledgement)  # noqa: PERF402 - what stands before the damage is taken
    except (PackageRefused, OSError) as broken:
        why = broken.text if isinstance(broken, PackageRefused) else f"the file cannot be read: {broken.strerror}"
        line = broken.line if isinstance(broken, PackageRefused) else None
        complaints.add(Complaint(path.name, line, "", getattr(broken, "code", "damaged"), why))
        return found, why
    return found, ""


def _read(path: Path, complaints: Complaints) -> Iterator[Acknowledgement]:
    if path.stat().st_size > LARGEST:
        raise PackageRefused("bomb", "the file is larger than any file of acknowledgements", file=path.name)
    body = path.read_bytes()
    if b"\0" in body:
        raise PackageRefused("encoding", "the file is no text in a known encoding", file=path.name)
    codec = _codec(body)
    blocks = (body[start : start + _BLOCK] for start in range(0, len(body), _BLOCK))
    records = Records(blocks, file=path.name, codec=codec, delimiter=_delimiter(body))
    positions = _positions(records.header, path.name, complaints)
    for block in records:
        for line, _ in block.crooked:
            complaints.bad_rows += 1
            complain(complaints, path.name, line, "", "columns")
        columns = [block.columns[positions[name]] for name in COLUMNS[:3]]
        for line, *cells in zip(block.lines, *columns, strict=True):
            if one := _one(line, cells, path.name, complaints):
                yield one


def _one(line: int, cells: list[str], file: str, complaints: Complaints) -> Acknowledgement | None:
    submission_id, status, reason = (cell.strip(" \u00a0") for cell in cells)
    column = "submission_id"
    try:
        id_ = _ID(submission_id.lower())
        column = "status"
        answer = _STATUS(status.lower())
    except BadCell as bad:
        complaints.bad_rows += 1
        complain(complaints, file, line, column, bad.code)
        return None
    if reason and not _REASON.fullmatch(reason):
        complain(complaints, file, line, "reason_code", "reason_code")
        reason = ""
    return Acknowledgement(line, id_, answer, reason)


def _codec(body: bytes) -> str:
    """Tell UTF-8 from a code page; in the rest of them what is read here looks alike, being plain Latin."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "kz1048"
    return "utf-8"


def _delimiter(body: bytes) -> str:
    header = body.split(b"\n", 1)[0]
    return max(";,\t", key=lambda sign: header.count(sign.encode()))


def _positions(header: list[str], file: str, complaints: Complaints) -> dict[str, int]:
    for name in header:
        if name not in COLUMNS:
            shown = name if re.fullmatch("[a-z0-9_]{1,32}", name) else "?"
            complain(complaints, file, 1, shown, "unknown_column")
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise PackageRefused("missing_column", f"the header has no column {missing[0]}", file=file, line=1)
    if len(set(header)) < len(header):
        raise PackageRefused("column_twice", "the header has a column twice", file=file, line=1)
    return {name: header.index(name) for name in COLUMNS}

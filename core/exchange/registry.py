"""`readings_out_*.csv`: confirmed readings for an accounting system that takes files.

A file appears whole or not at all. It may come to a second file with the same submission_id (the accounting system has
not answered, or a process died before it could note that the first was written): that is one reading all the same.
"""

import csv
import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path

from core.clock import ALMATY, today_in_almaty
from core.exchange.rest_answers import decimal
from core.readings.handover import SOURCE, Outgoing
from core.readings.model import Value
from core.readings.policy import ReadingPolicy

COLUMNS = (
    "submission_id", "branch_code", "account_no", "point_id", "meter_id", "serial_no", "register_id", "zone",
    "reading_date", "value", "prev_value", "prev_date", "submitted_at", "source", "flags",
)  # fmt: skip
_LOCK = ".readings_out.lock"
_UNFINISHED = ".readings_out.tmp"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_registry(folder: Path, readings: Sequence[Outgoing], now: datetime, policy: ReadingPolicy) -> Path:
    """Write a file into `folder`, which is made if need be, and return its path.

    :raises OSError: there is no file then
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        unfinished = folder / _UNFINISHED
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, delimiter=";", lineterminator="\r\n")
            rows.writerow(COLUMNS)
            rows.writerows(_rows(readings, today_in_almaty(now), policy))
            file.flush()
            os.fsync(file.fileno())
        found = _free_name(folder, now)
        unfinished.rename(found)
        with suppress(OSError):  # it is there, and may have been taken: no failure any more
            _sync(folder)
    return found


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let no other process write here at the same time, so that no file takes another one's name."""
    with (folder / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _rows(readings: Iterable[Outgoing], today: date, policy: ReadingPolicy) -> Iterator[list[str]]:
    for reading in readings:
        flags = ",".join(reading.flags_on(today, policy))
        for one in reading.values:
            yield _row(reading, one, flags)


def _row(reading: Outgoing, one: Value, flags: str) -> list[str]:
    return [
        reading.submission_id,
        reading.branch_code,
        _text(reading.account_no),
        reading.point_id,
        reading.meter_id,
        _text(reading.serial_no),
        one.register_id,
        one.zone,
        reading.reading_date.isoformat(),
        decimal(one.value),
        "" if one.previous is None else decimal(one.previous),
        "" if one.previous_date is None else one.previous_date.isoformat(),
        reading.submitted_at.astimezone(ALMATY).isoformat(timespec="seconds"),
        SOURCE,
        flags,
    ]


def _text(cell: str) -> str:
    """Take away from a text what a spreadsheet would run as a formula; numbers and codes cannot be one."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _free_name(folder: Path, now: datetime) -> Path:
    stamp = now.astimezone(ALMATY).strftime("%Y%m%dT%H%M%S")
    number = 1
    while (found := folder / f"readings_out_{stamp}_{number:03}.csv").exists():
        number += 1
    return found


def _sync(folder: Path) -> None:
    """Make the new name survive a power cut, where the file system can; a network share often cannot."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""Confirmed readings to the accounting system as files, and its answers from files; by the clock or by command."""

import asyncio
import logging
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from core.cabinet import Cabinet
from core.clock import Clock
from core.exchange.acknowledgements import Acknowledgement, complain, read_acknowledgements
from core.exchange.complaints import Complaints
from core.exchange.registry import write_registry
from core.readings.answers import Taken
from core.retailer import Retailer
from core.storage.accounting_queue import AccountingQueue
from core.storage.engine import Database

log = logging.getLogger(__name__)

_IN_A_FILE = 5000
_IN_A_TRANSACTION = 50  # answers: others write in between
_STILL = 10.0  # seconds without a change, after which a file is taken for whole


@dataclass(frozen=True, kw_only=True, slots=True)
class Exported:
    files: tuple[Path, ...]
    readings: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Acknowledged:
    """`refusal`: the file is broken, and nothing behind the damage was read."""

    accepted: int
    refused: int
    repeated: int
    listed: int  # on the operators' list now
    left_out: int
    refusal: str
    errors: Path | None

    @property
    def whole(self) -> bool:
        return not (self.left_out or self.listed or self.refusal)


class Registry:
    def __init__(self, database: Database, retailer: Retailer, clock: Clock, operators: int | None = None) -> None:
        self._database = database
        self._retailer = retailer
        self._clock = clock
        self._operators = operators
        self._queue = AccountingQueue(database, operators)

    async def export(self, folder: Path) -> Exported:
        """Write out what waits, and what has had no answer for `resend_hours`.

        :raises OSError: the folder cannot be written to; the readings go on waiting
        """
        await self._queue.recover(self._clock())
        files: list[Path] = []
        readings = 0
        while held := await self._queue.claim(_IN_A_FILE, self._clock()):
            now = self._clock()
            try:
                written = await asyncio.to_thread(write_registry, folder, held, now, self._retailer.readings)
            except OSError:
                await self._queue.give_back(held)
                raise
            resend = timedelta(hours=self._retailer.accounting.resend_hours)
            await self._queue.await_answer(held, now, now + resend)
            files.append(written)
            readings += len(held)
        return Exported(files=tuple(files), readings=readings)

    async def acknowledge(self, path: Path, errors: Path | None = None) -> Acknowledged:
        """Take in a file of answers; what is wrong with it goes beside it, or to `errors`."""
        with Complaints(errors or path.with_name(f"{path.name}.errors.csv")) as complaints:
            rows, refusal = await asyncio.to_thread(read_acknowledgements, path, complaints)
            taken: Counter[str] = Counter()
            for start in range(0, len(rows), _IN_A_TRANSACTION):
                await self._take(rows[start : start + _IN_A_TRANSACTION], path.name, complaints, taken)
            return Acknowledged(
                accepted=taken["accepted"],
                refused=taken["rejected"],
                repeated=taken[Taken.REPEATED],
                listed=taken[Taken.LISTED],
                left_out=complaints.bad_rows,
                refusal=refusal,
                errors=complaints.path if complaints.listed else None,
            )

    async def watch(self, folder: Path) -> bool:
        """Take in what lies in `in`, a package there is not ours; export into `out`; return whether all of it went.

        A file or a folder that cannot be used holds up no other: it is tried again the next time.
        """
        works = True
        try:
            found = await asyncio.to_thread(_whole_files, folder / "in")
        except OSError as error:
            log.error("the folder of answers cannot be used: %s", error.strerror)
            works, found = False, []
        for path in found:
            try:
                await self._take_file(path, folder)
            except OSError as error:
                log.error("a file of answers cannot be put away: %s", error.strerror, extra={"file": path.name})
                works = False
        try:
            exported = await self.export(folder / "out")
        except OSError as error:
            log.error("readings cannot be written out: %s", error.strerror)
            return False
        if exported.readings:
            log.info("readings exported", extra={"readings": exported.readings, "files": len(exported.files)})
        return works

    async def _take_file(self, path: Path, folder: Path) -> None:
        told = await self.acknowledge(path, errors=folder / "failed" / f"{path.name}.errors.csv")
        await asyncio.to_thread(_put_away, path, folder / ("done" if told.whole else "failed"))
        log.info(
            "acknowledgements taken",
            extra={"file": path.name, "accepted": told.accepted, "refused": told.refused, "bad": told.left_out},
        )

    async def _take(self, rows: list[Acknowledgement], file: str, complaints: Complaints, taken: Counter[str]) -> None:
        async with self._database.work() as work:
            answers = Cabinet(work, self._retailer, self._clock(), self._operators).answers
            for row in rows:
                match row.status:
                    case "accepted" | "duplicate":
                        result = await answers.accepted(row.submission_id)
                    case _:
                        result = await answers.refused(row.submission_id, row.reason_code)
                match result:
                    case Taken.RECORDED:
                        taken["rejected" if row.status == "rejected" else "accepted"] += 1
                        continue
                    case Taken.UNKNOWN:
                        complaints.bad_rows += 1
                        complain(complaints, file, row.line, "submission_id", "unknown_submission")
                    case Taken.LISTED:
                        complain(complaints, file, row.line, "status", "withdrawn")
                taken[result] += 1
            await work.commit()


def _whole_files(folder: Path) -> list[Path]:
    """Return the files of answers that nobody writes to any more; the folders beside are made."""
    for name in ("in", "done", "failed"):
        (folder.parent / name).mkdir(parents=True, exist_ok=True)
    old = time.time() - _STILL
    found = folder.glob("readings_ack_*.csv")
    return sorted(path for path in found if path.is_file() and not path.is_symlink() and path.stat().st_mtime < old)


def _put_away(path: Path, folder: Path) -> None:
    """Move a file, keeping an earlier one of its name."""
    target, number = folder / path.name, 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem}-{number}{path.suffix}"
    path.rename(target)

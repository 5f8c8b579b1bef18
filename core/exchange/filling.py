"""The files of a package, one after another, into a draft of the book; bad rows are listed and counted on the way."""

import asyncio
import re
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from itertools import pairwise

from core.accounts.policy import AccountNumber
from core.exchange.columns import Layout
from core.exchange.complaints import LISTED, WARNINGS, Complaint, Complaints
from core.exchange.layout import LAYOUTS
from core.exchange.manifest import File, PackageRefused
from core.exchange.package import Package
from core.exchange.records import Records
from core.exchange.report import Progress
from core.exchange.rows import Batch, Rows
from core.exchange.shaping import Shaper
from core.packages.ports import Draft, Finding, Sealer, Shipment

BAD_IN = 100  # one row in so many may be left out
_BESIDE_NUMBER = re.compile(r"[\s№-]+")


class Filling:
    """`files` is what was read; `spared` are the accounts that the package has, though their row was left out."""

    def __init__(
        self,
        package: Package,
        draft: Draft,
        sealer: Sealer,
        numbers: AccountNumber,
        complaints: Complaints,
        progress: Progress,
    ) -> None:
        self._package = package
        self._draft = draft
        self._shaper = Shaper(sealer)
        self._number = re.compile(numbers.pattern, re.ASCII)
        self._complaints = complaints
        self._part = complaints.part()  # of the file that is being loaded
        self._sums: list[Finding] | None = None
        self._progress = progress
        self._names: dict[str, str] = {file.table: file.name for file in package.manifest.files}
        self._spared: set[int] = set()
        self.files: list[tuple[str, int]] = []

    @property
    def spared(self) -> frozenset[int]:
        return frozenset(self._spared)

    @property
    def read(self) -> int:
        return sum(rows for _, rows in self.files)

    async def fill(self) -> None:
        """:raises PackageRefused: broken, or too much of it is bad"""
        for checked, loaded in pairwise((None, *LAYOUTS, None)):
            if self._draft.checks_beside:
                await self._check_beside(checked, loaded)
            else:
                self._note(await self._check(checked))
                self._take(await self._load(loaded))
        self._progress.stage("sums")
        self._note(await self._gathered(self._draft.check_sums()) if self._sums is None else self._sums)

    async def _check_beside(self, checked: Layout | None, loaded: Layout | None) -> None:
        """Check a table while the next one is loaded; what is wrong with the former is told first."""
        try:
            async with asyncio.TaskGroup() as group:
                checking = group.create_task(self._check(checked))
                refusal = await self._load(loaded)
                if checked:
                    self._progress.stage(f"check:{checked.name}")
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None
        part, self._part = self._part, self._complaints.part()
        self._note(checking.result())
        self._part = part
        self._take(refusal)

    def _take(self, refusal: PackageRefused | None) -> None:
        """Tell what was wrong with the rows of a table.

        :raises PackageRefused: what was refused, or too much is bad
        """
        self._complaints.take(self._part)
        self._part = self._complaints.part()
        if refusal:
            raise refusal
        self._judge()

    async def _check(self, layout: Layout | None) -> list[Finding]:
        if layout is None:
            return []
        if not self._draft.checks_beside:
            self._progress.stage(f"check:{layout.name}")
        findings = await self._gathered(self._draft.check(layout.name))
        if layout.name == "charges" and self._draft.checks_beside:
            self._sums = await self._gathered(self._draft.check_sums())
        return findings

    async def _gathered(self, findings: AsyncGenerator[Finding, None]) -> list[Finding]:
        """Collect findings, until they are too many anyway."""
        gathered: list[Finding] = []
        async with aclosing(findings):
            async for finding in findings:
                gathered.append(finding)
                if len(gathered) > LISTED and len(gathered) * BAD_IN > 2 * self._package.manifest.rows:
                    break
        return gathered

    async def _load(self, layout: Layout | None) -> PackageRefused | None:
        """Load a table; return what its file is refused for."""
        try:
            for file in self._package.manifest.files:
                if layout is not None and file.table == layout.name:
                    await self._load_file(file, layout)
        except PackageRefused as refusal:
            return refusal
        return None

    async def _load_file(self, file: File, layout: Layout) -> None:
        manifest = self._package.manifest
        self._progress.file(file.name, file.rows)
        blocks = self._package.blocks(file)
        records = Records(blocks, file=file.name, codec=manifest.codec, delimiter=manifest.delimiter)
        rows = Rows(
            records,
            layout,
            dialect=manifest.dialect,
            file=file.name,
            full=manifest.is_full,
            complaints=self._part,
        )
        await self._draft.load(layout.name, self._shipments(rows, layout))
        self.files.append((file.name, rows.read))
        if rows.read != file.rows:
            text = f"the manifest promises {file.rows} rows, the file has {rows.read}"
            raise PackageRefused("row_count", text, file=file.name)

    def _shipments(self, rows: Rows, layout: Layout) -> Iterator[Shipment]:
        for batch in rows:
            good = self._good_accounts(batch) if layout.name == "accounts" else batch
            self._judge()
            if good.lines:
                yield self._shaper.shape(layout.name, good)
            self._progress.rows(len(batch.lines))
        for branch, number in rows.left_out:
            self._spared.add(self._shaper.account_id(branch, number))

    def _good_accounts(self, batch: Batch) -> Batch:
        """Take out accounts whose number nobody could type."""
        numbers = batch.columns["account_no"]
        bad = {
            position
            for position, number in enumerate(numbers)
            if not self._number.fullmatch(_BESIDE_NUMBER.sub("", number))
        }
        for position in sorted(bad):
            self._part.bad_rows += 1
            line = batch.lines[position]
            self._part.add(Complaint(self._names["accounts"], line, "account_no", "account_no"))
        return batch.without(bad)

    def _note(self, findings: list[Finding]) -> None:
        for finding in findings:
            if finding.code not in WARNINGS:
                self._complaints.bad_rows += 1
            file = self._names.get(finding.table, finding.table)
            column = "account_no" if finding.column == "account_id" else finding.column
            self._complaints.add(Complaint(file, finding.line, column, finding.code))
        self._judge()

    def _judge(self) -> None:
        """:raises PackageRefused: more is bad than may be left out"""
        rows, bad = self._package.manifest.rows, self._complaints.bad_rows + self._part.bad_rows
        if bad * BAD_IN > rows:
            raise PackageRefused("too_many_bad_rows", f"more than 1 % of the rows are bad ({bad} of {rows})")
        tariffs = self._names.get("tariffs", "")
        if self._complaints.bad_in(tariffs) + self._part.bad_in(tariffs):
            raise PackageRefused("bad_tariffs", "a row of the tariff book is bad", file=tariffs)

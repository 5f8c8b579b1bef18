"""The files of a package, one after another, into a draft of the book; bad rows are listed and counted on the way."""

import re
from collections.abc import Iterator

from core.accounts.policy import AccountNumber
from core.exchange.columns import Layout
from core.exchange.complaints import WARNINGS, Complaint, Complaints
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
        by_table = {file.table: file for file in self._package.manifest.files}
        for layout in LAYOUTS:
            if file := by_table.get(layout.name):
                await self._load(file, layout)
            self._progress.stage(f"check:{layout.name}")
            async for finding in self._draft.check(layout.name):
                self._note(finding)
            self._judge()
        self._progress.stage("sums")
        async for finding in self._draft.check_sums():
            self._note(finding)
        self._judge()

    async def _load(self, file: File, layout: Layout) -> None:
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
            complaints=self._complaints,
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
            if not self._number.fullmatch(_BESIDE_NUMBER.sub("", number or ""))
        }
        for position in sorted(bad):
            self._complaints.bad_rows += 1
            line = batch.lines[position]
            self._complaints.add(Complaint(self._names["accounts"], line, "account_no", "account_no"))
        return batch.without(bad)

    def _note(self, finding: Finding) -> None:
        if finding.code not in WARNINGS:
            self._complaints.bad_rows += 1
        file = self._names.get(finding.table, finding.table)
        column = "account_no" if finding.column == "account_id" else finding.column
        self._complaints.add(Complaint(file, finding.line, column, finding.code))

    def _judge(self) -> None:
        """:raises PackageRefused: more is bad than may be left out"""
        rows, bad = self._package.manifest.rows, self._complaints.bad_rows
        if bad * BAD_IN > rows:
            raise PackageRefused("too_many_bad_rows", f"more than 1 % of the rows are bad ({bad} of {rows})")
        if self._complaints.bad_in(self._names.get("tariffs", "")):
            raise PackageRefused("bad_tariffs", "a row of the tariff book is bad", file=self._names["tariffs"])

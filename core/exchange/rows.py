"""From columns of text to rows for the book: each column read by its kind, bad rows taken out and listed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

from core.exchange.cells import Cells, Reader
from core.exchange.columns import Dialect, Layout
from core.exchange.complaints import Complaint, Complaints
from core.exchange.manifest import PackageRefused
from core.exchange.records import Block, Records
from core.exchange.strips import Columns, Strips
from core.exchange.values import BadCell

OPERATION = "op"


@dataclass(slots=True)
class Batch:
    """Rows as columns or strips by name; `lines` tell them apart in errors, `deleted` are those of op D in a delta."""

    lines: Sequence[int]
    columns: Columns
    deleted: list[bool] | None = None

    def without(self, bad: set[int]) -> "Batch":
        """Return the batch without the rows at these positions."""
        if not bad:
            return self
        keep = [position not in bad for position in range(len(self.lines))]
        return Batch(
            list(compress(self.lines, keep)),
            {name: list(compress(values, keep)) for name, values in self.columns.items()},
            None if self.deleted is None else list(compress(self.deleted, keep)),
        )


class Rows:
    """The rows of one file; `read` and `left_out` grow while they are iterated."""

    def __init__(
        self, records: Records, layout: Layout, *, dialect: Dialect, file: str, full: bool, complaints: Complaints
    ) -> None:
        self._records = records
        self._layout = layout
        self._file = file
        self._complaints = complaints
        self._positions = self._find_columns(full)
        self._readers = {column.name: column.reader(dialect) for column in layout.columns}
        self._full = full
        if full and not layout.reshaped:
            records.strips = Strips(records.header, self._readers)
        self.read = 0
        self.left_out: list[tuple[str, str]] = []  # branch and number, where they could be read, of bad accounts

    def __iter__(self) -> Iterator[Batch]:
        for block in self._records:
            self.read += len(block.lines) + len(block.crooked)
            self._complaints.bad_rows += len(block.crooked)
            for line, cells in block.crooked:
                self._complain(line, "", "columns")
                self._leave_out(cells)
            if block.strips is not None:
                yield Batch(block.lines, block.strips)
            elif block.lines:
                yield self._batch(block)

    def _leave_out(self, cells: list[str]) -> None:
        """Note the account of a row with too few or too many cells, as far as it can be told."""
        if self._layout.name == "accounts":
            found = dict(zip(self._records.header, cells, strict=False))
            branch, number = (found.get(name, "").strip() for name in ("branch_code", "account_no"))
            if branch and number:
                self.left_out.append((branch, number))

    def _batch(self, block: Block) -> Batch:
        bad: set[int] = set()
        deleted = self._deleted(block, bad)
        read = {name: self._column(name, reader, block, bad, deleted) for name, reader in self._readers.items()}
        columns = {name: read[name] for name in self._records.header if name in read}
        self._complaints.bad_rows += len(bad)
        if bad and self._layout.name == "accounts":
            keys = zip(columns["branch_code"], columns["account_no"], strict=True)
            self.left_out += [
                (branch, number) for row, (branch, number) in enumerate(keys) if row in bad and branch and number
            ]
        return Batch(block.lines, columns, deleted).without(bad)

    def _column(self, name: str, reader: Reader, block: Block, bad: set[int], deleted: list[bool] | None) -> Cells:
        texts = block.columns[self._positions[name]]
        try:
            return reader.column(texts)
        except BadCell:
            return self._cells(name, reader, block, bad, deleted)

    def _cells(self, name: str, reader: Reader, block: Block, bad: set[int], deleted: list[bool] | None) -> Cells:
        """Read a column of which some cell is bad; of a row to be deleted only the key is read."""
        values = []
        for position, text in enumerate(block.columns[self._positions[name]]):
            try:
                values.append(reader.cell(text))
            except BadCell as error:
                values.append("")
                if deleted and deleted[position] and name not in self._layout.key:
                    continue
                self._complain(block.lines[position], name, error.code)
                bad.add(position)
        return values

    def _deleted(self, block: Block, bad: set[int]) -> list[bool] | None:
        if self._full:
            return None
        position = self._positions.get(OPERATION)
        if position is None:
            return [False] * len(block.lines)
        texts = block.columns[position]
        for row, text in enumerate(texts):
            if text.strip() not in ("U", "D", ""):
                self._complain(block.lines[row], OPERATION, "operation")
                bad.add(row)
        return [text.strip() == "D" for text in texts]

    def _find_columns(self, full: bool) -> dict[str, int]:
        header = self._records.header
        known = {*self._layout.names} | (set() if full else {OPERATION})
        for name in header:
            if name not in known:
                self._complaints.add(Complaint(self._file, 1, _harmless(name), "unknown_column"))
        positions = {name: position for position, name in enumerate(header) if name in known}
        missing = [name for name in self._layout.names if name not in positions]
        if missing:
            raise PackageRefused("missing_column", f"the header has no column {missing[0]}", file=self._file, line=1)
        if len(positions) < sum(name in known for name in header):
            raise PackageRefused("column_twice", "the header has a column twice", file=self._file, line=1)
        return positions

    def _complain(self, line: int, column: str, code: str) -> None:
        self._complaints.add(Complaint(self._file, line, column, code))


def _harmless(name: str) -> str:
    """Return a column's name as far as it looks like one; else it may be anything, a person's name too."""
    return name if len(name) <= 32 and name.isascii() and name.replace("_", "").isalnum() else "?"

"""Packages to be changed and broken: a copy of a demo package whose rows are at hand."""

import csv
import gzip
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

Row = dict[str, str]


class Editable:
    """A package folder. Each change makes the manifest true again, unless it is the manifest that is broken."""

    def __init__(self, source: Path, folder: Path) -> None:
        shutil.copytree(source, folder)
        self.folder = folder
        self.manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self.first_id: str = self.manifest["package_id"]

    def rows(self, table: str) -> list[Row]:
        with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter=";"))

    def write(self, table: str, rows: list[Row], columns: list[str] | None = None) -> None:
        columns = columns or (list(rows[0]) if rows else self.columns(table))
        with (self.folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, delimiter=";", lineterminator="\n", restval="")
            writer.writeheader()
            writer.writerows(rows)
        self.describe()

    def columns(self, table: str) -> list[str]:
        return (self.folder / f"{table}.csv").read_text(encoding="utf-8").split("\n")[0].split(";")

    def change(self, table: str, which: Callable[[Row], bool], **cells: str) -> list[Row]:
        """Set cells of the rows that match, and return those rows."""
        rows = self.rows(table)
        changed = [row for row in rows if which(row)]
        for row in changed:
            row.update(cells)
        assert changed, f"no row of {table} matches"
        self.write(table, rows)
        return changed

    def first(self, table: str, **cells: str) -> Row:
        """Set cells of the first row."""
        rows = self.rows(table)
        rows[0].update(cells)
        self.write(table, rows)
        return rows[0]

    def drop(self, table: str, which: Callable[[Row], bool]) -> None:
        columns = self.columns(table)
        self.write(table, [row for row in self.rows(table) if not which(row)], columns)

    def without_account(self, *numbers: str) -> None:
        """Take accounts out with all that hangs on them."""
        for table in self.tables():
            if "account_no" in self.columns(table):
                self.drop(table, lambda row: row["account_no"] in numbers)
        for table, parent, key in (
            ("meters", "points", "point_id"),
            ("registers", "meters", "meter_id"),
            ("readings", "registers", "register_id"),
        ):
            known = {row[key] for row in self.rows(parent)}
            self.drop(table, lambda row, known=known, key=key: row[key] not in known)  # type: ignore[misc]

    def raw(self, table: str, change: Callable[[bytes], bytes], *, true: bool = True) -> None:
        """Change the bytes of a file; `true` brings the hash in the manifest up to them."""
        path = self.folder / f"{table}.csv"
        path.write_bytes(change(path.read_bytes()))
        if true:
            self.describe(rows=False)

    def tables(self) -> list[str]:
        return [file["name"].partition(".")[0] for file in self.manifest["files"]]

    def describe(self, *, rows: bool = True) -> None:
        """Write the manifest as the files are."""
        for file in self.manifest["files"]:
            path = self.folder / file["name"]
            if not path.exists():
                continue
            file["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
            if rows and path.suffix == ".csv":
                with path.open(encoding="utf-8", newline="") as lines:
                    file["rows"] = max(0, sum(1 for _ in csv.reader(lines, delimiter=";")) - 1)
        self.save()

    def save(self, **head: Any) -> None:
        self.manifest.update(head)
        (self.folder / "manifest.json").write_text(json.dumps(self.manifest, ensure_ascii=False), encoding="utf-8")

    def renew(self, day: str = "2026-11-23", **head: Any) -> "Editable":
        """Make it another package, of a later day."""
        self.save(package_id=str(uuid4()), generated_at=f"{day}T05:00:00+05:00", as_of=day, **head)
        return self

    def delta(self, tables: dict[str, list[Row]], day: str = "2026-11-23") -> "Editable":
        """Make it a delta of these rows only; `op` may be among the cells."""
        self.manifest["files"] = [{"name": f"{table}.csv", "rows": 0, "sha256": ""} for table in tables]
        columns = {table: self.columns(table) for table in tables}
        for path in self.folder.glob("*.csv"):
            path.unlink()
        for table, rows in tables.items():
            (self.folder / f"{table}.csv").touch()
            self.write(table, rows, [*columns[table], "op"])
        return self.renew(day, mode="delta")

    def zipped(self, *, prefix: str = "") -> Path:
        path = self.folder.with_suffix(".zip")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(self.folder.iterdir()):
                archive.write(file, prefix + file.name)
        return path

    def gzipped(self) -> None:
        for file in self.manifest["files"]:
            path = self.folder / file["name"]
            body = path.read_bytes()
            path.unlink()
            file["name"] += ".gz"
            (self.folder / file["name"]).write_bytes(gzip.compress(body, mtime=0))
        self.describe(rows=False)

    def spoken(self, *, encoding: str = "utf-8", decimal: str = ",", dotted: bool = False, crlf: bool = False) -> None:
        """Write it as another accounting system would: code page, decimals, dates, line ends."""
        python = {"windows-1251": "cp1251"}.get(encoding, encoding)
        for table in self.tables():
            rows = [self._cell_by_cell(row, python, decimal, dotted) for row in self.rows(table)]
            buffer = io.StringIO(newline="")
            writer = csv.DictWriter(buffer, self.columns(table), delimiter=";", lineterminator="\r\n" if crlf else "\n")
            writer.writeheader()
            writer.writerows(rows)
            (self.folder / f"{table}.csv").write_bytes(buffer.getvalue().encode(python))
        self.manifest.update(encoding=encoding, decimal=decimal, date_format="DD.MM.YYYY" if dotted else "YYYY-MM-DD")
        self.describe(rows=False)

    def _cell_by_cell(self, row: Row, python: str, decimal: str, dotted: bool) -> Row:
        return {name: _respoken(name, cell, python, decimal, dotted) for name, cell in row.items()}


def _respoken(name: str, cell: str, python: str, decimal: str, dotted: bool) -> str:
    if dotted and len(cell) >= 10 and cell[4] == cell[7] == "-" and cell[:4].isdigit():
        return f"{cell[8:10]}.{cell[5:7]}.{cell[:4]}{cell[10:]}"
    if decimal == "." and "," in cell and cell.replace(",", "").removeprefix("-").isdigit():
        return cell.replace(",", ".")
    return cell.encode(python, errors="replace").decode(python)

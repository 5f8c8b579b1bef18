"""The files of a package while they are written: each a stream with its count of rows and its hash."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from core.exchange.layout import LAYOUTS

LINES = 2_000


class Sheet:
    """One CSV file."""

    def __init__(self, file: IO[bytes], header: tuple[str, ...]) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self._lines = [";".join(header)]
        self.rows = -1  # the header is none

    def row(self, *cells: str) -> None:
        """Write cells that need no quotes."""
        self._lines.append(";".join(cells))
        if len(self._lines) >= LINES:
            self.flush()

    def flush(self) -> None:
        if not self._lines:
            return
        body = ("\n".join(self._lines) + "\n").encode()
        self.rows += len(self._lines)
        self._hash.update(body)
        self._file.write(body)
        self._lines.clear()

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


Sheets = dict[str, Sheet]


@contextmanager
def sheets(directory: Path) -> Iterator[Sheets]:
    """Open all files of a package; at the end they are complete."""
    with ExitStack() as stack:
        files = {
            layout.name: Sheet(stack.enter_context((directory / f"{layout.name}.csv").open("wb")), layout.names)
            for layout in LAYOUTS
        }
        yield files
        for sheet in files.values():
            sheet.flush()


def write_manifest(directory: Path, files: Sheets, head: dict[str, Any]) -> None:
    listed = [{"name": f"{name}.csv", "rows": sheet.rows, "sha256": sheet.sha256} for name, sheet in files.items()]
    text = json.dumps({**head, "files": listed}, ensure_ascii=False, indent=1)
    (directory / "manifest.json").write_text(text, encoding="utf-8")


def quoted(text: str) -> str:
    """Return a cell of free text, with quotes where it needs them."""
    if not any(sign in text for sign in ';"\n\r'):
        return text
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="").writerow([text])
    return line.getvalue()


def tenge(tiyn: int) -> str:
    sign, tiyn = ("-", -tiyn) if tiyn < 0 else ("", tiyn)
    return f"{sign}{tiyn // 100},{tiyn % 100:02}"


def kwh(thousandths: int) -> str:
    whole, rest = divmod(thousandths, 1000)
    return f"{whole},{rest:03}" if rest else str(whole)

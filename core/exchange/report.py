"""What became of a package, and who watches while it is taken in."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """`refusal` empty: it was taken in, now or (`already`) earlier."""

    package_id: str = ""
    mode: str = ""
    as_of: str = ""
    already: bool = False
    refusal: str = ""
    refused_for: str = ""  # the code of the refusal
    files: tuple[tuple[str, int], ...] = ()  # name and rows read
    accounts: int = 0
    bad_rows: int = 0
    warnings: int = 0
    unlinked: int = 0
    errors: Path | None = None  # errors.csv, where there is one

    @property
    def accepted(self) -> bool:
        return not self.refusal

    @property
    def rows(self) -> int:
        return sum(rows for _, rows in self.files)


class Progress(Protocol):
    def file(self, name: str, rows: int) -> None:
        """A file is being read."""

    def rows(self, number: int) -> None:
        """So many more of its rows are in."""

    def stage(self, name: str) -> None:
        """What takes its time now: `check:charges`, `sums`, `publish`."""


class Unwatched:
    def file(self, name: str, rows: int) -> None:
        """Nobody looks."""

    def rows(self, number: int) -> None:
        """Nobody looks."""

    def stage(self, name: str) -> None:
        """Nobody looks."""

"""`import` and `demo-package` at the command line: a bar while it runs, a report at the end."""

from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from core.exchange.intake import Intake
from core.exchange.report import Report
from core.packages.ports import ImportUnderWay
from core.retailer import Retailer
from core.storage.books import SqlBooks
from core.storage.engine import Database

_STAGES = {"sums": "adding up", "publish": "publishing"}


async def take_in(
    database: Database, retailer: Retailer, now: datetime, path: Path, *, allow_shrink: bool, console: Console
) -> Report:
    """Import a package; a refusal is a report, too."""
    with Bar(console) as bar:
        intake = Intake(
            books=SqlBooks(database),
            sealer=database.vault,
            operator=retailer.code,
            numbers=retailer.account_number,
            now=now,
            allow_shrink=allow_shrink,
            progress=bar,
        )
        try:
            return await intake.take(path)
        except ImportUnderWay:
            return Report(refusal="another import is running; try again when it has ended", refused_for="under_way")


def show(report: Report, console: Console) -> None:
    if report.already:
        console.print(f"Package {report.package_id} was imported before; nothing has changed.")
        return
    if report.refusal:
        console.print(f"Refused, nothing has changed: {report.refusal}", markup=False)
    else:
        console.print(f"Package {report.package_id} ({report.mode})")
        console.print(_table(report))
        console.print(f"Imported: {report.accounts:,} accounts as of {report.as_of}, {report.rows:,} rows read.")
    if report.unlinked:
        console.print(
            f"{report.unlinked:,} chats were unlinked: the account has another owner or contract, or is gone."
        )
    if report.bad_rows or report.warnings:
        console.print(f"Rows left out: {report.bad_rows:,}. Warnings: {report.warnings:,}.")
    if report.errors:
        console.print(f"What is wrong, line by line: {report.errors}", markup=False, soft_wrap=True)


def _table(report: Report) -> Table:
    table = Table("file", "rows")
    table.columns[1].justify = "right"
    for name, rows in report.files:
        table.add_row(name, f"{rows:,}")
    return table


class Bar:
    """`Progress` of core.exchange.report, as a bar for each file."""

    def __init__(self, console: Console) -> None:
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task("opening", total=None)

    def file(self, name: str, rows: int) -> None:
        self._bar.reset(self._task, description=name, total=rows)

    def rows(self, number: int) -> None:
        self._bar.advance(self._task, number)

    def stage(self, name: str) -> None:
        kind, _, table = name.partition(":")
        self._bar.update(self._task, description=f"checking {table}" if table else _STAGES[kind])

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

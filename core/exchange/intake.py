"""A package taken in: read, checked, loaded beside what everybody sees, and switched to in one stroke.

A row that fails a check is left out, and so is every row that refers to it, directly or through others. When more
than one row in a hundred would be left out, or any row of the tariff book, the whole package is refused and nothing
changes.
"""

from datetime import datetime, timedelta
from pathlib import Path

from core.accounts.policy import AccountNumber
from core.exchange.complaints import Complaint, Complaints
from core.exchange.filling import Filling
from core.exchange.layout import LAYOUTS
from core.exchange.manifest import Manifest, PackageRefused
from core.exchange.package import Package, opened
from core.exchange.report import Progress, Report, Unwatched
from core.packages.ports import Books, Draft, Imported, PackageFacts, Sealer

ERRORS = "errors.csv"
SHRINK_PERCENT = 10
SIZES = ("accounts", "points", "meters", "balances", "charges", "payments")
FEW_LINKS = 20  # so many may always end
# A package made further ahead than clocks and zones differ would make all after it older than itself.
AHEAD = timedelta(days=1)
AHEAD_AS_OF = timedelta(days=31)  # a month may be closed before it ends


class Intake:
    """One import of one package at the time `now`."""

    def __init__(
        self,
        *,
        books: Books,
        sealer: Sealer,
        operator: str,
        numbers: AccountNumber,
        now: datetime,
        allow_shrink: bool = False,
        progress: Progress | None = None,
    ) -> None:
        self._books = books
        self._sealer = sealer
        self._operator = operator
        self._numbers = numbers
        self._now = now
        self._allow_shrink = allow_shrink
        self._progress = progress or Unwatched()

    async def take(self, path: Path, errors: Path | None = None) -> Report:
        """Take a package in and say what became of it.

        errors.csv goes beside the package, or where `errors` says.

        :raises ImportUnderWay: another import is running
        """
        async with self._books.lock():
            with Complaints(errors or _beside(path)) as complaints:
                try:
                    with opened(path) as package:
                        return await self._take(package, complaints)
                except PackageRefused as refusal:
                    complaints.add(Complaint(refusal.file, refusal.line, "", refusal.code, refusal.text))
                    return Report(
                        refusal=refusal.text,
                        refused_for=refusal.code,
                        bad_rows=complaints.bad_rows,
                        warnings=complaints.warnings,
                        errors=complaints.path,
                    )

    async def _take(self, package: Package, complaints: Complaints) -> Report:
        manifest = package.manifest
        if manifest.operator != self._operator:
            raise PackageRefused("operator", "the package is of another operator than `code` of retailer.toml")
        if known := await self._books.find(str(manifest.package_id)):
            _check_same(manifest, known)
            return Report(package_id=str(manifest.package_id), mode=manifest.mode, already=True)
        await self._check_order(manifest)
        self._warn_of_files(package, complaints)
        async with self._books.draft(full=manifest.is_full) as draft:
            filling = Filling(package, draft, self._sealer, self._numbers, complaints, self._progress)
            await filling.fill()
            accounts = await self._check_size(draft, manifest, filling.spared)
            self._progress.stage("publish")
            unlinked = await draft.publish(
                _facts(manifest, filling.read, complaints), spared=filling.spared, now=self._now
            )
        return Report(
            package_id=str(manifest.package_id),
            mode=manifest.mode,
            as_of=manifest.as_of.isoformat(),
            files=tuple(filling.files),
            accounts=accounts,
            bad_rows=complaints.bad_rows,
            warnings=complaints.warnings,
            unlinked=unlinked,
            errors=complaints.path if complaints.listed else None,
        )

    async def _check_order(self, manifest: Manifest) -> None:
        if manifest.generated_at > self._now + AHEAD or manifest.as_of > (self._now + AHEAD_AS_OF).date():
            raise PackageRefused("future", "the package is of the future: look at its generated_at and as_of")
        newest = await self._books.newest()
        if newest is None:
            if not manifest.is_full:
                raise PackageRefused("delta_first", "a delta package needs a full one before it")
        elif manifest.generated_at < newest.generated_at or manifest.as_of < newest.as_of:
            raise PackageRefused("older", "the package is older than the one that is in use")

    def _warn_of_files(self, package: Package, complaints: Complaints) -> None:
        for name in package.strangers():
            complaints.add(Complaint(name[:64], None, "", "unknown_file"))
        named = {file.table for file in package.manifest.files}
        for layout in LAYOUTS:
            if package.manifest.is_full and layout.name not in named:
                complaints.add(Complaint(f"{layout.name}.csv", None, "", "no_file"))

    async def _check_size(self, draft: Draft, manifest: Manifest, spared: frozenset[int]) -> int:
        """Refuse what looks like half of the data, unless somebody has said that it is meant."""
        accounts = await draft.count("accounts")
        if not accounts:
            raise PackageRefused("no_accounts", "the package leaves no accounts", file="accounts.csv")
        if self._allow_shrink:
            return accounts
        for table in SIZES if manifest.is_full else SIZES[:1]:
            before = await self._books.count(table)
            after = await draft.count(table) if before else 0
            if after * 100 < before * (100 - SHRINK_PERCENT):
                text = f"{before} {table} would become {after}; if this is meant, import with --allow-shrink"
                raise PackageRefused("shrink", text, file=f"{table}.csv")
        ended, links = await draft.losses(spared)
        if ended > FEW_LINKS and ended * 100 > links * SHRINK_PERCENT:
            text = f"{ended} of {links} links would end (owner changed); if this is meant, import with --allow-shrink"
            raise PackageRefused("owners", text, file="accounts.csv")
        return accounts


def _check_same(manifest: Manifest, known: Imported) -> None:
    """Tell a package that comes once more from another one that bears its id by mistake."""
    if manifest.made != (known.generated_at, known.as_of) or manifest.mode != known.mode:
        raise PackageRefused("package_id", "another package with this package_id was imported before: give it its own")


def _beside(path: Path) -> Path:
    return path / ERRORS if path.is_dir() else path.with_name(f"{path.name}.{ERRORS}")


def _facts(manifest: Manifest, rows: int, complaints: Complaints) -> PackageFacts:
    return PackageFacts(
        package_id=str(manifest.package_id),
        mode=manifest.mode,
        operator=manifest.operator,
        as_of=manifest.as_of,
        period=int(manifest.period.replace("-", "")),
        generated_at=manifest.generated_at,
        rows=rows,
        bad_rows=complaints.bad_rows,
    )

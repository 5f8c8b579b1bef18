"""The corpus of broken packages: each is refused with its reason, and what was there before stays."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from core.storage import book
from core.storage.engine import Database
from core.storage.tables import generations, packages
from tests.demo_data import take
from tests.exchange.packages import Editable

Break = Callable[[Editable], Path | None]


@dataclass(frozen=True)
class Case:
    name: str
    code: str
    change: Break  # returns what is sent, where it is not the folder
    listed: str = ""  # a code in errors.csv that says which rows it was


def _every(table: str, **cells: str) -> Break:
    def change(package: Editable) -> None:
        package.change(table, lambda row: True, **cells)

    return change


def _first(table: str, **cells: str) -> Break:
    def change(package: Editable) -> None:
        package.first(table, **cells)

    return change


def _head(**head: object) -> Break:
    return lambda package: package.save(**head)


def _manifest(text: str) -> Break:
    def change(package: Editable) -> None:
        (package.folder / "manifest.json").write_text(text, encoding="utf-8")

    return change


def _remove(name: str) -> Break:
    return lambda package: (package.folder / name).unlink()


def _cut(package: Editable) -> None:
    package.raw("payments", lambda body: body[: len(body) // 2])


def _cut_without_telling(package: Editable) -> None:
    package.raw("payments", lambda body: body[: len(body) // 2], true=False)


def _double(table: str) -> Break:
    return lambda package: package.write(table, package.rows(table) * 2)


def _other_numbers_twice(package: Editable) -> None:
    accounts = package.rows("accounts")
    package.write("accounts", accounts + [row | {"account_no": f"00 {row['account_no']}"} for row in accounts])


def _without_column(package: Editable) -> None:
    columns = [name for name in package.columns("accounts") if name != "owner_id"]
    package.write("accounts", [{name: row[name] for name in columns} for row in package.rows("accounts")], columns)


def _column_twice(package: Editable) -> None:
    package.raw("services", lambda body: body.replace(b"name_kk;name_ru", b"name_kk;name_kk;name_ru", 1))


def _empty(table: str) -> Break:
    return lambda package: package.write(table, [], package.columns(table))


def _halved(package: Editable) -> None:
    package.without_account(*(row["account_no"] for row in package.rows("accounts")[15:]))


def _no_header(package: Editable) -> None:
    package.raw("payments", lambda body: b"")


def _garbage(package: Editable) -> None:
    package.raw("payments", lambda body: bytes(range(256)) * 4000)


def _unclosed_quote(package: Editable) -> None:
    package.raw("accounts", lambda body: body.replace(b"UKG;", b'"UKG;', 1))


def _damaged_gzip(package: Editable) -> None:
    package.gzipped()
    path = package.folder / "charges.csv.gz"
    path.write_bytes(path.read_bytes()[:-2000])
    package.describe(rows=False)


def _gzip_bomb(package: Editable) -> None:
    package.raw("outages", lambda body: body + body.splitlines(keepends=True)[-1] * 400_000)
    package.gzipped()


def _code_page(encoding: str, said: str) -> Break:
    def change(package: Editable) -> None:
        package.spoken(encoding=encoding)
        package.save(encoding=said)

    return change


def _second_file(package: Editable) -> None:
    package.save(files=[*package.manifest["files"], package.manifest["files"][0] | {"name": "branches.csv.gz"}])


def _file_named(name: str) -> Break:
    def change(package: Editable) -> None:
        package.manifest["files"][0]["name"] = name
        package.save()

    return change


def _known_id(package: Editable) -> None:
    package.save(package_id=package.first_id)


def _link(package: Editable) -> None:
    target = package.folder.parent / "elsewhere.csv"
    (package.folder / "outages.csv").rename(target)
    (package.folder / "outages.csv").symlink_to(target)


def _zip_with(name: str, *, link: bool = False, size: int = 0) -> Break:
    def change(package: Editable) -> Path:
        path = package.zipped()
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o120777 if link else 0o100600) << 16
            archive.writestr(entry, b"/etc/passwd" if link else b"0" * size)
        return path

    return change


def _not_a_zip(package: Editable) -> Path:
    path = package.folder / "package.zip"
    path.write_bytes(b"PK\x03\x04 and then nothing of the kind")
    return path


def _damaged_manifest(package: Editable) -> Path:
    path = package.folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.write(package.folder / "manifest.json", "manifest.json")
    path.write_bytes(path.read_bytes().replace(b"format_version", b"format-version"))
    return path


def _packed_as_windows_packs_what_is_large(package: Editable) -> Path:
    path = package.zipped()
    body, entry = path.read_bytes(), b"PK\x01\x02"
    where = body.index(entry) + 10  # the method, in the list at the end
    path.write_bytes(body[:where] + b"\x09\x00" + body[where + 2 :])
    return path


def _nowhere(package: Editable) -> Path:
    return package.folder / "there-is-none"


def _too_wide(package: Editable) -> None:
    package.raw("payments", lambda body: body.replace(b";UKG;", b";;UKG;"))


def _sums(package: Editable) -> None:
    rows = package.rows("balances")
    for row in rows[::20]:
        row["closing"] = "999999,00"
    package.write("balances", rows)


def _charges(package: Editable) -> None:
    rows = package.rows("charges")
    for row in rows[::10]:
        row["amount"] = "0,01"
    package.write("charges", rows)


CORPUS = (
    Case("no such package", "no_package", _nowhere),
    Case("not a zip", "no_package", _not_a_zip),
    Case("no manifest", "no_manifest", _remove("manifest.json")),
    Case("manifest is no JSON", "manifest", _manifest("{")),
    Case("manifest is a list", "manifest", _manifest("[]")),
    Case("manifest of another version", "manifest", _head(format_version="2.0")),
    Case("manifest without an id", "manifest", _head(package_id="november")),
    Case("manifest without a zone", "manifest", _head(generated_at="2026-11-23T05:00:00")),
    Case("unknown encoding", "manifest", _head(encoding="koi8-r")),
    Case("unknown mode", "manifest", _head(mode="half")),
    Case("another operator", "operator", _head(operator="SOMEBODY")),
    Case("older than what is in use", "older", _head(generated_at="2026-11-01T05:00:00+05:00", as_of="2026-11-01")),
    Case("made in the future", "future", _head(generated_at="2026-11-25T05:00:00+05:00")),
    Case("of the future", "future", _head(as_of="2062-11-22")),
    Case("another package under a known id", "package_id", _known_id),
    Case("a table in two files", "manifest", _second_file),
    Case("a file outside of the package", "manifest", _file_named("../branches.csv")),
    Case("a file of no table", "manifest", _file_named("secrets.csv")),
    Case("a needed file is not named", "manifest", lambda package: package.save(files=package.manifest["files"][1:])),
    Case("a named file is missing", "missing_file", _remove("payments.csv")),
    Case("a link instead of a file", "link", _link),
    Case("a path out of the zip", "path", _zip_with("../outside.csv")),
    Case("an absolute path in the zip", "path", _zip_with("/tmp/outside.csv")),
    Case("a link in the zip", "link", _zip_with("link.csv", link=True)),
    Case("a path out of the zip, from Windows", "path", _zip_with("..\\outside.csv")),
    Case("a damaged manifest in the zip", "damaged", _damaged_manifest),
    Case("a zip packed in an unusual way", "packing", _packed_as_windows_packs_what_is_large),
    Case("a bomb in the zip", "bomb", _zip_with("bomb.csv", size=30 << 20)),
    Case("a bomb in gzip", "bomb", _gzip_bomb),
    Case("cut on the way", "sha256", _cut_without_telling),
    Case("cut before the hash was taken", "row_count", _cut),
    Case("damaged gzip", "damaged", _damaged_gzip),
    Case("a file without its header", "no_header", _no_header),
    Case("a missing column", "missing_column", _without_column),
    Case("a column twice", "column_twice", _column_twice),
    Case("a quote never closed", "quotes", _unclosed_quote),
    Case("bytes of no text", "missing_column", _garbage),
    Case("windows-1251 said to be UTF-8", "too_many_bad_rows", _code_page("windows-1251", "utf-8"), "encoding"),
    Case("UTF-8 said to be windows-1251", "encoding", _code_page("utf-8", "windows-1251")),
    Case("cp866 said to be windows-1251", "too_many_bad_rows", _code_page("cp866", "windows-1251"), "encoding"),
    Case("KZ-1048 said to be windows-1251", "too_many_bad_rows", _code_page("kz1048", "windows-1251"), "encoding"),
    Case("no accounts", "too_many_bad_rows", _empty("accounts"), "missing_reference"),
    Case("no branches", "too_many_bad_rows", _empty("branches"), "missing_reference"),
    Case("half of the accounts", "shrink", _halved),
    Case("no payments", "shrink", _empty("payments")),
    Case("every account twice", "too_many_bad_rows", _double("accounts"), "duplicate"),
    Case("accounts twice under other zeros", "too_many_bad_rows", _other_numbers_twice, "duplicate"),
    Case("every payment twice", "too_many_bad_rows", _double("payments"), "duplicate"),
    Case("cells shifted", "too_many_bad_rows", _too_wide, "columns"),
    Case("decimals of the other kind", "too_many_bad_rows", _head(decimal="."), "number"),
    Case("dates of the other kind", "too_many_bad_rows", _head(date_format="DD.MM.YYYY"), "date"),
    Case("a bad row of the tariff book", "bad_tariffs", _first("tariffs", level="x")),
    Case("an unknown status", "too_many_bad_rows", _every("accounts", status="ACTIVE"), "unknown_value"),
    Case("no owners", "too_many_bad_rows", _every("accounts", owner_id=""), "empty"),
    Case("sums with a comma for thousands", "too_many_bad_rows", _every("payments", amount="1,234.50"), "number"),
    Case("a day that there is not", "too_many_bad_rows", _every("readings", reading_date="2026-02-30"), "date"),
    Case("numbers nobody could type", "too_many_bad_rows", _every("accounts", account_no="A-1"), "account_no"),
    Case("text longer than its column", "too_many_bad_rows", _every("payments", channel="я" * 256), "too_long"),
    Case(
        "payments of a service that is none",
        "too_many_bad_rows",
        _every("payments", service_code="X"),
        "missing_reference",
    ),
    Case("balances that do not add up", "too_many_bad_rows", _sums, "balance"),
    Case("charges that do not add up", "too_many_bad_rows", _charges, "accrued"),
)


async def test_a_broken_package_changes_nothing(database: Database, demo_package: Path, tmp_path: Path) -> None:
    assert (await take(database, demo_package, errors=tmp_path / "first.csv")).accepted
    before = await _state(database)
    failures = []
    for number, case in enumerate(CORPUS):
        package = Editable(demo_package, tmp_path / f"case-{number}").renew()
        sent = case.change(package) or package.folder
        errors = tmp_path / f"errors-{number}.csv"
        report = await take(database, sent, errors=errors)
        listed = errors.read_text(encoding="utf-8-sig") if errors.exists() else ""
        if report.refused_for != case.code:
            failures.append(f"{case.name}: {report.refused_for or 'imported'} instead of {case.code}")
        if f";{case.listed or case.code};" not in listed:
            failures.append(f"{case.name}: errors.csv does not say {case.listed or case.code}")
        if await _state(database) != before:
            failures.append(f"{case.name}: something has changed")
    assert not failures, "\n".join(failures)
    assert len(CORPUS) >= 30


async def test_no_delta_before_a_full_package(database: Database, package: Editable) -> None:
    delta = package.delta({"payments": package.rows("payments")[:1]})
    assert (await take(database, delta.folder)).refused_for == "delta_first"


async def test_shrinking_is_accepted_when_it_is_meant(demo_database: Database, package: Editable) -> None:
    _halved(package.renew())
    assert (await take(demo_database, package.folder)).refused_for == "shrink"

    report = await take(demo_database, package.folder, allow_shrink=True)

    assert (report.refusal, report.accounts) == ("", 15)


async def _state(database: Database) -> object:
    """Return what any import would change."""
    async with database.work() as work:
        return (
            (await work.execute(select(generations.c.generation, generations.c.state))).all(),
            (await work.execute(select(packages.c.package_id))).all(),
            (await work.execute(select(book.accounts).order_by(book.accounts.c.account_id))).all(),
            (await work.execute(select(book.payments.c.payment_id).order_by(book.payments.c.payment_id))).all(),
        )

import csv
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.exchange.demo import DemoPerson
from core.storage import book
from core.storage.engine import Database
from core.storage.tables import generations, packages
from tests.demo_data import take
from tests.exchange.packages import Editable, Row


async def test_everything_in_a_package_is_in_the_book(database: Database, package: Editable) -> None:
    report = await take(database, package.folder)

    assert (report.refusal, report.bad_rows, report.warnings, report.errors) == ("", 0, 0, None)
    async with database.work() as work:
        for table in package.tables():
            count = select(func.count()).select_from(book.metadata.tables[f"book.{table}"])
            assert (await work.execute(count)).scalar_one() == len(package.rows(table)), table
        assert (await work.execute(select(packages.c.accounts, packages.c.rows))).one() == (30, report.rows)


async def test_values_arrive_as_they_were_meant(demo_database: Database, people: tuple[DemoPerson, ...]) -> None:
    kk = people[0]
    account = demo_database.vault.account_id(kk.branch_code, kk.account_no)
    async with demo_database.work() as work:
        row = (await work.execute(select(book.accounts).where(book.accounts.c.account_id == account))).one()
        assert (row.residents, row.area, row.stove, row.tariff_scheme) == (3, 5450, "E", "level")
        assert row.number_mark == demo_database.vault.number_mark("123456")
        personal = demo_database.vault.open(row.personal)
        assert (personal["payer_name"], personal["account_no"], personal["phone"]) == (kk.payer, "000123456", kk.phone)
        charge = select(book.charges).where(book.charges.c.account_id == account, book.charges.c.method == "meter")
        line = (await work.execute(charge.order_by(book.charges.c.charge_date.desc()).limit(1))).one()
        assert (line.charge_date, str(line.period), line.vat_rate) == (date(2026, 10, 31), "2026-10", 1600)
        price = select(book.tariffs.c.price_ex_vat, book.tariffs.c.level).where(book.tariffs.c.price_inc_vat == 333_500)
        assert {tuple(found) for found in await work.execute(price)} == {(287_500, 1)}
        paid = select(book.payments.c.paid_at, func.length(book.payments.c.paid_at)).limit(1)
        assert (await work.execute(paid)).one()[1] == 19


async def test_the_newest_payment_is_one_sum_over_services(
    demo_database: Database, people: tuple[DemoPerson, ...]
) -> None:
    found = await _last_payments(demo_database)
    for person in people:
        account = demo_database.vault.account_id(person.branch_code, person.account_no)
        assert found[account] == {(person.last_payment, person.paid_on)}


async def test_two_receipts_of_one_moment_nothing_and_a_refund_are_kept_as_they_are(demo_database: Database) -> None:
    found = await _last_payments(demo_database)

    def amounts(branch: str, number: str) -> set[int]:
        return {amount for amount, _ in found.get(demo_database.vault.account_id(branch, number), set())}

    assert amounts("SEM", "000900001") == set()  # never paid
    assert amounts("RID", "000900002") == {0}
    assert amounts("UKG", "000900003") == {-150_000}
    assert amounts("SEM", "000900004") == {731_250, 243_750}
    assert amounts("UKG", "000777001") == {666_601}
    assert amounts("SEM", "000777001") == {777_702}


async def test_the_same_amounts_are_counted(demo_database: Database) -> None:
    async with demo_database.work() as work:
        counted = (await work.execute(select(func.sum(book.amount_counts.c.accounts)))).scalar_one()
        rows = (await work.execute(select(func.count()).select_from(book.last_payments))).scalar_one()
    assert counted == rows


@pytest.mark.parametrize(
    "spoken",
    [
        {"encoding": "utf-8-sig", "crlf": True},
        {"encoding": "windows-1251", "decimal": "."},
        {"encoding": "kz1048", "dotted": True},
        {"encoding": "cp866", "decimal": ".", "dotted": True, "crlf": True},
    ],
)
async def test_a_package_may_be_written_in_many_ways(
    database: Database, package: Editable, people: tuple[DemoPerson, ...], spoken: dict[str, object]
) -> None:
    package.spoken(**spoken)  # type: ignore[arg-type]
    report = await take(database, package.folder)

    assert (report.refusal, report.bad_rows) == ("", 0)
    ru = people[1]
    found = await _last_payments(database)
    assert found[database.vault.account_id(ru.branch_code, ru.account_no)] == {(ru.last_payment, ru.paid_on)}
    account = database.vault.account_id(ru.branch_code, ru.account_no)
    async with database.work() as work:
        sealed = select(book.accounts.c.personal).where(book.accounts.c.account_id == account)
        assert database.vault.open((await work.execute(sealed)).scalar_one())["payer_name"] == ru.payer
    if spoken["encoding"] == "kz1048":
        async with database.work() as work:
            name = select(book.services.c.name_kk).where(book.services.c.service_code == "LIFT")
            assert (await work.execute(name)).scalar_one() == "Лифт"
            town = select(book.branches.c.address_kk).where(book.branches.c.branch_code == "UKG")
            assert (await work.execute(town)).scalar_one() == "Өскемен қ., Мысал көшесі, 1"


@pytest.mark.parametrize("form", ["gz", "zip", "zip of gz", "zip of a folder", "zip of a folder, from Windows"])
async def test_a_package_may_be_packed(database: Database, package: Editable, form: str) -> None:
    if "gz" in form:
        package.gzipped()
    path = package.zipped(prefix="november/" if "folder" in form else "") if "zip" in form else package.folder
    if "Windows" in form:
        path.write_bytes(path.read_bytes().replace(b"november/", b"november\\"))

    report = await take(database, path)

    assert (report.refusal, report.accounts) == ("", 30)


async def test_what_macos_adds_to_a_zip_does_not_matter(database: Database, package: Editable) -> None:
    path = package.zipped(prefix="november/")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/november/._manifest.json", b"\0\5\x16\7")

    assert (await take(database, path)).accounts == 30


async def test_columns_may_stand_in_any_order_and_numbers_have_spaces(database: Database, package: Editable) -> None:
    rows = package.rows("payments")
    rows[0]["amount"] = f"{rows[0]['amount'][:-6]} {rows[0]['amount'][-6:]}"
    rows[1]["amount"] = f" {rows[1]['amount']}\u00a0"
    package.write("payments", rows, [*reversed(list(rows[0]))])
    tariffs = package.rows("tariffs")
    package.write("tariffs", [row | {"decree": "2026/1"} for row in tariffs])

    report = await take(database, package.folder)

    assert (report.refusal, report.bad_rows, report.warnings) == ("", 0, 1)
    assert _errors(package.folder) == [("tariffs.csv", "1", "decree", "unknown_column")]


async def test_a_package_is_taken_in_once(database: Database, package: Editable) -> None:
    first = await take(database, package.folder)
    again = await take(database, package.folder)

    assert (first.already, again.already, again.accepted) == (False, True, True)
    async with database.work() as work:
        assert (await work.execute(select(func.count()).select_from(packages))).scalar_one() == 1
        assert await work.generation() == 1


async def test_the_book_before_stays_until_the_next_full_package(
    database: Database, package: Editable, later: Callable[[str], Editable]
) -> None:
    await take(database, package.folder)
    async with database.work() as reader:
        await reader.generation()
        assert (await take(database, later("second").folder)).accepted
        assert (await reader.execute(select(func.count()).select_from(book.accounts))).scalar_one() == 30
    assert (await take(database, later("third").folder)).accepted
    async with database.work() as work:
        known = (await work.execute(select(generations.c.generation, generations.c.state))).all()
    assert sorted(map(tuple, known)) == [(2, "old"), (3, "live")]
    if database.is_sqlite:
        assert not database.book_file(1).exists()
        assert database.book_file(2).exists()


async def test_a_bad_row_is_left_out_and_listed(database: Database, larger: Editable) -> None:
    wrong = larger.rows("charges")[100]
    larger.change("charges", lambda row: row["charge_id"] == wrong["charge_id"], amount="12,345")

    report = await take(database, larger.folder)

    assert (report.refusal, report.bad_rows) == ("", 2)
    # Without the charge its month does not add up, so that row of balances is left out, too.
    assert [(file, column, code) for file, _, column, code in _errors(larger.folder)] == [
        ("charges.csv", "amount", "too_many_decimals"),
        ("balances.csv", "accrued", "accrued"),
    ]
    assert _errors(larger.folder)[0][1] == "102"


async def test_a_bad_account_takes_with_it_all_that_hangs_on_it(database: Database, larger: Editable) -> None:
    number = larger.rows("accounts")[100]["account_no"]
    larger.change("accounts", lambda row: row["account_no"] == number, residents="100")

    report = await take(database, larger.folder)

    assert report.accepted
    assert report.accounts == 199
    codes = {(file, column, code) for file, _, column, code in _errors(larger.folder)}
    assert ("accounts.csv", "residents", "out_of_range") in codes
    assert ("payments.csv", "account_no", "missing_reference") in codes
    assert ("registers.csv", "meter_id", "missing_reference") in codes
    assert number not in (larger.folder / "errors.csv").read_text(encoding="utf-8-sig")


async def test_what_only_looks_strange_is_a_warning(database: Database, package: Editable) -> None:
    package.change("tariffs", lambda row: row["price_inc_vat"] == "33,3500", price_inc_vat="33,3600")
    series = [row for row in package.rows("balances") if row["account_no"] == "000900008"]
    later = series[-1]["period"]
    package.change(
        "balances",
        lambda row: row["account_no"] == "000900008" and row["period"] == later,
        opening="1,00",
        closing="1,00",
    )
    (package.folder / "notes.txt").write_text("hello", encoding="utf-8")

    report = await take(database, package.folder)

    assert (report.refusal, report.bad_rows) == ("", 0)
    codes = {code for _, _, _, code in _errors(package.folder)}
    assert codes == {"price_differs", "opening_differs", "unknown_file"}


async def test_an_error_cell_runs_no_formula(database: Database, package: Editable, tmp_path: Path) -> None:
    (package.folder / "=cmd|calc.csv").write_text("", encoding="utf-8")
    await take(database, package.folder, errors=tmp_path / "elsewhere.csv")

    assert "'=cmd|calc.csv;" in (tmp_path / "elsewhere.csv").read_text(encoding="utf-8-sig")
    assert not (package.folder / "errors.csv").exists()


async def test_the_errors_of_a_package_that_cannot_be_written_to_lie_elsewhere(
    database: Database, package: Editable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (package.folder / "errors.csv").mkdir()  # as good as a folder that is read-only, also for root
    package.write("outages", [row | {"more": "1"} for row in package.rows("outages")])

    report = await take(database, package.folder)

    assert (report.refusal, report.warnings) == ("", 1)
    assert report.errors is not None
    assert report.errors.parent.parent == tmp_path
    assert "unknown_column" in report.errors.read_text(encoding="utf-8-sig")


async def test_nothing_personal_lies_readable_in_the_database(
    demo_database: Database, demo_package: Path, tmp_path: Path
) -> None:
    if not demo_database.is_sqlite:
        pytest.skip("the files of PostgreSQL are the server's")
    assert _readable(tmp_path, Editable(demo_package, tmp_path / "copy").rows("accounts")) == []


async def test_a_full_package_may_leave_out_what_not_everybody_has(database: Database, package: Editable) -> None:
    package.manifest["files"] = [file for file in package.manifest["files"] if file["name"] != "outages.csv"]
    (package.folder / "outages.csv").unlink()
    package.save()

    report = await take(database, package.folder)

    assert (report.accepted, report.warnings) == (True, 1)
    assert _errors(package.folder) == [("outages.csv", "", "", "no_file")]


def _readable(folder: Path, accounts: list[Row]) -> list[str]:
    """Return what of the personal data is found in the files of the database."""
    stored = b"".join(path.read_bytes() for path in folder.glob("zharyq.db*"))
    names = ("account_no", "payer_name", "phone", "email", "address_ru", "contract_no")
    return [name for row in accounts for name in names if row[name] and row[name].encode() in stored]


def _errors(folder: Path) -> list[tuple[str, str, str, str]]:
    with (folder / "errors.csv").open(encoding="utf-8-sig", newline="") as file:
        return [tuple(row[:4]) for row in csv.reader(file, delimiter=";")][1:]  # type: ignore[misc]


async def _last_payments(database: Database) -> dict[int, set[tuple[int, date]]]:
    found: dict[int, set[tuple[int, date]]] = {}
    async with database.work() as work:
        for row in await work.execute(select(book.last_payments)):
            found.setdefault(row.account_id, set()).add((row.amount, row.paid_on))
    return found

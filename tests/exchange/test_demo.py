"""The demo's package: the same for the same seed, whole in itself, with every awkward case in it."""

import hashlib
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.exchange.demo import DemoPerson, write_demo_package
from core.exchange.layout import LAYOUTS
from core.storage.engine import Database
from tests.demo_data import AS_OF, take
from tests.exchange.packages import Editable, Row


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        write_demo_package(tmp_path / name, accounts=40, seed=seed, as_of=AS_OF)
    assert _bytes(tmp_path / "a") == _bytes(tmp_path / "b") != _bytes(tmp_path / "c")


@pytest.mark.parametrize(
    ("as_of", "months"), [(date(2026, 11, 3), 12), (date(2026, 2, 28), 24), (date(2026, 3, 31), 60)]
)
async def test_it_passes_every_check_on_any_day(database: Database, tmp_path: Path, as_of: date, months: int) -> None:
    write_demo_package(tmp_path / "demo", accounts=60, seed=3, as_of=as_of, months=months)
    report = await take(database, tmp_path / "demo")
    assert (report.refusal, report.bad_rows, report.warnings) == ("", 0, 0)


def test_it_has_every_file_with_every_column_and_a_row_in_each(package: Editable) -> None:
    for layout in LAYOUTS:
        assert tuple(package.columns(layout.name)) == layout.names
        assert package.rows(layout.name), layout.name


def test_the_eleven_lines_of_a_real_receipt_add_up(package: Editable) -> None:
    lines = [row for row in package.rows("charges") if row["account_no"] == "000900010" and row["period"] == "2026-10"]
    assert len(lines) == 11
    assert sum(_tiyn(row["amount"]) for row in lines) == 1_834_848


def test_every_awkward_case_is_there(package: Editable) -> None:
    accounts = package.rows("accounts")
    payments: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in package.rows("payments"):
        payments[row["branch_code"], row["account_no"]].append(row)
    newest = {key: max(rows, key=lambda row: row["paid_at"]) for key, rows in payments.items()}
    meters, registers = package.rows("meters"), package.rows("registers")
    balances = [row for row in package.rows("balances") if row["period"] == "2026-11"]

    assert any((row["branch_code"], row["account_no"]) not in payments for row in accounts)
    assert {"0,00", "-1500,00"} <= {row["amount"] for row in newest.values()}
    assert any(
        len({row["doc_no"] for row in rows if row["paid_at"] == newest[key]["paid_at"]}) == 2
        for key, rows in payments.items()
    )
    assert {row["status"] for row in accounts} == {"active", "disconnected", "closed"}
    assert {row["tariff_scheme"] for row in accounts} == {"flat", "level", "zone"}
    assert {row["benefit"] for row in accounts} == {"none", "single"}
    assert any("<b>" in row["payer_name"] and '"' in row["payer_name"] for row in accounts)
    numbers = [row["account_no"] for row in accounts]
    assert len(numbers) - len(set(numbers)) == 1  # one in two branches
    assert any(number.startswith("0000") for number in numbers)
    assert any(row["ratio"] == "40" and row["losses_kwh"] == "18,600" for row in meters)
    assert {"active", "removed"} == {row["status"] for row in meters}
    assert any(row["automatic"] == "1" for row in meters)
    assert any(row["verification_due"] < AS_OF.isoformat() for row in meters)
    assert {"T0", "T1", "T2", "T3"} == {row["zone"] for row in registers}
    assert any(row["digits_int"] == "5" for row in registers)
    assert any(_tiyn(row["closing"]) > 0 for row in balances)
    assert any(_tiyn(row["closing"]) < 0 for row in balances)
    assert any(row["penalty_forecast"] for row in balances)
    assert any(row["advance"] for row in balances)
    assert {"meter", "average", "norm", "fixed"} == {row["method"] for row in package.rows("charges")}
    assert {"account_token", "one_time"} == {row["kind"] for row in package.rows("link_codes")}


def test_a_dial_of_five_digits_is_near_its_end(package: Editable) -> None:
    last: dict[str, str] = {}
    for row in package.rows("readings"):
        last[row["register_id"]] = row["value"]
    five = [row["register_id"] for row in package.rows("registers") if row["digits_int"] == "5"]
    assert any(int(last[register]) > 99_000 for register in five)


def test_the_people_are_as_they_are_introduced(package: Editable, people: tuple[DemoPerson, ...]) -> None:
    accounts = {(row["branch_code"], row["account_no"]): row for row in package.rows("accounts")}
    codes = {row["code_hash"]: row for row in package.rows("link_codes")}
    serials = {row["serial_no"] for row in package.rows("meters") if row["status"] == "active"}
    for person in people:
        row = accounts[person.branch_code, person.account_no]
        assert (row["payer_name"], row["phone"]) == (person.payer, person.phone)
        assert person.serial_no in serials
        assert timedelta(0) < AS_OF - person.paid_on < timedelta(days=30)
        for code, kind in ((person.account_token, "account_token"), (person.one_time_code, "one_time")):
            known = codes[hashlib.sha256(code.encode()).hexdigest()]
            assert (known["kind"], known["account_no"]) == (kind, person.account_no)


def _tiyn(amount: str) -> int:
    return int(amount.replace(",", ""))


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "manifest.json"}

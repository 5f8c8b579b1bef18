from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from core.exchange.demo import DemoPerson
from core.storage import book
from core.storage.engine import Database
from tests.demo_data import take
from tests.exchange.packages import Editable, Row
from tests.exchange.test_import import _last_payments
from tests.exchange.test_owner import _link


async def test_a_delta_adds_changes_and_deletes(
    demo_database: Database, package: Editable, people: tuple[DemoPerson, ...]
) -> None:
    kk, ru, en = people
    new = _payment(package, kk, payment_id="NEW-1", amount="1234,56", paid_at="2026-11-22 10:00:00", doc_no="Z1")
    changed = package.rows("accounts")[1] | {"residents": "7"}
    gone = next(row for row in package.rows("outages") if row["outage_id"] == "OUT-2") | {"op": "D"}
    delta = package.delta({"accounts": [changed], "payments": [new], "outages": [gone]})

    report = await take(demo_database, delta.folder)

    assert (report.refusal, report.bad_rows, report.accounts) == ("", 0, 30)
    found = await _last_payments(demo_database)
    assert found[_id(demo_database, kk)] == {(123_456, date(2026, 11, 22))}
    assert found[_id(demo_database, en)] == {(en.last_payment, en.paid_on)}
    async with demo_database.work() as work:
        assert await work.generation() == 1
        residents = select(book.accounts.c.residents).where(book.accounts.c.account_id == _id(demo_database, ru))
        assert (await work.execute(residents)).scalar_one() == 7
        assert (await work.execute(select(book.outages.c.outage_id))).scalars().all() == ["OUT-1"]
        counted = select(book.amount_counts.c.accounts).where(book.amount_counts.c.amount == 123_456)
        assert (await work.execute(counted)).scalar_one() == 1


async def test_a_deleted_payment_brings_back_the_one_before(
    demo_database: Database, package: Editable, people: tuple[DemoPerson, ...]
) -> None:
    rows = [row for row in package.rows("payments") if row["account_no"] == "000900005"]
    assert len(rows) == 0
    mine = [row for row in package.rows("payments") if row["account_no"] == "0000456"]
    last = max(mine, key=lambda row: row["paid_at"])
    before = max((row for row in mine if row["paid_at"] < last["paid_at"]), key=lambda row: row["paid_at"])
    only_id = dict.fromkeys(last, "") | {"payment_id": last["payment_id"], "op": "D"}

    report = await take(demo_database, package.delta({"payments": [only_id]}).folder)

    assert (report.refusal, report.bad_rows) == ("", 0)
    account = demo_database.vault.account_id(last["branch_code"], last["account_no"])
    amount = int(before["amount"].replace(",", ""))
    assert (await _last_payments(demo_database))[account] == {(amount, date.fromisoformat(before["paid_at"][:10]))}


async def test_applying_a_delta_again_changes_nothing(
    demo_database: Database, package: Editable, people: tuple[DemoPerson, ...]
) -> None:
    """A crash between the book and the record of the package leads to this."""
    new = _payment(package, people[0], payment_id="NEW-1", amount="10,00", paid_at="2026-11-22")
    delta = package.delta({"payments": [new]})
    await take(demo_database, delta.folder)
    once = await _all(demo_database)
    delta.renew()

    assert (await take(demo_database, delta.folder)).accepted
    assert await _all(demo_database) == once


async def test_a_deletion_that_is_taken_back_deletes_nothing(demo_database: Database, package: Editable) -> None:
    rows = package.rows("accounts")
    back, changed = rows[1] | {"residents": "9"}, rows[2]
    delta = package.delta({"accounts": [rows[1] | {"op": "D"}, back, changed]})

    report = await take(demo_database, delta.folder)

    assert (report.refusal, report.bad_rows, report.accounts) == ("", 0, 30)
    mark = demo_database.vault.account_id(back["branch_code"], back["account_no"])
    async with demo_database.work() as work:
        residents = select(book.accounts.c.residents).where(book.accounts.c.account_id == mark)
        assert (await work.execute(residents)).scalar_one() == 9
        points = select(func.count()).select_from(book.points).where(book.points.c.account_id == mark)
        assert (await work.execute(points)).scalar_one() > 0


async def test_a_deleted_account_takes_everything_with_it(demo_database: Database, package: Editable) -> None:
    account = next(row for row in package.rows("accounts") if row["account_no"] == "000900008")
    await _link(demo_database, 5, account["branch_code"], account["account_no"])
    before = await _all(demo_database)

    report = await take(demo_database, package.delta({"accounts": [account | {"op": "D"}]}).folder)

    assert (report.accounts, report.unlinked) == (29, 1)
    after = await _all(demo_database)
    for table in ("points", "meters", "registers", "balances", "charges"):
        assert after[table] < before[table], table
    account_id = demo_database.vault.account_id(account["branch_code"], account["account_no"])
    async with demo_database.work() as work:
        for table in (book.points, book.balances, book.charges, book.bills):
            left = select(func.count()).select_from(table).where(table.c.account_id == account_id)
            assert (await work.execute(left)).scalar_one() == 0


async def test_rows_of_a_delta_that_refer_to_nothing_are_left_out(
    demo_database: Database, package: Editable, people: tuple[DemoPerson, ...]
) -> None:
    payments = _many(package, people[0], 200)
    payments[7] |= {"account_no": "999999999"}

    report = await take(demo_database, package.delta({"payments": payments}).folder)

    assert (report.refusal, report.bad_rows) == ("", 1)
    assert "payments.csv;9;account_no;missing_reference" in _errors(package.folder)


async def test_a_branch_in_use_cannot_be_deleted(
    demo_database: Database, package: Editable, people: tuple[DemoPerson, ...]
) -> None:
    payments = _many(package, people[0], 200)
    branch = package.rows("branches")[0] | {"op": "D"}

    report = await take(demo_database, package.delta({"branches": [branch], "payments": payments}).folder)

    assert (report.refusal, report.bad_rows) == ("", 1)
    assert "branches.csv;2;;in_use" in _errors(package.folder)


async def test_an_account_whose_sums_break_keeps_its_old_figures(
    demo_database: Database, package: Editable, people: tuple[DemoPerson, ...]
) -> None:
    """The charge alone would make the month differ from what is accrued."""
    kk, ru, _ = people
    payments = _many(package, ru, 300)
    charge = next(row for row in package.rows("charges") if row["account_no"] == kk.account_no)
    wrong = charge | {"charge_id": "EXTRA-1", "amount": "5,00"}
    before = await _all(demo_database)

    report = await take(demo_database, package.delta({"charges": [wrong], "payments": payments}).folder)

    assert (report.refusal, report.bad_rows) == ("", 1)
    assert "charges.csv;2;;accrued" in _errors(package.folder)
    after = await _all(demo_database)
    assert after["charges"] == before["charges"]
    assert after["payments"] == before["payments"] + 300


async def test_a_delta_closes_a_month(
    demo_database: Database, package: Editable, people: tuple[DemoPerson, ...]
) -> None:
    """Charges and the balance that they make arrive together."""
    kk = people[0]
    balances = [row for row in package.rows("balances") if row["account_no"] == kk.account_no]
    row = next(one for one in balances if one["period"] == "2026-11" and one["service_code"] == "LIFT")
    charges = [one for one in package.rows("charges") if one["account_no"] == kk.account_no]
    lift = next(one for one in charges if one["service_code"] == "LIFT")
    charge = lift | {"charge_id": "NOV-1", "period": "2026-11", "amount": "350,00"}
    closing = int(row["closing"].replace(",", "")) + 35_000
    sign = "-" if closing < 0 else ""
    closed = row | {"accrued": "350,00", "closing": f"{sign}{abs(closing) // 100},{abs(closing) % 100:02}"}

    report = await take(demo_database, package.delta({"balances": [closed], "charges": [charge]}).folder)

    assert (report.refusal, report.bad_rows) == ("", 0)


async def test_a_new_owner_in_a_delta_ends_the_links(
    demo_database: Database, package: Editable, people: tuple[DemoPerson, ...]
) -> None:
    kk = people[0]
    await _link(demo_database, 1, kk.branch_code, kk.account_no)
    row = next(one for one in package.rows("accounts") if one["account_no"] == kk.account_no)

    assert (await take(demo_database, package.delta({"accounts": [row | {"owner_id": "NEW"}]}).folder)).unlinked == 1


async def test_a_delta_that_is_refused_changes_nothing(
    demo_database: Database, package: Editable, people: tuple[DemoPerson, ...]
) -> None:
    before = await _all(demo_database)
    payments = [row | {"amount": "x"} for row in _many(package, people[0], 10)]
    assert (await take(demo_database, package.delta({"payments": payments}).folder)).refused_for == "too_many_bad_rows"
    older = package.delta({"payments": []}, day="2026-11-21")
    assert (await take(demo_database, older.folder)).refused_for == "older"
    assert await _all(demo_database) == before


def _payment(package: Editable, person: DemoPerson, **cells: str) -> Row:
    row = next(one for one in package.rows("payments") if one["account_no"] == person.account_no)
    return row | {"doc_no": ""} | cells


def _many(package: Editable, person: DemoPerson, number: int) -> list[Row]:
    return [_payment(package, person, payment_id=f"N-{place}", paid_at="2026-11-20") for place in range(number)]


def _id(database: Database, person: DemoPerson) -> int:
    return database.vault.account_id(person.branch_code, person.account_no)


def _errors(folder: Path) -> str:
    return (folder / "errors.csv").read_text(encoding="utf-8-sig")


async def _all(database: Database) -> dict[str, int | Sequence[object]]:
    found: dict[str, int | Sequence[object]] = {}
    async with database.work() as work:
        for table in book.metadata.sorted_tables:
            found[table.name] = (await work.execute(select(func.count()).select_from(table))).scalar_one()
        last = select(book.last_payments).order_by(book.last_payments.c.account_id, book.last_payments.c.amount)
        found["newest"] = list(map(tuple, (await work.execute(last)).all()))
    return found

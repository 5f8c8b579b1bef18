"""When the owner or the contract of an account changes, the old chats lose it with the very switch."""

import pytest
from sqlalchemy import insert, select

from core.exchange.demo import DemoPerson
from core.storage import book
from core.storage.engine import Database
from core.storage.links import SqlLinks
from core.storage.tables import audit, customers, links, outbox
from tests.databases import NOW
from tests.demo_data import take
from tests.exchange.packages import Editable


async def test_a_new_owner_ends_the_links_of_the_old_one(
    demo_database: Database, package: Editable, people: tuple[DemoPerson, ...]
) -> None:
    kk, ru, _ = people
    await _link(demo_database, 1, kk.branch_code, kk.account_no)
    await _link(demo_database, 2, kk.branch_code, kk.account_no)
    await _link(demo_database, 3, ru.branch_code, ru.account_no)
    package.renew().change("accounts", lambda row: row["account_no"] == kk.account_no, owner_id="SOMEBODY-ELSE")

    report = await take(demo_database, package.folder)

    assert (report.accepted, report.unlinked) == (True, 2)
    account = demo_database.vault.account_id(kk.branch_code, kk.account_no)
    async with demo_database.work() as work:
        assert (await work.execute(select(links.c.chat_id))).scalars().all() == [3]
        rows = (await work.execute(select(audit).order_by(audit.c.id))).all()
        assert [(row.action, row.subject, row.detail) for row in rows] == [
            ("unlink.owner_changed", f"account:{account}", "chat:1"),
            ("unlink.owner_changed", f"account:{account}", "chat:2"),
        ]
        assert rows[0].actor == f"import:{report.package_id.replace('-', '')}"
        notices = (await work.execute(select(outbox.c.chat_id, outbox.c.payload).order_by(outbox.c.chat_id))).all()
        assert [row.chat_id for row in notices] == [1, 2]
        assert demo_database.vault.open(notices[0].payload) == {
            "name": "account_owner_changed",
            "values": {"account_no": kk.account_no},
        }
        current = select(customers.c.chat_id, customers.c.current_link.is_(None)).order_by(customers.c.chat_id)
        assert [bool(gone) for _, gone in await work.execute(current)] == [True, True, False]


async def test_a_new_contract_is_as_good_as_a_new_owner(
    demo_database: Database, package: Editable, people: tuple[DemoPerson, ...]
) -> None:
    kk = people[0]
    await _link(demo_database, 1, kk.branch_code, kk.account_no)
    package.renew().change("accounts", lambda row: row["account_no"] == kk.account_no, contract_no="D-2")

    assert (await take(demo_database, package.folder)).unlinked == 1


async def test_a_name_corrected_leaves_the_links(
    demo_database: Database, package: Editable, people: tuple[DemoPerson, ...]
) -> None:
    kk = people[0]
    await _link(demo_database, 1, kk.branch_code, kk.account_no)
    package.renew().change("accounts", lambda row: row["account_no"] == kk.account_no, payer_name="Үлгібаева А. М.")

    assert (await take(demo_database, package.folder)).unlinked == 0
    async with demo_database.work() as work:
        assert len(await SqlLinks(work).of_chat(1)) == 1


async def test_an_account_that_is_gone_ends_its_links(
    demo_database: Database, package: Editable, people: tuple[DemoPerson, ...]
) -> None:
    kk = people[0]
    await _link(demo_database, 1, kk.branch_code, kk.account_no)
    package.renew().without_account(kk.account_no)

    assert (await take(demo_database, package.folder)).unlinked == 1


async def test_an_account_whose_row_is_bad_keeps_its_links_for_the_next_package(
    database: Database, larger: Editable
) -> None:
    assert (await take(database, larger.folder)).accepted
    row = larger.rows("accounts")[100]
    await _link(database, 1, row["branch_code"], row["account_no"])
    larger.renew().change("accounts", lambda one: one["account_no"] == row["account_no"], residents="many")

    report = await take(database, larger.folder)

    assert (report.accepted, report.unlinked) == (True, 0)
    async with database.work() as work:
        assert await SqlLinks(work).of_chat(1) == ()  # nothing is shown meanwhile

    larger.renew().change("accounts", lambda one: one["account_no"] == row["account_no"], residents="2")
    assert (await take(database, larger.folder)).unlinked == 0
    async with database.work() as work:
        assert len(await SqlLinks(work).of_chat(1)) == 1


@pytest.mark.parametrize("cells", ["too many", "too few"])
async def test_an_account_whose_row_has_not_its_cells_keeps_its_links(
    database: Database, larger: Editable, cells: str
) -> None:
    assert (await take(database, larger.folder)).accepted
    row = larger.rows("accounts")[100]
    await _link(database, 1, row["branch_code"], row["account_no"])

    def bend(body: bytes) -> bytes:
        lines = body.split(b"\n")
        lines[101] = lines[101] + b";" if cells == "too many" else lines[101].rpartition(b";")[0]
        return b"\n".join(lines)

    larger.renew().raw("accounts", bend)
    report = await take(database, larger.folder)

    assert (report.accepted, report.unlinked) == (True, 0)


async def test_a_package_that_would_end_very_many_links_is_asked_about(
    demo_database: Database, package: Editable
) -> None:
    for chat, row in enumerate(package.rows("accounts"), 1):
        await _link(demo_database, chat, row["branch_code"], row["account_no"])
    package.renew().change("accounts", lambda row: True, contract_no="RENUMBERED")

    assert (await take(demo_database, package.folder)).refused_for == "owners"
    assert (await take(demo_database, package.folder, allow_shrink=True)).unlinked == 30


async def _link(database: Database, chat_id: int, branch: str, number: str) -> None:
    account = database.vault.account_id(branch, number)
    async with database.work() as work:
        await work.write()
        mark = select(book.accounts.c.owner_mark).where(book.accounts.c.account_id == account)
        owner = (await work.execute(mark)).scalar_one()
        link = await SqlLinks(work).add(chat_id=chat_id, account_id=account, owner_mark=owner, level=1, now=NOW)
        row = {"chat_id": chat_id, "language": "kk", "joined_at": NOW, "current_link": link}
        await work.execute(insert(customers).values(row))
        await work.commit()

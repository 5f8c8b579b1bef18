from sqlalchemy import delete, update

from core.storage.audit import AuditChain, SqlAudit
from core.storage.engine import Database
from core.storage.tables import audit
from tests.databases import NOW


async def record(database: Database, *actions: str) -> None:
    async with database.work() as work:
        for action in actions:
            await SqlAudit(work, NOW).record(actor="chat:1", action=action, subject="account:2")
        await work.commit()


async def test_what_is_chained_verifies(database: Database) -> None:
    chain = AuditChain(database)
    await record(database, "a", "b")
    first = await chain.seal()
    await record(database, "c")
    last = await chain.seal()

    verdict = await chain.verify()

    assert first is not None
    assert last is not None
    assert (first.position, last.position) == (2, 3)
    assert (verdict.chained, verdict.waiting, verdict.broken_at, verdict.last) == (3, 0, None, last.hash)
    assert await chain.seal() is None


async def test_rows_not_chained_yet_are_counted(database: Database) -> None:
    await record(database, "a", "b")

    verdict = await AuditChain(database).verify()

    assert (verdict.chained, verdict.waiting) == (0, 2)


async def test_an_altered_row_is_named(database: Database) -> None:
    chain = AuditChain(database)
    await record(database, "a", "b", "c")
    await chain.seal()
    async with database.work() as work:
        await work.write()
        await work.execute(update(audit).where(audit.c.chain == 2).values(subject="account:3"))
        await work.commit()

    verdict = await chain.verify()

    assert (verdict.broken_at, verdict.what) == (2, "altered")


async def test_a_row_taken_out_is_named(database: Database) -> None:
    chain = AuditChain(database)
    await record(database, "a", "b", "c")
    await chain.seal()
    async with database.work() as work:
        await work.write()
        await work.execute(delete(audit).where(audit.c.chain == 2))
        await work.commit()

    verdict = await chain.verify()

    assert (verdict.broken_at, verdict.what) == (2, "deleted")


async def test_what_is_rolled_back_leaves_no_trace(database: Database) -> None:
    async with database.work() as work:
        await SqlAudit(work, NOW).record(actor="chat:1", action="a", subject="account:2")

    assert (await AuditChain(database).verify()).waiting == 0

"""Appeals of a database of before keep their numbers and their secrets when they may be about no account."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, insert, select

from core.storage import schema
from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.support import SqlAppeals
from core.storage.tables import appeals
from core.support.model import Asked, Kind, Status
from tests.databases import NOW


def as_before(connection: Connection) -> None:
    """Bring an empty database to the schema of before."""
    config = Config()
    config.set_main_option("script_location", str(schema._HISTORY))
    config.attributes["connection"] = connection
    command.upgrade(config, "0009")


async def test_they_stay_as_they_were_and_the_next_number_follows(database_url: str, vault: Vault) -> None:
    fresh = Database(database_url, vault)
    row = {
        "kind": Kind.PROFILE_CHANGE.value,
        "chat_id": 1,
        "account_id": 77,
        "alone_in": "profile_change",
        "registered_at": NOW,
        "held_until": NOW,
        "due_on": NOW.date(),
        "status": Status.NEW.value,
        "content": vault.seal({"account_no": "000100100", "asked": {"sex": "m"}, "answer": ""}),
    }
    old = [column for column in appeals.columns if column.name in {"id", "key", *row}]
    async with fresh.writer.begin() as connection:
        await connection.run_sync(as_before)
        for number in (1, 2, 3):
            await connection.execute(insert(appeals).values(row | {"key": f"{number}", "account_id": number}))
        assert len((await connection.execute(select(*old))).all()) == 3

    await schema.migrate(fresh, NOW)

    async with fresh.work() as work:
        await work.write()
        known = SqlAppeals(work)
        found = await known.of_chat(1)
        assert [(each.id, each.account_no, dict(each.content)) for each in found] == [
            (number, "000100100", {"sex": "m"}) for number in (3, 2, 1)
        ]
        asked = Asked(kind=Kind.RECEPTION, content={"text": "x"}, key="4", due_on=None, held_until=NOW)
        added = await known.add(chat_id=1, account=None, asked=asked, now=NOW)
        assert added is not None
        assert (added.id, added.account_id, added.due_on) == (4, None, None)
        again = Asked(kind=Kind.RECEPTION, content={}, key="3", due_on=None, held_until=NOW)
        assert await known.add(chat_id=1, account=None, asked=again, now=NOW) is None, "one key, one appeal"
    await fresh.dispose()

import copy

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from cryptography.fernet import Fernet
from sqlalchemy import Connection, text, update

from core.storage import schema
from core.storage.engine import Database
from core.storage.inbox import Arrival, Inbox
from core.storage.sealing import KeyFileBroken, Vault
from core.storage.tables import generations, metadata
from tests.databases import NOW

OTHER = Vault([Fernet.generate_key()], b"index key of the tests, 32 bytes")


@pytest.fixture
async def fresh(database_url: str, vault: Vault) -> Database:
    return Database(database_url, vault)


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))


async def test_the_migrations_make_what_the_tables_say(fresh: Database) -> None:
    await schema.migrate(fresh, NOW)

    async with fresh.writer.connect() as connection:
        assert await connection.run_sync(differences) == []
    await fresh.dispose()


async def test_migrating_twice_changes_nothing(fresh: Database) -> None:
    assert await schema.migrate(fresh, NOW) == await schema.migrate(fresh, NOW)
    await fresh.dispose()


async def test_a_database_that_nobody_migrated_is_refused(fresh: Database) -> None:
    with pytest.raises(schema.SchemaUnknown, match="bot migrate"):
        await schema.check(fresh)
    await fresh.dispose()


async def test_a_schema_of_a_later_version_is_left_alone(fresh: Database) -> None:
    await schema.migrate(fresh, NOW)
    async with fresh.writer.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    for refused in (schema.migrate(fresh, NOW), schema.check(fresh)):
        with pytest.raises(schema.SchemaUnknown, match="9999"):
            await refused
    await fresh.dispose()


async def test_data_imported_by_another_version_are_refused(fresh: Database) -> None:
    await schema.migrate(fresh, NOW)
    async with fresh.writer.begin() as connection:
        await connection.execute(update(generations).values(book_format=99))

    with pytest.raises(schema.SchemaUnknown, match="format 99"):
        await schema.check(fresh)
    await fresh.dispose()


@pytest.mark.parametrize("lost", ["seal", "index"])
async def test_a_book_sealed_with_other_keys_is_refused(lost: str, demo_database: Database, vault: Vault) -> None:
    await schema.check_keys(demo_database)
    demo_database.vault = OTHER if lost == "seal" else copy.copy(vault)
    demo_database.vault._index_key = b"index key of somebody else, too."

    with pytest.raises(KeyFileBroken, match="SECRET_KEY_FILE"):
        await schema.check_keys(demo_database)


async def test_other_keys_are_refused_before_the_first_import_too(fresh: Database) -> None:
    await schema.migrate(fresh, NOW)
    await Inbox(fresh, me="a").store([Arrival(1, 1, b"{}")], NOW)
    await schema.check(fresh)
    fresh.vault = OTHER

    with pytest.raises(KeyFileBroken, match="SECRET_KEY_FILE"):
        await schema.check(fresh)
    await fresh.dispose()

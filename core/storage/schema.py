"""Brings a database to the schema that this version of the bot knows, and refuses one that it does not know."""

from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, select, text

from core.storage import book
from core.storage.engine import Database
from core.storage.tables import generations

_HISTORY = Path(__file__).with_name("migrations")


class SchemaUnknown(RuntimeError):
    """The database was made by another version; the line says how to cure it."""


async def migrate(database: Database, now: datetime) -> str:
    """Bring the schema up to date, all or nothing, and return its version; a fresh database gets an empty book.

    :raises SchemaUnknown: it is newer than this version of the bot, or the book is
    """
    async with database.writer.begin() as connection:
        if not database.is_sqlite:
            await connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('schema'))"))
        await connection.run_sync(_upgrade)
    await database.create_empty_book(now)
    await check(database)
    return _scripts().get_current_head() or ""


async def check(database: Database) -> None:
    """:raises SchemaUnknown: nothing was migrated yet, or by another version"""
    async with database.writer.connect() as connection:
        version = await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())
        head = _scripts().get_current_head()
        if version != head:
            raise SchemaUnknown(
                f"the database has schema {version or 'none'}, this version of the bot needs {head}: "
                "run `python -m bot migrate`"
            )
        live = select(generations.c.book_format).where(generations.c.state == "live")
        found = (await connection.execute(live)).scalar()
    if found != book.BOOK_FORMAT:
        raise SchemaUnknown(
            f"the imported data have format {found}, this version of the bot reads {book.BOOK_FORMAT}: "
            "import the newest full package with this version"
        )


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_HISTORY).replace("%", "%%"))
    config.attributes["connection"] = connection
    version = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in _scripts().walk_revisions()}
    if version is not None and version not in known:
        raise SchemaUnknown(
            f"the database has schema {version}, which this version of the bot does not know: "
            "start the version that made it, or restore a copy from before"
        )
    command.upgrade(config, "head")


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_HISTORY))

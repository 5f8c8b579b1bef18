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
from core.storage.sealing import OTHER_KEYS, KeyFileBroken
from core.storage.tables import flows, generations, inbox

_HISTORY = Path(__file__).with_name("migrations")


class SchemaUnknown(RuntimeError):
    """The database was made by another version; the line says how to cure it."""


async def migrate(database: Database, now: datetime, *, any_book: bool = False) -> str:
    """Bring the schema up to date, all or nothing, and return its version; a fresh database gets an empty book.

    `any_book`: imported data of another format do not matter, for they are about to be replaced.

    :raises SchemaUnknown: it is newer than this version of the bot, or the book is
    :raises KeyFileBroken: it was sealed with other keys
    """
    async with database.writer.begin() as connection:
        if not database.is_sqlite:
            await connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('schema'))"))
        await connection.run_sync(_upgrade)
    await database.create_empty_book(now)
    await check(database, any_book=any_book)
    return _scripts().get_current_head() or ""


async def check(database: Database, *, any_book: bool = False) -> None:
    """Look before anything is read or written.

    :raises SchemaUnknown: nothing was migrated yet, or by another version
    :raises KeyFileBroken: it was sealed with other keys
    """
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
    known = found == book.BOOK_FORMAT
    if not known and not any_book:
        raise SchemaUnknown(
            f"the imported data have format {found}, this version of the bot reads {book.BOOK_FORMAT}: "
            "import the newest full package with this version"
        )
    await check_keys(database, with_book=known)


async def check_keys(database: Database, *, with_book: bool = True) -> None:
    """Open something that is sealed: with a lost key file replaced by a new one everybody would lose his accounts."""
    vault = database.vault
    async with database.work() as work:
        for column in (inbox.c.body, flows.c.draft):
            sealed = (await work.execute(select(column).where(column.is_not(None)).limit(1))).scalar()
            if sealed is not None:
                vault.check(sealed)
        if not with_book:
            return
        account = (await work.execute(select(book.accounts.c.account_id, book.accounts.c.personal).limit(1))).first()
    if account:
        vault.check(account.personal)
        personal = vault.open(account.personal)
        if vault.account_id(personal["branch_code"], personal["account_no"]) != account.account_id:
            raise KeyFileBroken(OTHER_KEYS)


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

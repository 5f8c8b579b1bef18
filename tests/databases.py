"""The databases that the suite runs on: SQLite always, PostgreSQL when TEST_POSTGRES_URL names one."""

import asyncio
import os
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import metadata

_INDEX_KEY = b"index key of the tests, 32 bytes"
NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def postgres_marks() -> list[pytest.MarkDecorator]:
    missing = "TEST_POSTGRES_URL" not in os.environ
    return [
        pytest.mark.postgres,
        pytest.mark.skipif(missing, reason="TEST_POSTGRES_URL is not set: PostgreSQL is not tested"),
    ]


def postgres_param() -> object:
    return pytest.param("postgresql", marks=postgres_marks())


@pytest.fixture
def vault() -> Vault:
    return Vault([Fernet.generate_key()], _INDEX_KEY)


@asynccontextmanager
async def own_database(kind: str, folder: Path, *, like: str = "template1") -> AsyncIterator[str]:
    """Give the address of an empty database of its own; its schema is not made yet."""
    if kind == "sqlite":
        yield sqlite_in(folder)
        return
    name = f"zharyq_{uuid.uuid4().hex[:12]}"
    await on_server(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    try:
        yield address_of(name)
    finally:
        await on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def sqlite_in(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder}/zharyq.db"


def address_of(name: str) -> str:
    return make_url(os.environ["TEST_POSTGRES_URL"]).set(database=name).render_as_string(hide_password=False)


async def on_server(statement: str) -> None:
    admin = create_async_engine(os.environ["TEST_POSTGRES_URL"], isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(text(statement))
    await admin.dispose()


class Blanks:
    """Databases with a schema and an empty book, each kind made once in a session and copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: set[str] = set()
        self._template = f"zharyq_blank_{uuid.uuid4().hex[:12]}"

    @asynccontextmanager
    async def copy(self, kind: str, folder: Path) -> AsyncIterator[str]:
        if kind not in self._made:
            await self._make(kind)
        if kind == "sqlite":
            shutil.copytree(self._folder, folder, dirs_exist_ok=True)
        async with own_database(kind, folder, like=self._template) as url:
            yield url

    async def _make(self, kind: str) -> None:
        if kind != "sqlite":
            await on_server(f'CREATE DATABASE "{self._template}"')
        self._made.add(kind)
        url = sqlite_in(self._folder) if kind == "sqlite" else address_of(self._template)
        database = Database(url, Vault([Fernet.generate_key()], _INDEX_KEY))
        async with database.writer.begin() as connection:
            await connection.run_sync(metadata.create_all)
        await database.create_empty_book(NOW)
        await database.dispose()

    async def drop(self) -> None:
        if "postgresql" in self._made:
            await on_server(f'DROP DATABASE "{self._template}" WITH (FORCE)')


@pytest.fixture(scope="session")
def blanks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Blanks]:
    made = Blanks(tmp_path_factory.mktemp("blank"))
    yield made
    with asyncio.Runner() as runner:
        runner.run(made.drop())


@pytest.fixture(params=["sqlite", postgres_param()])
def database_kind(request: pytest.FixtureRequest) -> str:
    kind: str = request.param
    return kind


@pytest.fixture
async def database_url(database_kind: str, tmp_path: Path) -> AsyncIterator[str]:
    """An empty database of its own for one test; its schema is not made yet."""
    async with own_database(database_kind, tmp_path) as url:
        yield url


@pytest.fixture
async def database(database_kind: str, blanks: Blanks, tmp_path: Path, vault: Vault) -> AsyncIterator[Database]:
    async with blanks.copy(database_kind, tmp_path) as url:
        database = Database(url, vault)
        yield database
        await database.dispose()

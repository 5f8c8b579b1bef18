"""The databases that the suite runs on: SQLite always, PostgreSQL when TEST_POSTGRES_URL names one."""

import os
import uuid
from collections.abc import AsyncIterator
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
    return Vault([Fernet.generate_key()], b"index key of the tests, 32 bytes")


@asynccontextmanager
async def own_database(kind: str, folder: Path) -> AsyncIterator[str]:
    """Give the address of an empty database of its own; its schema is not made yet."""
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{folder}/zharyq.db"
        return
    server = make_url(os.environ["TEST_POSTGRES_URL"])
    name = f"zharyq_{uuid.uuid4().hex[:12]}"
    admin = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        async with admin.connect() as connection:
            await connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        await admin.dispose()


@pytest.fixture(params=["sqlite", postgres_param()])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """An empty database of its own for one test; its schema is not made yet."""
    async with own_database(request.param, tmp_path) as url:
        yield url


@pytest.fixture
async def database(database_url: str, vault: Vault) -> AsyncIterator[Database]:
    database = Database(database_url, vault)
    async with database.writer.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await database.create_empty_book(NOW)
    yield database
    await database.dispose()

"""A database with a small demo package in it, for tests of what consumers see.

    from tests.demo_data import demo_database, demo_package, people  # noqa: F401

`people` are the three demo people; the other accounts are `core.exchange.demo.cases`, then ordinary ones.
"""

from datetime import date
from pathlib import Path

import pytest

from core.accounts.policy import AccountNumber
from core.exchange.demo import DemoPerson, demo_people, write_demo_package
from core.exchange.intake import Intake
from core.exchange.report import Report
from core.storage.books import SqlBooks
from core.storage.engine import Database
from tests.databases import NOW

AS_OF = date(2026, 11, 22)


@pytest.fixture(scope="session")
def demo_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of 30 accounts as of NOW; tests copy it before they change it."""
    directory = tmp_path_factory.mktemp("package") / "demo"
    write_demo_package(directory, accounts=30, seed=1, as_of=AS_OF)
    return directory


@pytest.fixture
async def demo_database(database: Database, demo_package: Path, tmp_path: Path) -> Database:
    report = await take(database, demo_package, errors=tmp_path / "errors.csv")
    assert report.accepted, report.refusal
    return database


@pytest.fixture
def people() -> tuple[DemoPerson, DemoPerson, DemoPerson]:
    return demo_people(AS_OF)


async def take(database: Database, path: Path, *, allow_shrink: bool = False, errors: Path | None = None) -> Report:
    intake = Intake(
        books=SqlBooks(database),
        sealer=database.vault,
        operator="DEMO",
        numbers=AccountNumber(),
        now=NOW,
        allow_shrink=allow_shrink,
    )
    return await intake.take(path, errors)

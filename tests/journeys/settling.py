"""The town of tests/fakes as the data that a bot under test has been given."""

from datetime import UTC, datetime
from pathlib import Path

from core.storage import schema
from core.storage.engine import Database
from core.storage.sealing import Vault
from tests.demo_data import take
from tests.fakes.town import METERED, TOWN, Household, deliver
from tests.running import Place


async def settle(
    place: Place, town: tuple[Household, ...] = TOWN + METERED, *, generation: int = 1, now: datetime | None = None
) -> None:
    """Give the bot of this place its data; later generations stand for later packages."""
    now = now or datetime.now(UTC)
    database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
    try:
        if generation == 1:
            await schema.migrate(database, now)
        await deliver(database, town, generation=generation, now=now)
    finally:
        await database.dispose()


async def settle_demo(place: Place, package: Path, *, now: datetime) -> None:
    """Give it the demo package."""
    database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
    try:
        await schema.migrate(database, now)
        report = await take(database, package)
        assert report.accepted, report.refusal
    finally:
        await database.dispose()

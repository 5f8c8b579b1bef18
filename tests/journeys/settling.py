"""The town of tests/fakes as the data that a bot under test has been given."""

import shutil
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from core.storage import schema
from core.storage.engine import Database
from core.storage.sealing import Vault
from tests.databases import sqlite_in
from tests.demo_data import take
from tests.fakes.town import METERED, TOWN, Household, deliver
from tests.running import Place


class Settled:
    """Bots that have been given their data, each kind made once in a session; with SQLite a copy is as good."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: set[str] = set()

    async def copy(self, place: Place, kind: str, settle: Callable[[Place], Awaitable[None]]) -> None:
        """Give the bot of this place the data of a kind; what is of one kind is the same for everybody."""
        if not place.database_url.startswith("sqlite"):
            await settle(place)
            return
        original = self._folder / kind
        if kind not in self._made:
            original.mkdir()
            await settle(replace(place, folder=original, database_url=sqlite_in(original)))
            self._made.add(kind)
        shutil.copytree(original, place.folder, dirs_exist_ok=True)


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

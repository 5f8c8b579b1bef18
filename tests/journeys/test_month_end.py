"""The last evening of the month: everybody sends a number at once, and each is taken exactly once."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from core.storage.engine import Database
from core.storage.sealing import Vault
from sandbox import Sandbox
from tests.databases import own_database, postgres_marks
from tests.faults.consumers import Consumer, crowd, kept
from tests.running import Place, apart

PEOPLE = 300
PATIENCE = 120.0  # seconds; the machine that runs the tests may be busy


async def submits(one: Consumer) -> None:
    await one.person.says(str(one.value))
    await one.person.taps("Send")
    await one.person.world.feed.until(one.has_proof, PATIENCE)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=postgres_marks())])
async def test_three_hundred_submit_at_once(kind: str, sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.world.patience = PATIENCE
    async with own_database(kind, tmp_path) as url:
        place = Place(sandbox, tmp_path, url)
        database = Database(url, Vault.from_file(tmp_path / "secret.key"))
        people = await crowd(database, sandbox, PEOPLE)
        async with apart(place), asyncio.TaskGroup() as together:
            for one in people:
                together.create_task(submits(one))

        found = await kept(database)
        await database.dispose()

    assert {(one.meter_id, one.value) for one in found} == {(one.meter_id, one.value * 1000) for one in people}
    assert Counter(one.state for one in found) == {"queued": PEOPLE}
    assert len({one.number for one in found}) == PEOPLE
    assert all(sum("Proof №" in said for said in one.told()) == 1 for one in people)

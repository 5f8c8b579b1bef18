import asyncio
import time
from pathlib import Path

from sqlalchemy import select

from bot import app
from core.storage import schema
from core.storage.engine import Database
from core.storage.leader import only_process
from core.storage.outbox import Outbox, SqlNotices
from core.storage.sealing import Vault
from core.storage.tables import outbox
from sandbox import Sandbox
from tests.databases import NOW, own_database
from tests.faults.conftest import Ledger, Nursery
from tests.faults.test_kills import everything_said, speak
from tests.running import Place


async def test_a_stop_under_load_is_quick_and_loses_nothing(sandbox: Sandbox, bots: Nursery, ledger: Ledger) -> None:
    """About a hundred messages a second are coming in when SIGTERM arrives."""
    crowd = [sandbox.world.person(f"P{number}") for number in range(20)]
    await bots.start()

    async def talk() -> None:
        for number in range(10):
            await speak(crowd, str(number))
            await asyncio.sleep(0.2)

    async with asyncio.TaskGroup() as group:
        group.create_task(talk())
        await asyncio.sleep(1.0)
        began = time.monotonic()
        assert await bots.stop() == 0
        took = time.monotonic() - began
    assert took <= 15

    await bots.start()
    await everything_said(sandbox, crowd, *map(str, range(10)))
    await bots.stop()
    assert sorted(await ledger.effects()) == sorted(f"{one.name} {text}" for one in crowd for text in range(10))


async def test_one_poison_update_among_a_hundred_leaves_ninety_nine_answered(
    sandbox: Sandbox, bots: Nursery, ledger: Ledger
) -> None:
    crowd = [sandbox.world.person(f"P{number}") for number in range(33)]
    await speak(crowd, "one", "two")
    poison = {"message_id": 1, "date": 1, "forward_origin": {"type": "hidden_user", "date": 1}, "text": "secret"}
    sandbox.world.updates.add("message", 0, poison)
    await speak(crowd, "three")
    assert len(sandbox.world.updates.pending) == 100

    await bots.start()
    await everything_said(sandbox, crowd, "one", "two", "three")
    await bots.stop()

    assert sorted(await ledger.inbox()) == ["dead"] + ["done"] * 99
    assert "secret" not in bots.log.read_text()


async def test_a_handler_that_always_fails_is_given_up_with_a_number(
    sandbox: Sandbox, bots: Nursery, ledger: Ledger
) -> None:
    maria = sandbox.world.person("Maria", language="en")
    await bots.start()
    await maria.says("broken", answered=False)
    line = await maria.sees("name the number")
    await maria.says("fine", answered=False)
    await maria.sees("fine")
    await bots.stop()

    number = line.text.rstrip(".").split()[-1]
    assert number in bots.log.read_text()
    assert sorted(await ledger.inbox()) == ["dead", "done"]


async def test_one_that_stands_by_is_stopped_without_touching_what_the_other_has_in_hand(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with own_database("sqlite", tmp_path) as url:
        place, stop = Place(sandbox, tmp_path, url), asyncio.Event()
        database = Database(url, Vault.from_file(tmp_path / "secret.key"))
        await schema.migrate(database, NOW)
        async with database.work() as work:
            await SqlNotices(work, NOW, None).post(key="one", chat_id=1, name="unlinked", values={})
            await work.commit()
        async with only_process(database, stop):
            assert len(await Outbox(database).claim(1, NOW)) == 1
            second = asyncio.get_running_loop().create_task(app.run(place.settings(), stop))
            await asyncio.sleep(0.5)
            stop.set()
            await second

        async with database.work() as work:
            assert (await work.execute(select(outbox.c.state))).scalars().all() == ["sending"]
        await database.dispose()

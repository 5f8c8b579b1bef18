"""Whoever blocks the bot is known as that, and is written to again from the next word or unblocking on."""

from sqlalchemy import select, update

from core.clock import system_clock
from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import customers
from sandbox import Person
from tests.running import Place


async def since(place: Place, person: Person, *, now: bool = False) -> object:
    database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
    async with database.work() as work:
        if now:
            await work.write()
            mark = update(customers).where(customers.c.chat_id == person.id).values(blocked_at=system_clock())
            await work.execute(mark)
            await work.commit()
        found = (await work.execute(select(customers.c.blocked_at).where(customers.c.chat_id == person.id))).scalar()
    await database.dispose()
    return found


async def test_the_next_word_of_somebody_who_was_out_of_reach_brings_him_back(
    bot: None, place: Place, maria: Person
) -> None:
    await maria.says("/start")
    await maria.taps("Русский")
    assert await since(place, maria, now=True) is not None

    await maria.says("/help")

    assert await since(place, maria) is None

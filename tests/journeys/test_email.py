"""The address for letters: set, confirmed by the link in a letter, changed, removed."""

import pytest
from sqlalchemy import select

from core.storage.engine import Database
from core.storage.outbox import EMAIL
from core.storage.sealing import Vault
from core.storage.tables import outbox
from sandbox import Person
from tests.journeys.steps import agrees
from tests.running import Place

ADDRESS = "aliya.bekova+jaryq@posta.example"


@pytest.fixture
async def place(place: Place) -> Place:
    place.more = {"SMTP_URL": "smtp://127.0.0.1:9", "MAIL_FROM": "noreply@zharyq.example"}
    return place


async def queued(place: Place) -> list[dict[str, object]]:
    database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
    async with database.work() as work:
        rows = await work.execute(select(outbox.c.payload).where(outbox.c.channel == EMAIL).order_by(outbox.c.id))
        found = [database.vault.open(payload) for payload in rows.scalars()]
    await database.dispose()
    return found


async def test_an_address_is_typed_and_confirmed_by_the_link(bot: Place, aliya: Person) -> None:
    await agrees(aliya)
    await aliya.says("/settings")
    await aliya.taps("E-mail")
    assert "Мекенжай көрсетілмеген." in aliya.screen.text
    await aliya.taps("E-mail көрсету")

    await aliya.says(f"  {ADDRESS} ")
    assert ADDRESS in aliya.screen.text
    (letter,) = await queued(bot)
    assert letter["to"] == ADDRESS
    await aliya.starts(f"e_{letter['values']['token']}")

    await aliya.sees("Мекенжай расталды: a•••@posta.example")

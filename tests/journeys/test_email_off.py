"""A retailer without a mail server: nothing of letters is offered, and nothing is kept for them."""

from sqlalchemy import select

from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import documents
from sandbox import Person
from tests.databases import NOW
from tests.journeys.steps import presses_forged
from tests.journeys.test_balance import Consumers, links_by_code
from tests.running import Place

DEMO, MOMENT = True, NOW


async def test_no_button_offers_what_cannot_be(bot: Place, john: Person, people: Consumers) -> None:
    await links_by_code(john, people[2])
    await john.says("/documents")
    await john.taps("🧾 Bill")
    await john.taps("October")
    await john.sees("B-2026-000001")
    await john.says("/balance")
    await john.says("/settings")

    labels = [label for line in john.history for label in line.buttons]
    assert "📥 PDF" in labels
    assert not [label for label in labels if "mail" in label.lower()]
    database = Database(bot.database_url, Vault.from_file(bot.folder / "secret.key"))
    async with database.work() as work:
        assert (await work.execute(select(documents.c.facts))).scalars().all() == [None]
    await database.dispose()


async def test_a_button_from_better_days_says_that_no_letters_are_sent(
    bot: Place, john: Person, people: Consumers
) -> None:
    await links_by_code(john, people[2])
    await john.says("/balance")

    for data in ("mail:1", "email", "email_set:0", "email_link", "email_drop"):
        await presses_forged(john, data)
        await john.sees("Letters are not sent at present. Documents come here as PDFs: /documents.")
        await john.says("/balance")

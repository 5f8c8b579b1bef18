"""A document that cannot be drawn: who has asked is told, everybody else is served, and the next one comes."""

import time as watch
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import Options
from sandbox import Person
from tests.bot.test_papers import BROKEN, children
from tests.databases import NOW
from tests.journeys.conftest import Time
from tests.journeys.papers import pdf_in
from tests.journeys.test_balance import Consumers, links_by_code, links_own
from tests.running import Place, within

DEMO, MOMENT = True, NOW
SECONDS = 5.0  # instead of 20
TROUBLE = {
    "kk": "⚠️ PDF",
    "ru": "⚠️ Сейчас не удалось создать PDF.",
    "en": "⚠️ The PDF could not be made just now.",
}


@pytest.fixture
async def bot(place: Place, time: Time) -> AsyncIterator[Place]:
    """A bot whose bills are drawn without end, whose invoices fail, whose statements take all memory."""
    options = Options(clock=time, updates_per_minute=10_000, press=BROKEN, press_seconds=SECONDS)
    async with within(place, options):
        yield place
    assert children() == set()


def memory() -> float:
    """Return MiB of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


async def asks_for_a_month(person: Person, kind: str, month: str) -> None:
    await person.says("/documents")
    await person.taps(kind)
    await person.taps(month, answered=False)


async def test_while_two_documents_are_stuck_others_are_served(
    bot: Place, aliya: Person, maria: Person, john: Person, people: Consumers
) -> None:
    await links_own(aliya, people[0])
    await links_own(maria, people[1])
    await links_by_code(john, people[2])
    await asks_for_a_month(aliya, "Шот-түбіртек", "Қазан")
    await asks_for_a_month(maria, "Счёт-квитанция", "Октябрь")
    began = watch.monotonic()

    await john.says("/balance")
    assert watch.monotonic() - began < SECONDS - 1
    await aliya.sees("№ B-2026-00000")
    await maria.sees("№ B-2026-00000")

    assert TROUBLE["kk"] in aliya.screen.text
    assert TROUBLE["ru"] in maria.screen.text
    assert not any(line.file_name for person in (aliya, maria) for line in person.history)
    await aliya.says("/documents")
    await aliya.taps("💡 Дербес шоттың жай-күйі")
    await aliya.sees("№ AS-2026-00000")
    assert pdf_in(aliya).startswith(b"%PDF")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
async def test_a_failed_document_is_told_in_every_language_and_the_facts_are_in_the_words(
    bot: Place, people: Consumers, language: str
) -> None:
    person = bot.sandbox.world.person("Consumer", language=language)
    await links_own(person, people[0])

    await asks_for_a_month(person, *INVOICE[language])
    await person.sees("№ INV-2026-000001")

    assert TROUBLE[language] in person.screen.text
    assert "₸" in person.screen.text


INVOICE = {"kk": ("🏦 Шот", "Қазан"), "ru": ("🏦 Счёт", "Октябрь"), "en": ("🏦 Invoice", "October")}


async def test_a_greedy_document_takes_nothing_from_the_bot(bot: Place, john: Person, people: Consumers) -> None:
    await links_by_code(john, people[2])
    before = memory()
    for _ in range(3):
        await john.says("/balance")
        await john.taps("Statement")
        await john.taps("PDF")
        await john.sees(TROUBLE["en"])

    assert memory() - before < 40
    assert len(children()) <= 2
    await john.says("/balance")
    assert "Account" in john.screen.text

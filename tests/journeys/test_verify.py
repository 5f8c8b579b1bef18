"""Whoever holds a document asks the bot whether it is good: by its QR code, or by the code typed by hand."""

import re

import pytest

from sandbox import Person
from tests.databases import NOW
from tests.journeys.papers import needs_poppler, pdf_in, words_of
from tests.journeys.test_balance import Consumers, links_by_code
from tests.running import Place

DEMO, MOMENT = True, NOW
GOOD = {
    "kk": "✅ Бұл құжат бізде берілген және күшінде.",
    "ru": "✅ Этот документ выдан у нас и действует.",
    "en": "✅ This document was issued here and is in force.",
}
NONE = {
    "kk": "⛔ Мұндай кодпен бізде құжат берілмеген.",
    "ru": "⛔ Документ с таким кодом у нас не выдавался.",
    "en": "⛔ No document with this code was issued here.",
}


async def code_of_a_new_paper(person: Person) -> str:
    await person.says("/documents")
    await person.taps("💡 Account status")
    await person.sees("№ AS-2026-000001")
    found = re.search(r"Code to check: ([0-9A-Z-]{19})", words_of(pdf_in(person)))
    assert found is not None
    return found[1]


@needs_poppler
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
async def test_anybody_may_check_a_code_in_any_language(
    bot: Place, john: Person, people: Consumers, language: str
) -> None:
    await links_by_code(john, people[2])
    code = await code_of_a_new_paper(john)
    stranger = bot.sandbox.world.person("Stranger", language=language)
    await stranger.starts(f"d_{code.replace('-', '')}")

    assert GOOD[language] in stranger.screen.text
    assert people[2].account_no not in stranger.screen.text
    assert "••" in stranger.screen.text
    assert people[2].payer not in stranger.screen.text


@needs_poppler
async def test_a_code_typed_as_people_type_is_understood(bot: Place, john: Person, people: Consumers) -> None:
    await links_by_code(john, people[2])
    code = await code_of_a_new_paper(john)

    await john.says(code.lower().replace("-", " ").replace("0", "o"))

    assert GOOD["en"] in john.screen.text


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
async def test_an_altered_code_is_of_nothing(bot: Place, language: str) -> None:
    stranger = bot.sandbox.world.person("Stranger", language=language)

    await stranger.starts("d_0123456789ABCDEF")

    assert NONE[language] in stranger.screen.text
    assert "+7 7232 00-00-00" in stranger.screen.text

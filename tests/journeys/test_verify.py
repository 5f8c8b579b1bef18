"""Whoever holds a document asks the bot whether it is good: by its QR code, or by the code typed by hand."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from sandbox import Person
from tests.databases import NOW
from tests.journeys.conftest import Time
from tests.journeys.papers import needs_poppler, pdf_in, words_of
from tests.journeys.test_balance import Consumers, links_by_code
from tests.running import Place

DEMO, MOMENT = True, NOW
CYRILLIC = str.maketrans("ABCEHKMPTXY", "АВСЕНКМРТХУ")
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


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
async def test_an_altered_code_is_of_nothing(bot: Place, language: str) -> None:
    stranger = bot.sandbox.world.person("Stranger", language=language)

    await stranger.starts("d_0123456789ABCDEF")

    assert NONE[language] in stranger.screen.text
    assert "+7 7232 00-00-00" in stranger.screen.text


TOO_OLD = {
    "kk": "⌛ Бұл құжат бізде",
    "ru": "⌛ Этот документ выдан у нас:",
    "en": "⌛ This document was issued here on",
}


@needs_poppler
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
async def test_after_five_years_nobody_vouches_for_a_sum(
    bot: Place, john: Person, people: Consumers, time: Time, language: str
) -> None:
    await links_by_code(john, people[2])
    code = await code_of_a_new_paper(john)
    stranger = bot.sandbox.world.person("Stranger", language=language)
    time.move_to(NOW + timedelta(days=1_824))
    await stranger.says(code)
    assert GOOD[language] in stranger.screen.text

    time.move_to(NOW + timedelta(days=1_826))
    await stranger.says(code)

    assert TOO_OLD[language] in stranger.screen.text
    assert "₸" not in stranger.screen.text


@needs_poppler
async def test_a_paper_in_another_language_leaves_the_first_one_in_force(
    bot: Place, john: Person, people: Consumers
) -> None:
    await links_by_code(john, people[2])
    code = await code_of_a_new_paper(john)
    await john.says("/language")
    await john.taps("Русский")
    await john.says("/documents")
    await john.sees("Какой документ Вам нужен?")
    await john.taps("💡 Состояние счёта")
    await john.sees("№ AS-2026-000002")

    await john.says(code)

    assert GOOD["ru"] in john.screen.text
    assert "AS-2026-000001" in john.screen.text


async def test_wrong_codes_lock_nobody_out(bot: Place, maria: Person) -> None:
    for number in range(30):
        await maria.says(f"7K3M-9QXT-2B5D-W8{number:02}")
        assert NONE["ru"] in maria.screen.text


@needs_poppler
@pytest.mark.parametrize(
    ("asked", "written"),
    [
        pytest.param(str.lower, "small letters", id="small"),
        pytest.param(lambda code: code.replace("-", " "), "spaces", id="spaces"),
        pytest.param(lambda code: code.replace("-", ""), "nothing between", id="bare"),
        pytest.param(lambda code: code.replace("-", " – "), "dashes", id="dashes"),
        pytest.param(lambda code: code.replace("0", "O").replace("1", "l"), "letters for digits", id="letters"),
        pytest.param(lambda code: code.translate(CYRILLIC), "Cyrillic letters", id="cyrillic"),
        pytest.param(lambda code: code.replace("-", "\n"), "lines", id="lines"),
    ],
)
async def test_a_code_is_understood_with(
    bot: Place, john: Person, people: Consumers, asked: Callable[[str], str], written: str
) -> None:
    await links_by_code(john, people[2])
    code = await code_of_a_new_paper(john)

    await john.says(asked(code))

    assert GOOD["en"] in john.screen.text, written

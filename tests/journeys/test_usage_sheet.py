"""The consumption sheet: what the screen shows, on paper, with its chart in vectors."""

import pytest

from sandbox import Person
from tests.journeys.papers import needs_poppler, pdf_in, words_of
from tests.journeys.steps import presses_forged, seen
from tests.journeys.test_balance import BOTH, Consumers, links_by_code, links_own
from tests.journeys.test_usage import TITLE, bot, place  # noqa: F401 - its data: two years, some months estimated
from tests.running import Place

HEAD = {"kk": "Тұтыну парағы", "ru": "Лист потребления", "en": "Consumption sheet"}
MEAN = {"kk": "орташа", "ru": "среднее", "en": "mean"}
NAMES = {"kk": ("қаң", "қар"), "ru": ("янв", "ноя"), "en": ("jan", "nov")}


@needs_poppler
@pytest.mark.parametrize("way", BOTH, indirect=True)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
async def test_two_years_on_paper_in_the_readers_language(
    bot: Place,  # noqa: F811
    people: Consumers,
    language: str,
) -> None:
    person = bot.sandbox.world.person("Consumer", language=language)
    await links_own(person, people[0])
    await person.says("/usage")
    await person.sees(TITLE[language])
    await person.taps("PDF")
    await person.sees("№ US-2026-000001")

    page = words_of(pdf_in(person))

    assert HEAD[language] in page
    assert people[0].account_no in page
    assert people[0].payer not in page
    rows = {line.split()[0]: line.split() for line in page.splitlines() if line.strip()[:3] in ("10.", "08.")}
    assert rows["10.2026"] == ["10.2026", "380", "300", "+80", "+27"]
    assert rows["08.2026"][2:4] == ["320", "*"]
    assert ("*" in page) == any("*" in row for row in rows.values())
    for name in NAMES[language]:
        assert name in page
    assert MEAN[language] in page


@needs_poppler
async def test_a_year_and_one_place_as_the_screen_shows_them(
    bot: Place,  # noqa: F811
    john: Person,
    people: Consumers,
) -> None:
    await links_by_code(john, people[1])
    await john.says("/usage")
    await john.sees("Consumption")
    await john.taps("Choose a meter")
    await john.taps("MT2097153")
    await john.taps("2025")
    await john.taps("PDF")
    await john.sees("№ US-2026-000001")

    page = words_of(pdf_in(john))

    assert "№ MT2097153" in page
    assert "January 2025 – December 2025" in page
    assert people[1].payer in page


@needs_poppler
async def test_the_same_months_are_the_same_sheet_and_another_year_is_another(
    bot: Place,  # noqa: F811
    maria: Person,
    people: Consumers,
) -> None:
    await links_own(maria, people[0])
    for year, number in (("", "000001"), ("", "000001"), ("2025", "000002")):
        await presses_forged(maria, f"pdf_usage:1::{year}")
        await maria.sees(f"№ US-2026-{number}")


async def test_a_sheet_of_another_account_is_not_handed_out(
    bot: Place,  # noqa: F811
    maria: Person,
    john: Person,
    people: Consumers,
) -> None:
    await links_own(maria, people[0])
    await links_own(john, people[1])

    await presses_forged(john, "pdf_usage:1::")

    assert "out of date" in seen(john) + john.toast
    assert not [line for line in john.history if line.file_name]

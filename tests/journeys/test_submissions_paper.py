"""The proof of a submission as a PDF: what it says, to whom, and what becomes of it when the status changes."""

import re

import pytest

from sandbox import Person
from tests.databases import NOW
from tests.journeys.papers import needs_poppler, pdf_in, words_of
from tests.journeys.steps import agrees, links, presses_forged, seen, submits
from tests.journeys.test_balance import BOTH
from tests.journeys.test_submissions import ONE, THREE, TWO, answers
from tests.journeys.test_unlinked import SECRETS, asks_for_another
from tests.running import Place

MOMENT = NOW
TITLE = {
    "kk": "Көрсеткіштің жіберілгенін растау",
    "ru": "Подтверждение передачи показаний",
    "en": "Proof of submission",
}
SAVED = {
    "kk": "сақталды; есепке алу жүйесіне жіберіледі",
    "ru": "сохранено; будет передано в учётную систему",
    "en": "saved; it goes to the accounting system next",
}
ACCEPTED = {
    "kk": "Көрсеткіштер қабылданды. Рақмет!",
    "ru": "Показания приняты. Спасибо!",
    "en": "Readings accepted. Thank you!",
}
CHANGED = {"kk": "Қазіргі мәртебесі: қабылданды", "ru": "Статус сейчас: принято", "en": "The status now: accepted"}


def code_on(page: str) -> str:
    found = re.search(r"\b([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})\b", page)
    assert found is not None
    return found[1]


@needs_poppler
@pytest.mark.parametrize("way", BOTH, indirect=True)
async def test_the_proof_says_on_paper_what_was_submitted(
    bot: Place, aliya: Person, maria: Person, john: Person
) -> None:
    for person, own in zip((aliya, maria, john), (ONE, TWO, THREE), strict=True):
        await links(person, *own)
        await submits(person, "12345")
        await person.taps("PDF")
        await person.sees("№ PR-2026-")

        language = str(person.account.language)
        page = words_of(pdf_in(person))

        assert TITLE[language] in seen(person)
        assert TITLE[language] in page
        for fact in (own[0], f"CU0000{own[0][-3:]}", "22.11.2026 11:0", "152", "23.10.2026"):
            assert fact in page
        assert ("12,345" if language == "en" else "12 345") in page
        assert ("12,193" if language == "en" else "12 193") in page
        assert SAVED[language] in page
        assert (TITLE["kk"] in page) == (language != "en")


@needs_poppler
async def test_pressed_twice_it_is_the_same_proof(bot: Place, maria: Person) -> None:
    await links(maria, *TWO)
    await submits(maria, "12345")

    for _ in range(2):
        await maria.taps("PDF")
        await maria.sees("№ PR-2026-000001")
        await maria.taps("Показать подтверждение")

    files = {line.message.content["document"]["file_id"] for line in maria.history if line.file_name}
    assert len(files) == 1


@needs_poppler
@pytest.mark.parametrize("way", BOTH, indirect=True)
async def test_a_proof_is_out_of_date_once_the_status_has_changed(
    bot: Place, aliya: Person, maria: Person, john: Person
) -> None:
    for person, own in zip((aliya, maria, john), (ONE, TWO, THREE), strict=True):
        await links(person, *own)
        await submits(person, "12345")
        await person.taps("PDF")
        await person.sees("№ PR-2026-")
    codes = {person: code_on(words_of(pdf_in(person))) for person in (aliya, maria, john)}
    await answers(bot, "accepted", "accepted", "accepted")
    for person in codes:
        await person.sees(ACCEPTED[str(person.account.language)])

    for person, code in codes.items():
        await person.says(code)
        assert CHANGED[str(person.account.language)] in seen(person)
    await presses_forged(maria, "pdf_proof:2")
    await maria.sees("№ PR-2026-000004")
    assert "Ответ получен" in words_of(pdf_in(maria))
    await maria.says(codes[maria])

    assert "№ PR-2026-000004" in seen(maria)


@needs_poppler
async def test_of_an_account_that_is_not_linked_it_shows_only_what_was_sent(bot: Place, maria: Person) -> None:
    await agrees(maria)
    await maria.says("/cancel")
    await asks_for_another(maria)
    await maria.says("12345")
    await maria.taps("Отправить")
    await maria.taps("PDF")
    await maria.sees("№ PR-2026-000001")

    page = words_of(pdf_in(maria))
    page = page.replace(code_on(page), "")  # chance may put any digits there

    assert "12 345" in page
    assert "000400112" in page
    secrets = (*SECRETS, "Өскемен", "Усть-Каменогорск", "Плательщик", "Предыдущее")
    assert [secret for secret in secrets if secret in page] == []


async def test_a_proof_of_somebody_else_is_not_handed_out(bot: Place, maria: Person, john: Person) -> None:
    await links(maria, *TWO)
    await links(john, *THREE)
    await submits(maria, "12345")
    await john.says("/readings")

    await presses_forged(john, "pdf_proof:1")

    assert john.toast == "This button is out of date."
    assert not [line for line in john.history if line.file_name]

"""An alternative invoice: by the consumer's own reading, or for a sum that he names; safe to ask for twice."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import alternative_numbers, audit, submissions
from sandbox import Person
from tests.databases import NOW
from tests.journeys.conftest import Time
from tests.journeys.papers import codes_on, needs_poppler, pdf_in, words_of
from tests.journeys.steps import presses_forged, seen
from tests.journeys.test_balance import BOTH, Consumers, links_by_code, links_own
from tests.running import Place

DEMO, MOMENT = True, NOW
NOTE = {
    "kk": "Тұтынушы берген көрсеткіштер бойынша алдын ала есептелді; ресми шотты алмастырмайды",
    "ru": "Рассчитан предварительно по показаниям потребителя; не заменяет официальный счёт",
    "en": "Calculated provisionally from the consumer's readings; does not replace the official invoice",
}
LABEL = {"kk": "Балама шот", "ru": "Альтернативный счёт", "en": "Alternative invoice"}
BY_READING = {"kk": "Өз көрсеткішім бойынша", "ru": "По моему показанию", "en": "By my reading"}
OWN_SUM = {"kk": "Өзім белгілеген сома", "ru": "Моя сумма", "en": "My own sum"}
MAKE = {"kk": "Шотты жасау", "ru": "Сформировать счёт", "en": "Make the invoice"}
DOCUMENTS = "/documents"


async def opens(person: Person) -> None:
    await person.says(DOCUMENTS)
    await person.taps(LABEL[str(person.account.language)])


async def asks_by_reading(person: Person, numbers: str) -> None:
    await opens(person)
    await person.taps(BY_READING[str(person.account.language)])
    await person.says(numbers)


async def asks_for_a_sum(person: Person, text: str) -> None:
    await opens(person)
    await person.taps(OWN_SUM[str(person.account.language)])
    await person.says(text)


async def makes(person: Person, number: str) -> str:
    """Make the invoice and return its page."""
    await person.taps(MAKE[str(person.account.language)])
    await person.sees(f"№ {number}")
    return words_of(pdf_in(person, number))


@needs_poppler
@pytest.mark.parametrize("way", BOTH, indirect=True)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
async def test_by_his_own_reading_with_every_formula(bot: Place, people: Consumers, language: str) -> None:
    """The dial stood at 13 150 on 31 October; three people with an electric stove; 115 × 3 × 22 / 30.5 = 248.85."""
    person = bot.sandbox.world.person("Consumer", language=language)
    await links_own(person, people[0])
    await asks_by_reading(person, "13 410")
    proposed = seen(person).replace(",", "§").replace(".", "§").replace(" ", "§")
    assert "8§797§44" in proposed

    number = f"ALT-{people[0].account_no}-202611-1"
    page = await makes(person, number)

    assert LABEL[language] in seen(person)
    assert NOTE[language] in seen(person)
    assert NOTE[language] in page
    assert (NOTE["kk"] in page) == (language != "en")
    assert (NOTE["ru"] in page) == (language != "en")
    figures = ("13,410 – 13,150 = 260", "115 × 3 × 22 / 30.5 = 248.85", "248.85 × 33.35", "8,299.15", "8,797.44")
    if language != "en":
        figures = tuple(each.replace(",", " ").replace(".", ",") for each in figures)
    for figure in figures:
        assert figure in page
    assert number in page
    assert people[0].account_no in page
    assert people[0].payer not in page


@needs_poppler
async def test_the_sum_is_the_balance_and_what_was_calculated(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[0])
    await asks_by_reading(maria, "13410")
    proposed = seen(maria)
    page = await makes(maria, f"ALT-{people[0].account_no}-202611-1")

    formula = re.search(r"🧮 (\S[^+=]*?) \+ ([^=]+) = (.+)", proposed)
    assert formula is not None
    opening, accrued, total = (tiyn(part) for part in formula.groups())
    assert accrued == 879_744
    assert opening + accrued == total
    assert "Бастапқы сальдо / Сальдо на начало" in " ".join(page.split())
    assert formula[1].replace("−", "–") in page


def tiyn(text: str) -> int:
    return int(re.sub(r"[^0-9-]", "", text.replace("−", "-")))


@needs_poppler
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
async def test_a_sum_of_his_own_may_be_below_the_debt_and_is_told_so(
    bot: Place, people: Consumers, language: str
) -> None:
    below = {"kk": "Бұл берешектен аз", "ru": "Это меньше задолженности", "en": "It is less than the debt"}
    person = bot.sandbox.world.person("Consumer", language=language)
    await links_by_code(person, people[2])
    await asks_for_a_sum(person, "1 234,50 ₸")
    proposed = seen(person)

    page = await makes(person, f"ALT-{people[2].account_no}-202611-1")

    said = "1,234.50" if language == "en" else "1 234,50"
    assert said in seen(person)
    assert said in page
    assert (below[language] in proposed) == ("🔴" in proposed)
    assert NOTE[language] not in page
    assert people[2].payer in page


async def test_a_wrong_sum_is_named_and_may_be_typed_again(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[0])
    await opens(maria)
    await maria.taps(OWN_SUM["ru"])
    for text, said in (
        ("много", "«много» — это не сумма"),
        ("0", "Счёт на такую сумму сформировать нельзя: 0,00 ₸."),
        ("10000000,01", "Не более: 10 000 000,00 ₸."),
        ("-5", "«-5»"),
    ):
        await maria.says(text)
        assert said in seen(maria), text
        assert any("Назад" in label for label in maria.screen.inline)
        assert any("Отмена" in label for label in maria.screen.inline)

    await maria.says("10 000 000 тг")

    assert "10 000 000,00 ₸" in seen(maria)
    assert any(MAKE["ru"] in label for label in maria.screen.inline)


async def test_a_wrong_reading_is_named_and_what_was_right_stays(bot: Place, john: Person, people: Consumers) -> None:
    await links_by_code(john, people[2])
    await opens(john)
    await john.taps(BY_READING["en"])
    assert "Zone: day" in seen(john)
    await john.says("130")
    await john.says("много")
    assert "I did not understand «много»." in seen(john)
    await john.taps("Back")
    assert "▫️ day: 99,905 → 130" in seen(john)
    await john.says("night 3162 peak 1623")
    assert "Has the meter rolled over zero?" in seen(john)
    await john.taps("Yes, it has passed zero")

    assert "15,330.89" in seen(john)  # 225 × 40.55 + 136 × 20.28 + 62 × 55.63
    assert any(MAKE["en"] in label for label in john.screen.inline)


@needs_poppler
async def test_the_zones_in_one_line_are_on_the_page(bot: Place, john: Person, people: Consumers) -> None:
    await links_by_code(john, people[2])
    await asks_by_reading(john, "130 3162 1623")
    await john.taps("Yes, it has passed zero")

    page = await makes(john, f"ALT-{people[2].account_no}-202611-1")

    assert "Day zone: 100,000 – 99,905 + 130 = 225" in page
    assert "225 × 40.55" in page


async def test_of_several_points_one_is_chosen_and_back_leads_back(
    bot: Place, maria: Person, people: Consumers
) -> None:
    await links_own(maria, people[1])
    await opens(maria)
    assert "По какой точке учёта сформировать счёт?" in seen(maria)
    await maria.taps("MT2097153")
    await maria.taps(BY_READING["ru"])
    assert "Предыдущее:" in seen(maria)
    await maria.taps("Назад")
    assert any(OWN_SUM["ru"] in label for label in maria.screen.inline)
    await maria.taps("Назад")
    assert "По какой точке учёта сформировать счёт?" in seen(maria)
    await maria.taps("Назад")
    assert "Документы" in seen(maria)


async def test_cancel_ends_it(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[0])
    await opens(maria)
    await maria.taps(OWN_SUM["ru"])
    await maria.taps("Отмена")
    await maria.says("5000")

    assert "Ваша сумма" not in seen(maria)


@pytest.mark.parametrize("way", BOTH, indirect=True)
async def test_the_same_facts_are_the_same_invoice_and_others_the_next(
    bot: Place, time: Time, maria: Person, people: Consumers
) -> None:
    await links_own(maria, people[0])
    prefix = f"ALT-{people[0].account_no}-"
    for text, number in (("5000", "202611-1"), ("6000", "202611-2"), ("5 000,00 ₸", "202611-1"), ("7000", "202611-3")):
        await asks_for_a_sum(maria, text)
        for _ in range(2):  # a second press of the same button
            menu, button = button_of(maria, MAKE["ru"])
            await maria.presses(menu, button)
            await maria.sees(f"№ {prefix}{number}")
    time.move_to(NOW + timedelta(days=10))
    await asks_for_a_sum(maria, "5000")
    await maria.taps(MAKE["ru"])

    await maria.sees(f"№ {prefix}202612-1")
    assert await numbers(bot) == [(202_611, 1), (202_611, 2), (202_611, 3), (202_612, 1)]


def button_of(person: Person, label: str):  # type: ignore[no-untyped-def]
    """Return the newest message with such a button, and the button."""
    for line in reversed(person.history):
        for row in ((line.message.markup or {}).get("inline_keyboard") or []) if not line.mine else []:
            for button in row:
                if label in button["text"]:
                    return line.message, button
    raise AssertionError(label)


async def numbers(place: Place) -> list[tuple[int, int]]:
    columns = (alternative_numbers.c.month, alternative_numbers.c.nth)
    return [(month.index, nth) for month, nth in await rows(place, select(*columns).order_by(*columns))]


async def rows(place: Place, query):  # type: ignore[no-untyped-def]
    database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
    async with database.work() as work:
        found = (await work.execute(query)).all()
    await database.dispose()
    return found


@needs_poppler
async def test_two_chats_of_an_account_share_its_numbers_in_any_language(
    bot: Place, aliya: Person, john: Person, people: Consumers
) -> None:
    await links_own(aliya, people[0])
    number = f"ALT-{people[0].account_no}-202611-1"
    await asks_by_reading(aliya, "13410")
    await makes(aliya, number)
    await links_own(john, people[0])
    await asks_by_reading(john, "13410")
    await makes(john, number)
    code = re.search(r"\b([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})\b", words_of(pdf_in(aliya)))
    assert code is not None

    await john.says(code[1])

    assert "✅ This document was issued here and is in force." in seen(john)


@needs_poppler
async def test_whoever_checks_it_is_told_no_account_number(bot: Place, john: Person, people: Consumers) -> None:
    await links_own(john, people[0])
    await asks_for_a_sum(john, "5000")
    await makes(john, f"ALT-{people[0].account_no}-202611-1")
    link = next(code for code in codes_on(pdf_in(john)) if "start=" in code)
    stranger = bot.sandbox.world.person("Stranger", language="en")

    await stranger.starts(link.partition("start=")[2])

    shown = seen(stranger)
    assert "Alternative invoice № ALT-•••••" in shown
    assert people[0].account_no not in shown
    assert "5,000.00" in shown
    assert not [detail for (detail,) in await rows(bot, select(audit.c.detail)) if people[0].account_no in detail]


async def test_the_calculator_leads_to_the_invoice_and_submits_nothing(
    bot: Place, maria: Person, people: Consumers
) -> None:
    await links_own(maria, people[0])
    await maria.says("/calculator")
    await maria.says("13410")
    await maria.taps(LABEL["ru"])
    assert "Начислено по Вашему показанию: 8 797,44 ₸" in seen(maria)
    await maria.taps(MAKE["ru"])

    await maria.sees(f"№ ALT-{people[0].account_no}-202611-1")
    assert await rows(bot, select(submissions.c.id)) == []


async def test_what_would_be_is_no_invoice(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[0])
    await maria.says("/calculator")
    await maria.says("13410")
    of = button_of(maria, LABEL["ru"])[1]["callback_data"].partition(":")[2]
    await maria.taps("Проживающие")
    await maria.taps("1")
    assert not any(LABEL["ru"] in label for label in maria.screen.inline)

    await presses_forged(maria, f"calc_alt:{of}")

    assert "доступна только Ваша сумма" in seen(maria)


async def test_foreign_and_forged_buttons_find_nothing(
    bot: Place, maria: Person, john: Person, people: Consumers
) -> None:
    await links_own(maria, people[1])
    await links_own(john, people[0])
    await opens(maria)
    await maria.taps("MT2097153")
    await maria.taps(OWN_SUM["ru"])
    await maria.says("5000")
    form = button_of(maria, MAKE["ru"])[1]["callback_data"]

    for data in ("alt:1:", "alt_read:1:", "alt_sum:1:", form, "alt_form:1", "alt_show:0", "alt_zero:1", "calc_alt:1"):
        await presses_forged(john, data)
        assert john.toast == "This button is out of date.", data

    assert await numbers(bot) == []
    assert not [line for line in john.history if line.file_name or people[1].account_no in line.text]

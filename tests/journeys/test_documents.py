"""Papers of the cabinet as PDFs in the chat: bill, invoice, statement, account status."""

from sandbox import Person
from tests.databases import NOW
from tests.journeys.papers import codes_on, needs_poppler, pdf_in, words_of
from tests.journeys.test_balance import Consumers, links_by_code, links_own
from tests.running import Place

DEMO, MOMENT = True, NOW


@needs_poppler
async def test_a_bill_in_kazakh_says_what_the_screen_says(bot: Place, aliya: Person, people: Consumers) -> None:
    await links_own(aliya, people[0])
    await aliya.says("Құжаттар")
    await aliya.taps("Шот-түбіртек")
    await aliya.taps("Қазан")

    await aliya.sees("Шот-түбіртек № B-2026-000001")

    assert "2026 жылғы қазан" in aliya.screen.text
    page = words_of(pdf_in(aliya, "B-2026-000001"))
    assert people[0].account_no in page
    assert "Шот-түбіртек" in page
    assert "Счёт-квитанция" in page
    assert people[0].payer not in page
    due = next(line for line in aliya.screen.text.replace("\u00a0", " ").splitlines() if "Төлеуге жиыны" in line)
    assert due.partition(": ")[2].removesuffix(" ₸") in page


@needs_poppler
async def test_an_invoice_in_russian_carries_a_code_that_leads_back(
    bot: Place, maria: Person, people: Consumers
) -> None:
    await links_own(maria, people[1])
    await maria.says("/documents")
    await maria.taps("🏦 Счёт")
    await maria.taps("Октябрь")
    await maria.sees("№ INV-2026-000001")

    link = codes_on(pdf_in(maria))[0]

    assert link.startswith("https://t.me/")
    await maria.starts(link.partition("start=")[2])
    await maria.sees("INV-2026-000001")


@needs_poppler
async def test_a_statement_in_english_is_in_english_alone(bot: Place, john: Person, people: Consumers) -> None:
    await links_by_code(john, people[2])
    await john.says("/balance")
    await john.taps("Statement")
    await john.taps("PDF")
    await john.sees("№ ST-2026-000001")

    page = words_of(pdf_in(john))

    assert "Opening balance" in page
    assert "Бастапқы" not in page
    assert people[2].payer in page


async def test_the_account_status_is_a_paper_too(bot: Place, john: Person, people: Consumers) -> None:
    await links_by_code(john, people[2])
    await john.says("/documents")

    await john.taps("💡 Account status")

    await john.sees("№ AS-2026-000001")
    assert pdf_in(john).startswith(b"%PDF")


async def test_the_same_paper_asked_twice_is_the_same_file(bot: Place, john: Person, people: Consumers) -> None:
    await links_by_code(john, people[2])
    for _ in range(2):
        await john.says("/documents")
        await john.taps("💡 Account status")
        await john.sees("№ AS-2026-000001")

    sent = [line.message.content["document"]["file_id"] for line in john.history if line.file_name]

    assert len(sent) == 2
    assert len(set(sent)) == 1

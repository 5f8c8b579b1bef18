"""Papers of the cabinet as PDFs in the chat: bill, invoice, statement, account status."""

from sandbox import Person, Sandbox
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

    assert len(sent_to(john)) == 2
    assert len(set(sent_to(john))) == 1


@needs_poppler
async def test_hidden_names_come_in_full_once_the_number_is_confirmed(
    bot: Place, sandbox: Sandbox, people: Consumers
) -> None:
    person = sandbox.world.person("Владелец", language="ru", phone=people[1].phone)
    await links_own(person, people[1])
    await person.says("/documents")
    await person.sees("Какой документ Вам нужен?")
    await person.taps("💡 Состояние счёта")
    await person.sees("№ AS-2026-000001")
    hidden = words_of(pdf_in(person))
    assert people[1].payer not in hidden
    assert "Имя и адрес скрыты" in hidden

    await person.taps("🔓 Полные имена: подтвердить номер")
    await person.taps("📱 По моему номеру телефона")
    await person.shares_contact()
    await person.sees("полностью")
    await person.says("/documents")
    await person.sees("Какой документ Вам нужен?")
    await person.taps("💡 Состояние счёта")
    await person.sees("№ AS-2026-000002")

    shown = words_of(pdf_in(person))
    assert people[1].payer in shown
    assert "Имя и адрес скрыты" not in shown
    assert "Полные имена: подтвердить номер" not in str(person.screen.buttons)


async def test_a_file_that_telegram_has_forgotten_comes_again(bot: Place, john: Person, people: Consumers) -> None:
    await links_by_code(john, people[2])
    for _ in range(3):
        await john.says("/documents")
        await john.taps("💡 Account status")
        await john.sees("№ AS-2026-000001")
        pdf_in(john)
        if len(sent_to(john)) == 2:
            john.world.files.pop(sent_to(john)[0])

    first, second, third = sent_to(john)

    assert first == second
    assert third != first
    assert pdf_in(john).startswith(b"%PDF")


def sent_to(person: Person) -> list[str]:
    return [line.message.content["document"]["file_id"] for line in person.history if line.file_name]

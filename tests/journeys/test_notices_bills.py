"""A new bill: to the chat with its PDF, by e-mail, both, or not at all; once, however often the package comes."""

import pytest

from core.period import Period
from tests.databases import NOW
from tests.fakes.mail import MailServer
from tests.journeys.delivering import Packages, Told, at, of, packages, place, running, told
from tests.journeys.mailing import ADDRESS, confirms, mailing, server
from tests.journeys.papers import needs_poppler, pdf_in, words_of

__all__ = ["mailing", "packages", "place", "running", "server", "told"]  # fixtures

MOMENT = NOW
TITLE = {
    "kk": "🧾 Жаңа шот-түбіртек: 2026 жылғы қараша",
    "ru": "🧾 Новая квитанция: ноябрь 2026 г.",
    "en": "🧾 New bill: November 2026",
}
SAID = {
    "kk": ("Төлеуге жиыны: 4 870,00 ₸", "Төлеу мерзімі: 2026 жылғы 25 желтоқсан"),
    "ru": ("Итого к оплате: 4 870,00 ₸", "Срок оплаты: 25 декабря 2026 г."),
    "en": ("Total due: 4,870.00 ₸", "To be paid by: 25 December 2026"),
}
BUTTONS = {
    "kk": ["💳 Төлеу", "❓ Неге өзгерді?", "💬 Бұл туралы сұрау", "🔕 Енді мұндай келмесін"],
    "ru": ["💳 Оплатить", "❓ Почему изменилось?", "💬 Спросить об этом", "🔕 Больше не присылать такие"],
    "en": ["💳 Pay", "❓ Why did it change?", "💬 Ask about this", "🔕 No more of these"],
}
SUBSCRIPTION = {
    "kk": "Электрондық түбіртекке жазылу",
    "ru": "Подписка на электронную квитанцию",
    "en": "E-receipt subscription",
}
BY_EMAIL = {"kk": "⚪️ E-mail-ге", "ru": "⚪️ На e-mail", "en": "⚪️ By e-mail"}
BOTH = {"ru": "⚪️ В чат и на e-mail"}
MAILED = {
    "kk": "✉️ PDF электрондық поштаңызға жіберіліп жатыр: a•••@posta.example",
    "ru": "✉️ PDF отправляется на Ваш e-mail: a•••@posta.example",
    "en": "✉️ The PDF is on its way to your e-mail: a•••@posta.example",
}
SUBSCRIBED = {
    "kk": "электрондық түбіртекке жазылғансыз",
    "ru": "Вы подписаны на электронную квитанцию",
    "en": "You have subscribed to e-receipts",
}


async def bill_comes(packages: Packages, told: Told, period: str = "2026-11") -> None:
    """Let the bill of a month be formed on the fifth of the next one, and the package come that day."""
    after = Period(int(period[:4]), int(period[-2:])).plus(1)
    day = str(after)
    cells = {"bill_id": f"NEW-{period}", "kind": "main", "total": "4870,00"}
    packages.add("bills", of(told.account, **cells, period=period, formed_on=f"{day}-05", due_on=f"{day}-25"))
    await packages.arrive(at(5, year=after.year, month=after.month))


@needs_poppler
@pytest.mark.usefixtures("running")
async def test_a_new_bill_comes_once_with_its_pdf_and_the_next_one_not_after_the_stop(
    told: Told, packages: Packages
) -> None:
    await told.links()
    await bill_comes(packages, told)

    said = await told.hears(TITLE[told.language])
    assert told.consumer.account_no in said
    assert [each for each in SAID[told.language] if each not in said] == []
    assert told.person.screen.inline == BUTTONS[told.language]
    assert told.consumer.account_no in words_of(pdf_in(told.person, "B-2026-000001"))
    await packages.arrive(at(6, month=12))
    await told.hears_nothing()

    await told.stops(TITLE[told.language])
    await bill_comes(packages, told, "2026-12")
    await told.hears_nothing()


@needs_poppler
@pytest.mark.usefixtures("mailing", "running")
async def test_by_e_mail_the_bill_is_a_letter_and_the_chat_says_so(
    told: Told, packages: Packages, server: MailServer
) -> None:
    await told.links()
    await subscribes(told, server, BY_EMAIL)
    await bill_comes(packages, told)

    said = await told.hears(MAILED[told.language])
    assert TITLE[told.language] in said
    letter = await server.letter(ADDRESS, 2)
    assert SUBSCRIBED[told.language] in letter.text
    assert letter.message["Content-Language"] == told.language
    [(name, pdf)] = letter.attachments.items()
    assert name == "B-2026-000001.pdf"
    assert told.consumer.account_no in words_of(pdf)
    with pytest.raises(AssertionError, match="no such PDF"):
        pdf_in(told.person)


@pytest.mark.usefixtures("mailing", "running")
@pytest.mark.parametrize("told", ["ru"], indirect=True)
async def test_both_ways_it_comes_twice_and_switched_off_neither_way(
    told: Told, packages: Packages, server: MailServer
) -> None:
    await told.links()
    await subscribes(told, server, BOTH)
    await bill_comes(packages, told)

    said = await told.hears(TITLE["ru"])
    assert "✉️" not in said
    letter = await server.letter(ADDRESS, 2)
    assert list(letter.attachments) == ["B-2026-000001.pdf"]
    assert pdf_in(told.person, "B-2026-000001")
    await packages.arrive(at(6, month=12))
    await told.hears_nothing()

    await told.person.says("/notices")
    await told.person.taps("✅ Новая квитанция")
    await bill_comes(packages, told, "2026-12")
    await told.hears_nothing()
    assert len(server.to(ADDRESS)) == 2


async def subscribes(told: Told, server: MailServer, how: dict[str, str]) -> None:
    await confirms(told.person, server, ADDRESS)
    await told.person.says("/notices")
    await told.person.taps(SUBSCRIPTION[told.language])
    await told.person.taps(how[told.language])

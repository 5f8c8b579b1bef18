"""Bills and payments: a list of each for any period, one in detail, their papers, and where to pay."""

import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from core.cabinet import Cabinet
from core.retailer import DEMO_FILE, Retailer
from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import audit
from sandbox import Person, Sandbox
from tests.databases import NOW, own_database
from tests.journeys.conftest import Time, Way
from tests.journeys.papers import codes_on, needs_poppler, pages_of, pdf_in, words_of
from tests.journeys.settling import settle_demo
from tests.journeys.steps import agrees, links, presses_forged, seen, sees_linked
from tests.journeys.test_balance import BOTH, Consumers, links_by_code, links_own
from tests.running import Place

MOMENT = NOW
CHANNEL = """
[[payment_links]]
kk = "Мысал Банк арқылы"
ru = "Через Мысал Банк"
en = "With Mysal Bank"
url = "https://pay.example/q?account={account}&amount={amount}&period={period}"
"""
ELEVEN, NOTHING, REFUND, DEBTOR = "000900010", "000900002", "000900003", "000900008"  # cases of the demo package
RECEIPT = (910880, 396604, 38478, 24920, 26625, 29637, 35000, 55304, 32500, 20000, 264900)
CONFIRM = {"kk": "Растау", "ru": "Подтвердить", "en": "Confirm"}


@pytest.fixture
async def place(way: Way, sandbox: Sandbox, time: Time, tmp_path: Path, demo_package: Path) -> AsyncIterator[Place]:
    """The demo package, and a retailer with one channel to pay by."""
    retailer = tmp_path / "retailer.toml"
    shutil.copy(DEMO_FILE, retailer)
    retailer.write_text(retailer.read_text(encoding="utf-8") + CHANNEL, encoding="utf-8")
    async with own_database(way.database, tmp_path) as url:
        place = Place(sandbox, tmp_path, url, more={"RETAILER_FILE": str(retailer)})
        await settle_demo(place, demo_package, now=time())
        yield place


async def links_by_office(bot: Place, person: Person, number: str) -> None:
    """Link an account by a one-time code that the office has issued at its counter."""
    database = Database(bot.database_url, Vault.from_file(bot.folder / "secret.key"))
    async with database.work() as work:
        issued = await Cabinet(work, Retailer.from_file(DEMO_FILE), NOW).office.issue_code(number=number)
        await work.commit()
    await database.dispose()
    await agrees(person)
    await person.starts(issued.payload)
    await person.taps(CONFIRM[str(person.account.language)])
    await sees_linked(person, number)


def tiyn(text: str) -> int:
    return int(re.sub(r"[^0-9]", "", text))


def sums_after(label: str, text: str) -> list[int]:
    """Return the amounts that stand after a label, in tiyn."""
    return [tiyn(found) for found in re.findall(rf"{label}: ([0-9\u00a0 ,.]+[0-9])", text)]


@needs_poppler
@pytest.mark.parametrize("way", BOTH, indirect=True)
async def test_the_eleven_lines_of_a_receipt_add_up_on_the_screen_and_on_paper(bot: Place, aliya: Person) -> None:
    await links(aliya, ELEVEN, "18348,48")

    await aliya.says("Түбіртектер мен төлемдер")

    assert "10.2026       18\u00a0348,48" in aliya.screen.text
    await aliya.taps("🔍 10.2026")
    lines = sums_after("Төлеуге", aliya.screen.text)
    assert sorted(lines) == sorted(RECEIPT)
    assert sum(lines) == tiyn("18 348,48")
    assert "Төлеуге жиыны: 18\u00a0348,48\u00a0₸" in aliya.screen.text
    assert "Электр энергиясы · тұтыну нормасы бойынша" in aliya.screen.text
    assert "Лифт · тұрақты сома" in aliya.screen.text
    await aliya.taps("🧾 Шот-түбіртек")
    await aliya.sees("Шот-түбіртек № B-2026-000001")
    page = words_of(pdf_in(aliya))
    assert "18 348,48 ₸" in page
    missing = [sum_ for sum_ in RECEIPT if not re.search(rf"\+{written(sum_)}", page)]
    assert missing == []


def written(amount: int) -> str:
    whole, rest = divmod(amount, 100)
    return f"{whole:,}".replace(",", " ") + f",{rest:02}"


@needs_poppler
async def test_the_reverse_side_explains_prices_readings_and_debts(
    bot: Place, aliya: Person, people: Consumers
) -> None:
    await links_own(aliya, people[0])
    await aliya.says("/bills")
    due = dict(re.findall(r"([0-9]{2}\.2026) +([0-9 ]+,[0-9]{2})", seen(aliya)))
    await aliya.taps("🔍 10.2026")

    await aliya.taps("Шоттың сыртқы жағы")

    await aliya.sees("Шоттың сыртқы жағы № BR-2026-000001")
    page = " ".join(words_of(pdf_in(aliya)).split())
    assert "115 – 190 345 – 570 44,69 16" in page  # the second level of three residents
    assert f"+{due['09.2026']} +{due['10.2026']}" in page  # what was owed at the end of September and October
    assert "әр айдың 20 күнінен айдың соңғы күніне дейін" in page
    assert "не ранее чем через 30 календарных дней" in page
    assert "CU1048576 01.11.2031" in page
    assert "г. Усть-Каменогорск, ул. Примерная, 1" in page
    assert "Мысал Банк арқылы / Через Мысал Банк" in page
    assert people[0].payer not in page


async def test_the_reverse_side_is_among_the_documents(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[1])
    await maria.says("/documents")
    await maria.taps("Обратная сторона")
    await maria.taps("Октябрь")

    await maria.sees("Обратная сторона № BR-2026-000001")


@needs_poppler
async def test_a_payment_opens_its_split_and_gives_a_receipt_in_russian(
    bot: Place, maria: Person, people: Consumers
) -> None:
    await links(maria, ELEVEN, "18348,48")
    await maria.says("Квитанции и платежи")
    await maria.taps("Платежи")
    assert re.search(r"✅ 13\.11\.2026 · 18 348,48 ₸ · ", seen(maria))
    assert "Страница 1 из 2" in maria.screen.text

    await maria.taps("🔍 13.11.2026")

    split = re.findall(r"▫️ .+: ([0-9 ]+,[0-9]{2}) ₸", seen(maria))
    assert len(split) == len(RECEIPT)
    assert sum(map(tiyn, split)) == sum(RECEIPT)
    await maria.taps("Квитанция об оплате")
    await maria.sees("Квитанция об оплате № RC-2026-000001")
    assert "Оплачено: 18 348,48 ₸" in seen(maria)
    page = words_of(pdf_in(maria))
    assert "13 ноября 2026 г." in page
    assert "18 348,48 ₸" in page
    link = codes_on(pdf_in(maria))[0]
    await maria.starts(link.partition("start=")[2])
    assert "✅ Этот документ выдан у нас и действует." in maria.screen.text


async def test_the_way_back_leads_to_the_page_that_was_left(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[1])
    await maria.says("/bills")
    await maria.taps("▶️")
    bills = maria.screen.text
    await maria.taps("🔍 12.2025")
    await maria.taps("Назад")
    assert maria.screen.text == bills
    await maria.taps("Платежи")
    await maria.taps("▶️")
    payments = maria.screen.text
    await maria.taps(next(label for label in maria.screen.inline if label.startswith("🔍")))

    await maria.taps("Назад")

    assert "Страница 2 из 2" in payments
    assert maria.screen.text == payments


async def test_any_period_by_presets_and_by_the_calendar(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[1])
    await maria.says("/bills")
    await maria.taps("Период")
    await maria.taps("3 месяца")
    assert "Период: 08.2026–10.2026" in maria.screen.text
    await maria.taps("Период")
    await maria.taps("Произвольный период")
    await maria.taps("Сентябрь")
    assert "Начало: сентябрь 2026 г." in maria.screen.text
    await maria.taps("Июнь")

    assert "Период: 06.2026–09.2026" in maria.screen.text
    assert "10.2026" not in maria.screen.text
    await maria.taps("Платежи")
    assert "Период: 06.2026–09.2026" in maria.screen.text
    assert len([label for label in maria.screen.inline if label.startswith("🔍")]) == 4
    await maria.taps("Период")
    await maria.taps("2025 год")
    await maria.taps("Квитанции")
    assert "Период: 01.2025–12.2025" in maria.screen.text
    assert "11.2025" in maria.screen.text


@needs_poppler
async def test_several_months_come_as_one_file_and_each_bill_can_be_checked(
    bot: Place, john: Person, people: Consumers
) -> None:
    await links_by_code(john, people[2])
    await john.says("Bills and payments")
    await john.taps("Period")
    await john.taps("3 months")

    await john.taps("All in one PDF")

    await john.sees("Bills in one PDF")
    assert "3 bills" in john.screen.text
    pdf = pdf_in(john, "BB-2026")
    pages = pages_of(pdf)
    assert [re.findall(r"PDF ([0-9]+ / [0-9]+)", page) for page in pages] == [
        [f"{place} / {len(pages)}"] for place in range(1, len(pages) + 1)
    ]
    numbers = {found for page in pages for found in re.findall(r"B-2026-[0-9]{6}", page)}
    codes = {found for page in pages for found in re.findall(r"Code to check: ([0-9A-Z-]{19})", page)}
    assert len(numbers) == len(codes) == 3
    for typed in codes:
        await john.says(typed)
        assert "✅ This document was issued here and is in force." in john.screen.text
    assert {link.partition("start=d_")[2] for link in codes_on(pdf) if "start=d_" in link} <= {
        typed.replace("-", "") for typed in codes
    }


async def test_a_bill_asked_alone_and_in_a_file_is_one_document(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[1])
    await maria.says("/bills")
    await maria.taps("🔍 10.2026")
    await maria.taps("🧾 Счёт-квитанция")
    await maria.sees("№ B-2026-000001")
    for _ in range(2):
        await maria.says("/bills")
        await maria.taps("Период")
        await maria.taps("3 месяца")
        await maria.taps("Все в одном PDF")
        await maria.sees("Квитанции в одном PDF")

    sent = [line.message.content["document"] for line in maria.history if line.file_name.startswith("BB-")]

    assert len(sent) == 2
    assert sent[0]["file_id"] == sent[1]["file_id"]
    assert sent[0]["file_name"] == "BB-2026-000004.pdf"  # after the two bills that were new


async def test_what_is_owed_can_be_paid_from_bill_status_and_paper(bot: Place, john: Person) -> None:
    await links_by_office(bot, john, DEBTOR)
    await john.says("/bills")
    await john.taps("🔍 10.2026")
    bill = john.screen.text
    assert "🔴 Owed now: 50,602.72\u00a0₸" in bill

    await john.taps("💳 Pay")

    assert "To pay: 50,602.72\u00a0₸" in john.screen.text
    assert pays(john) == {"account": [DEBTOR], "amount": ["50602.72"], "period": ["2026-11"]}
    await john.taps("Back")
    assert john.screen.text == bill
    await john.says("/balance")
    await john.taps("💳 Pay")
    assert pays(john)["amount"] == ["50602.72"]
    await john.taps("Back")
    assert "Account status" in john.screen.text
    await john.says("/documents")
    await john.taps("🏦 Invoice")
    await john.taps("October")
    await john.sees("№ INV-2026-000001")
    await john.taps("💳 Pay")
    assert pays(john)["amount"] == ["50602.72"]


def pays(person: Person) -> dict[str, list[str]]:
    """Return what the address of the only channel asks for."""
    menu = person.screen.menu
    assert menu is not None
    assert menu.markup is not None
    (button,) = [each for row in menu.markup["inline_keyboard"] for each in row if "url" in each]
    assert button["text"] == "🏦 With Mysal Bank"
    address = urlsplit(button["url"])
    assert (address.scheme, address.netloc) == ("https", "pay.example")
    return parse_qs(address.query)


async def test_what_is_paid_is_not_offered_to_be_paid_again(bot: Place, aliya: Person, people: Consumers) -> None:
    await links_own(aliya, people[0])
    await aliya.says("/bills")

    await aliya.taps("🔍 10.2026")

    assert "Төлеуге жиыны: 22\u00a0212,48\u00a0₸" in aliya.screen.text
    assert "Берешегіңіз жоқ." in aliya.screen.text
    assert "💳 Төлеу" not in aliya.screen.inline
    await aliya.says("/balance")
    assert "💳 Төлеу" not in aliya.screen.inline
    await presses_forged(aliya, "pay:1::12")
    assert "Берешегіңіз жоқ." in aliya.screen.text
    assert "Мысал Банк" not in " ".join(aliya.screen.inline)


async def test_a_payment_of_nothing_is_told_as_such_and_has_no_receipt(bot: Place, maria: Person) -> None:
    await links_by_office(bot, maria, NOTHING)
    await maria.says("/bills")
    await maria.taps("Платежи")
    assert "▫️ 13.11.2026 · 0,00 ₸" in seen(maria)

    await maria.taps("🔍 13.11.2026 · 0,00")

    assert "без движения денег" in maria.screen.text
    assert maria.screen.inline == ["💬 Спросить об этом", "Назад"]
    opened = callback_of_the_last_tap(maria)
    await presses_forged(maria, ":".join(["pdf_rc", *opened.split(":")[1:4]]))
    assert "Для этого документа пока нет данных" in maria.screen.text


def callback_of_the_last_tap(person: Person) -> str:
    """Return what the newest press carried."""
    return str(list(person.world.queries.values())[-1].data)


@needs_poppler
async def test_a_refund_is_told_as_money_given_back(bot: Place, maria: Person) -> None:
    await links_by_office(bot, maria, REFUND)
    await maria.says("/bills")
    await maria.taps("Платежи")
    assert "↩️ 13.11.2026 · −1 500,00 ₸" in seen(maria)

    await maria.taps("🔍 13.11.2026")

    assert "↩️ Вам возвращено: 1 500,00 ₸" in seen(maria)
    await maria.taps("Квитанция об оплате")
    await maria.sees("№ RC-2026-000001")
    assert "Возвращено: 1 500,00 ₸" in seen(maria)
    page = words_of(pdf_in(maria))
    assert "Возврат средств" in page
    assert "–1 500,00" in page


async def test_another_account_is_one_tap_away(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[1])
    await maria.starts(people[2].one_time_code)
    await maria.taps("Подтвердить")
    await sees_linked(maria, people[2].account_no)
    await maria.says("/bills")
    assert people[2].account_no in maria.screen.text

    await maria.taps("Другой счёт")
    await maria.taps(people[1].account_no)

    assert people[1].account_no in maria.screen.text
    await maria.says("/bills")
    assert people[1].account_no in maria.screen.text


async def test_forged_and_foreign_buttons_find_nothing_and_views_are_audited(
    bot: Place, aliya: Person, maria: Person, people: Consumers
) -> None:
    await links_own(aliya, people[0])
    await aliya.says("/bills")
    await aliya.taps("🔍 10.2026")
    await aliya.says("/bills")
    await aliya.taps("Төлемдер")
    await aliya.taps("🔍 13.11.2026")
    opened = callback_of_the_last_tap(aliya).split(":")
    await links_own(maria, people[1])
    foreign = ["bills:1:12:", "payments:1:12:0", "bill:1:202610:12:0", "pay:1::12", "pdf_bills:1:12", "bills_to:1"]
    foreign += [":".join(opened), ":".join(["pdf_rc", *opened[1:4]]), "b_from:1:payments:12:2026"]

    for forged in foreign:
        await maria.says("/bills")
        await presses_forged(maria, forged)
        assert maria.toast == "Эта кнопка устарела.", forged
        assert people[0].account_no not in maria.screen.text
    await maria.says("/bills")
    for old in ("payment:2:20260101:AAAAAAAA:12:0", "pdf_rc:2:20261113:AAAAAAAA", "payment:2:20260231:AAAAAAAA:12:0"):
        await presses_forged(maria, old)
        assert maria.toast == "Эта кнопка устарела.", old
        await maria.says("/bills")
    await presses_forged(maria, "bill:2:203001:12:0")
    assert maria.toast == "Нет данных: январь 2030 г."
    await presses_forged(maria, "payments:2:999912-999912:0")
    assert "За этот период платежей не было." in maria.screen.text

    rows = await audited(bot)
    for action in ("view.bills", "view.bill", "view.payments", "view.payment"):
        assert (action, f"chat:{aliya.id}") in rows
    assert ("link.foreign", f"chat:{maria.id}") in rows


async def audited(bot: Place) -> list[tuple[str, str]]:
    database = Database(bot.database_url, Vault.from_file(bot.folder / "secret.key"))
    async with database.work() as work:
        rows = (await work.execute(select(audit.c.action, audit.c.actor))).all()
    await database.dispose()
    return [(row.action, row.actor) for row in rows]


async def test_an_account_without_any_bill_gets_a_calm_word(bot: Place, john: Person) -> None:
    await links_by_office(bot, john, "000900001")
    await john.says("/bills")

    assert "There are no bills for this account yet." in john.screen.text
    assert "📅 Period" not in john.screen.inline
    await john.taps("Payments")
    assert "The accounting system has sent no payments for this account yet." in john.screen.text


async def test_without_an_account_the_way_to_one_is_shown(bot: Place, john: Person) -> None:
    await agrees(john)

    await john.says("/bills")

    assert "No account is added yet." in john.screen.text


async def test_without_consent_nothing_is_looked_up(bot: Place, john: Person) -> None:
    await john.starts()

    await john.says("/bills")

    assert "I agree" in " ".join(john.screen.inline)

"""A new bill at the moment of sending: with its PDF in the chat, as a letter, as both, and what becomes of trouble."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from bot.jobs.notices_bills import MADE
from bot.screens.screen import Screen
from core.cabinet import Cabinet
from core.i18n import translator
from core.notices.model import Channel, Chat, NoticeSettings, NoticeType, Recipient
from core.papers.paying import PaymentLink
from core.period import Period
from core.storage import book
from core.storage.emails import SqlAddresses
from core.storage.outbox import EMAIL
from core.storage.tables import outbox
from tests.core.storage.test_balance import SERVICES, SUPPLIERS, month
from tests.databases import NOW
from tests.fakes.subscribers import Subscribers
from tests.fakes.town import Town

MINE, OCTOBER = "000100100", Period(2026, 10)
LINK = PaymentLink(kk="Мысал", ru="Мысал", en="Mysal", url="https://pay.example/{account}")


@pytest.fixture
async def people(town: Town) -> Subscribers:
    town.retailer = town.retailer.model_copy(update={"payment_links": (LINK,)})
    people = Subscribers(town)
    await people.join(1, MINE)
    owed = month(OCTOBER, 4_870_00, account=people.account_id(MINE), accrued=4_870_00)
    bill = {"bill_id": "B1", "account_id": people.account_id(MINE), "period": OCTOBER, "kind": "main"}
    bill |= {"formed_on": date(2026, 11, 5), "due_on": date(2026, 11, 25), "total": 4_870_00}
    await people.deliver({book.services: SERVICES, book.suppliers: SUPPLIERS})
    await people.deliver({book.balances: [owed], book.bills: [bill]})
    return people


async def recipient(people: Subscribers) -> Recipient:
    [campaign] = await people.fired(NoticeType.BILL)
    [told] = await people.queued(campaign)
    return told


async def shown(people: Subscribers, told: Recipient, by: Channel, *, by_email: bool = True) -> Screen:
    chat = Chat(chat_id=1, language="ru", settings=NoticeSettings(bills_by=by), accounts=())
    async with people.town.database.work() as work:
        cabinet = Cabinet(work, people.town.retailer, NOW, by_email=by_email)
        screen = await MADE[NoticeType.BILL](cabinet, chat, told, translator("ru"))
        await work.commit()
    return screen


async def has_address(people: Subscribers) -> None:
    async with people.town.database.work() as work:
        await work.write()
        addresses, until = SqlAddresses(work), datetime(2027, 1, 1, tzinfo=UTC)
        await addresses.await_confirmation(1, "a@posta.example", token_hash="0" * 64, expires_at=until, document=0)
        await addresses.confirm(1, "a@posta.example", NOW)
        await work.commit()


async def letters(people: Subscribers) -> int:
    async with people.town.database.work() as work:
        query = select(func.count()).select_from(outbox).where(outbox.c.channel == EMAIL)
        return int((await work.execute(query)).scalar_one())


def labels(screen: Screen) -> list[str]:
    assert screen.keyboard is not None
    rows = getattr(screen.keyboard, "inline_keyboard", [])
    return [button.text for row in rows for button in row]


async def test_the_pdf_comes_to_the_chat_with_the_names_masked(people: Subscribers) -> None:
    screen = await shown(people, await recipient(people), Channel.CHAT)

    assert screen.paper is not None
    assert screen.paper.kind == "bill"
    assert "Кәмила" not in str(screen.paper.facts)
    assert "октябрь 2026" in screen.text
    assert "25 ноября 2026 г." in screen.text
    assert labels(screen) == ["💳 Оплатить", "❓ Почему изменилось?"]
    assert await letters(people) == 0


async def test_by_email_the_chat_gets_a_word_and_the_letter_goes_once(people: Subscribers) -> None:
    await has_address(people)
    told = await recipient(people)

    screen, again = await shown(people, told, Channel.EMAIL), await shown(people, told, Channel.EMAIL)

    assert screen.paper is None
    assert "•••@posta.example" in screen.text
    assert labels(screen)[0] == "🧾 Счёт-квитанция"
    assert again == screen
    assert await letters(people) == 1


async def test_both_ways_are_both(people: Subscribers) -> None:
    await has_address(people)

    screen = await shown(people, await recipient(people), Channel.BOTH)

    assert screen.paper is not None
    assert await letters(people) == 1


@pytest.mark.parametrize("by", [Channel.EMAIL, Channel.BOTH])
async def test_without_an_address_the_pdf_comes_to_the_chat_and_says_why(people: Subscribers, by: Channel) -> None:
    screen = await shown(people, await recipient(people), by)

    assert screen.paper is not None
    assert "/settings" in screen.text
    assert await letters(people) == 0


async def test_without_a_mail_server_the_chat_gets_it(people: Subscribers) -> None:
    await has_address(people)

    screen = await shown(people, await recipient(people), Channel.EMAIL, by_email=False)

    assert screen.paper is not None
    assert await letters(people) == 0


async def test_a_bill_that_cannot_be_drawn_is_told_in_words(people: Subscribers) -> None:
    told = await recipient(people)
    await people.take_away(book.balances)

    screen = await shown(people, told, Channel.CHAT)

    assert screen.paper is None
    assert "октябрь 2026" in screen.text

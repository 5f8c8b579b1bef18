from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import delete

from core.notices.model import NoticeSettings, NoticeType
from core.notices.moment import Dropped, Ready
from core.period import Period
from core.storage import book
from core.storage.tables import packages
from tests.core.storage.test_balance import month
from tests.fakes.subscribers import Subscribers
from tests.fakes.town import TOWN, Town, deliver

MINE, OTHER = "000100100", "000100101"


@pytest.fixture
def people(town: Town) -> Subscribers:
    return Subscribers(town)


def paid(people: Subscribers, payment_id: str, paid_at: str, amount: int, **more: Any) -> dict[str, Any]:
    account = people.account_id(more.pop("number", MINE))
    row = {"payment_id": payment_id, "account_id": account, "service_code": "EL", "supplier_code": "AES"}
    return row | {"paid_at": paid_at, "amount": amount, "channel": "Мысал Банк", "doc_no": "K-1"} | more


async def test_a_payment_is_told_once_to_every_chat_of_its_account(people: Subscribers) -> None:
    link = (await people.join(1, MINE))[MINE]
    await people.join(2, MINE, OTHER)
    await people.deliver({book.payments: [paid(people, "P1", "2026-11-21T18:40:00", 512_00)]})

    [campaign] = await people.fired(NoticeType.PAYMENT)
    first, second = await people.queued(campaign)

    assert (first.key, second.key) == ("payment:P1:1", "payment:P1:2")
    assert first.account_id == people.account_id(MINE)
    told = {name: first.values[name] for name in ("link_id", "account_no", "paid_at", "amount", "channel")}
    assert told == {
        "link_id": link,
        "account_no": MINE,
        "paid_at": "2026-11-21T18:40:00",
        "amount": 512_00,
        "channel": "Мысал Банк",
    }
    assert "debt" not in first.values  # no balance has been delivered
    assert [type(each) for each in await people.judged(campaign, [first, second])] == [Ready, Ready]
    assert await people.fired(NoticeType.PAYMENT) == []


async def test_the_next_package_tells_only_what_is_new(people: Subscribers) -> None:
    await people.join(1, MINE)
    await people.deliver({book.payments: [paid(people, "P1", "2026-11-20", 100)]})
    [campaign] = await people.fired(NoticeType.PAYMENT)
    await people.queued(campaign)

    await deliver(people.town.database, TOWN, generation=2)
    both = [paid(people, "P1", "2026-11-20", 100), paid(people, "P2", "2026-11-21", 200)]
    await people.deliver({book.payments: both})
    [later] = await people.fired(NoticeType.PAYMENT)

    assert [each.key for each in await people.queued(later)] == ["payment:P2:1"]


async def test_the_rows_of_one_payment_are_one_sum(people: Subscribers) -> None:
    await people.join(1, MINE)
    rows = [
        paid(people, "P2", "2026-11-21", 30, service_code="GAS", channel="Касса"),
        paid(people, "P1", "2026-11-21", 12),
    ]
    await people.deliver({book.payments: rows})

    [campaign] = await people.fired(NoticeType.PAYMENT)
    [told] = await people.queued(campaign)

    assert (told.key, told.values["amount"], told.values["channel"]) == ("payment:P1:1", 42, "Мысал Банк, Касса")


async def test_what_is_older_than_the_link_or_than_35_days_or_given_back_is_not_told(people: Subscribers) -> None:
    await people.join(1, MINE, since=datetime(2026, 11, 9, 20, 0, tzinfo=UTC))  # the 10th in Kazakhstan
    await people.join(2, OTHER, since=datetime(2026, 1, 1, tzinfo=UTC))
    rows = [
        paid(people, "P1", "2026-11-09T23:59:59", 1),
        paid(people, "P2", "2026-11-10", 2),
        paid(people, "P3", "2026-11-11", -3),
        paid(people, "P4", "2026-11-12", 0),
        paid(people, "P5", "2026-10-17", 5, number=OTHER),
        paid(people, "P6", "2026-10-18", 6, number=OTHER),
    ]
    await people.deliver({book.payments: rows})

    [campaign] = await people.fired(NoticeType.PAYMENT)

    assert [each.key for each in await people.queued(campaign)] == ["payment:P2:1", "payment:P6:2"]


async def test_the_balance_is_that_of_the_newest_month_of_each_service(people: Subscribers) -> None:
    await people.join(1, MINE)
    mine = people.account_id(MINE)
    balances = [
        month(Period(2026, 10), 900, account=mine),
        month(Period(2026, 11), 400, account=mine, paid_until=date(2026, 11, 21)),
        month(Period(2026, 10), -70, "GAS", account=mine, paid_until=date(2026, 11, 20)),
    ]
    await people.deliver({book.payments: [paid(people, "P1", "2026-11-21", 500)], book.balances: balances})

    [campaign] = await people.fired(NoticeType.PAYMENT)
    [told] = await people.queued(campaign)

    owed = {name: told.values[name] for name in ("debt", "overpayment", "paid_until")}
    assert owed == {"debt": 400, "overpayment": 70, "paid_until": "2026-11-20"}


async def test_a_payment_that_has_gone_again_and_one_not_wanted_are_not_sent(people: Subscribers) -> None:
    await people.join(1, MINE)
    await people.join(2, MINE)
    await people.deliver({book.payments: [paid(people, "P1", "2026-11-21", 500)]})
    [campaign] = await people.fired(NoticeType.PAYMENT)
    queued = await people.queued(campaign)

    await people.choose(2, NoticeSettings(off=frozenset({NoticeType.PAYMENT})))
    one, other = await people.judged(campaign, queued)
    assert (type(one), other) == (Ready, Dropped(why="off"))

    await people.take_away(book.payments)
    assert (await people.judged(campaign, queued))[0] == Dropped(why="no_reason")


async def test_an_import_of_days_ago_is_counted_and_not_told(people: Subscribers) -> None:
    await people.join(1, MINE)
    await people.deliver({book.payments: [paid(people, "P1", "2026-11-21", 500)]})
    people.town.wait(days=4)

    [campaign] = await people.fired(NoticeType.PAYMENT)

    assert campaign.state == "cancelled"
    assert await people.queued(campaign) == []


async def test_an_empty_book_asks_for_nothing(people: Subscribers) -> None:
    async with people.town.database.work() as work:
        await work.write()
        await work.execute(delete(packages))
        await work.commit()

    assert await people.fired(NoticeType.PAYMENT) == []

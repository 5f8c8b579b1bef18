from datetime import date
from typing import Any

import pytest

from bot.screens.notices_occasions import OCCASIONS
from core.i18n import translator
from core.notices.model import Campaign, NoticeType
from core.notices.moment import Dropped, Ready
from core.period import Period
from core.storage import book
from tests.core.storage.test_balance import month
from tests.fakes.subscribers import Subscribers
from tests.fakes.town import TOWN, Town, deliver

MINE, OTHER, OCTOBER, NOVEMBER = "000100100", "000100101", Period(2026, 10), Period(2026, 11)


@pytest.fixture
async def people(town: Town) -> Subscribers:
    """Two accounts of one chat; the town is imported on Sunday, the 22nd of November."""
    people = Subscribers(town)
    await people.join(1, MINE, OTHER)
    return people


def bill(people: Subscribers, number: str, due_on: date) -> dict[str, Any]:
    facts = {"bill_id": f"B{number}", "account_id": people.account_id(number), "period": OCTOBER, "kind": "main"}
    return facts | {"formed_on": date(2026, 11, 5), "due_on": due_on, "total": 500}


def owes(people: Subscribers, number: str, closing: int, **more: Any) -> dict[str, Any]:
    until = {"paid_until": date(2026, 11, 23)}
    return month(more.pop("period", OCTOBER), closing, account=people.account_id(number), **(until | more))


async def asked(people: Subscribers) -> Campaign:
    return next(each for each in await people.fired(NoticeType.UNPAID) if each.state == "running")


async def test_one_message_has_all_accounts_of_a_chat(people: Subscribers) -> None:
    bills = [bill(people, MINE, date(2026, 11, 23)), bill(people, OTHER, date(2026, 11, 23))]
    await people.deliver({book.bills: bills, book.balances: [owes(people, MINE, 500), owes(people, OTHER, 300)]})
    people.town.wait(days=2)

    [told] = await people.queued(await asked(people))

    assert told.key == "unpaid:1:2026-11-24"
    assert [(each["account_no"], each["left"]) for each in told.values["accounts"]] == [(MINE, 500), (OTHER, 300)]
    text = OCCASIONS[NoticeType.UNPAID](told.values, translator("ru"), people.town.retailer).text
    assert "23 ноября 2026 г." in text
    assert await people.fired(NoticeType.UNPAID) == []


async def test_a_day_off_moves_the_last_day_on(people: Subscribers) -> None:
    await people.deliver({book.bills: [bill(people, MINE, date(2026, 11, 22))], book.balances: [owes(people, MINE, 5)]})
    people.town.wait(days=1)
    assert await people.queued(await asked(people)) == []

    people.town.wait(days=1)
    assert len(await people.queued(await asked(people))) == 1


async def test_a_payment_that_arrives_takes_the_account_off(people: Subscribers) -> None:
    bills = [bill(people, MINE, date(2026, 11, 23)), bill(people, OTHER, date(2026, 11, 23))]
    await people.deliver({book.bills: bills, book.balances: [owes(people, MINE, 500), owes(people, OTHER, 300)]})
    people.town.wait(days=2)
    campaign = await asked(people)
    queued = await people.queued(campaign)

    await people.take_away(book.balances)
    await people.deliver({book.balances: [owes(people, MINE, 0), owes(people, OTHER, 300)]})
    [left] = await people.judged(campaign, queued)
    assert isinstance(left, Ready)
    assert [each["account_no"] for each in left.recipient.values["accounts"]] == [OTHER]

    await people.take_away(book.balances)
    await people.deliver({book.balances: [owes(people, MINE, 0), owes(people, OTHER, -3)]})
    assert await people.judged(campaign, queued) == [Dropped(why="no_reason")]


async def test_what_a_later_month_has_charged_is_not_what_is_late(people: Subscribers) -> None:
    later = owes(people, MINE, 700, period=NOVEMBER, accrued=700)
    partly = owes(people, OTHER, 900, period=NOVEMBER, accrued=700)
    bills = [bill(people, MINE, date(2026, 11, 23)), bill(people, OTHER, date(2026, 11, 23))]
    await people.deliver({book.bills: bills, book.balances: [later, partly]})
    people.town.wait(days=2)

    [told] = await people.queued(await asked(people))

    found = [(each["account_no"], each["left"], each["debt"]) for each in told.values["accounts"]]
    assert found == [(OTHER, 200, 900)]


async def test_nobody_is_asked_while_payments_of_the_last_day_are_not_counted(people: Subscribers) -> None:
    stale = owes(people, MINE, 500, paid_until=date(2026, 11, 22))
    await people.deliver({book.bills: [bill(people, MINE, date(2026, 11, 23))], book.balances: [stale]})
    people.town.wait(days=2)

    assert await people.queued(await asked(people)) == []


async def test_a_day_that_was_missed_is_counted_and_not_made_up_for(people: Subscribers) -> None:
    people.town.wait(days=2)

    states = {each.key: str(each.state) for each in await people.fired(NoticeType.UNPAID)}

    assert states == {"unpaid:2026-11-23": "cancelled", "unpaid:2026-11-24": "running"}


async def test_a_package_that_comes_after_the_hour_asks_whoever_has_not_been_asked_that_day(
    people: Subscribers,
) -> None:
    await people.join(2, OTHER)
    uncounted = {"paid_until": date(2026, 11, 22)}
    bills = [bill(people, MINE, date(2026, 11, 23)), bill(people, OTHER, date(2026, 11, 23))]
    await people.deliver({book.bills: bills})
    await people.deliver({book.balances: [owes(people, MINE, 500), owes(people, OTHER, 300, **uncounted)]})
    people.town.wait(days=2)
    assert [each.chat_id for each in await people.queued(await asked(people))] == [1]

    await deliver(people.town.database, TOWN, generation=2, now=people.town.now)
    await people.deliver({book.bills: bills, book.balances: [owes(people, MINE, 500), owes(people, OTHER, 300)]})
    people.town.wait(minutes=1)

    [again] = await people.fired(NoticeType.UNPAID)
    assert [each.chat_id for each in await people.queued(again)] == [2]
    people.town.wait(days=1)
    assert [each.key for each in await people.fired(NoticeType.UNPAID)] == ["unpaid:2026-11-25"]


async def test_a_service_that_ended_long_ago_keeps_nobody_from_being_asked(people: Subscribers) -> None:
    ended = owes(people, MINE, 0, period=Period(2025, 3), service="GAS", paid_until=date(2025, 3, 31))
    await people.deliver({book.bills: [bill(people, MINE, date(2026, 11, 23))]})
    await people.deliver({book.balances: [owes(people, MINE, 500), ended]})
    people.town.wait(days=2)

    [told] = await people.queued(await asked(people))

    assert [each["paid_until"] for each in told.values["accounts"]] == ["2026-11-23"]

from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.notices.model import NoticeSettings, NoticeType
from core.notices.moment import Dropped, Ready
from core.period import Period
from core.storage import book
from tests.fakes.subscribers import Subscribers
from tests.fakes.town import TOWN, Town, deliver

MINE, OTHER = "000100100", "000100101"
OCTOBER = Period(2026, 10)


@pytest.fixture
def people(town: Town) -> Subscribers:
    return Subscribers(town)


def formed(people: Subscribers, bill_id: str, formed_on: date | None, **more: Any) -> dict[str, Any]:
    account = people.account_id(more.pop("number", MINE))
    row = {"bill_id": bill_id, "account_id": account, "period": OCTOBER, "kind": "main", "formed_on": formed_on}
    return row | {"due_on": date(2026, 11, 25), "total": 4_870_00} | more


async def test_a_new_bill_goes_once_to_every_chat_of_its_account(people: Subscribers) -> None:
    link = (await people.join(1, MINE))[MINE]
    await people.join(2, OTHER)
    await people.deliver({book.bills: [formed(people, "B1", date(2026, 11, 5))]})

    [campaign] = await people.fired(NoticeType.BILL)
    [told] = await people.queued(campaign)

    assert (told.chat_id, told.key) == (1, f"bill:{people.account_id(MINE)}:2026-10:1")
    assert told.values == {
        "link_id": link,
        "account_no": MINE,
        "period": 202610,
        "total": 4_870_00,
        "due_on": "2026-11-25",
    }
    assert await people.fired(NoticeType.BILL) == []

    await deliver(people.town.database, TOWN, generation=2)
    await people.deliver({book.bills: [formed(people, "B1", date(2026, 11, 5))]})
    [again] = await people.fired(NoticeType.BILL)
    assert await people.queued(again) == []


async def test_of_two_bills_of_a_month_the_newer_one_counts(people: Subscribers) -> None:
    await people.join(1, MINE)
    rows = [formed(people, "B2", date(2026, 11, 6), total=7), formed(people, "B1", date(2026, 11, 5), total=5)]
    await people.deliver({book.bills: rows})

    [campaign] = await people.fired(NoticeType.BILL)

    assert [each.values["total"] for each in await people.queued(campaign)] == [7]


async def test_bills_of_before_the_link_old_ones_and_those_that_people_form_are_not_sent(people: Subscribers) -> None:
    await people.join(1, MINE, since=datetime(2026, 11, 5, 6, 0, tzinfo=UTC))
    await people.join(2, OTHER, since=datetime(2026, 1, 1, tzinfo=UTC))
    rows = [
        formed(people, "B1", date(2026, 11, 4)),
        formed(people, "B2", date(2026, 11, 6), kind="alternative", period=Period(2026, 11)),
        formed(people, "B3", None, period=Period(2026, 8)),
        formed(people, "B4", date(2026, 10, 21), number=OTHER, period=Period(2026, 9)),
        formed(people, "B5", date(2026, 10, 22), number=OTHER),
    ]
    await people.deliver({book.bills: rows})

    [campaign] = await people.fired(NoticeType.BILL)

    assert [each.key for each in await people.queued(campaign)] == [f"bill:{people.account_id(OTHER)}:2026-10:2"]


async def test_a_bill_that_was_taken_back_is_not_sent(people: Subscribers) -> None:
    await people.join(1, MINE)
    await people.join(2, MINE)
    await people.deliver({book.bills: [formed(people, "B1", date(2026, 11, 5))]})
    [campaign] = await people.fired(NoticeType.BILL)
    queued = await people.queued(campaign)

    await people.choose(1, NoticeSettings(off=frozenset({NoticeType.BILL})))
    one, other = await people.judged(campaign, queued)
    assert (one, type(other)) == (Dropped(why="off"), Ready)

    await people.take_away(book.bills)
    assert (await people.judged(campaign, queued))[1] == Dropped(why="no_reason")

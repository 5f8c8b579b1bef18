"""The outbox as a ledger of campaigns: what is recorded, counted and claimed in one turn."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import func, select

from core.notices.model import Campaign, NoticeType, Recipient, State
from core.storage.campaigns import SqlCampaigns
from core.storage.engine import Database
from core.storage.ledger import Ended, GivenBack, Ledger
from core.storage.outbox import LEASE, Outbox, Parcel
from core.storage.tables import outbox
from tests.databases import NOW


async def begun(database: Database, chats: range, *, about: NoticeType = NoticeType.NEWS) -> int:
    async with database.work() as work:
        kept = SqlCampaigns(work)
        await work.write()
        campaign = await kept.add(about=about, content={}, created_by="office", now=NOW, state=State.RUNNING)
        assert campaign is not None
        await kept.enqueue(campaign, [Recipient(chat_id=chat, key=f"{campaign.id}:{chat}") for chat in chats], NOW)
        await work.commit()
    return campaign.id


async def read(database: Database, campaign_id: int) -> Campaign:
    async with database.work() as work:
        found = await SqlCampaigns(work).get(campaign_id)
    assert found is not None
    return found


async def change(database: Database, campaign_id: int, state: State) -> None:
    async with database.work() as work:
        await work.write()
        await SqlCampaigns(work).change(campaign_id, tuple(State), state=state)
        if state is State.CANCELLED:
            await SqlCampaigns(work).drop_waiting(campaign_id, NOW)
        await work.commit()


async def states(database: Database) -> Counter[str]:
    async with database.work() as work:
        rows = await work.execute(select(outbox.c.state, func.count().label("rows")).group_by(outbox.c.state))
        return Counter({row.state: row.rows for row in rows})


def sent(parcel: Parcel, **more: Any) -> Ended:
    return Ended(parcel=parcel, state="sent", counter="sent", **more)


async def test_a_turn_records_counts_and_claims_at_once(database: Database) -> None:
    campaign, ledger = await begun(database, range(1, 6)), Ledger(database)
    first, second = await ledger.turn([], 2, NOW)

    ended = Ended(parcel=second, state="dead", counter="blocked", outcome="blocked")
    rest = await ledger.turn([sent(first, message_id=7, said="kk:1:abc"), ended], 10, NOW)

    counts = (await read(database, campaign)).counts
    assert (counts.queued, counts.sent, counts.blocked, counts.open) == (5, 1, 1, 3)
    assert [parcel.chat_id for parcel in rest] == [3, 4, 5]
    async with database.work() as work:
        row = (await work.execute(select(outbox).where(outbox.c.id == first.id))).one()
    assert (row.state, row.message_id, row.said, row.payload) == ("sent", 7, "kk:1:abc", None)


async def test_what_is_urgent_comes_before_what_is_not(database: Database) -> None:
    await begun(database, range(1, 3))
    await begun(database, range(3, 5), about=NoticeType.OUTAGE)

    assert [parcel.chat_id for parcel in await Ledger(database).turn([], 10, NOW)] == [3, 4, 1, 2]


@pytest.mark.parametrize("state", [State.PAUSED, State.CANCELLED])
async def test_a_campaign_that_is_held_gives_nothing(database: Database, state: State) -> None:
    campaign, ledger = await begun(database, range(1, 4)), Ledger(database)
    (first,) = await ledger.turn([], 1, NOW)
    await change(database, campaign, state)

    assert await ledger.turn([sent(first)], 10, NOW) == []
    assert (await read(database, campaign)).counts.sent == 1


@pytest.mark.parametrize("state", [State.DONE, State.CANCELLED])
async def test_what_is_given_back_after_the_end_is_dropped(database: Database, state: State) -> None:
    campaign, ledger = await begun(database, range(1, 2)), Ledger(database)
    (parcel,) = await ledger.turn([], 1, NOW)
    await change(database, campaign, state)

    await ledger.turn([GivenBack(parcel=parcel, due=NOW, why="flood")], 1, NOW)

    assert await states(database) == {"cancelled": 1}
    counts = (await read(database, campaign)).counts
    assert (counts.dropped, counts.open) == (1, 0)


async def test_an_equal_key_is_queued_once_whichever_campaign_asks(database: Database) -> None:
    for _ in range(2):
        async with database.work() as work:
            kept = SqlCampaigns(work)
            await work.write()
            campaign = await kept.add(
                about=NoticeType.BILL, content={}, created_by="clock", now=NOW, state=State.RUNNING
            )
            assert campaign is not None
            await kept.enqueue(campaign, [Recipient(chat_id=1, key="bill:1")], NOW)
            await work.commit()

    assert await states(database) == {"new": 1}
    assert (await read(database, campaign.id)).counts.queued == 0


async def test_a_campaign_of_an_equal_occasion_does_not_come_into_being_twice(database: Database) -> None:
    async with database.work() as work:
        kept = SqlCampaigns(work)
        await work.write()
        facts: dict[str, Any] = {"about": NoticeType.READING_REMINDER, "content": {}, "created_by": "clock", "now": NOW}
        assert await kept.add(**facts, key="reading_reminder:202611:first:*")
        assert await kept.add(**facts, key="reading_reminder:202611:first:*") is None


async def test_who_was_frozen_and_has_lost_its_rows_changes_nothing_any_more(database: Database) -> None:
    campaign, ledger = await begun(database, range(1, 3)), Ledger(database)
    first, second = await ledger.turn([], 2, NOW)
    late = NOW + LEASE * 2
    assert len(await Outbox(database).recover(late)) == 2

    await ledger.turn([GivenBack(parcel=first, due=late, why="lead"), sent(second)], 10, late)

    counts = (await read(database, campaign)).counts
    assert (counts.sent, counts.unclear, counts.open) == (1, 1, 0)  # what has arrived after all is known as that
    assert await states(database) == {"sent": 1, "unclear": 1}

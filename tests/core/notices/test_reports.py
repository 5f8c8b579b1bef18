"""What a report says of a campaign: its sums, and a table that never leaves anything out in silence."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from core.notices.breakdown import left, pace
from core.notices.model import Campaign, Counts, NoticeType, State
from core.storage.tables import customers, outbox
from tests.core.notices.test_drafting import check, draft, full, queued, send  # noqa: F401 - the fixture
from tests.fakes.town import Town


async def closed(town: Town, **by_chat: Any) -> None:
    """Let rows end as said: `c1=("sent", "")`."""
    async with town.database.work() as work:
        await work.write()
        for chat, (state, outcome) in by_chat.items():
            row = update(outbox).where(outbox.c.chat_id == int(chat[1:]))
            await work.execute(row.values(state=state, outcome=outcome))
        await work.commit()


async def sent(town: Town) -> Campaign:
    number = await draft(town)
    await check(town, number)
    await send(town, number)
    assert await queued(town, number) == [1, 2, 3, 4]
    return await town.ask(lambda of: of.campaigns.get(campaign_id=number))


async def test_a_campaign_is_added_up_by_reason_language_and_branch(full: Town) -> None:  # noqa: F811
    campaign = await sent(full)
    await closed(full, c1=("sent", ""), c2=("cancelled", "off"), c4=("dead", "blocked Forbidden"))

    found = await full.ask(lambda of: of.campaign_reports.breakdown(campaign=campaign))

    assert found.dropped == {"off": 1}
    by_language = {part.name: dict(part.counts) for part in found.by_language}
    assert by_language["ru"] == {"sent": 0, "missed": 0, "dropped": 1, "left": 1}
    assert by_language["kk"] == {"sent": 1, "missed": 0, "dropped": 0, "left": 0}
    assert found.by_language[0].name == "ru"
    assert sum(by_language["en"].values()) == by_language["en"]["missed"] == 1


async def test_a_chat_with_several_accounts_of_a_branch_counts_once(full: Town) -> None:  # noqa: F811
    campaign = await sent(full)
    await closed(full, **{f"c{chat}": ("sent", "") for chat in (1, 2, 3, 4)})

    found = await full.ask(lambda of: of.campaign_reports.breakdown(campaign=campaign))

    assert [(part.name, part.counts["sent"]) for part in found.by_branch] == [("UKG", 3)]  # chat 3 has no account


async def test_who_has_been_forgotten_meanwhile_is_counted_without_a_language(full: Town) -> None:  # noqa: F811
    campaign = await sent(full)
    async with full.database.work() as work:
        await work.write()
        await work.execute(customers.delete().where(customers.c.chat_id == 3))
        await work.commit()

    found = await full.ask(lambda of: of.campaign_reports.breakdown(campaign=campaign))

    assert {part.name for part in found.by_language} == {"kk", "ru", "en", ""}


@pytest.mark.parametrize(
    ("rows", "unsent", "most", "lines", "flags"),
    [
        (2_500, 0, 3_000, 2_500, (False, False)),
        (2_500, 1_500, 2_000, 1_500, (True, False)),
        (3_500, 3_400, 2_000, 2_000, (True, True)),
        (2_100, 2_000, 2_000, 2_000, (True, False)),
    ],
)
async def test_the_table_says_when_it_is_not_the_whole(
    town: Town, rows: int, unsent: int, most: int, lines: int, flags: tuple[bool, bool]
) -> None:
    campaign = await town.ask(lambda of: of.drafting.new(by="operator:11"))
    async with town.database.work() as work:
        await work.write()
        kept = {"channel": "telegram", "priority": 9, "due": town.now, "created_at": town.now, "campaign": campaign.id}
        many = [
            {**kept, "key": f"k{at}", "chat_id": at + 1, "state": "dead" if at < unsent else "sent"}
            for at in range(rows)
        ]
        await work.execute(insert(outbox), many)
        await work.commit()
    whole = Campaign(
        id=campaign.id,
        about=NoticeType.NEWS,
        state=State.DONE,
        content={},
        created_by="operator:11",
        created_at=town.now,
        counts=Counts(queued=rows, failed=unsent, sent=rows - unsent),
    )

    short = await town.ask(lambda of: of.campaign_reports.short(campaign=whole, most=most))

    assert short.content.count("\r\n") == lines + 1
    assert (short.unsent, short.cut) == flags


def test_what_is_left_and_the_pace_are_those_of_the_whole(town: Town) -> None:
    campaign = Campaign(
        id=1,
        about=NoticeType.NEWS,
        state=State.RUNNING,
        content={},
        created_by="operator:11",
        created_at=town.now,
        started_at=town.now,
        size=1_000,
        counts=Counts(queued=400, sent=290, blocked=10),
    )

    assert left(campaign) == 700
    assert pace(campaign, town.now + timedelta(seconds=12)) == 25.0
    assert pace(campaign, town.now) == 0.0

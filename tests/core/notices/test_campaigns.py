"""How a campaign lives: asked for by the calendar, filled page by page, held after a pilot, ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from core.notices.model import Campaign, CampaignStateForbids, Chat, Firing, NoticeType, Recipient, State
from core.notices.moment import Dropped, Later, MomentService, Ready, Waiting
from core.notices.policy import NoticePolicy
from core.notices.service import AHEAD, CampaignService
from core.storage.audit import SqlAudit
from core.storage.campaigns import SqlCampaigns
from core.storage.chats import SqlChats, SqlNoticeSettings
from core.storage.engine import Database
from core.storage.ledger import Ended, Ledger
from core.storage.tables import audit, campaigns, customers, outbox
from core.storage.work import Work
from tests.databases import NOW

CONSENT = "2026-01"
NOON = NOW.replace(hour=7)  # 12:00 in Kazakhstan
NIGHT = NOW.replace(hour=18)  # 23:00


class Town:
    """An occasion: everybody, or those of a list; and what the calendar asks for."""

    def __init__(self, about: NoticeType = NoticeType.NEWS) -> None:
        self.about = about
        self.wanted: set[int] | None = None
        self.asked: tuple[Firing, ...] = ()

    async def firings(self, _now: datetime) -> tuple[Firing, ...]:
        return self.asked

    async def recipients(self, campaign: Campaign, chats: Sequence[Chat], _now: datetime) -> list[Recipient]:
        chosen = [one for one in chats if self.wanted is None or one.chat_id in self.wanted]
        return [Recipient(chat_id=one.chat_id, key=f"{campaign.id}:{one.chat_id}") for one in chosen]


class Office:
    """The two services, a unit of work for each act."""

    def __init__(self, database: Database, town: Town) -> None:
        self.database, self.town, self.now = database, town, NOON

    def service(self, work: Work) -> CampaignService:
        return CampaignService(
            work=work,
            campaigns=SqlCampaigns(work),
            chats=SqlChats(work, CONSENT),
            occasions={self.town.about: self.town},
            audit=SqlAudit(work, self.now),
            policy=NoticePolicy(),
            now=self.now,
        )

    async def settle(self, number: int) -> None:
        rows = [
            {"chat_id": chat, "language": "kk", "joined_at": NOW, "consent_version": CONSENT}
            for chat in range(1, number + 1)
        ]
        async with self.database.work() as work:
            await work.write()
            await work.execute(insert(customers), rows)
            await work.commit()

    async def begin(self, **more: object) -> int:
        async with self.database.work() as work:
            await work.write()
            kept = await SqlCampaigns(work).add(
                about=self.town.about, content={}, created_by="office", now=self.now, **more
            )
            await work.commit()
        assert kept is not None
        return kept.id

    async def do(self, act: str, campaign: int, **more: object) -> Campaign:
        async with self.database.work() as work:
            found = await getattr(self.service(work), act)(campaign_id=campaign, by="operator:7", **more)
            await work.commit()
        assert isinstance(found, Campaign)
        return found

    async def fire(self) -> tuple[Campaign, ...]:
        async with self.database.work() as work:
            found = await self.service(work).fire()
            await work.commit()
        return found

    async def go_on(self) -> list[int]:
        filled = []
        async with self.database.work() as work:
            active = await self.service(work).active()
        for campaign in active:
            async with self.database.work() as work:
                filled.append(await self.service(work).go_on(campaign=campaign))
                await work.commit()
        return filled

    async def get(self, campaign: int) -> Campaign:
        async with self.database.work() as work:
            return await self.service(work).get(campaign_id=campaign)

    async def send_all(self) -> list[int]:
        """Let everything that waits be sent; return the chats."""
        ledger = Ledger(self.database)
        parcels = await ledger.turn([], 5_000, self.now + timedelta(days=1))
        await ledger.turn([Ended(parcel=each, state="sent", counter="sent") for each in parcels], 0, self.now)
        return [each.chat_id for each in parcels]

    async def judge(self) -> dict[int, object]:
        """Return what becomes of each row that waits, by chat."""
        async with self.database.work() as work:
            rows = (await work.execute(select(outbox).where(outbox.c.state == "new"))).all()
            moment = MomentService(
                campaigns=SqlCampaigns(work),
                chats=SqlChats(work, CONSENT),
                occasions={self.town.about: self.town},
                policy=NoticePolicy(),
                now=self.now,
            )
            waiting = [Waiting(id=row.id, key=row.key, chat_id=row.chat_id, campaign=row.campaign) for row in rows]
            verdicts = await moment.judge(rows=waiting)
        return {row.chat_id: verdicts[row.id] for row in rows}


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
async def office(database: Database, town: Town) -> Office:
    return Office(database, town)


async def test_the_outbox_is_filled_a_page_at_a_time_and_the_campaign_ends(office: Office) -> None:
    await office.settle(AHEAD + 200)
    campaign = await office.begin()
    await office.do("start", campaign)

    assert await office.go_on() == [AHEAD]
    assert await office.go_on() == [0]  # enough waits
    assert len(await office.send_all()) == AHEAD
    assert await office.go_on() == [200]
    assert await office.go_on() == [0]  # that was everybody
    assert (await office.get(campaign)).state is State.RUNNING
    assert max(await office.send_all()) == AHEAD + 200
    await office.go_on()

    ended = await office.get(campaign)
    assert (ended.state, ended.counts.sent, ended.counts.open) == (State.DONE, AHEAD + 200, 0)


async def test_a_pilot_is_held_when_its_chats_are_through_and_goes_on_with_the_others(office: Office) -> None:
    await office.settle(30)
    campaign = await office.begin(pilot=10)
    await office.do("start", campaign)
    await office.go_on()
    assert await office.send_all() == list(range(1, 11))
    await office.go_on()
    assert (await office.get(campaign)).state is State.PAUSED

    await office.do("resume", campaign)
    await office.go_on()

    assert await office.send_all() == list(range(11, 31))


async def test_what_the_calendar_asks_for_twice_comes_once(office: Office, town: Town) -> None:
    town.asked = (Firing(about=town.about, key="day", content={}),)

    assert [campaign.state for campaign in await office.fire()] == [State.RUNNING]
    assert await office.fire() == ()


async def test_what_the_calendar_asks_for_too_late_is_counted_and_not_sent(office: Office, town: Town) -> None:
    await office.settle(3)
    town.asked = (Firing(about=town.about, key="day", content={}, useful_until=NOON),)

    (missed,) = await office.fire()

    assert missed.state is State.CANCELLED
    assert await office.go_on() == []
    assert await office.send_all() == []


async def test_a_planned_one_begins_when_it_is_due(office: Office) -> None:
    await office.settle(3)
    campaign = await office.begin()
    planned = await office.do("start", campaign, due=NOON + timedelta(hours=1))
    assert planned.state is State.SCHEDULED
    assert await office.go_on() == [0]

    office.now = NOON + timedelta(hours=1)

    assert await office.go_on() == [3]


async def test_what_is_not_sent_when_its_use_is_over_is_dropped_and_counted(office: Office) -> None:
    await office.settle(3)
    campaign = await office.begin(useful_until=NOON + timedelta(hours=1))
    await office.do("start", campaign)
    await office.go_on()

    office.now = NOON + timedelta(hours=2)
    await office.go_on()

    ended = await office.get(campaign)
    assert (ended.state, ended.counts.dropped, ended.counts.open) == (State.DONE, 3, 0)


async def test_a_second_start_a_late_pause_and_a_second_cancel_are_refused(office: Office) -> None:
    campaign = await office.begin()
    await office.do("start", campaign)
    with pytest.raises(CampaignStateForbids):
        await office.do("start", campaign)
    await office.do("cancel", campaign)
    for act in ("pause", "resume", "cancel"):
        with pytest.raises(CampaignStateForbids):
            await office.do(act, campaign)

    async with office.database.work() as work:
        rows = await work.execute(select(audit.c.actor, audit.c.action, audit.c.subject).order_by(audit.c.id))
        noted = [tuple(row) for row in rows]
    assert noted == [("operator:7", f"campaign.{act}", f"campaign:{campaign}") for act in ("start", "cancel")]


async def test_a_cancelled_one_takes_back_what_waits(office: Office) -> None:
    await office.settle(5)
    campaign = await office.begin()
    await office.do("start", campaign)
    await office.go_on()

    ended = await office.do("cancel", campaign)

    assert (ended.counts.dropped, ended.counts.open) == (5, 0)
    assert await office.send_all() == []


async def test_at_the_moment_of_sending_everything_is_looked_at_again(office: Office, town: Town) -> None:
    await office.settle(6)
    campaign = await office.begin()
    await office.do("start", campaign)
    await office.go_on()
    town.wanted = {1, 3, 4, 5, 6}  # of chat 2 the reason is gone
    async with office.database.work() as work:
        await work.write()
        gone = update(customers).where(customers.c.chat_id == 3)
        await work.execute(gone.values(blocked_at=NOON))
        left = update(customers).where(customers.c.chat_id == 4)
        await work.execute(left.values(consent_version=None))
        settings = SqlNoticeSettings(work)
        chosen = await settings.of_chat(5)
        await settings.save(5, type(chosen)(off=frozenset({town.about})))
        await settings.save(6, type(chosen)(quiet=(11 * 60, 13 * 60)))
        await work.commit()

    verdicts = await office.judge()

    assert isinstance(verdicts.pop(1), Ready)
    assert verdicts.pop(6) == Later(until=NOON + timedelta(hours=1))
    assert {chat: found.why for chat, found in verdicts.items() if isinstance(found, Dropped)} == {
        2: "no_reason",
        3: "gone",
        4: "gone",
        5: "off",
    }


async def test_a_notice_of_law_asks_neither_for_quiet_hours_nor_for_choices(database: Database) -> None:
    office = Office(database, Town(NoticeType.CUTOFF))
    await office.settle(1)
    await office.do("start", await office.begin())
    await office.go_on()
    office.now = NIGHT

    assert isinstance((await office.judge())[1], Ready)


async def test_what_would_be_over_before_the_quiet_hours_are_is_dropped(office: Office) -> None:
    await office.settle(1)
    await office.do("start", await office.begin(useful_until=NIGHT + timedelta(hours=1)))
    await office.go_on()
    office.now = NIGHT

    assert (await office.judge())[1] == Dropped(why="late")


async def test_a_campaign_may_be_spread_over_hours(office: Office) -> None:
    await office.settle(4)
    campaign = await office.begin(spread_seconds=4 * 3600, size=4)
    await office.do("start", campaign)
    await office.go_on()

    async with office.database.work() as work:
        due = (await work.execute(select(outbox.c.due).order_by(outbox.c.id))).scalars().all()
    assert due == [NOON + timedelta(hours=hours) for hours in range(4)]


async def test_one_in_several_states_is_found_by_the_few_that_are_active(office: Office) -> None:
    first, second = await office.begin(), await office.begin()
    await office.do("start", first)
    await office.do("start", second)
    await office.do("pause", second)
    async with office.database.work() as work:
        await work.write()
        await work.execute(update(campaigns).where(campaigns.c.id == first).values(state="done"))
        await work.commit()

        assert [one.id for one in await office.service(work).active()] == [second]


async def test_chats_that_are_quiet_longer_than_others_hold_up_nobody(office: Office) -> None:
    await office.settle(2 * AHEAD)
    campaign = await office.begin()
    await office.do("start", campaign)
    await office.go_on()
    async with office.database.work() as work:
        await work.write()
        await work.execute(update(outbox).values(due=NOON + timedelta(hours=10)))
        await work.commit()

    assert await office.go_on() == [AHEAD]

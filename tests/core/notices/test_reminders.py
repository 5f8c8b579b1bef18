"""Whom the calendar reminds to submit readings, when, and what takes somebody off the list."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from core.clock import ALMATY
from core.notices.model import Campaign, NoticeSettings, NoticeType, State
from core.period import Period
from core.retailer import DEMO_FILE, Retailer
from core.storage import book
from core.storage.chats import SqlNoticeSettings
from core.storage.engine import Database
from tests.core.storage.test_balance import fill
from tests.fakes.noticed import fires, goes_on, judged, meets, reads, rows, said, serials_of, values_of
from tests.fakes.town import METERED, Household, Town, TownMeter, deliver

NOVEMBER = Period(2026, 11)
LAST = datetime(2026, 11, 30, 10, 0, tzinfo=ALMATY)
FIRST = datetime(2026, 11, 20, 10, 0, tzinfo=ALMATY)
ONE, OTHER, ZONED, AUTOMATIC = "000400111", "000400112", "000400100", "000400104"
CLOSED = Household(number="000500001", status="closed", serials=("CL1",))
OFF = Household(number="000500002", status="disconnected", serials=("DI1",))
FAR = Household(number="000500003", branch="SEM", serials=("SE1",))
MANY = Household(number="000500004", meters=tuple(TownMeter(serial=f"S{number}") for number in range(30)))
OVERDUE = Household(number="000500005", meters=(TownMeter(serial="OV1", verification_days=-3),))
HOMES = (*METERED, CLOSED, OFF, FAR, MANY, OVERDUE)


def meter_of(number: str, nth: int = 0) -> str:
    """Return the id that the town gives to a meter."""
    return f"M{[home.number for home in HOMES].index(number)}-{nth}"


def set_readings(town: Town, **values: Any) -> None:
    town.retailer = town.retailer.model_copy(
        update={"readings": type(town.retailer.readings).model_validate(town.retailer.readings.model_dump() | values)}
    )


def set_notices(town: Town, **values: Any) -> None:
    policy = type(town.retailer.notices).model_validate(town.retailer.notices.model_dump() | values)
    town.retailer = town.retailer.model_copy(update={"notices": policy})


@pytest.fixture
async def town(database: Database) -> Town:
    await deliver(database, HOMES)
    town = Town(database, Retailer.from_file(DEMO_FILE), now=LAST)
    set_notices(town, verification_days=(), replacement_days=())
    return town


async def reminders(town: Town) -> list[Campaign]:
    return [each for each in await fires(town) if each.about is NoticeType.READING_REMINDER]


async def begins(town: Town) -> dict[int, str]:
    """Begin, fill, and return what would become of each chat's message now."""
    await fires(town)
    await goes_on(town)
    return said(await judged(town))


# Whom


async def test_one_message_names_the_meters_of_all_accounts_that_have_no_reading(town: Town) -> None:
    await meets(town, 1, ONE, OTHER, ZONED)

    await begins(town)

    values = values_of((await judged(town))[1])
    assert serials_of(values) == ["CU0000111", "CU0000112", "MT0030001"]
    assert [each["account_no"] for each in values["accounts"]] == [ONE, OTHER, ZONED]
    assert (values["edge"], values["period"], values["last_day"], values["left"]) == ("last", 202611, "2026-11-30", 0)


async def test_whoever_has_nothing_to_read_is_left_in_peace(town: Town) -> None:
    await meets(town, 1, AUTOMATIC)
    await meets(town, 2, CLOSED.number, OFF.number)
    await meets(town, 3)

    assert await begins(town) == {}


@pytest.mark.parametrize("state", ["queued", "sent", "accepted", "unclear"])
async def test_a_reading_of_ours_takes_its_meter_off(town: Town, state: str) -> None:
    await meets(town, 1, ONE, OTHER)
    await meets(town, 2, ONE)
    await reads(town, ONE, meter_of(ONE), NOVEMBER, state)

    assert await begins(town) == {1: "ready"}
    assert serials_of(values_of((await judged(town))[1])) == ["CU0000112"]


@pytest.mark.parametrize("state", ["refused", "withdrawn", "replaced"])
async def test_a_reading_that_does_not_stand_leaves_it_on(town: Town, state: str) -> None:
    await meets(town, 1, ONE)
    await reads(town, ONE, meter_of(ONE), NOVEMBER, state)
    await reads(town, ONE, meter_of(ONE), NOVEMBER.plus(-1), "accepted")

    assert await begins(town) == {1: "ready"}


@pytest.mark.parametrize(
    ("day", "source", "accepted", "asked"),
    [
        (LAST - timedelta(days=10), "inspector", True, False),
        (LAST - timedelta(days=11), "inspector", True, True),
        (LAST, "inspector", False, True),
        (LAST, "estimate", True, True),
    ],
)
async def test_an_accepted_reading_in_the_book_within_the_window_takes_its_meter_off(
    town: Town, day: datetime, source: str, accepted: bool, asked: bool
) -> None:
    await meets(town, 1, ONE)
    register = f"{meter_of(ONE)}-T0"
    facts = {"reading_date": day.date(), "value": 1, "source": source, "accepted": accepted}
    await fill(town.database, {book.readings: [{"reading_id": "new", "register_id": register, **facts}]})

    assert await begins(town) == ({1: "ready"} if asked else {})


async def test_a_meter_of_several_zones_is_read_when_all_of_them_are(town: Town) -> None:
    await meets(town, 1, ZONED)
    some = [
        {
            "reading_id": zone,
            "register_id": f"{meter_of(ZONED)}-{zone}",
            "reading_date": LAST.date(),
            "value": 1,
            "source": "inspector",
            "accepted": True,
        }
        for zone in ("T1", "T2", "T3")
    ]
    await fill(town.database, {book.readings: some[:2]})
    await begins(town)
    assert said(await judged(town)) == {1: "ready"}

    await fill(town.database, {book.readings: some[2:]})
    assert said(await judged(town)) == {1: "no_reason"}


async def test_a_reading_that_arrives_in_mid_broadcast_takes_its_account_off(town: Town) -> None:
    await meets(town, 1, ONE)
    await meets(town, 2, ONE, OTHER)
    await meets(town, 3, OTHER)
    assert await begins(town) == {1: "ready", 2: "ready", 3: "ready"}

    await reads(town, ONE, meter_of(ONE), NOVEMBER)

    verdicts = await judged(town)
    assert said(verdicts) == {1: "no_reason", 2: "ready", 3: "ready"}
    assert serials_of(values_of(verdicts[2])) == ["CU0000112"]


async def test_whoever_has_switched_it_off_is_not_reminded(town: Town) -> None:
    await meets(town, 1, ONE)
    async with town.database.work() as work:
        await work.write()
        off = NoticeSettings(off=frozenset({NoticeType.READING_REMINDER}))
        await SqlNoticeSettings(work).save(1, off)
        await work.commit()

    assert await begins(town) == {1: "off"}


async def test_where_readings_of_unverified_meters_are_refused_nobody_is_asked_for_one(town: Town) -> None:
    await meets(town, 1, OVERDUE.number)
    assert await begins(town) == {1: "ready"}

    set_readings(town, verification_policy="refuse")

    assert said(await judged(town)) == {1: "no_reason"}


async def test_of_many_meters_some_are_named_and_the_rest_counted(town: Town) -> None:
    await meets(town, 1, MANY.number, ONE)

    await begins(town)

    values = values_of((await judged(town))[1])
    assert len(serials_of(values)) == 20
    assert values["left"] == 11
    assert [each["account_no"] for each in values["accounts"]] == [MANY.number]


async def test_a_branch_with_days_of_its_own_is_asked_on_them(town: Town) -> None:
    await meets(town, 1, FAR.number, branch="SEM")
    await meets(town, 2, ONE)
    set_readings(town, branch_windows={"SEM": {"first_day": 25, "last_day": 5}})
    assert await begins(town) == {2: "ready"}

    town.now = datetime(2026, 12, 5, 10, 0, tzinfo=ALMATY)
    await begins(town)

    verdicts = await judged(town)
    assert said(verdicts) == {1: "ready", 2: "late"}
    assert values_of(verdicts[1])["period"] == 202611


# When


async def test_it_begins_at_the_hour_in_almaty_and_once(town: Town) -> None:
    town.now = LAST - timedelta(seconds=1)
    assert await reminders(town) == []

    town.now = LAST
    assert [(each.state, each.key) for each in await reminders(town)] == [
        (State.RUNNING, "reading_reminder:202611:last:2026-11-30")
    ]

    for jump in (timedelta(minutes=1), -timedelta(hours=1), timedelta(hours=5), -timedelta(days=2)):
        town.now = LAST + jump
        assert await reminders(town) == []


async def test_the_first_day_reminds_as_well_unless_the_retailer_does_not_want_it(town: Town) -> None:
    town.now = FIRST
    set_notices(town, reminders=("last",))
    assert await reminders(town) == []

    set_notices(town, reminders=("first", "last"))
    assert [each.key for each in await reminders(town)] == ["reading_reminder:202611:first:2026-11-20"]


async def test_after_an_outage_over_the_hour_it_begins_if_it_is_still_of_use(town: Town) -> None:
    await meets(town, 1, ONE)
    town.now = LAST + timedelta(hours=5, minutes=59)

    assert await begins(town) == {1: "ready"}


@pytest.mark.parametrize("late", [timedelta(hours=6), timedelta(hours=12), timedelta(days=1), timedelta(days=7)])
async def test_what_would_come_too_late_is_dropped_and_counted(town: Town, late: timedelta) -> None:
    await meets(town, 1, ONE)
    town.now = LAST + late

    (dropped,) = await reminders(town)

    assert (dropped.state, dropped.key) == (State.CANCELLED, "reading_reminder:202611:last:2026-11-30")
    assert await goes_on(town) == 0
    assert await reminders(town) == []


async def test_once_begun_it_may_go_on_until_the_quiet_hours(town: Town) -> None:
    await meets(town, 1, ONE)
    await begins(town)

    for hours, word in ((10.9, "ready"), (11.0, "late"), (24.0, "late")):
        town.now = LAST + timedelta(hours=hours)
        assert said(await judged(town)) == {1: word}, hours


async def test_a_leap_of_the_clock_over_a_month_sends_nothing_twice(town: Town) -> None:
    await meets(town, 1, ONE)
    keys = []
    for day in (LAST, LAST + timedelta(days=31), LAST, LAST + timedelta(days=31), LAST + timedelta(days=1)):
        town.now = day
        keys += [each.key for each in await reminders(town) if each.state is State.RUNNING]
        await goes_on(town)

    assert keys == ["reading_reminder:202611:last:2026-11-30", "reading_reminder:202612:last:2026-12-31"]
    assert len(await rows(town)) == 2


async def test_it_is_spread_over_the_hours_that_are_left(town: Town) -> None:
    for chat in range(1, 5):
        await meets(town, chat, ONE)
    set_notices(town, spread_hours=4)

    (campaign,) = await reminders(town)

    assert (campaign.spread_seconds, campaign.size) == (4 * 3600, 4)
    town.now = LAST + timedelta(days=31, hours=5)
    (campaign,) = (each for each in await reminders(town) if each.state is State.RUNNING)
    assert campaign.spread_seconds == 4 * 3600
    set_notices(town, spread_hours=10)
    town.now = datetime(2027, 1, 31, 15, 0, tzinfo=ALMATY)
    (campaign,) = (each for each in await reminders(town) if each.state is State.RUNNING)
    assert campaign.spread_seconds == int(6 * 3600 * 0.8)

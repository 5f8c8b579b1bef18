"""Who is told that a meter has to be verified or replaced, and when."""

from datetime import datetime, timedelta

import pytest

from core.clock import ALMATY
from core.notices.model import NoticeType, State
from core.retailer import DEMO_FILE, Retailer
from core.storage.engine import Database
from tests.core.notices.test_reminders import set_notices
from tests.fakes.noticed import fires, goes_on, judged, meets, rows, said, values_of
from tests.fakes.town import Household, Town, TownMeter, deliver

DAY = datetime(2026, 11, 10, 10, 0, tzinfo=ALMATY)
HOMES = (
    Household(
        number="000700001",
        meters=(
            TownMeter(serial="V61", verification_days=61),
            TownMeter(serial="V62", verification_days=61),
            TownMeter(serial="GONE", verification_days=61, removed_days_ago=5),
            TownMeter(serial="OVER", verification_days=-1),
        ),
    ),
    Household(number="000700002", meters=(TownMeter(serial="R31", replacement_days=31),)),
    Household(number="000700003", status="closed", meters=(TownMeter(serial="C", verification_days=20),)),
    Household(number="000700004", meters=(TownMeter(serial="V0", verification_days=0, automatic=True),)),
)
KINDS = (NoticeType.VERIFICATION, NoticeType.REPLACEMENT)
MINE, REPLACED, CLOSED, TODAY = (home.number for home in HOMES)


@pytest.fixture
async def town(database: Database) -> Town:
    await deliver(database, HOMES, now=DAY)
    town = Town(database, Retailer.from_file(DEMO_FILE), now=DAY)
    set_notices(town, reminders=())
    return town


async def days(town: Town, *after: int) -> list[tuple[int, str]]:
    """Let the calendar do its work on these days; return what was queued: the day and the key."""
    queued = []
    for day in after:
        town.now = DAY + timedelta(days=day)
        before = len(await rows(town))
        await fires(town)
        await goes_on(town)
        queued += [(day, row.key.rpartition(":")[0]) for row in (await rows(town))[before:]]
    return queued


def key(town: Town, number: str, about: str, due: int, span: int) -> str:
    account_id = town.database.vault.account_id("UKG", number)
    return f"{about}:{account_id}:{(DAY + timedelta(days=due)).date()}:{span}"


async def test_each_span_is_told_once(town: Town) -> None:
    await meets(town, 1, MINE)

    queued = await days(town, *range(65))

    assert queued == [(day, key(town, MINE, "verification", 61, span)) for day, span in ((1, 60), (31, 30), (54, 7))]


async def test_a_day_that_was_missed_is_made_up_for(town: Town) -> None:
    await meets(town, 1, MINE)

    queued = await days(town, 0, 10, 11, 45, 61, 62)

    assert queued == [(day, key(town, MINE, "verification", 61, span)) for day, span in ((10, 60), (45, 30), (61, 7))]


async def test_the_meters_of_an_account_with_one_deadline_are_one_message(town: Town) -> None:
    await meets(town, 1, MINE)
    await days(town, 10)

    values = values_of((await judged(town))[1])

    assert values["serials"] == ["V61", "V62"]
    assert (values["due"], values["days"], values["left"], values["account_no"]) == ("2027-01-10", 51, 0, MINE)


async def test_a_replacement_is_told_by_days_of_its_own(town: Town) -> None:
    await meets(town, 1, REPLACED)

    assert await days(town, *range(33)) == [
        (day, key(town, REPLACED, "replacement", 31, span)) for day, span in ((1, 30), (24, 7))
    ]


async def test_the_last_day_counts_and_a_closed_account_does_not(town: Town) -> None:
    await meets(town, 1, TODAY)
    await meets(town, 2, CLOSED)

    assert await days(town, 0, 1, 2) == [(0, key(town, TODAY, "verification", 0, 7))]


async def test_a_message_that_waits_into_the_next_span_is_left_to_that_one(town: Town) -> None:
    await meets(town, 1, MINE)
    await days(town, 30)
    assert said(await judged(town)) == {1: "ready"}

    town.now = DAY + timedelta(days=31)

    assert said(await judged(town)) == {1: "no_reason"}


async def test_a_day_has_one_campaign_of_each_kind_between_its_hours(town: Town) -> None:
    begun = []
    for hours in (-1.0, 0.0, 1.0, -0.5, 10.9, 11.0, 23.0):
        town.now = DAY + timedelta(hours=hours)
        kinds = [each.about for each in await fires(town) if each.state is State.RUNNING and each.about in KINDS]
        begun += [(hours, kind) for kind in kinds]

    assert begun == [(0.0, NoticeType.VERIFICATION), (0.0, NoticeType.REPLACEMENT)]


async def test_a_retailer_may_do_without(town: Town) -> None:
    await meets(town, 1, MINE)
    set_notices(town, verification_days=(), replacement_days=())

    assert await days(town, 10) == []

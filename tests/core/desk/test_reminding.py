"""The clock of the desk: who waits is spoken of in hours of work, what is quiet ends, mornings begin with a list."""

from datetime import date, datetime, timedelta

import pytest

from core.cabinet import Cabinet
from core.clock import ALMATY
from core.desk.model import TalkState
from core.storage.tables import audit
from tests.core.desk.speaking import AIGUL, Speaking
from tests.fakes.town import OPERATORS, Town

FRIDAY = date(2026, 11, 20)


def at(hour: int, minute: int = 0, *, days: int = 0) -> datetime:
    """Return a time of Kazakhstan, so many days after the Friday."""
    day = FRIDAY + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ALMATY)


@pytest.fixture
async def speaking(town: Town) -> Speaking:
    town.now = at(10)
    speaking = Speaking(town)
    await speaking.seat(AIGUL)
    return speaking


async def remind(speaking: Speaking) -> int:
    return await speaking.town.ask(lambda cabinet: cabinet.reminding.remind())


async def close_quiet(speaking: Speaking) -> int:
    return await speaking.town.ask(lambda cabinet: cabinet.reminding.close_quiet())


async def test_the_desk_is_reminded_once_after_each_span_of_working_time(speaking: Speaking) -> None:
    heard = await speaking.asks()
    said = []
    for minutes in (29, 30, 31, 119, 120, 500):
        speaking.town.now = at(10) + timedelta(minutes=minutes)
        said.append(await remind(speaking))

    assert said == [0, 1, 0, 0, 1, 0]
    assert [values["minutes"] for _, values in await speaking.queued("talk_waits")] == [30, 120]
    assert {chat for chat, _ in await speaking.queued("talk_waits")} == {OPERATORS}
    assert (await speaking.talk(heard)).reminded == 2


async def test_night_and_weekend_count_for_nothing(speaking: Speaking) -> None:
    speaking.town.now = at(17, 50)
    await speaking.asks()
    for moment in (at(17, 59), at(22), at(12, days=1), at(8, 19, days=3)):  # Friday, its night, Saturday, Monday
        speaking.town.now = moment
        assert await remind(speaking) == 0

    speaking.town.now = at(8, 20, days=3)
    assert await remind(speaking) == 1


async def test_after_an_answer_the_next_word_is_waited_for_anew_and_the_one_who_took_it_is_named(
    speaking: Speaking,
) -> None:
    heard = await speaking.asks()
    speaking.town.now = at(10, 40)
    assert await remind(speaking) == 1
    await speaking.answers(heard)
    speaking.town.now = at(15)
    assert await remind(speaking) == 0
    await speaking.asks(text="And when?")
    speaking.town.now = at(15, 30)
    assert await remind(speaking) == 1

    first, second = [values for _, values in await speaking.queued("talk_waits")]
    assert (first["assignee"], second["assignee"], second["name"]) == (0, AIGUL, "Айгүл")


async def test_after_a_pause_of_the_bot_one_reminder_stands_for_those_that_were_missed(speaking: Speaking) -> None:
    await speaking.asks()
    speaking.town.now = at(16)

    assert await remind(speaking) == 1
    assert await remind(speaking) == 0


async def test_only_a_talk_in_which_the_desk_spoke_last_is_closed_by_time(speaking: Speaking) -> None:
    answered, waiting = await speaking.asks(1), await speaking.asks(2)
    await speaking.answers(answered)
    speaking.town.now = at(9, 59, days=5)
    assert await close_quiet(speaking) == 0

    speaking.town.now = at(10, days=5)
    assert await close_quiet(speaking) == 1
    assert await close_quiet(speaking) == 0
    closed = await speaking.talk(answered)
    assert (closed.state, closed.closed_by) == (TalkState.CLOSED, "time")
    assert (await speaking.talk(waiting)).is_open
    assert [chat for chat, _ in await speaking.queued("talk_closed")] == [1]
    assert [chat for chat, _ in await speaking.queued("talk_closed_by_time")] == [OPERATORS]
    async with speaking.town.database.work() as work:
        rows = (await work.execute(audit.select().where(audit.c.action == "talk.close"))).all()
    assert [(row.actor, row.subject) for row in rows] == [("clock", f"talk:{closed.id}")]


async def test_a_talk_that_an_operator_has_opened_again_is_not_closed_at_once(speaking: Speaking) -> None:
    heard = await speaking.asks()
    await speaking.answers(heard)
    speaking.town.now = at(10, days=5)
    assert await close_quiet(speaking) == 1
    seat = await speaking.at(heard)
    await speaking.town.ask(lambda cabinet: cabinet.desk_acts.reopen(seat=seat))

    assert await close_quiet(speaking) == 0
    assert (await speaking.talk(heard)).is_open


async def test_nobody_is_woken_by_a_talk_that_ends_at_night(speaking: Speaking) -> None:
    await speaking.answers(await speaking.asks())
    speaking.town.now = at(23, days=5)

    assert await close_quiet(speaking) == 0


async def test_a_talk_is_never_closed_by_time_where_the_retailer_does_not_want_it(speaking: Speaking) -> None:
    town = speaking.town
    desk = town.retailer.desk.model_copy(update={"close_after_days": 0})
    town.retailer = town.retailer.model_copy(update={"desk": desk})
    await speaking.answers(await speaking.asks())
    town.now = at(10, days=90)

    assert await close_quiet(speaking) == 0


async def test_the_list_of_the_morning_comes_once_at_the_opening_and_on_no_day_off(speaking: Speaking) -> None:
    first, _, third = await speaking.asks(1), await speaking.asks(2), await speaking.asks(3)
    await speaking.answers(third)

    async def begin(cabinet: Cabinet) -> bool:
        found = cabinet.reminding.is_morning()
        if found:
            await cabinet.reminding.digest()
        return found

    async def morning(moment: datetime) -> bool:
        speaking.town.now = moment
        return await speaking.town.ask(begin)

    moments = (at(7, 59, days=3), at(8, days=3), at(8, 1, days=3), at(9, days=3), at(8, days=1))
    assert [await morning(moment) for moment in moments] == [False, True, True, False, False]
    ((chat, values),) = await speaking.queued("desk_digest")
    assert chat == OPERATORS
    assert values == {
        "open": 3,
        "waiting": 2,
        "unassigned": 2,
        "longest": first.talk.thread_id,
        "minutes": 480,
        "appeals": 0,
        "due_today": 0,
        "overdue": 0,
    }


async def test_a_late_queue_is_spoken_of_once_in_a_quarter_of_an_hour(speaking: Speaking) -> None:
    async def tell(moment: datetime) -> None:
        speaking.town.now = moment
        await speaking.town.ask(
            lambda cabinet: cabinet.reminding.tell_behind(group=OPERATORS, number=40, late=timedelta(seconds=70))
        )

    for moment in (at(10), at(10, 14), at(10, 15)):
        await tell(moment)

    assert len(await speaking.queued("desk_behind")) == 2

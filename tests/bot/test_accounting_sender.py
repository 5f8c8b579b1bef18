"""The queue handed over online: order, rate, outages, and what a death leaves behind."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date

import pytest
from sqlalchemy import update

from bot.alarms import Alarms
from bot.jobs import accounting as job
from bot.jobs.accounting import AccountingSender
from core.clock import system_clock
from core.exchange.rest import Answer
from core.readings.handover import Outgoing
from core.readings.policy import AccountingPolicy
from core.retailer import DEMO_FILE, Retailer
from core.storage.accounting import SqlHandover
from core.storage.accounting_queue import AccountingQueue
from core.storage.engine import Database
from core.storage.tables import outbox
from tests.exchange.test_rest import api_of
from tests.fakes import accounting as reference
from tests.fakes.accounting import Accounting
from tests.fakes.submissions import CHAT, confirm, queued, state_of, states, told

OPERATORS = -100


@pytest.fixture
async def there() -> AsyncIterator[Accounting]:
    async with reference.serve() as running:
        yield running


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "_POLL", 0.02)
    monkeypatch.setattr(job, "_DENIED_SECONDS", 0.05)
    monkeypatch.setattr(job, "_FORBIDDEN_SECONDS", 0.3)
    monkeypatch.setattr(job, "_FORBIDDEN_PACE", 0.02)


def sender_of(database: Database, url: str, *, rate: float = 500.0, failures: int = 5) -> AccountingSender:
    policy = AccountingPolicy(per_second=rate, breaker_failures=failures, breaker_seconds=0.05)
    retailer = Retailer.from_file(DEMO_FILE).model_copy(update={"accounting": policy})
    api = api_of(url, failures=failures, seconds=0.05)
    alarms = Alarms(database, retailer, OPERATORS, system_clock)
    return AccountingSender(
        database=database, retailer=retailer, operators=OPERATORS, alarms=alarms, api=api, clock=system_clock
    )


@asynccontextmanager
async def running(sender: AccountingSender) -> AsyncIterator[None]:
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(sender.run(stop))
        try:
            yield
        finally:
            stop.set()


async def until(asked: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await asked():  # noqa: ASYNC110 - what is waited for is in the database
            await asyncio.sleep(0.01)


async def all_are(database: Database, state: str) -> bool:
    return set((await states(database)).values()) == {state}


async def test_everything_is_handed_over_in_order_and_the_consumers_are_told(
    database: Database, there: Accounting
) -> None:
    made = await confirm(database, 30)

    async with running(sender_of(database, there.url)):
        await until(lambda: all_are(database, "accepted"))

    assert there.order == [one.submission_id for one in made]
    news = await told(database)
    assert [name for name, _ in news] == ["reading_accepted"] * 30
    assert news[0][1] == {"number": f"202611-{made[0].id:06}", "serial_no": "CU000001", "period": 202611}
    assert (await queued(database, made[0].submission_id)).state == "sent"


async def test_the_rate_is_kept(database: Database, there: Accounting) -> None:
    await confirm(database, 10)

    async with running(sender_of(database, there.url, rate=50)):
        await until(lambda: all_are(database, "accepted"))

    at = [call.at for call in there.posts()]
    assert at[-1] - at[0] >= 9 / 50 - 0.02


async def test_a_refusal_is_told_with_its_reason(database: Database, there: Accounting) -> None:
    (one,) = await confirm(database)
    there.refusals["M1"] = "less_than_previous"

    async with running(sender_of(database, there.url)):
        await until(lambda: all_are(database, "refused"))

    assert await state_of(database, one.submission_id) == ("refused", "less_than_previous")
    ((name, values),) = await told(database)
    assert (name, values["reason_code"]) == ("reading_refused", "less_than_previous")


async def test_a_wrong_echo_goes_to_the_operators(database: Database, there: Accounting) -> None:
    (one,) = await confirm(database)
    there.faults.append("wrong value")

    async with running(sender_of(database, there.url)):
        await until(lambda: all_are(database, "unclear"))

    assert (await queued(database, one.submission_id)).outcome == "wrong echo"
    assert [name for name, _ in await told(database)] == ["reading_unclear", "readings_unclear"]


async def test_an_outage_keeps_the_order(database: Database, there: Accounting) -> None:
    there.down = True
    made = await confirm(database, 40)

    async with running(sender_of(database, there.url)):
        await until(lambda: asyncio.sleep(0, len(there.calls) >= 8))
        calls = len(there.calls)
        await asyncio.sleep(0.3)
        assert len(there.calls) - calls < 12  # only questions whether it is back
        there.down = False
        await until(lambda: all_are(database, "accepted"))

    assert there.order == [one.submission_id for one in made]
    assert set(there.effects.values()) == {1}


async def test_a_reading_that_keeps_failing_does_not_hold_up_the_others(database: Database, there: Accounting) -> None:
    bad, *others = await confirm(database, 12)
    there.poisoned.add(bad.meter_id)

    async with running(sender_of(database, there.url)):
        await until(lambda: asyncio.sleep(0, len(there.order) == len(others)))

    assert there.order == [one.submission_id for one in others]
    row = await queued(database, bad.submission_id)
    assert (row.state, row.tries > 0) == ("new", True)


async def test_one_that_cannot_even_be_asked_about_does_not_keep_the_others_waiting(
    database: Database, there: Accounting
) -> None:
    (bad,) = await confirm(database)
    there.poisoned.update((bad.meter_id, bad.submission_id))

    async with running(sender_of(database, there.url, failures=3)):
        await until(lambda: asyncio.sleep(0, len(there.calls) >= 3))  # alone, it has opened the breaker
        others = await confirm(database, 3, first=2)
        await until(lambda: asyncio.sleep(0, len(there.order) == len(others)))

    assert there.order == [one.submission_id for one in others]


async def test_what_was_asked_about_often_has_not_failed_often(database: Database, there: Accounting) -> None:
    there.later = True
    (one,) = await confirm(database)
    async with database.work() as work:
        await work.write()
        await work.execute(update(outbox).values(tries=20))
        await work.commit()

    async with running(sender_of(database, there.url)):
        await until(lambda: is_state(database, one.submission_id, "sent"))

    assert (await queued(database, one.submission_id)).tries == 1


async def test_a_reading_that_breaks_our_own_code_does_not_stop_the_others(
    database: Database, there: Accounting, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, *others = await confirm(database, 3)
    sender = sender_of(database, there.url)
    hand_over = sender._api.hand_over

    async def broken(reading: Outgoing, day: date) -> Answer:
        if reading.submission_id == bad.submission_id:
            raise RuntimeError("a bug")
        return await hand_over(reading, day)

    monkeypatch.setattr(sender._api, "hand_over", broken)
    async with running(sender):
        await until(lambda: asyncio.sleep(0, len(there.order) == len(others)))

    assert (await queued(database, bad.submission_id)).outcome == "RuntimeError"


async def test_one_that_fails_alone_for_ever_goes_to_the_operators(
    database: Database, there: Accounting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "_SLOWEST", 0.01)
    monkeypatch.setattr(job, "_TRIES", 3)
    bad, *_ = await confirm(database, 2)
    there.poisoned.add(bad.meter_id)

    async with running(sender_of(database, there.url, failures=1000)):
        await until(lambda: asyncio.sleep(0, len(there.order) == 1))
        await until(lambda: is_state(database, bad.submission_id, "unclear"))

    assert (await queued(database, bad.submission_id)).state == "unclear"


async def is_state(database: Database, submission_id: str, state: str) -> bool:
    return (await state_of(database, submission_id))[0] == state


async def test_a_pause_that_is_asked_for_is_kept(database: Database, there: Accounting) -> None:
    made = await confirm(database, 3)
    there.faults.append("429:1")

    async with running(sender_of(database, there.url)):
        await until(lambda: all_are(database, "accepted"))

    first, second, *_ = there.posts()
    assert second.at - first.at >= 0.95
    assert there.order == [one.submission_id for one in made]


async def test_a_refused_token_alarms_and_loses_nothing(database: Database, there: Accounting) -> None:
    await confirm(database, 3)
    there.faults.extend(["401", "401"])

    async with running(sender_of(database, there.url)):
        await until(lambda: all_are(database, "accepted"))

    assert [name for name, _ in await told(database)].count("accounting_denied") == 1
    assert set(there.effects.values()) == {1}


async def test_one_that_is_forbidden_holds_up_no_other_and_goes_to_the_operators(
    database: Database, there: Accounting
) -> None:
    bad, *others = await confirm(database, 4)
    there.forbidden.add(bad.meter_id)

    async with running(sender_of(database, there.url)):
        await until(lambda: asyncio.sleep(0, len(there.order) == len(others)))
        await confirm(database, 1, first=9)  # somebody else is taken while it is refused once more
        await until(lambda: is_state(database, bad.submission_id, "unclear"))

    assert there.order[:3] == [one.submission_id for one in others]
    assert (await queued(database, bad.submission_id)).outcome == "403"
    names = [name for name, _ in await told(database)]
    assert (names.count("readings_unclear"), names.count("accounting_denied")) == (1, 0)


async def test_where_all_are_forbidden_it_is_the_token_and_none_is_given_up(
    database: Database, there: Accounting
) -> None:
    made = await confirm(database, 6)
    there.forbidden.update(one.meter_id for one in made)

    async with running(sender_of(database, there.url)):
        await until(lambda: asyncio.sleep(0, len(there.posts()) >= 20))
        assert set((await states(database)).values()) == {"queued"}
        there.forbidden.clear()
        await until(lambda: all_are(database, "accepted"))

    assert [name for name, _ in await told(database)].count("accounting_denied") == 1
    assert set(there.effects.values()) == {1}


async def test_a_few_forbidden_ones_side_by_side_hold_up_no_other(database: Database, there: Accounting) -> None:
    made = await confirm(database, 8)
    there.forbidden.update(one.meter_id for one in made[:4])

    async with running(sender_of(database, there.url)):
        await until(lambda: asyncio.sleep(0, len(there.order) == 4))
        await until(lambda: is_state(database, made[3].submission_id, "unclear"))

    assert there.order == [one.submission_id for one in made[4:]]


async def test_what_is_forbidden_may_still_be_withdrawn(database: Database, there: Accounting) -> None:
    (one,) = await confirm(database)
    there.forbidden.add(one.meter_id)

    async with running(sender_of(database, there.url)):
        await until(lambda: asyncio.sleep(0, len(there.posts()) == 1))

    async with database.work() as work:
        assert await SqlHandover(work, system_clock()).recall(submission_id=one.submission_id)
        await work.commit()


async def test_what_somebody_died_with_is_asked_about_and_not_sent_again(database: Database, there: Accounting) -> None:
    arrived, lost = await confirm(database, 2)
    async with api_of(there.url).opened() as api:
        held = await AccountingQueue(database).claim(10, system_clock())
        await api.hand_over(held[0], system_clock().date())

    async with running(sender_of(database, there.url)):
        await until(lambda: all_are(database, "accepted"))

    assert [call.method for call in there.calls if call.key == arrived.submission_id] == ["POST", "GET"]
    assert [call.method for call in there.calls if call.key == lost.submission_id] == ["GET", "POST"]


async def test_what_only_failed_to_get_there_may_still_be_withdrawn(database: Database) -> None:
    async with reference.serve() as gone:
        url = gone.url
    (one,) = await confirm(database)

    async with running(sender_of(database, url)):
        await until(lambda: failed(database, one.submission_id))

    async with database.work() as work:
        assert await SqlHandover(work, system_clock()).recall(submission_id=one.submission_id)
        await work.commit()


async def failed(database: Database, submission_id: str) -> bool:
    row = await queued(database, submission_id)
    return row.outcome == "ClientConnectorError" and row.state == "new"


async def test_a_later_answer_is_fetched(
    database: Database, there: Accounting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "_ASK_FIRST", job.timedelta(0))
    monkeypatch.setattr(job, "_ASK_LAST", job.timedelta(0))
    there.later = True
    (one,) = await confirm(database)

    async with running(sender_of(database, there.url)):
        await until(lambda: is_state(database, one.submission_id, "sent"))
        there.decide(one.submission_id, "rejected", "meter_inactive")
        await until(lambda: is_state(database, one.submission_id, "refused"))

    assert len(there.posts()) == 1


async def test_a_forgotten_chat_is_told_nothing(database: Database, there: Accounting) -> None:
    await confirm(database, 1, chat_id=None)
    await confirm(database, 1, first=2, chat_id=CHAT)

    async with running(sender_of(database, there.url)):
        await until(lambda: all_are(database, "accepted"))

    assert len(await told(database)) == 1

"""The queue of readings to the accounting system."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.cabinet import Cabinet
from core.readings.answers import Decision
from core.readings.model import State
from core.retailer import DEMO_FILE, Retailer
from core.storage.accounting import SqlHandover
from core.storage.accounting_queue import LEASE, AccountingQueue
from core.storage.engine import Database
from core.storage.ledger import Ledger
from core.storage.outbox import Outbox
from core.storage.tables import outbox, submissions
from tests.databases import NOW
from tests.fakes.submissions import change_state, confirm, queued, state_of, told

LATER = NOW + timedelta(minutes=5)
KEY = "0b7e6a0e-0001-4000-8000-000000000001"


async def queue(database: Database, submission_id: str = KEY) -> None:
    async with database.work() as work:
        await SqlHandover(work, NOW).queue(submission_id=submission_id)
        await work.commit()


async def recall(database: Database) -> bool:
    async with database.work() as work:
        recalled = await SqlHandover(work, NOW).recall(submission_id=KEY)
        await work.commit()
    return recalled


async def rows(database: Database) -> list[tuple[str, str, int]]:
    async with database.work() as work:
        found = (await work.execute(select(outbox.c.key, outbox.c.state, outbox.c.chat_id))).all()
    return [tuple(row) for row in found]


async def test_a_confirmed_reading_is_queued_once(database: Database) -> None:
    await queue(database)
    await queue(database)

    assert await rows(database) == [(f"reading:{KEY}", "new", 0)]


async def test_what_was_not_committed_is_not_queued(database: Database) -> None:
    async with database.work() as work:
        await SqlHandover(work, NOW).queue(submission_id=KEY)

    assert await rows(database) == []


async def test_the_sender_of_messages_never_takes_a_reading(database: Database) -> None:
    await queue(database)
    messages = Outbox(database)

    assert await messages.claim(10, NOW) == []
    assert await Ledger(database).turn([], 10, NOW) == []
    async with database.work() as work:
        await work.write()
        await work.execute(update(outbox).values(state="sending", lease=NOW))
        await work.commit()
    await messages.recover(NOW, at_start=True)
    assert await rows(database) == [(f"reading:{KEY}", "sending", 0)]


async def test_what_still_waits_is_recalled_and_a_second_press_hears_the_same(database: Database) -> None:
    await queue(database)

    assert await recall(database)
    assert await recall(database)
    assert await rows(database) == [(f"reading:{KEY}", "cancelled", 0)]


async def test_what_may_have_been_handed_over_is_not_recalled(database: Database) -> None:
    await queue(database)
    for state, tries in (("sending", 1), ("new", 1), ("sent", 1), ("unclear", 2)):
        async with database.work() as work:
            await work.write()
            await work.execute(update(outbox).values(state=state, tries=tries))
            await work.commit()

        assert not await recall(database)
        assert [row[1] for row in await rows(database)] == [state]


async def test_what_was_never_queued_cannot_be_recalled(database: Database) -> None:
    assert not await recall(database)


async def test_a_claim_leaves_out_what_is_over_meanwhile(database: Database) -> None:
    gone, here = await confirm(database, 2)
    await change_state(database, gone.id, State.WITHDRAWN)

    held = await AccountingQueue(database).claim(10, LATER)

    assert [one.submission_id for one in held] == [here.submission_id]
    assert (await queued(database, gone.submission_id)).state == "sent"


async def test_a_damaged_reading_goes_to_the_operators_and_holds_up_no_other(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = await confirm(database, 2)
    async with database.work() as work:
        await work.write()
        await work.execute(update(submissions).where(submissions.c.id == bad.id).values(facts=b"gnawed by a mouse"))
        await work.commit()
    queue_ = AccountingQueue(database, operators=-100)

    held = await queue_.claim(10, LATER)

    assert [one.submission_id for one in held] == [good.submission_id]
    assert (await queued(database, bad.submission_id)).state == "unclear"
    assert await state_of(database, bad.submission_id) == ("unclear", "")
    assert [name for name, _ in await told(database)] == ["reading_unclear", "readings_unclear"]
    assert bad.submission_id in {getattr(record, "submission", None) for record in caplog.records}
    async with database.work() as work:
        answers = Cabinet(work, Retailer.from_file(DEMO_FILE), LATER, -100).answers
        assert [one.why for one in await answers.listed()] == ["damaged"]
        await answers.settle(bad.id, Decision.RESEND)  # it stays damaged, and comes back on the list
        await work.commit()
    assert await queue_.claim(10, LATER) == []
    assert (await queued(database, bad.submission_id)).state == "unclear"


async def test_what_is_given_back_keeps_its_turn_and_may_be_withdrawn(database: Database) -> None:
    first, second = await confirm(database, 2)
    queue_ = AccountingQueue(database)
    (held,) = await queue_.claim(1, LATER)
    await queue_.give_back([held])

    assert [one.submission_id for one in await queue_.claim(10, LATER)] == [first.submission_id, second.submission_id]
    assert (await queued(database, first.submission_id)).tries == 1


async def test_what_awaits_an_answer_comes_behind_what_is_fresh(database: Database) -> None:
    (old,) = await confirm(database)
    queue_ = AccountingQueue(database)
    await queue_.await_answer(await queue_.claim(1, LATER), LATER, LATER)
    (fresh,) = await confirm(database, first=2)

    assert [one.submission_id for one in await queue_.claim(1, LATER)] == [fresh.submission_id]
    assert [one.submission_id for one in await queue_.claim(1, LATER)] == [old.submission_id]
    assert await state_of(database, old.submission_id) == ("sent", "")


async def test_after_an_outage_the_oldest_comes_first_again_and_what_always_fails_does_not(
    database: Database,
) -> None:
    made = await confirm(database, 3)
    queue_ = AccountingQueue(database)
    first, second, _ = await queue_.claim(3, LATER)
    far = LATER + timedelta(hours=1)
    for held, times in ((first, 1), (second, 9)):
        await set_tries(database, held.submission_id, times)
        await queue_.postpone(held, far, "500", reached=True)
    await queue_.recover(LATER, all_of_them=True)
    await queue_.bring_forward(LATER)

    assert [one.submission_id for one in await queue_.claim(9, LATER)] == [made[0].submission_id, made[2].submission_id]


async def set_tries(database: Database, submission_id: str, tries: int) -> None:
    async with database.work() as work:
        await work.write()
        await work.execute(update(outbox).where(outbox.c.key == f"reading:{submission_id}").values(tries=tries))
        await work.commit()


async def test_what_somebody_has_in_hand_is_left_to_him_until_his_lease_is_over(database: Database) -> None:
    await confirm(database)
    queue_ = AccountingQueue(database)
    await queue_.claim(1, LATER)

    assert await queue_.recover(LATER + LEASE - timedelta(seconds=1)) == 0
    assert await queue_.recover(LATER + LEASE + timedelta(seconds=1)) == 1
    (held,) = await queue_.claim(1, LATER + LEASE * 2)
    assert held.tries == 1

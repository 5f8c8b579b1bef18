"""What the accounting system says, and what an operator decides: each counts once, and only the truth is told."""

from collections.abc import Awaitable, Callable

import pytest

from core.cabinet import Cabinet
from core.period import Period
from core.readings.answers import AccountingAnswers, Decision, NotOnList, NotSettled, Taken
from core.readings.model import State
from core.retailer import DEMO_FILE, Retailer
from core.storage.accounting_queue import AccountingQueue
from core.storage.engine import Database
from core.storage.tables import submissions
from tests.databases import NOW
from tests.fakes.submissions import Confirmed, change_state, confirm, queued, state_of, told

STRANGER = "11111111-1111-4111-8111-111111111111"
LATER = NOW.replace(hour=23)


async def ask(database: Database, act: Callable[[AccountingAnswers], Awaitable[object]]) -> object:
    async with database.work() as work:
        result = await act(Cabinet(work, Retailer.from_file(DEMO_FILE), LATER, operators=-100).answers)
        await work.commit()
    return result


async def names(database: Database) -> list[str]:
    return [name for name, _ in await told(database)]


@pytest.fixture
async def one(database: Database) -> Confirmed:
    return (await confirm(database))[0]


async def test_an_answer_is_told_once_however_often_it_comes(database: Database, one: Confirmed) -> None:
    results = [await ask(database, lambda answers: answers.accepted(one.submission_id)) for _ in range(3)]

    assert results == [Taken.RECORDED, Taken.REPEATED, Taken.REPEATED]
    assert await state_of(database, one.submission_id) == ("accepted", "")
    assert await names(database) == ["reading_accepted"]
    assert await AccountingQueue(database).claim(10, LATER) == []


async def test_an_answer_to_nothing_changes_nothing(database: Database) -> None:
    for answer in (
        lambda answers: answers.accepted(STRANGER),
        lambda answers: answers.refused(STRANGER, "x"),
        lambda answers: answers.unclear(STRANGER, "x"),
    ):
        assert await ask(database, answer) is Taken.UNKNOWN
    assert await names(database) == []


async def test_what_is_not_committed_is_not_told(database: Database, one: Confirmed) -> None:
    async with database.work() as work:
        await Cabinet(work, Retailer.from_file(DEMO_FILE), LATER).answers.accepted(one.submission_id)

    assert await state_of(database, one.submission_id) == ("queued", "")
    assert await names(database) == []


async def test_a_late_answer_settles_what_was_unclear(database: Database, one: Confirmed) -> None:
    await ask(database, lambda answers: answers.unclear(one.submission_id, "wrong echo"))
    await ask(database, lambda answers: answers.accepted(one.submission_id))

    assert await state_of(database, one.submission_id) == ("accepted", "")
    assert await names(database) == ["reading_unclear", "readings_unclear", "reading_accepted"]
    assert await ask(database, lambda answers: answers.listed()) == ()


async def test_what_is_answered_for_good_does_not_become_unclear(database: Database, one: Confirmed) -> None:
    await ask(database, lambda answers: answers.refused(one.submission_id, "less_than_previous"))

    assert await ask(database, lambda answers: answers.unclear(one.submission_id, "echo")) is Taken.REPEATED
    assert await state_of(database, one.submission_id) == ("refused", "less_than_previous")


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.REPLACED])
async def test_an_answer_to_what_the_consumer_took_back_is_listed_and_not_told(
    state: State, database: Database, one: Confirmed
) -> None:
    await change_state(database, one.id, state)

    assert await ask(database, lambda answers: answers.accepted(one.submission_id)) is Taken.LISTED
    assert await state_of(database, one.submission_id) == (state, "")
    assert await names(database) == ["readings_unclear"]
    ((listed,),) = (await ask(database, lambda answers: answers.listed()),)
    assert (listed.number, listed.why) == (f"202611-{one.id:06}", f"{state}, then accepted")


async def test_a_second_answer_that_contradicts_the_first_is_listed(database: Database, one: Confirmed) -> None:
    await ask(database, lambda answers: answers.accepted(one.submission_id))

    assert await ask(database, lambda answers: answers.refused(one.submission_id, "x")) is Taken.LISTED
    assert await state_of(database, one.submission_id) == ("accepted", "")
    assert await names(database) == ["reading_accepted", "readings_unclear"]


@pytest.mark.parametrize(
    ("decision", "state", "name"),
    [
        (Decision.ACCEPTED, ("accepted", ""), "reading_accepted"),
        (Decision.REFUSED, ("refused", "office"), "reading_refused"),
    ],
)
async def test_an_operator_has_the_last_word(
    decision: Decision, state: tuple[str, str], name: str, database: Database, one: Confirmed
) -> None:
    await ask(database, lambda answers: answers.unclear(one.submission_id, "wrong echo"))

    await ask(database, lambda answers: answers.settle(one.id, decision))

    assert await state_of(database, one.submission_id) == state
    assert (await names(database))[-1] == name
    assert await ask(database, lambda answers: answers.listed()) == ()
    for answer in (
        lambda answers: answers.accepted(one.submission_id),
        lambda answers: answers.refused(one.submission_id, "x"),
    ):
        assert await ask(database, answer) is Taken.REPEATED


async def test_what_is_to_be_sent_again_is_asked_about_first(database: Database, one: Confirmed) -> None:
    await ask(database, lambda answers: answers.unclear(one.submission_id, "wrong echo"))
    await ask(database, lambda answers: answers.settle(one.id, Decision.RESEND))

    (held,) = await AccountingQueue(database).claim(10, LATER)
    assert (held.submission_id, held.tries) == (one.submission_id, 1)
    assert await state_of(database, one.submission_id) == ("sent", "")


async def test_only_what_is_on_the_list_is_settled(database: Database, one: Confirmed) -> None:
    for number in (one.id, 999_999):
        with pytest.raises(NotOnList):
            await ask(database, lambda answers, of=number: answers.settle(of, Decision.ACCEPTED))


async def test_what_was_withdrawn_is_put_right_without_a_word(database: Database, one: Confirmed) -> None:
    await change_state(database, one.id, State.WITHDRAWN)
    await ask(database, lambda answers: answers.accepted(one.submission_id))

    with pytest.raises(NotSettled, match="closed"):
        await ask(database, lambda answers: answers.settle(one.id, Decision.RESEND))
    await ask(database, lambda answers: answers.settle(one.id, Decision.ACCEPTED))

    assert await state_of(database, one.submission_id) == ("withdrawn", "")
    assert (await queued(database, one.submission_id)).outcome == "settled accepted"
    assert await names(database) == ["readings_unclear"]


async def test_two_readings_of_one_meter_are_never_accepted_by_hand(database: Database, one: Confirmed) -> None:
    await ask(database, lambda answers: answers.refused(one.submission_id, "x"))
    await ask(database, lambda answers: answers.accepted(one.submission_id))
    (other,) = await confirm(database, first=7)
    await same_meter(database, other, one)

    with pytest.raises(NotSettled, match="another"):
        await ask(database, lambda answers: answers.settle(one.id, Decision.ACCEPTED))


async def same_meter(database: Database, other: Confirmed, one: Confirmed) -> None:
    async with database.work() as work:
        await work.write()
        changed = submissions.update().where(submissions.c.id == other.id)
        await work.execute(changed.values(meter_id=one.meter_id, period=Period(2026, 11)))
        await work.commit()


async def test_the_operators_are_told_once_an_hour_and_when_it_grows_tenfold(database: Database) -> None:
    for each in await confirm(database, 11):
        await ask(database, lambda answers, of=each: answers.unclear(of.submission_id, "wrong echo"))

    counts = [values["count"] for name, values in await told(database) if name == "readings_unclear"]
    assert counts == [1, 10]

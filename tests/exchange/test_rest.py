"""One reading over the wire, whatever the other end does."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest

from core.exchange.rest import AccountingApi, End
from core.exchange.rest_answers import decimal
from core.readings.policy import AccountingPolicy, ReadingPolicy
from tests.fakes import accounting as reference
from tests.fakes.accounting import TOKEN, Accounting
from tests.fakes.submissions import outgoing

TODAY = date(2026, 11, 22)


def api_of(url: str, *, failures: int = 100, seconds: float = 30.0, token: str = TOKEN) -> AccountingApi:
    return AccountingApi(
        url=url,
        token=token,
        accounting=AccountingPolicy(breaker_failures=failures, breaker_seconds=seconds),
        readings=ReadingPolicy(),
        first_wait=0.001,
        call_seconds=0.3,
    )


@pytest.fixture
async def there() -> AsyncIterator[Accounting]:
    async with reference.serve() as running:
        yield running


@pytest.fixture
async def api(there: Accounting) -> AsyncIterator[AccountingApi]:
    async with api_of(there.url).opened() as found:
        yield found


async def test_a_reading_is_handed_over_with_its_key(api: AccountingApi, there: Accounting) -> None:
    reading = outgoing(flags=("rollover",))

    answer = await api.hand_over(reading, TODAY)

    assert answer.end is End.ACCEPTED
    taken = there.taken[reading.submission_id]
    assert taken.account == "UKG:000100001"
    assert taken.sent == {
        "submission_id": reading.submission_id,
        "meter_id": "M1",
        "period": "2026-11",
        "reading_date": "2026-11-22",
        "submitted_at": "2026-11-22T11:00:00+05:00",
        "values": [{"register_id": "M1-T0", "value": "12345.6"}],
        "flags": ["rollover"],
    }


async def test_what_comes_after_its_window_says_so(api: AccountingApi, there: Accounting) -> None:
    reading = outgoing()

    await api.hand_over(reading, date(2026, 12, 1))

    assert there.taken[reading.submission_id].sent["flags"] == ["late"]


LOST = ["drop before", "drop after", "delay:0.5", "html", "html after", "500", "500 after", "no echo", "cut"]


@pytest.mark.parametrize("fault", LOST)
async def test_a_call_with_an_unknown_end_is_asked_about_and_made_once(
    fault: str, api: AccountingApi, there: Accounting
) -> None:
    there.faults.append(fault)
    reading = outgoing()

    answer = await api.hand_over(reading, TODAY)

    assert answer.end is End.ACCEPTED
    assert [call.method for call in there.calls][:2] == ["POST", "GET"]
    assert there.effects[reading.submission_id] == 1


@pytest.mark.parametrize("fault", LOST)
async def test_what_keeps_failing_is_tried_later(fault: str, api: AccountingApi, there: Accounting) -> None:
    there.faults.extend([fault] * 9)
    there.asked_faults.extend(["html"] * 9)

    answer = await api.hand_over(outgoing(), TODAY)

    assert (answer.end, answer.reached) == (End.LATER, True)


async def test_what_was_under_way_before_is_asked_about_first(api: AccountingApi, there: Accounting) -> None:
    reading = outgoing()
    await api.hand_over(reading, TODAY)

    answer = await api.hand_over(replace(reading, tries=1), TODAY)

    assert answer.end is End.ACCEPTED
    assert [call.method for call in there.calls] == ["POST", "GET"]


@pytest.mark.parametrize("fault", ["wrong value", "wrong meter"])
async def test_a_wrong_echo_is_unclear(fault: str, api: AccountingApi, there: Accounting) -> None:
    there.faults.append(fault)

    answer = await api.hand_over(outgoing(), TODAY)

    assert (answer.end, answer.why) == (End.UNCLEAR, "wrong echo")


async def test_an_equal_value_written_otherwise_is_no_wrong_echo(api: AccountingApi, there: Accounting) -> None:
    reading = outgoing()
    await api.hand_over(reading, TODAY)
    there.taken[reading.submission_id].sent["values"][0]["value"] = "12345.600"

    assert (await api.hand_over(replace(reading, tries=1), TODAY)).end is End.ACCEPTED


async def test_a_refusal_has_its_code(api: AccountingApi, there: Accounting) -> None:
    there.refusals["M1"] = "less_than_previous"
    reading = outgoing()

    for tries in (0, 1):  # at once, and when it is asked about
        answer = await api.hand_over(replace(reading, tries=tries), TODAY)
        assert (answer.end, answer.why) == (End.REFUSED, "less_than_previous")


async def test_another_reading_of_the_period_is_a_refusal(api: AccountingApi, there: Accounting) -> None:
    there.already.add("M1")

    answer = await api.hand_over(outgoing(), TODAY)

    assert (answer.end, answer.why) == (End.REFUSED, "already_sent")


async def test_our_own_reading_of_the_period_is_none(api: AccountingApi, there: Accounting) -> None:
    there.faults.append("409 after")

    assert (await api.hand_over(outgoing(), TODAY)).end is End.ACCEPTED


async def test_the_same_key_with_another_value_is_unclear(api: AccountingApi, there: Accounting) -> None:
    reading = outgoing()
    await api.hand_over(reading, TODAY)

    answer = await api.hand_over(replace(reading, meter_id="M2"), TODAY)

    assert (answer.end, answer.why) == (End.UNCLEAR, "409 idempotency_conflict")


async def test_an_answer_that_comes_later_is_awaited(api: AccountingApi, there: Accounting) -> None:
    there.later = True
    reading = outgoing()
    assert (await api.hand_over(reading, TODAY)).end is End.AWAITED

    there.decide(reading.submission_id, "rejected", "meter_inactive")

    answer = await api.hand_over(replace(reading, tries=1), TODAY)
    assert (answer.end, answer.why) == (End.REFUSED, "meter_inactive")


async def test_a_duplicate_counts_as_accepted(api: AccountingApi, there: Accounting) -> None:
    reading = outgoing()
    await api.hand_over(reading, TODAY)
    there.decide(reading.submission_id, "duplicate")

    assert (await api.hand_over(replace(reading, tries=1), TODAY)).end is End.ACCEPTED


async def test_a_pause_that_is_asked_for_is_told_and_not_counted(api: AccountingApi, there: Accounting) -> None:
    there.faults.append("429:7")

    answer = await api.hand_over(outgoing(), TODAY)

    assert (answer.end, answer.wait, answer.reached) == (End.BUSY, 7, False)
    assert len(there.calls) == 1


async def test_a_token_that_is_not_accepted_is_no_failure_of_the_reading(there: Accounting) -> None:
    async with api_of(there.url, token="another").opened() as api:
        answer = await api.hand_over(outgoing(), TODAY)

    assert (answer.end, answer.reached) == (End.DENIED, False)
    assert len(there.calls) == 1


async def test_what_the_token_may_not_do_is_told_from_a_token_that_is_refused(
    api: AccountingApi, there: Accounting
) -> None:
    there.forbidden.add("M1")

    answer = await api.hand_over(outgoing(), TODAY)

    assert (answer.end, answer.why, answer.reached) == (End.FORBIDDEN, "403", False)
    assert len(there.calls) == 1


async def test_a_jump_of_the_wall_clock_does_not_lengthen_a_rest(
    there: Accounting, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with api_of(there.url, failures=1, seconds=0.1).opened() as api:
        there.down = True
        await api.hand_over(outgoing(), TODAY)
        there.down = False
        monkeypatch.setattr(time, "time", lambda back=time.time() - 3600: back)
        await asyncio.sleep(0.12)

        assert await api.alive("any")


async def test_where_nobody_listens_nothing_has_arrived() -> None:
    async with reference.serve() as gone:
        url = gone.url
    async with api_of(url).opened() as api:
        answer = await api.hand_over(outgoing(), TODAY)

    assert (answer.end, answer.reached) == (End.LATER, False)


async def test_after_many_failures_it_is_left_alone_until_it_answers_a_question(there: Accounting) -> None:
    async with api_of(there.url, failures=3, seconds=0.2).opened() as api:
        there.down = True
        first = await api.hand_over(outgoing(1), TODAY)
        second = await api.hand_over(outgoing(2), TODAY)
        assert (first.end, second.end, second.reached) == (End.LATER, End.RESTING, False)
        assert api.rests
        calls = len(there.calls)
        assert not await api.alive("any")
        assert len(there.calls) == calls

        await asyncio.sleep(0.25)
        assert not await api.alive("any")
        there.down = False
        await asyncio.sleep(0.25)
        assert await api.alive("any")
        assert not api.rests


@pytest.mark.parametrize(
    ("thousandths", "written"), [(0, "0"), (12_345_000, "12345"), (1, "0.001"), (12_345_600, "12345.6"), (50, "0.05")]
)
def test_a_value_is_written_as_a_decimal(thousandths: int, written: str) -> None:
    assert decimal(thousandths) == written

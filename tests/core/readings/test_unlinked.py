"""A reading for an account that the chat has not linked: nothing of it is shown, and guessing is limited."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.accounts.model import NumberNotUnderstood
from core.customers.model import ConsentNeeded
from core.readings.model import (
    AlreadySent,
    BadReadingDate,
    Closed,
    DraftIncomplete,
    Flag,
    MeterClosed,
    Question,
    ReadingTooLow,
    TooManyUnlinked,
    UnlinkedNotFound,
)
from tests.databases import NOW
from tests.fakes.ledger import ACCOUNT
from tests.fakes.meters import CHAT, TODAY, Office, customer, meter, office, register, submission, zoned

NEIGHBOUR = customer(777)
FULL: dict[str, Any] = {
    "installed_on": TODAY - timedelta(days=900),
    "verification_due": TODAY - timedelta(days=1),
    "replacement_due": TODAY,
    "model": "Меркурий",
    "point_name": "Пәтер",
}


def town(*meters: Any, **policy: Any) -> Office:
    at = office(*meters or (meter(**FULL),), **policy)
    known = tuple((ACCOUNT.account_id, each.meter_id, each.serial_no) for each in meters or (meter(),))
    at.desk.numbers["000100100"] = known
    return at


async def begin(at: Office, number: str = "000100100", serial: str = "CU0012345") -> Any:
    return await at.unlinked.begin(customer=NEIGHBOUR, number=number, serial=serial, written_at=NOW)


async def test_nothing_of_the_account_is_shown() -> None:
    at = town()

    draft = await begin(at)
    taken = await at.readings.take(customer=NEIGHBOUR, draft_id=draft.id, text="12152")

    for shown in (draft, taken, await at.readings.draft(customer=NEIGHBOUR, draft_id=draft.id)):
        assert (shown.account, shown.account_no, shown.meter.serial_no) == (None, "000100100", "CU0012345")
        assert (shown.volume, shown.mean, shown.estimate) == (None, None, None)
        assert (shown.verification_overdue, shown.flags) == (False, ())
        assert shown.meter == meter(replace(register(), last=None, intervals=()))
        assert all(each.last is None and each.intervals == () for each in shown.missing)
        assert all(each.previous is each.previous_date is each.volume is None for each in shown.values)
    assert [each.value for each in taken.values] == [12_152_000]


async def test_it_is_sent_like_any_other_and_says_that_it_is_not_linked() -> None:
    at = town()
    draft = await begin(at)
    await at.readings.take(customer=NEIGHBOUR, draft_id=draft.id, text="12152")

    sent = await at.readings.confirm(customer=NEIGHBOUR, draft_id=draft.id)

    (kept,) = at.desk.sent
    assert kept.submission.flags == (Flag.OVERDUE, Flag.UNLINKED)
    assert (kept.submission.linked, kept.submission.estimate) == (False, None)
    assert kept.submission.values[0].previous == 12_000_000  # the accounting system is told
    assert (sent.values[0].previous, sent.volume, sent.flags) == (None, None, ())
    assert await at.readings.confirm(customer=NEIGHBOUR, draft_id=draft.id) == sent
    assert at.desk.queued == [sent.submission_id]


@pytest.mark.parametrize(
    "serial", ["CU0012345", "cu 0012345", "СU0012345", "№ CU-0012345", "0012345", "012345", "\u200bCU0012345"]
)
async def test_the_serial_number_as_people_type_it(serial: str) -> None:
    assert (await begin(town(), serial=serial)).meter.serial_no == "CU0012345"


@pytest.mark.parametrize("serial", ["", "12345", "CU0012346", "CU00123456", "CU001234", "²", "\ud83d", "x" * 4000])
async def test_a_wrong_serial_number_is_answered_like_an_unknown_account(serial: str) -> None:
    at = town()

    with pytest.raises(UnlinkedNotFound) as wrong:
        await begin(at, serial=serial)
    with pytest.raises(UnlinkedNotFound) as unknown:
        await begin(at, number="000999999")

    assert wrong.value.answer_at == unknown.value.answer_at == NOW + timedelta(seconds=0.4)
    assert at.desk.drafts == {}


async def test_an_end_that_two_meters_share_is_not_enough() -> None:
    twin = zoned(serial_no="XX0012345")
    at = town(meter(), twin)

    with pytest.raises(UnlinkedNotFound):
        await begin(at, serial="0012345")
    assert (await begin(at, serial="XX0012345")).meter.meter_id == "M2"


async def test_a_meter_without_a_serial_number_is_never_found() -> None:
    with pytest.raises(UnlinkedNotFound):
        await begin(town(meter(serial_no="")), serial="")


async def test_a_number_of_another_form_is_named_and_no_try() -> None:
    at = town()

    with pytest.raises(NumberNotUnderstood):
        await begin(at, number="abc")
    with pytest.raises(NumberNotUnderstood):
        at.unlinked.read_number(text="12")
    assert at.unlinked.read_number(text="№ 000 100 100") == "000100100"
    assert at.desk.tries == []


async def test_tries_of_a_day_are_limited_right_or_wrong() -> None:
    at = town(unlinked_per_day=3)
    await begin(at)
    for _ in range(2):
        with pytest.raises(UnlinkedNotFound):
            await begin(at, serial="wrong")

    with pytest.raises(TooManyUnlinked) as refusal:
        await begin(at)
    assert refusal.value.limit == 3
    with pytest.raises(TooManyUnlinked):
        await at.unlinked.check_open(customer=NEIGHBOUR)
    await at.unlinked.check_open(customer=customer(778))
    at.now += timedelta(days=1)
    await begin(at)


async def test_it_may_be_switched_off() -> None:
    with pytest.raises(TooManyUnlinked) as refusal:
        await begin(town(unlinked_per_day=0))
    assert refusal.value.limit == 0


async def test_the_last_reading_cannot_be_found_out_by_guessing() -> None:
    """Each refusal, each question and each value in another's place tells a little, so it counts; a usual one not."""
    at = town(unlinked_per_day=3)
    draft_id = (await begin(at)).id

    with pytest.raises(ReadingTooLow) as refusal:
        await at.readings.take(customer=NEIGHBOUR, draft_id=draft_id, text="11000")
    assert (refusal.value.previous, refusal.value.previous_date) == (None, None)
    high = await at.readings.take(customer=NEIGHBOUR, draft_id=draft_id, text="19000")
    assert high.question is Question.HIGH
    with pytest.raises(BadReadingDate) as early:
        await at.readings.redate(customer=NEIGHBOUR, draft_id=draft_id, day=TODAY - timedelta(days=30))
    assert early.value.after is None
    assert len(at.desk.tries) == 4
    with pytest.raises(TooManyUnlinked):
        await at.readings.take(customer=NEIGHBOUR, draft_id=draft_id, text="12152")
    for day in (TODAY, TODAY - timedelta(days=30)):
        with pytest.raises(TooManyUnlinked):
            await at.readings.redate(customer=NEIGHBOUR, draft_id=draft_id, day=day)
    assert len(at.desk.tries) == 4


async def test_the_last_reading_cannot_be_approached_by_values_that_fit() -> None:
    at = town(unlinked_per_day=3)
    draft_id = (await begin(at)).id
    for text in ("12152", "12152", "12140", "12130", "12120"):
        await at.readings.take(customer=NEIGHBOUR, draft_id=draft_id, text=text)

    with pytest.raises(TooManyUnlinked):
        await at.readings.take(customer=NEIGHBOUR, draft_id=draft_id, text="12110")


async def test_the_last_try_of_the_day_may_be_finished() -> None:
    at = town(unlinked_per_day=1)
    draft_id = (await begin(at)).id

    await at.readings.take(customer=NEIGHBOUR, draft_id=draft_id, text="12152")
    await at.readings.take(customer=NEIGHBOUR, draft_id=draft_id, text="12153")

    assert len(at.desk.tries) == 2
    assert (await at.readings.confirm(customer=NEIGHBOUR, draft_id=draft_id)).values[0].value == 12_153_000


async def test_another_ones_reading_is_neither_shown_nor_replaced() -> None:
    at = town()
    mine = await at.readings.offer(customer=customer(), text="12140", written_at=NOW)
    await at.readings.confirm(customer=customer(), draft_id=mine.id)

    with pytest.raises(AlreadySent) as refusal:
        await begin(at)
    assert refusal.value.submission is None


async def test_whoever_has_linked_the_account_is_told_once_a_day_and_not_by_whom() -> None:
    at = town(meter(), zoned())
    for serial, text in (("CU0012345", "12140"), ("MT2", "4406; 2134")):
        draft = await begin(at, serial=serial)
        await at.readings.take(customer=NEIGHBOUR, draft_id=draft.id, text=text)
        await at.readings.confirm(customer=NEIGHBOUR, draft_id=draft.id)

    ((chat_id, name, values),) = at.desk.told.values()
    assert (chat_id, name) == (CHAT, "reading_by_other")
    assert values == {
        "account_no": ACCOUNT.account_no,
        "number": "202611-000001",
        "serial_no": "CU0012345",
        "period": 202611,
    }


async def test_nobody_is_told_of_the_own_chat() -> None:
    at = town()
    mine = await at.readings.offer(customer=customer(), text="12140", written_at=NOW)
    await at.readings.confirm(customer=customer(), draft_id=mine.id)

    assert at.desk.told == {}


async def test_ones_own_may_be_replaced() -> None:
    at = town()
    for text in ("12140", "12152"):
        draft_id = (await begin(at)).id
        await at.readings.take(customer=NEIGHBOUR, draft_id=draft_id, text=text)
        if text == "12152":
            with pytest.raises(DraftIncomplete):
                await at.readings.confirm(customer=NEIGHBOUR, draft_id=draft_id)
            await at.readings.agree(customer=NEIGHBOUR, draft_id=draft_id, question=Question.REPLACE, of=1)
        await at.readings.confirm(customer=NEIGHBOUR, draft_id=draft_id)

    assert [each.submission.state for each in at.desk.sent] == ["replaced", "queued"]


async def test_the_owner_may_replace_what_a_stranger_has_sent() -> None:
    at = town()
    draft = await begin(at)
    await at.readings.take(customer=NEIGHBOUR, draft_id=draft.id, text="12140")
    await at.readings.confirm(customer=NEIGHBOUR, draft_id=draft.id)

    mine = await at.readings.offer(customer=customer(), text="12152", written_at=NOW)

    assert mine.question is Question.REPLACE


async def test_a_meter_that_takes_no_readings_says_so_and_names_no_other() -> None:
    at = town(meter(automatic=True))

    with pytest.raises(MeterClosed) as refusal:
        await begin(at)
    assert (refusal.value.reason, refusal.value.serial_no) == (Closed.AUTOMATIC, "CU0012345")
    assert len(at.desk.tries) == 1


async def test_nothing_is_looked_up_without_consent() -> None:
    at = town()

    with pytest.raises(ConsentNeeded):
        await at.unlinked.begin(
            customer=customer(777, consent=None), number="000100100", serial="CU0012345", written_at=NOW
        )
    with pytest.raises(ConsentNeeded):
        await at.unlinked.check_open(customer=customer(777, consent=None))
    assert at.desk.tries == []


async def test_a_meter_that_has_left_the_data_is_not_found() -> None:
    at = town()
    at.desk.accounts = {}

    with pytest.raises(UnlinkedNotFound):
        await begin(at)
    assert submission().linked

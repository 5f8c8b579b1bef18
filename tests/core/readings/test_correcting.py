"""Another reading in the place of one that still waits, by one press."""

from datetime import UTC, datetime, timedelta

import pytest

from core.readings.model import AlreadySent, NoSuchSubmission, State, TooLateToChange
from tests.databases import NOW
from tests.fakes.meters import NOVEMBER, Office, customer, meter, office

ME = customer()


async def submitted(at: Office, text: str = "12152") -> int:
    draft = await at.readings.offer(customer=ME, text=text, written_at=NOW)
    return (await at.readings.confirm(customer=ME, draft_id=draft.id)).id


async def test_the_press_agrees_to_the_replacement() -> None:
    at = office(meter())
    wrong = await submitted(at)

    draft = await at.readings.correct(customer=ME, submission=wrong, written_at=NOW)
    draft = await at.readings.take(customer=ME, draft_id=draft.id, text="12160")
    assert draft.question is None
    await at.readings.confirm(customer=ME, draft_id=draft.id)

    assert [each.submission.state for each in at.desk.sent] == [State.REPLACED, State.QUEUED]


@pytest.mark.parametrize("state", [State.SENT, State.ACCEPTED, State.WITHDRAWN, State.REPLACED])
async def test_what_does_not_wait_any_more_is_not_corrected(state: State) -> None:
    at = office(meter())
    sent = await submitted(at)
    await at.stores.submissions.set_state(sent, state)

    with pytest.raises(TooLateToChange) as refused:
        await at.readings.correct(customer=ME, submission=sent, written_at=NOW)

    assert refused.value.submission.id == sent
    assert len(at.desk.drafts) == 1


async def test_the_submission_of_another_is_not_found() -> None:
    at = office(meter())
    sent = await submitted(at)

    with pytest.raises(NoSuchSubmission):
        await at.readings.correct(customer=customer(502), submission=sent, written_at=NOW)


LAST_MINUTES = datetime(2026, 11, 30, 18, 50, tzinfo=UTC)  # 23:50 in Almaty


@pytest.mark.parametrize("policy", [{}, {"outside_window": "refuse"}])
async def test_what_is_put_right_after_midnight_is_still_of_the_month_that_ended(policy: dict[str, str]) -> None:
    at = office(meter(), **policy)
    at.now = LAST_MINUTES
    wrong = await at.readings.offer(customer=ME, text="12400", written_at=LAST_MINUTES)
    sent = await at.readings.confirm(customer=ME, draft_id=wrong.id)
    at.now += timedelta(minutes=15)

    draft = await at.readings.correct(customer=ME, submission=sent.id, written_at=at.now)
    draft = await at.readings.take(customer=ME, draft_id=draft.id, text="12300", written_at=at.now)
    assert (draft.period, draft.reading_date, draft.question) == (NOVEMBER, LAST_MINUTES.date(), None)
    await at.readings.confirm(customer=ME, draft_id=draft.id)

    assert [each.submission.state for each in at.desk.sent] == [State.REPLACED, State.QUEUED]


async def test_once_it_is_handed_over_the_next_value_is_of_the_next_month() -> None:
    at = office(meter())
    sent = await submitted(at)
    draft = await at.readings.correct(customer=ME, submission=sent, written_at=NOW)
    await at.stores.submissions.set_state(sent, State.ACCEPTED)
    at.now += timedelta(days=12)

    draft = await at.readings.take(customer=ME, draft_id=draft.id, text="12300", written_at=at.now)

    assert (draft.period, draft.values[0].previous) == (NOVEMBER.plus(1), 12_152_000)


async def test_a_correction_of_another_day_is_of_that_day() -> None:
    at = office(meter())
    sent = await submitted(at)
    at.now += timedelta(days=1)

    draft = await at.readings.correct(customer=ME, submission=sent, written_at=at.now)

    assert (draft.period, draft.reading_date) == (NOVEMBER, (NOW + timedelta(days=1)).date())
    with pytest.raises(AlreadySent):
        await at.readings.take(customer=ME, draft_id=draft.id, text="12152", written_at=NOW)

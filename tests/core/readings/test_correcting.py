"""Another reading in the place of one that still waits, by one press."""

import pytest

from core.readings.model import NoSuchSubmission, State, TooLateToChange
from tests.databases import NOW
from tests.fakes.meters import Office, customer, meter, office

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

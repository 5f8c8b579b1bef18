"""The proof, the list, taking back."""

import pytest

from core.accounts.model import NoAccountLinked, NoSuchLink
from core.customers.model import ConsentNeeded
from core.readings.model import NoSuchSubmission, State, TooLateToChange
from tests.databases import NOW
from tests.fakes.ledger import ACCOUNT
from tests.fakes.meters import CHAT, Office, Sent, customer, meter, office, submission

ME = customer()


async def sent() -> tuple[Office, int]:
    at = office(meter())
    draft = await at.readings.offer(customer=ME, text="12152", written_at=NOW)
    return at, (await at.readings.confirm(customer=ME, draft_id=draft.id)).id


async def test_the_proof_is_given_as_often_as_it_is_asked_for() -> None:
    at, number = await sent()

    first = await at.readings.submission(customer=ME, submission=number)

    assert first == await at.readings.submission(customer=ME, submission=number)
    assert first.volume == 152_000


async def test_a_foreign_or_forged_number_finds_nothing() -> None:
    at, number = await sent()

    for who, asked in ((customer(777), number), (ME, 99)):
        with pytest.raises(NoSuchSubmission):
            await at.readings.submission(customer=who, submission=asked)
        with pytest.raises(NoSuchSubmission):
            await at.readings.withdraw(customer=who, submission=asked)
    with pytest.raises(ConsentNeeded):
        await at.readings.submission(customer=customer(consent=None), submission=number)
    with pytest.raises(ConsentNeeded):
        await at.readings.withdraw(customer=customer(consent=None), submission=number)


async def test_who_has_linked_the_account_sees_what_another_chat_has_sent() -> None:
    at, number = await sent()
    at.desk.links[9] = (ACCOUNT,)

    assert (await at.readings.submission(customer=customer(9), submission=number)).volume == 152_000


async def test_who_has_unlinked_the_account_sees_only_what_he_sent() -> None:
    at, number = await sent()
    at.desk.links[CHAT] = ()

    found = await at.readings.submission(customer=ME, submission=number)

    assert [(each.value, each.previous, each.previous_date, each.volume) for each in found.values] == [
        (12_152_000, None, None, None)
    ]
    assert (found.volume, found.estimate, found.flags) == (None, None, ())


async def test_a_reading_is_taken_back_once() -> None:
    at, number = await sent()

    withdrawn = await at.readings.withdraw(customer=ME, submission=number)

    assert withdrawn.state is State.WITHDRAWN
    assert at.desk.queued == []
    assert at.desk.records[-1] == ("reading.withdraw", f"submission:{number}")
    records = list(at.desk.records)
    assert await at.readings.withdraw(customer=ME, submission=number) == withdrawn
    assert at.desk.records == records


@pytest.mark.parametrize("state", [State.SENT, State.ACCEPTED, State.REFUSED, State.UNCLEAR, State.REPLACED])
async def test_what_has_been_handed_over_is_not_taken_back(state: State) -> None:
    at = office(meter())
    at.desk.sent.append(Sent(submission(state=state), CHAT, ACCOUNT.account_id, 1, ""))

    with pytest.raises(TooLateToChange) as refusal:
        await at.readings.withdraw(customer=ME, submission=1)
    assert refusal.value.submission == submission(state=state)


async def test_what_is_handed_over_in_this_moment_is_not_taken_back() -> None:
    at, number = await sent()
    at.desk.in_hand = set(at.desk.queued)

    with pytest.raises(TooLateToChange):
        await at.readings.withdraw(customer=ME, submission=number)
    assert at.desk.sent[0].submission.state is State.QUEUED


async def test_submissions_are_listed_ten_at_a_time() -> None:
    at = office(meter())
    for number in range(1, 13):
        sent_one = submission(id=number, state=State.REPLACED)
        at.desk.sent.append(Sent(sent_one, CHAT, ACCOUNT.account_id, number, ""))

    page = await at.readings.submissions(customer=ME)
    rest = await at.readings.submissions(customer=ME, link_id=ACCOUNT.link_id, before=page[-1].id)

    assert [each.id for each in (*page, *rest)] == list(range(12, 0, -1))
    assert len(page) == 10
    assert at.desk.records == [("view.submissions", f"account:{ACCOUNT.account_id}")] * 2


async def test_nothing_is_listed_without_consent_or_account() -> None:
    at, _ = await sent()

    with pytest.raises(ConsentNeeded):
        await at.readings.submissions(customer=customer(consent=None))
    with pytest.raises(NoAccountLinked):
        await at.readings.submissions(customer=customer(777))
    with pytest.raises(NoSuchLink):
        await at.readings.submissions(customer=ME, link_id=99)


async def test_the_copy_of_own_data_holds_what_was_sent_and_begun() -> None:
    at, number = await sent()
    await at.readings.offer(customer=ME, text="12160", written_at=NOW)

    own = await at.readings.own(customer=customer(consent=None))

    assert [each.id for each in own.submissions] == [number]
    assert [each.values for each in own.drafts] == [(("R-T0", 12_152_000),), (("R-T0", 12_160_000),)]
    assert await at.readings.own(customer=customer(777)) != own

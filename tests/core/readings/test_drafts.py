"""A draft on its way to being a submission."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from core.accounts.model import NoSuchLink
from core.customers.model import ConsentNeeded
from core.period import Period
from core.readings.model import (
    AlreadySent,
    BadReadingDate,
    Draft,
    DraftIncomplete,
    Flag,
    LastReading,
    NoSuchDraft,
    Question,
    ReadingTooLow,
    State,
    Submission,
    WrongNumberOfValues,
)
from tests.databases import NOW
from tests.fakes.ledger import ACCOUNT
from tests.fakes.meters import (
    CHAT,
    NOVEMBER,
    TODAY,
    Office,
    Sent,
    account_of,
    customer,
    meter,
    office,
    register,
    submission,
    value,
    zoned,
)

ME = customer()


async def begun(at: Office, meter_id: str = "M1") -> int:
    return (await at.readings.begin(customer=ME, link_id=None, meter_id=meter_id, written_at=NOW)).id


async def typed(at: Office, text: str) -> Draft:
    return await at.readings.offer(customer=ME, text=text, written_at=NOW)


async def confirmed(at: Office, text: str = "12152") -> Submission:
    return await at.readings.confirm(customer=ME, draft_id=(await typed(at, text)).id)


async def test_values_are_asked_in_turn() -> None:
    at = office(zoned())
    draft_id = await begun(at, "M2")

    half = await at.readings.take(customer=ME, draft_id=draft_id, text="4406")
    whole = await at.readings.take(customer=ME, draft_id=draft_id, text="2134")

    assert [each.zone for each in half.missing] == ["T2"]
    assert (whole.missing, whole.volume, whole.question) == ((), 160_000, None)
    assert await at.readings.draft(customer=ME, draft_id=draft_id) == whole


async def test_a_refused_value_leaves_the_draft_as_it_was() -> None:
    at = office(zoned())
    draft_id = await begun(at, "M2")
    await at.readings.take(customer=ME, draft_id=draft_id, text="4406")
    before = dict(at.desk.drafts)

    with pytest.raises(ReadingTooLow):
        await at.readings.take(customer=ME, draft_id=draft_id, text="2073")
    with pytest.raises(WrongNumberOfValues):
        await at.readings.take(customer=ME, draft_id=draft_id, text="4406; 2134; 7")

    assert at.desk.drafts == before
    assert at.desk.tries == []


async def test_values_may_be_typed_anew() -> None:
    at = office(meter())
    draft = await typed(at, "12600")
    assert (await at.readings.agree(customer=ME, draft_id=draft.id, question=Question.HIGH)).question is None

    again = await at.readings.take(customer=ME, draft_id=draft.id, text="12700")

    assert (again.volume, again.question) == (700_000, Question.HIGH)


async def test_only_the_question_that_is_open_is_answered() -> None:
    at = office(meter())
    draft = await typed(at, "12600")

    for question in (Question.ZERO, Question.ROLLOVER, Question.REPLACE):
        assert (await at.readings.agree(customer=ME, draft_id=draft.id, question=question)).question is Question.HIGH
    assert at.desk.drafts[draft.id].agreed == ()
    for _ in range(2):
        await at.readings.agree(customer=ME, draft_id=draft.id, question=Question.HIGH)
    assert at.desk.drafts[draft.id].agreed == (Question.HIGH,)


async def test_a_reading_may_be_dated_back() -> None:
    at = office(meter())
    draft = await typed(at, "12152")

    dated = await at.readings.redate(customer=ME, draft_id=draft.id, day=date(2026, 11, 10))

    assert (dated.reading_date, dated.period, dated.mean) == (date(2026, 11, 10), NOVEMBER, 50_000)
    with pytest.raises(BadReadingDate):
        await at.readings.redate(customer=ME, draft_id=draft.id, day=TODAY + timedelta(days=1))
    assert at.desk.drafts[draft.id].reading_date == date(2026, 11, 10)


async def test_another_day_asks_anew_whether_it_is_much() -> None:
    at = office(meter())
    draft = await typed(at, "12600")
    await at.readings.agree(customer=ME, draft_id=draft.id, question=Question.HIGH)

    assert (await at.readings.redate(customer=ME, draft_id=draft.id, day=TODAY)).question is Question.HIGH


async def test_a_picture_is_kept_for_the_operator() -> None:
    at = office(meter())
    draft = await typed(at, "12152")
    assert not draft.has_photo

    assert (await at.readings.attach(customer=ME, draft_id=draft.id, photo="file-1")).has_photo
    await at.readings.confirm(customer=ME, draft_id=draft.id)

    assert at.desk.sent[0].photo == "file-1"


async def test_no_use_since_the_last_time() -> None:
    at = office(zoned())
    draft_id = await begun(at, "M2")

    rested = await at.readings.rest(customer=ME, draft_id=draft_id)

    assert (rested.volume, rested.question, rested.flags) == (0, None, (Flag.ZERO,))
    new = office(meter(register(last=None)))
    with pytest.raises(DraftIncomplete):
        await new.readings.rest(customer=ME, draft_id=await begun(new))


@pytest.mark.parametrize(
    ("hours", "day"), [(12, TODAY), (13, TODAY + timedelta(days=1)), (28 * 24, date(2026, 12, 20))]
)
async def test_no_use_is_of_the_day_of_the_tap_if_that_comes_long_after(hours: int, day: date) -> None:
    at = office(meter())
    draft_id = await begun(at)
    at.now += timedelta(hours=hours)

    draft = await at.readings.rest(customer=ME, draft_id=draft_id)

    assert draft.reading_date == day
    assert draft.period == Period.of(day)


async def test_a_confirmed_draft_is_kept_and_queued() -> None:
    at = office(meter())
    draft = await typed(at, "12152")

    sent = await at.readings.confirm(customer=ME, draft_id=draft.id)

    assert (sent.state, sent.period, sent.values) == (State.QUEUED, NOVEMBER, draft.values)
    assert (sent.volume, sent.estimate, sent.linked) == (152_000, 456_000, True)
    assert sent.number == "202611-000001"
    assert sent.submitted_at == NOW
    assert at.desk.queued == [sent.submission_id]
    assert at.desk.records[-1] == ("reading.submit", f"account:{ACCOUNT.account_id}")


async def test_a_second_press_finds_the_first_ones_submission() -> None:
    at = office(meter())
    draft = await typed(at, "12152")
    first = await at.readings.confirm(customer=ME, draft_id=draft.id)
    at.now += timedelta(minutes=40)

    assert await at.readings.confirm(customer=ME, draft_id=draft.id) == first
    assert at.desk.queued == [first.submission_id]
    await at.readings.withdraw(customer=ME, submission=first.id)
    assert (await at.readings.confirm(customer=ME, draft_id=draft.id)).state is State.WITHDRAWN
    assert len(at.desk.sent) == 1


async def test_a_draft_with_something_open_is_not_confirmed() -> None:
    at = office(zoned())
    half, high = await typed(at, "4406"), await typed(at, "14406 2134")

    for draft in (half, high):
        with pytest.raises(DraftIncomplete) as refusal:
            await at.readings.confirm(customer=ME, draft_id=draft.id)
        assert refusal.value.draft_id == draft.id
    assert (at.desk.sent, at.desk.queued) == ([], [])


async def test_a_draft_is_judged_anew_when_it_is_confirmed() -> None:
    """The data may have changed since it was shown."""
    at = office(meter())
    draft = await typed(at, "12152")
    at.desk.accounts[ACCOUNT.account_id] = account_of(meter(register(last=12_160)))

    with pytest.raises(ReadingTooLow):
        await at.readings.confirm(customer=ME, draft_id=draft.id)
    with pytest.raises(ReadingTooLow):
        await at.readings.draft(customer=ME, draft_id=draft.id)


async def test_a_proof_never_joins_one_volume_with_the_price_of_another() -> None:
    at = office(meter())
    draft = await typed(at, "12152")
    newer = LastReading(value=12_100_000, date=TODAY - timedelta(days=2), source="inspector")
    at.desk.accounts[ACCOUNT.account_id] = account_of(meter(replace(register(), last=newer)))

    sent = await at.readings.confirm(customer=ME, draft_id=draft.id)

    assert (draft.volume, draft.estimate) == (152_000, 456_000)
    assert (sent.volume, sent.estimate) == (52_000, 156_000)


async def test_a_second_draft_asks_to_replace_the_first() -> None:
    at = office(meter())
    one, two = await typed(at, "12152"), await typed(at, "12153")
    first = await at.readings.confirm(customer=ME, draft_id=one.id)

    with pytest.raises(DraftIncomplete):
        await at.readings.confirm(customer=ME, draft_id=two.id)
    assert (await at.readings.draft(customer=ME, draft_id=two.id)).question is Question.REPLACE
    await at.readings.agree(customer=ME, draft_id=two.id, question=Question.REPLACE, of=first.id)
    second = await at.readings.confirm(customer=ME, draft_id=two.id)

    assert [each.submission.state for each in at.desk.sent] == [State.REPLACED, State.QUEUED]
    assert at.desk.queued == [second.submission_id]
    assert (second.flags, second.id) == ((Flag.REPLACE,), first.id + 1)


async def test_to_replace_is_agreed_to_for_one_reading_and_no_other() -> None:
    at = office(meter())
    first = await confirmed(at, "12152")
    mine, other = await typed(at, "12155"), await typed(at, "12160")
    assert (mine.question, mine.waiting) == (Question.REPLACE, first)
    for draft_id in (mine.id, other.id):
        await at.readings.agree(customer=ME, draft_id=draft_id, question=Question.REPLACE, of=first.id)
    between = await at.readings.confirm(customer=ME, draft_id=other.id)

    with pytest.raises(DraftIncomplete):
        await at.readings.confirm(customer=ME, draft_id=mine.id)
    asked = await at.readings.draft(customer=ME, draft_id=mine.id)
    assert (asked.question, asked.waiting) == (Question.REPLACE, between)
    photo = await at.readings.attach(customer=ME, draft_id=mine.id, photo="photo")
    assert photo.question is Question.REPLACE
    await at.readings.agree(customer=ME, draft_id=mine.id, question=Question.REPLACE, of=between.id)
    last = await at.readings.confirm(customer=ME, draft_id=mine.id)

    assert [each.submission.state for each in at.desk.sent] == [State.REPLACED, State.REPLACED, State.QUEUED]
    assert at.desk.queued == [last.submission_id]


async def test_a_yes_that_meant_a_reading_overtaken_meanwhile_is_asked_anew() -> None:
    at = office(meter())
    first = await confirmed(at, "12152")
    mine, other = await typed(at, "12155"), await typed(at, "12160")
    await at.readings.agree(customer=ME, draft_id=other.id, question=Question.REPLACE, of=first.id)
    between = await at.readings.confirm(customer=ME, draft_id=other.id)

    late = await at.readings.agree(customer=ME, draft_id=mine.id, question=Question.REPLACE, of=first.id)

    assert (late.question, late.waiting) == (Question.REPLACE, between)
    with pytest.raises(DraftIncomplete):
        await at.readings.confirm(customer=ME, draft_id=mine.id)


async def test_what_was_begun_as_a_correction_does_not_replace_another_reading() -> None:
    at = office(meter())
    first = await confirmed(at, "12152")
    correcting = await at.readings.correct(customer=ME, submission=first.id, written_at=NOW)
    other = await typed(at, "12160")
    await at.readings.agree(customer=ME, draft_id=other.id, question=Question.REPLACE, of=first.id)
    await at.readings.confirm(customer=ME, draft_id=other.id)

    typed_late = await at.readings.take(customer=ME, draft_id=correcting.id, text="12170")

    assert typed_late.question is Question.REPLACE


async def test_the_same_reading_in_a_second_draft_is_calmly_told() -> None:
    at = office(meter())
    one, two = await typed(at, "12152"), await typed(at, "12152")
    first = await at.readings.confirm(customer=ME, draft_id=one.id)

    with pytest.raises(AlreadySent) as refusal:
        await at.readings.confirm(customer=ME, draft_id=two.id)
    assert refusal.value.submission == first


async def test_what_is_handed_over_in_this_moment_is_not_replaced() -> None:
    at = office(meter())
    first = await confirmed(at)
    draft = await typed(at, "12160")
    await at.readings.agree(customer=ME, draft_id=draft.id, question=Question.REPLACE, of=first.id)
    at.desk.in_hand = set(at.desk.queued)

    with pytest.raises(AlreadySent) as refusal:
        await at.readings.confirm(customer=ME, draft_id=draft.id)

    assert refusal.value.submission == at.desk.sent[0].submission
    assert [each.submission.state for each in at.desk.sent] == [State.QUEUED]


def rival(**facts: Any) -> Sent:
    known: dict[str, Any] = {"chat_id": CHAT, "account_id": ACCOUNT.account_id, "draft_id": 999, "photo": ""}
    return Sent(submission(value(at=12_140), id=1), **known | facts)


async def test_another_draft_that_was_faster_is_told_calmly() -> None:
    at = office(meter())
    draft = await typed(at, "12152")
    at.desk.rival = rival()

    with pytest.raises(AlreadySent) as refusal:
        await at.readings.confirm(customer=ME, draft_id=draft.id)

    assert refusal.value.submission == at.desk.sent[0].submission
    assert (len(at.desk.sent), at.desk.queued) == (1, [])


async def test_another_draft_of_somebody_else_that_was_faster_is_not_shown() -> None:
    at = office(meter())
    draft = await typed(at, "12152")
    at.desk.rival = rival(chat_id=7, account_id=7)

    with pytest.raises(AlreadySent) as refusal:
        await at.readings.confirm(customer=ME, draft_id=draft.id)

    assert (refusal.value.submission, refusal.value.period) == (None, NOVEMBER)


async def test_the_same_press_that_was_faster_elsewhere_is_the_same_submission() -> None:
    at = office(meter())
    draft = await typed(at, "12152")
    at.desk.rival = rival(draft_id=draft.id)
    kept = at.desk.drafts[draft.id]
    reads = iter([kept, replace(kept, submission=1)])

    class Drafts(dict[int, Any]):
        def get(self, key: int, default: Any = None) -> Any:
            return next(reads)

    at.desk.drafts = Drafts(at.desk.drafts)

    assert await at.readings.confirm(customer=ME, draft_id=draft.id) == at.desk.sent[0].submission
    assert len(at.desk.sent) == 1


ACTS: dict[str, Any] = {
    "draft": {},
    "take": {"text": "12152"},
    "agree": {"question": Question.HIGH},
    "redate": {"day": TODAY},
    "attach": {"photo": "file"},
    "rest": {},
    "confirm": {},
}


@pytest.mark.parametrize("act", ACTS)
async def test_a_foreign_or_forged_draft_finds_nothing(act: str) -> None:
    at = office(meter())
    draft_id = await begun(at)
    stranger = customer(777)

    for who, number in ((stranger, draft_id), (ME, 99)):
        with pytest.raises(NoSuchDraft):
            await getattr(at.readings, act)(customer=who, draft_id=number, **ACTS[act])
    with pytest.raises(ConsentNeeded):
        await getattr(at.readings, act)(customer=customer(consent=None), draft_id=draft_id, **ACTS[act])


@pytest.mark.parametrize("act", [act for act in ACTS if act != "confirm"])
async def test_a_confirmed_draft_is_not_touched_again(act: str) -> None:
    at = office(meter())
    sent = await confirmed(at)

    with pytest.raises(AlreadySent) as refusal:
        await getattr(at.readings, act)(customer=ME, draft_id=1, **ACTS[act])
    assert refusal.value.submission == sent
    await at.readings.withdraw(customer=ME, submission=sent.id)
    with pytest.raises(NoSuchDraft):
        await getattr(at.readings, act)(customer=ME, draft_id=1, **ACTS[act])


@pytest.mark.parametrize("act", ACTS)
async def test_a_draft_of_an_account_that_was_unlinked_is_gone(act: str) -> None:
    at = office(meter())
    draft_id = await begun(at)
    at.desk.links[CHAT] = ()

    with pytest.raises(NoSuchLink):
        await getattr(at.readings, act)(customer=ME, draft_id=draft_id, **ACTS[act])


@pytest.mark.parametrize("act", ACTS)
async def test_a_draft_of_a_meter_that_is_gone_is_gone(act: str) -> None:
    at = office(meter())
    draft_id = await begun(at)

    at.desk.accounts[ACCOUNT.account_id] = account_of(zoned())
    with pytest.raises(NoSuchDraft):
        await getattr(at.readings, act)(customer=ME, draft_id=draft_id, **ACTS[act])
    at.desk.accounts = {}
    with pytest.raises(NoSuchDraft):
        await getattr(at.readings, act)(customer=ME, draft_id=draft_id, **ACTS[act])


@pytest.mark.parametrize("act", [act for act in ACTS if act != "draft"])
async def test_each_act_begins_to_write_first(act: str) -> None:
    at = office(meter())
    draft_id = (await typed(at, "12600")).id
    at.desk.writes = 0

    async def no_read(*_: object) -> Any:
        raise AssertionError("read before it began to write")

    at.desk.write = no_read  # type: ignore[method-assign]
    with pytest.raises(AssertionError):
        await getattr(at.readings, act)(customer=ME, draft_id=draft_id, **ACTS[act])


async def test_a_message_of_another_day_moves_an_empty_draft() -> None:
    at = office(meter())
    draft_id = await begun(at)
    at.now = later = datetime(2026, 12, 21, 6, tzinfo=NOW.tzinfo)

    draft = await at.readings.take(customer=ME, draft_id=draft_id, text="12152", written_at=later)

    assert (str(draft.period), draft.reading_date, draft.written_at) == ("2026-12", date(2026, 12, 21), later)
    assert at.desk.drafts[draft_id].written_at == later

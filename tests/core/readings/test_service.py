"""Overview, a new draft, and which meter a number is meant for."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.accounts.model import NoAccountLinked, NoSuchLink
from core.customers.model import ConsentNeeded
from core.period import Period
from core.readings.model import (
    AlreadySent,
    BadReadingDate,
    Closed,
    Flag,
    MeterClosed,
    NoMeter,
    Question,
    ReadingNotNumeric,
    ReadingTooLow,
    State,
    TooManyDigits,
    WhichMeter,
    WindowClosed,
)
from tests.databases import NOW
from tests.fakes.ledger import ACCOUNT, OTHER_ACCOUNT
from tests.fakes.meters import (
    CHAT,
    LAST_DAY,
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

LAMP = meter(register(last=5_000), meter_id="M3", serial_no="L3", point_id="P3")


def put(at: Office, *sent: object, chat_id: int = CHAT, account_id: int = ACCOUNT.account_id) -> None:
    for number, each in enumerate(sent, 1):
        at.desk.sent.append(Sent(each, chat_id, account_id, 900 + number, ""))  # type: ignore[arg-type]


# Overview


async def test_the_meters_are_listed_with_what_is_known() -> None:
    at = office(meter(), zoned())

    overview = await at.readings.overview(customer=customer())

    assert (overview.account, overview.has_others) == (ACCOUNT, False)
    assert [each.meter for each in overview.meters] == [meter(), zoned()]
    assert [(each.closed, each.waiting) for each in overview.meters] == [(None, None), (None, None)]
    assert (overview.period, overview.is_open) == (NOVEMBER, True)
    assert (overview.first_day, overview.last_day) == (date(2026, 11, 20), date(2026, 11, 30))
    assert at.desk.records == [("view.meters", f"account:{ACCOUNT.account_id}")]


async def test_what_waits_is_shown_at_its_meter() -> None:
    at = office(meter(), zoned())
    put(at, submission())

    one, two = (await at.readings.overview(customer=customer())).meters

    assert (one.waiting, two.waiting) == (submission(), None)


async def test_another_account_may_be_looked_at() -> None:
    at = office(meter(), others=(LAMP,))

    overview = await at.readings.overview(customer=customer(), link_id=OTHER_ACCOUNT.link_id)

    assert (overview.account, overview.has_others) == (OTHER_ACCOUNT, True)
    assert [each.meter.serial_no for each in overview.meters] == ["L3"]
    current = customer(current=OTHER_ACCOUNT.link_id)
    assert (await at.readings.overview(customer=current)).account == OTHER_ACCOUNT


async def test_a_meter_that_was_removed_long_ago_is_not_listed() -> None:
    recent = replace(LAMP, removed_on=TODAY - timedelta(days=365))
    long_ago = replace(LAMP, meter_id="M4", removed_on=TODAY - timedelta(days=366))
    undated = replace(LAMP, meter_id="M5", status="removed")
    at = office(meter(), recent, long_ago, undated)

    found = (await at.readings.overview(customer=customer())).meters

    assert [each.meter.meter_id for each in found] == ["M1", "M3"]
    assert found[1].closed is not None
    assert found[1].closed.reason is Closed.REMOVED


async def test_an_account_without_meters() -> None:
    with pytest.raises(NoMeter):
        await office().readings.overview(customer=customer())


@pytest.mark.parametrize(
    ("due", "overdue", "days"),
    [
        (None, False, None),
        (TODAY + timedelta(days=31), False, None),
        (TODAY + timedelta(days=30), False, 30),
        (TODAY, False, 0),
        (TODAY - timedelta(days=1), True, None),
    ],
)
async def test_the_verification_is_spoken_of_in_time(due: date | None, overdue: bool, days: int | None) -> None:
    (found,) = (await office(meter(verification_due=due)).readings.overview(customer=customer())).meters

    assert (found.verification_overdue, found.verification_days) == (overdue, days)


async def test_the_name_of_a_place_is_for_the_second_proof() -> None:
    named = meter(point_name="Пәтер")
    at = office(named)
    assert (await at.readings.overview(customer=customer())).meters[0].meter.point_name == ""

    at.desk.links[CHAT] = (replace(ACCOUNT, level=2),)

    assert (await at.readings.overview(customer=customer())).meters[0].meter.point_name == "Пәтер"


async def test_nothing_is_looked_up_without_consent_or_account() -> None:
    at = office(meter())

    with pytest.raises(ConsentNeeded):
        await at.readings.overview(customer=customer(consent=None))
    with pytest.raises(NoAccountLinked):
        await at.readings.overview(customer=customer(777))
    with pytest.raises(NoSuchLink):
        await at.readings.overview(customer=customer(), link_id=99)


# A draft of a chosen meter


async def test_a_draft_begins_empty() -> None:
    at = office(zoned())

    draft = await at.readings.begin(customer=customer(), link_id=ACCOUNT.link_id, meter_id="M2", written_at=NOW)

    assert (draft.id, draft.account, draft.account_no) == (1, ACCOUNT, ACCOUNT.account_no)
    assert (draft.period, draft.reading_date, draft.in_window) == (NOVEMBER, TODAY, True)
    assert [each.zone for each in draft.missing] == ["T1", "T2"]
    assert (draft.values, draft.question, draft.volume, draft.estimate) == ((), None, None, None)
    assert at.desk.drafts[1].link_id == ACCOUNT.link_id
    assert at.desk.writes == 1
    assert at.desk.records == [("view.meters", f"account:{ACCOUNT.account_id}")]


async def test_a_meter_of_any_linked_account_may_be_named() -> None:
    at = office(meter(), others=(LAMP,))

    draft = await at.readings.begin(customer=customer(), link_id=None, meter_id="M3", written_at=NOW)

    assert draft.account == OTHER_ACCOUNT


@pytest.mark.parametrize(("link_id", "meter_id"), [(ACCOUNT.link_id, "M3"), (99, "M1"), (None, "M9")])
async def test_a_foreign_or_forged_meter_finds_nothing(link_id: int | None, meter_id: str) -> None:
    at = office(meter(), others=(LAMP,))

    with pytest.raises(NoSuchLink):
        await at.readings.begin(customer=customer(), link_id=link_id, meter_id=meter_id, written_at=NOW)
    assert at.desk.drafts == {}


async def test_a_draft_that_cannot_be_submitted_is_not_begun() -> None:
    at = office(meter(automatic=True))

    with pytest.raises(MeterClosed):
        await at.readings.begin(customer=customer(), link_id=None, meter_id="M1", written_at=NOW)
    assert at.desk.drafts == {}
    put(at := office(meter()), submission(state=State.SENT))
    with pytest.raises(AlreadySent):
        await at.readings.begin(customer=customer(), link_id=None, meter_id="M1", written_at=NOW)


async def test_the_day_of_the_last_reading_is_too_early() -> None:
    written_at = datetime(2026, 10, 31, 6, tzinfo=UTC)
    at = office(meter())
    at.now = written_at

    with pytest.raises(BadReadingDate) as refusal:
        await at.readings.begin(customer=customer(), link_id=None, meter_id="M1", written_at=written_at)
    assert refusal.value.after == LAST_DAY


# The period is that of the consumer's message


async def test_the_period_is_that_of_the_message_however_late_it_is_processed() -> None:
    at = office(meter())
    at.now = datetime(2026, 12, 2, 9, tzinfo=UTC)

    draft = await at.readings.offer(
        customer=customer(), text="12152", written_at=datetime(2026, 11, 30, 18, 59, tzinfo=UTC)
    )

    assert (draft.period, draft.reading_date, draft.in_window) == (NOVEMBER, date(2026, 11, 30), True)
    later = await at.readings.offer(
        customer=customer(), text="12152", written_at=datetime(2026, 11, 30, 19, 0, tzinfo=UTC)
    )
    assert (later.period, later.reading_date, later.in_window) == (Period(2026, 12), date(2026, 12, 1), False)
    assert later.flags == (Flag.OUTSIDE,)


async def test_a_message_of_a_clock_ahead_of_ours_is_not_in_the_future() -> None:
    at = office(meter())
    at.now = datetime(2026, 11, 22, 18, 59, 58, tzinfo=UTC)

    draft = await at.readings.offer(customer=customer(), text="12152", written_at=at.now + timedelta(seconds=3))

    assert draft.reading_date == date(2026, 11, 23)


async def test_outside_the_window_a_retailer_may_refuse() -> None:
    early = datetime(2026, 11, 19, 6, tzinfo=UTC)
    at = office(meter(), outside_window="refuse")
    at.now = early

    with pytest.raises(WindowClosed) as refusal:
        await at.readings.offer(customer=customer(), text="12152", written_at=early)
    assert (refusal.value.first_day, refusal.value.last_day) == (date(2026, 11, 20), date(2026, 11, 30))
    at.now = NOW
    assert (await at.readings.offer(customer=customer(), text="12152", written_at=NOW)).in_window


async def test_the_window_is_that_of_the_branch() -> None:
    at = office(meter(), branch_windows={"UKG": {"first_day": 1, "last_day": 10}})

    draft = await at.readings.offer(customer=customer(), text="12152", written_at=NOW)

    assert (draft.period, draft.in_window) == (Period(2026, 12), False)
    overview = await at.readings.overview(customer=customer())
    assert (overview.is_open, overview.first_day) == (False, date(2026, 12, 1))


# Numbers out of the blue


async def test_a_number_is_offered_as_a_reading() -> None:
    at = office(meter())

    draft = await at.readings.offer(customer=customer(), text="12 152 кВт·ч", written_at=NOW)

    assert [each.value for each in draft.values] == [12_152_000]
    assert (draft.volume, draft.estimate, draft.question) == (152_000, 456_000, None)
    assert at.desk.drafts[1].values == (("R-T0", 12_152_000),)


async def test_what_is_no_number_is_refused_before_anything_is_looked_up() -> None:
    at = office(meter())

    with pytest.raises(ReadingNotNumeric):
        await at.readings.offer(customer=customer(consent=None), text="привет", written_at=NOW)
    assert at.desk.writes == 0
    with pytest.raises(NoAccountLinked):
        await at.readings.offer(customer=customer(777), text="1", written_at=NOW)
    with pytest.raises(ConsentNeeded):
        await at.readings.offer(customer=customer(consent=None), text="1", written_at=NOW)


@pytest.mark.parametrize(
    ("text", "meter_id"), [("12152", "M1"), ("4400", "M2"), ("4400 2150", "M2"), ("5050", "M3"), ("T1 4400", "M2")]
)
async def test_the_only_meter_that_a_number_fits_is_meant(text: str, meter_id: str) -> None:
    at = office(meter(), zoned(), others=(LAMP,))

    draft = await at.readings.offer(customer=customer(), text=text, written_at=NOW)

    assert draft.meter.meter_id == meter_id
    assert draft.account == (OTHER_ACCOUNT if meter_id == "M3" else ACCOUNT)


async def test_a_number_that_fits_several_meters_is_asked_about() -> None:
    twin = replace(LAMP, registers=(register(last=12_100),))
    at = office(meter(), others=(twin,))

    with pytest.raises(WhichMeter) as refusal:
        await at.readings.offer(customer=customer(), text="12 152", written_at=NOW)
    assert refusal.value.text == "12 152"
    assert refusal.value.choices == ((ACCOUNT, meter()), (OTHER_ACCOUNT, twin))
    assert refusal.value.meters == (meter(), twin)
    with pytest.raises(WhichMeter) as refusal:
        await at.readings.offer(customer=customer(current=OTHER_ACCOUNT.link_id), text="12 152", written_at=NOW)
    assert refusal.value.meters == (twin, meter())

    draft = await at.readings.offer(customer=customer(), text=refusal.value.text, written_at=NOW, meter_id="M3")
    assert draft.account == OTHER_ACCOUNT
    draft = await at.readings.offer(customer=customer(), text="12152", written_at=NOW, link_id=ACCOUNT.link_id)
    assert draft.account == ACCOUNT


async def test_a_meter_that_waits_already_is_less_likely_meant() -> None:
    twin = replace(LAMP, registers=(register(last=12_100),))
    at = office(meter(), twin)
    put(at, submission(value(at=12_140)))

    assert (await at.readings.offer(customer=customer(), text="12152", written_at=NOW)).meter.meter_id == "M3"
    again = await at.readings.offer(customer=customer(), text="12050", written_at=NOW)
    assert (again.meter.meter_id, again.question) == ("M1", Question.REPLACE)


async def test_a_number_that_fits_no_meter_gets_the_refusal_of_the_nearest() -> None:
    at = office(meter(), others=(LAMP,))

    with pytest.raises(ReadingTooLow) as too_low:
        await at.readings.offer(customer=customer(), text="4999", written_at=NOW)
    assert too_low.value.previous == 12_000_000
    with pytest.raises(TooManyDigits):
        await at.readings.offer(customer=customer(), text="123456", written_at=NOW)
    with pytest.raises(ReadingTooLow) as too_low:
        await at.readings.offer(customer=customer(current=OTHER_ACCOUNT.link_id), text="4999", written_at=NOW)
    assert too_low.value.previous == 5_000_000


async def test_closed_meters_are_not_meant() -> None:
    at = office(meter(), replace(LAMP, automatic=True))

    assert (await at.readings.offer(customer=customer(), text="12152", written_at=NOW)).meter.meter_id == "M1"
    with pytest.raises(MeterClosed):
        await at.readings.offer(customer=customer(), text="5050", written_at=NOW, meter_id="M3")
    with pytest.raises(NoMeter):
        await office().readings.offer(customer=customer(), text="1", written_at=NOW)
    with pytest.raises(NoSuchLink):
        await at.readings.offer(customer=customer(), text="1", written_at=NOW, meter_id="M9")


async def test_the_last_reading_may_be_ours_of_the_month_before() -> None:
    at = office(meter())
    put(at, submission(value(at=12_090), period=Period(2026, 10), reading_date=date(2026, 11, 1)))

    draft = await at.readings.offer(customer=customer(), text="12152", written_at=NOW)

    assert [(each.previous, each.volume) for each in draft.values] == [(12_090_000, 62_000)]
    assert draft.meter.registers[0].last is not None
    assert draft.meter.registers[0].last.own


async def test_a_reading_that_waits_is_corrected_by_one_press() -> None:
    at = office(meter())
    put(at, submission(value(at=12_100)))

    draft = await at.readings.correct(customer=customer(), submission=1, written_at=NOW)

    assert at.desk.drafts[draft.id].agreed == (Question.REPLACE,)
    assert (await at.readings.take(customer=customer(), draft_id=draft.id, text="12152")).question is None


async def test_an_account_without_data_has_no_meter() -> None:
    at = office(meter())
    at.desk.accounts = {77: account_of(meter(), account_id=77)}

    with pytest.raises(NoMeter):
        await at.readings.overview(customer=customer())

"""Readings as they are shown: every question, refusal and answer in three languages, whatever the data hold."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.screens import drafts, readings, refusals, submissions
from bot.screens.notices import NOTICES
from bot.screens.readings_words import about, bare, proof_text, source
from bot.screens.screen import Screen
from core.errors import DomainError
from core.i18n import Translator, translator
from core.period import Period
from core.readings import model
from core.readings.days import DayNotUnderstood
from core.readings.model import Closed, Draft, Flag, LastReading, MeterClosed, MeterState, Overview, Question, State
from core.retailer import DEMO_FILE, Retailer
from core.words import Words
from tests.bot.looks import check, data, labels
from tests.databases import NOW
from tests.fakes.ledger import ACCOUNT, OTHER_ACCOUNT
from tests.fakes.meters import LAST_DAY, NOVEMBER, TODAY, meter, register, submission, value, zoned

RETAILER = Retailer.from_file(DEMO_FILE)
EN = translator("en")
LANGUAGES = [translator(code) for code in ("kk", "ru", "en")]
HOSTILE = "<b>&x" * 30  # longer than anything that is stored, and no markup
each_language = pytest.mark.parametrize("tr", LANGUAGES, ids=lambda tr: tr.language)


def seen(screen: Screen) -> str:
    return check(screen).replace("\u00a0", " ")


def draft(**changes: Any) -> Draft:
    facts: dict[str, Any] = {
        "id": 5,
        "account": ACCOUNT,
        "account_no": ACCOUNT.account_no,
        "meter": meter(),
        "reading_date": TODAY,
        "written_at": NOW,
        "period": NOVEMBER,
        "in_window": True,
        "values": (value(),),
        "missing": (),
        "question": None,
        "volume": 152_000,
        "mean": 150_400,
        "estimate": 487_008,
        "verification_overdue": False,
        "has_photo": False,
    }
    return Draft(**facts | changes)


def overview(*meters: MeterState, **changes: Any) -> Overview:
    facts: dict[str, Any] = {
        "account": ACCOUNT,
        "has_others": False,
        "period": NOVEMBER,
        "is_open": True,
        "first_day": date(2026, 11, 20),
        "last_day": date(2026, 11, 30),
    }
    return Overview(**facts | changes, meters=meters or (state(),))


def state(**changes: Any) -> MeterState:
    return MeterState(**{"meter": meter(), "closed": None, "waiting": None} | changes)


def refusing() -> Retailer:
    policy = RETAILER.readings.model_copy(update={"outside_window": "refuse"})
    return RETAILER.model_copy(update={"readings": policy})


def test_the_offer_is_one_line_and_one_button() -> None:
    screen = drafts.draft(draft(), RETAILER, EN)

    assert "12,152 → meter CU0012345, 152 kWh, about 4,870 ₸" in seen(screen)
    assert labels(screen) == ["✅ Send", "📅 Change the date", "✏️ Change the value", "Cancel"]
    assert data(screen, "Send") == "send:5"


def test_without_a_price_or_a_start_nothing_is_promised() -> None:
    without_price = seen(drafts.draft(draft(estimate=None), RETAILER, EN))
    first = seen(drafts.draft(draft(estimate=None, volume=None), RETAILER, EN))

    assert "CU0012345, 152 kWh\n" in without_price
    assert "preliminary" not in without_price
    assert "12,152 → meter CU0012345\n" in first


def test_the_word_of_the_brand_stands_for_the_meter() -> None:
    almaty = RETAILER.model_copy(update={"meter_word": Words(kk="санауыш", ru="счётчик", en="meter")})

    assert "→ санауыш CU0012345" in seen(drafts.draft(draft(), almaty, translator("kk")))
    assert "🔌 Счётчик № CU0012345" in seen(drafts.draft(draft(question=Question.ZERO), almaty, translator("ru")))


@each_language
@pytest.mark.parametrize("question", Question)
def test_each_question_has_its_yes_and_its_way_back(question: Question, tr: Translator) -> None:
    passed = value(rollover=True, at=47, previous=99_962_000)
    screen = drafts.draft(draft(question=question, values=(passed,)), RETAILER, tr)

    assert data(screen, labels(screen)[0]) == f"agreeread:5:{question}:0"
    assert len(labels(screen)) == 3
    assert "\n\n" in seen(screen)


@each_language
def test_of_an_account_that_is_not_linked_only_what_was_typed_is_shown(tr: Translator) -> None:
    hidden = draft(account=None, meter=meter(register(last=None)), volume=None, mean=None, estimate=None)
    for shown in (hidden, replace(hidden, question=Question.HIGH), replace(hidden, question=Question.ROLLOVER)):
        text = seen(drafts.draft(shown, RETAILER, tr))
        assert ACCOUNT.account_no in text
        assert "kWh" not in text
        assert "₸" not in text
        assert "150" not in text


@each_language
def test_a_register_is_asked_with_what_was_read_before(tr: Translator) -> None:
    shown = draft(meter=zoned(), values=(), missing=zoned().registers)
    first = seen(drafts.draft(shown, RETAILER, tr))
    second = seen(
        drafts.draft(replace(shown, values=(value("T1", 4531),), missing=zoned().registers[1:]), RETAILER, tr)
    )

    assert tr.quantity(4_306_000).replace("\u00a0", " ") in first
    assert tr.short_date(LAST_DAY) in first
    assert tr.quantity(4_531_000).replace("\u00a0", " ") in second
    assert tr.quantity(2_074_000).replace("\u00a0", " ") in second


@each_language
def test_remarks_stand_on_the_last_look(tr: Translator) -> None:
    overdue = replace(meter(), verification_due=date(2026, 10, 1))
    shown = draft(meter=overdue, verification_overdue=True, in_window=False, has_photo=True, flags=(Flag.ROLLOVER,))

    text = seen(drafts.draft(shown, RETAILER, tr))

    for mark in ("⚠️", "01.10.2026", "📅", "📷", "🔁"):
        assert mark in text
    assert ".." not in text


@each_language
def test_who_replaces_a_reading_sees_which(tr: Translator) -> None:
    waiting = submission(value(at=12_140), id=9)

    screen = drafts.draft(draft(question=Question.REPLACE, waiting=waiting), RETAILER, tr)

    assert tr.quantity(12_140_000).replace("\u00a0", " ") in seen(screen)
    assert "202611-000009" in seen(screen)
    assert data(screen, "✅") == "agreeread:5:replace:9"


def test_the_only_meter_is_asked_for_at_once() -> None:
    closed = MeterClosed(Closed.REMOVED, "OLD1")
    waiting = submission(state=State.SENT)

    assert readings.the_only_one(overview(), RETAILER) == state()
    assert readings.the_only_one(overview(state(), state(closed=closed)), RETAILER) == state()
    assert readings.the_only_one(overview(state(), state()), RETAILER) is None
    assert readings.the_only_one(overview(state(waiting=waiting)), RETAILER) is None
    assert readings.the_only_one(overview(is_open=False), RETAILER) == state()
    assert readings.the_only_one(overview(is_open=False), refusing()) is None


@each_language
@pytest.mark.parametrize("reason", Closed)
def test_each_closed_meter_says_why(reason: Closed, tr: Translator) -> None:
    closed = MeterClosed(reason, "CU0012345", successor="CU0099002", successor_id="M9")

    listed = readings.overview(overview(state(closed=closed), state()), RETAILER, tr)
    refused = refusals.words(closed, tr, RETAILER)

    assert "⛔️" in seen(listed)
    assert isinstance(refused, Screen)
    assert "⛔️" in seen(refused)
    assert data(refused, "CU0099002") == "read:0:M9"
    assert data(listed, "CU0099002") == "read:7:M9"


def test_a_successor_that_is_listed_has_one_button() -> None:
    closed = MeterClosed(Closed.REPLACED, "OLD1", successor="CU0012345", successor_id="M1")

    screen = readings.overview(overview(state(), state(meter=meter(meter_id="M0"), closed=closed)), RETAILER, EN)

    assert labels(screen).count("✍️ CU0012345") == 1


@each_language
def test_what_waits_can_be_looked_at_corrected_and_withdrawn(tr: Translator) -> None:
    screen = readings.overview(overview(state(waiting=submission())), RETAILER, tr)
    handed_over = readings.overview(overview(state(waiting=submission(state=State.SENT))), RETAILER, tr)

    assert [data(screen, label) for label in labels(screen)[:3]] == ["proof:1", "correct:1", "withdraw:1:0"]
    assert data(handed_over, labels(handed_over)[1]) == "submissions:7:0"
    assert "202611-000001" in seen(screen)


@each_language
def test_the_window_says_till_when_or_from_when(tr: Translator) -> None:
    december = {"period": Period(2026, 12), "first_day": date(2026, 12, 20), "last_day": date(2026, 12, 31)}

    opened = seen(readings.overview(overview(), RETAILER, tr))
    closed = seen(readings.overview(overview(is_open=False, **december), RETAILER, tr))
    refused = seen(readings.overview(overview(is_open=False, **december), refusing(), tr))

    assert "30.11.2026" in opened
    assert "20–31" in closed.replace(" по ", "–")
    assert tr.month(Period(2026, 12)).replace("\u00a0", " ") in closed
    assert "20.12.2026" in refused
    assert ".." not in closed


def test_the_date_of_verification_is_told_when_it_is_near() -> None:
    near = seen(readings.overview(overview(state(verification_days=12)), RETAILER, EN))
    late = meter(verification_due=date(2026, 10, 1))

    assert "Days left until meter verification: 12." in near
    assert "overdue since 01.10.2026" in seen(
        readings.overview(overview(state(meter=late, verification_overdue=True)), RETAILER, EN)
    )


@pytest.mark.parametrize(
    ("code", "said"), [("inspector", "the inspector"), ("estimate", "an estimate"), ("drone", "another source")]
)
def test_a_source_that_is_not_known_is_shown_calmly(code: str, said: str) -> None:
    assert said in source(LastReading(value=1, date=TODAY, source=code), EN)
    assert "not processed yet" in source(LastReading(value=1, date=TODAY, source=code, own=True), EN)


@each_language
@pytest.mark.parametrize("now_in", State)
def test_a_proof_says_what_has_become_of_it(now_in: State, tr: Translator) -> None:
    screen = submissions.proof(submission(state=now_in, reason_code="bad_date"), RETAILER, tr)

    assert "202611-000001" in seen(screen)
    assert submissions.MARKS[now_in] in seen(screen)
    assert ("✏️" in " ".join(labels(screen))) == (now_in is State.QUEUED)


@each_language
@pytest.mark.parametrize(
    "code",
    [
        *("less_than_previous", "meter_inactive", "duplicate", "bad_date", "too_many_digits", "not_numeric"),
        *("already_sent", "implausible", "office", ""),
    ],
)
def test_each_known_reason_is_said_in_words(code: str, tr: Translator) -> None:
    assert "_" not in submissions.reason(code, tr)
    assert code != submissions.reason(code, tr)


def test_a_reason_that_is_not_known_is_shown_as_it_is() -> None:
    shown = submission(state=State.REFUSED, reason_code="E-17 <x>")

    assert "refused: reason code E-17 <x>" in seen(submissions.proof(shown, RETAILER, EN))


def test_a_proof_is_copied_as_one_line() -> None:
    two = submission(value("T1", 4531), value("T2", 2210, value=2_210_500))

    assert proof_text(two) == "202611-000001 · 22.11.2026 · 000100100 · CU0012345 · 4531 / 2210.5 kWh · 22.11.2026"
    assert (bare(12_345_000), bare(5), bare(0)) == ("12345", "0.005", "0")


@pytest.mark.parametrize(("tiyn", "said"), [(487_008, "4,870"), (487_050, "4,871"), (49, "0"), (50, "1")])
def test_a_preliminary_sum_is_in_whole_tenge(tiyn: int, said: str) -> None:
    assert about(tiyn, EN) == f"{said}\u00a0₸"


REFUSALS: dict[str, Callable[[], DomainError]] = {
    "not numeric": lambda: model.ReadingNotNumeric("двенадцать"),
    "ambiguous": lambda: model.ReadingAmbiguous("12 345 6 789"),
    "too long": lambda: model.TooManyDigits("123456", 5, 0),
    "fraction": lambda: model.TooManyDigits("1234,567", 5, 2),
    "too many": lambda: model.WrongNumberOfValues(3, ("T1", "T2")),
    "one dial": lambda: model.WrongNumberOfValues(2, ("T0",)),
    "no meter": lambda: model.NoMeter(),
    "which": lambda: model.WhichMeter("5150", ((ACCOUNT, meter()), (OTHER_ACCOUNT, zoned()))),
    "date": lambda: model.BadReadingDate(date(2026, 12, 1), LAST_DAY, TODAY),
    "date of today": lambda: model.BadReadingDate(TODAY, TODAY, TODAY),
    "hidden date": lambda: model.BadReadingDate(date(2025, 12, 1), None, TODAY),
    "no day": lambda: DayNotUnderstood("вчера"),
    "low": lambda: model.ReadingTooLow(11_000_000, 12_000_000, LAST_DAY, "T0"),
    "hidden low": lambda: model.ReadingTooLow(11_000_000, None, None, "T2"),
    "zones": lambda: model.ZonesMismatch(5_000_000, 6_000_000),
    "sent": lambda: model.AlreadySent(submission(state=State.SENT), NOVEMBER),
    "sent by another": lambda: model.AlreadySent(None, NOVEMBER),
    "window": lambda: model.WindowClosed(date(2026, 12, 20), date(2026, 12, 31)),
    "no draft": model.NoSuchDraft,
    "incomplete": lambda: model.DraftIncomplete(5),
    "too late": lambda: model.TooLateToChange(submission(state=State.SENT)),
    "mismatch": lambda: model.UnlinkedNotFound(NOW),
    "tries": lambda: model.TooManyUnlinked(5),
    "switched off": lambda: model.TooManyUnlinked(0),
}


@each_language
@pytest.mark.parametrize("name", REFUSALS)
def test_each_refusal_says_what_to_do_next(name: str, tr: Translator) -> None:
    screen = refusals.words(REFUSALS[name](), tr, RETAILER)

    assert isinstance(screen, Screen)
    assert seen(screen)
    assert labels(screen)


@pytest.mark.parametrize(
    ("name", "named"),
    [
        *(("not numeric", "двенадцать"), ("ambiguous", "12 345 6 789"), ("too long", "123456"), ("no day", "вчера")),
        *(
            ("low", "11,000"),
            ("low", "12,000"),
            ("date", "01.12.2026"),
            ("date", "from 01.11.2026 to 22.11.2026"),
            ("date of today", "next possible day is 23.11.2026"),
            ("zones", "6,000"),
        ),
        *(("too many", "day, night"), ("fraction", "After the comma: 2."), ("window", "20.12.2026 – 31.12.2026")),
    ],
)
def test_a_refusal_names_the_value(name: str, named: str) -> None:
    screen = refusals.words(REFUSALS[name](), EN, RETAILER)

    assert isinstance(screen, Screen)
    assert named in seen(screen)


def test_a_mismatch_is_answered_no_sooner_than_it_may() -> None:
    screen = refusals.words(model.UnlinkedNotFound(NOW), EN, RETAILER)

    assert isinstance(screen, Screen)
    assert screen.not_before == NOW


@each_language
@pytest.mark.parametrize("name", ["reading_accepted", "reading_refused", "reading_unclear", "reading_by_other"])
def test_what_is_told_of_a_reading_opens_its_proof(name: str, tr: Translator) -> None:
    values = {"number": "202611-000123", "serial_no": "CU0012345", "period": 202611}
    values |= {"reason_code": "E-17", "account_no": "000100100"}

    screen = NOTICES[name](values, tr, RETAILER)

    assert "202611-000123" in seen(screen)
    assert data(screen, labels(screen)[0]) == "proof:123"
    assert (len(labels(screen)) == 2) == (name == "reading_refused")


@each_language
def test_data_of_any_length_and_kind_fit_into_one_message(tr: Translator) -> None:
    named = {"serial_no": HOSTILE[:64], "point_name": HOSTILE}
    many = [meter(*(register(zone) for zone in ("T1", "T2", "T3")), meter_id=f"M{n}", **named) for n in range(40)]
    closed = MeterClosed(Closed.REPLACED, HOSTILE[:64], successor=HOSTILE[:64], successor_id="M9")
    states = [state(meter=each, closed=closed if n % 2 else None) for n, each in enumerate(many)]
    alias = replace(ACCOUNT, alias="<&" * 20)
    values = tuple(value(zone, volume=10**15) for zone in ("T1", "T2", "T3"))
    sent = [submission(*values, id=10**9 + n, serial_no=HOSTILE[:64], reason_code=HOSTILE) for n in range(10)]
    refused = [replace(each, state=State.REFUSED) for each in sent]

    for screen in (
        readings.overview(overview(*states, account=alias), RETAILER, tr),
        readings.which_meter(model.WhichMeter("9 " * 100, tuple((alias, each) for each in many)), RETAILER, tr),
        drafts.draft(draft(account=alias, meter=many[0], values=values), RETAILER, tr),
        drafts.draft(draft(account=alias, meter=many[0], values=(), missing=many[0].registers), RETAILER, tr),
        submissions.submissions(alias, refused, 0, RETAILER, tr),
        submissions.proof(refused[0], RETAILER, tr),
    ):
        check(screen)

"""The words of an explanation, whatever has changed, and that they stay one valid message."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.keyboards.changes import PickCompared, PickEarlier, PickLater
from bot.keyboards.changes_ask import WhyChanged
from bot.screens import changes as screens
from bot.screens import changes_table
from core.balance.model import Service
from core.changes.explain import Ledger, explain
from core.changes.model import ChargedLine, ChargedMonths, Explanation, Recalculation
from core.i18n import Translator, translator
from tests.bot.looks import check, labels
from tests.bot.test_balance_any_data import ACCOUNTS, LANGUAGES, NAMES, SERVICES, SUMS
from tests.core.changes.ledgers import LIFT, OCTOBER, SEPTEMBER, ledger, line
from tests.core.changes.test_properties import LINES
from tests.core.tariffs.books import home
from tests.fakes.ledger import ACCOUNT

KK, RU, EN = translator("kk"), translator("ru"), translator("en")
ASKED = WhyChanged(link_id=7)
FLAT = 35.67
SINCE = line(OCTOBER, 0, 0).since.replace(month=10, day=1)  # type: ignore[union-attr]


def explanation(made: Ledger, services: Sequence[Service] = (), **changes: Any) -> Explanation:
    parts, facts = explain(made)
    known: dict[str, Any] = {
        "account": ACCOUNT,
        "service": None,
        "services": tuple(services),
        "earlier": made.side(SEPTEMBER),
        "later": made.side(OCTOBER),
        "parts": parts,
        "facts": facts,
        "recalculations": (),
    }
    return Explanation(**(known | changes))


def said(*lines: ChargedLine, tr: Translator = EN, **more: Any) -> str:
    return check(screens.explained(explanation(ledger(*lines, **more)), ASKED, tr)).replace("\u00a0", " ")


def table(*lines: ChargedLine, tr: Translator = EN, **more: Any) -> str:
    shown = explanation(ledger(*lines, **more))
    return check(changes_table.table(shown, ASKED.model_copy(update={"table": "1"}), tr)).replace("\u00a0", " ")


LIFTED = {"service": LIFT, "volume": None, "price": None}
BEFORE = line(SEPTEMBER, 300, FLAT)
AS_BEFORE = line(OCTOBER, 300, FLAT, since=SINCE)
FIRST, SECOND, THIRD = (
    line(SEPTEMBER, 90, 32.20, level=1),
    line(SEPTEMBER, 70, 43.15, level=2),
    line(SEPTEMBER, 40, 53.84, level=3),
)
TWO_LIVE = [home("level"), home("level", residents=2, valid_from=SINCE)]
REASONS: list[tuple[str, list[ChargedLine], dict[str, Any], tuple[str, str, str]]] = [
    (
        "days",
        [BEFORE, line(OCTOBER, 310, FLAT)],
        {},
        ("есептік кезең 1 күнге ұзақ", "расчётный период длиннее на 1 день", "the period is 1 day longer"),
    ),
    (
        "kWh",
        [BEFORE, line(OCTOBER, 340, FLAT, since=SINCE)],
        {},
        ("40 кВт·сағ артық тұтынылды", "израсходовано на 40 кВт·ч больше", "40 kWh more was used"),
    ),
    (
        "fewer kWh",
        [BEFORE, line(OCTOBER, 255.5, FLAT, since=SINCE)],
        {},
        ("44,5 кВт·сағ кем тұтынылды", "израсходовано на 44,5 кВт·ч меньше", "44.5 kWh less was used"),
    ),
    (
        "tariff",
        [BEFORE, line(OCTOBER, 300, 36.95, since=SINCE)],
        {},
        ("тариф өсті, 35,67 ₸ → 36,95 ₸", "тариф вырос, 35,67 ₸ → 36,95 ₸", "the tariff has risen, 35.67 ₸ → 36.95 ₸"),
    ),
    (
        "residents",
        [
            *(FIRST, SECOND, THIRD),
            line(OCTOBER, 180, 32.20, level=1, since=SINCE),
            line(OCTOBER, 20, 43.15, level=2, since=SINCE),
        ],
        {"households": TWO_LIVE},
        (
            "тұрақты тұратындар саны өзгерді, 1 → 2",
            "изменилось количество постоянно проживающих, 1 → 2",
            "the number of permanent residents has changed, 1 → 2",
        ),
    ),
    (
        "estimate",
        [BEFORE, line(OCTOBER, 209, FLAT, since=SINCE, method="average")],
        {},
        (
            "2025 жылғы қазан айы көрсеткіштің орнына орташа тұтыну бойынша есептелді",
            "за октябрь 2025 г. начислено по среднему потреблению, без показаний",
            "October 2025 is charged by the average consumption, without a reading",
        ),
    ),
    (
        "settled",
        [
            line(SEPTEMBER, 200, FLAT, method="average"),
            line(OCTOBER, 410, FLAT, since=BEFORE.since, counted=610_000),
        ],
        {},
        (
            "көрсеткіш бұрын көрсеткішсіз есептелген соманы нақтылады",
            "показание уточнило начисленное ранее без показаний",
            "a reading has settled what was charged without one before",
        ),
    ),
    (
        "recalculation",
        [BEFORE, AS_BEFORE],
        {"corrections": {OCTOBER: -48_215}},
        ("қайта есептеу, 0,00 ₸ → −482,15 ₸", "перерасчёт, 0,00 ₸ → −482,15 ₸", "recalculation, 0.00 ₸ → −482.15 ₸"),
    ),
    (
        "penalty",
        [BEFORE, AS_BEFORE],
        {"penalty": {OCTOBER: 1_275}},
        ("өсімпұл, 0,00 ₸ → 12,75 ₸", "пеня, 0,00 ₸ → 12,75 ₸", "penalty, 0.00 ₸ → 12.75 ₸"),
    ),
    (
        "service",
        [
            *(BEFORE, AS_BEFORE),
            replace(line(SEPTEMBER, 0, 0), **LIFTED, amount=35_000),
            replace(line(OCTOBER, 0, 0), **LIFTED, amount=41_000),
        ],
        {},
        (
            "«LIFT kk» қызметі бойынша сома өсті",
            "сумма по услуге «LIFT ru» выросла",
            "the sum for the service «LIFT en» has grown",
        ),
    ),
    (
        "nothing charged before",
        [AS_BEFORE],
        {},
        (
            "2025 жылғы қыркүйек айы үшін ештеңе есептелмеген",
            "за сентябрь 2025 г. ничего не начислено",
            "nothing was charged for September 2025",
        ),
    ),
]


@pytest.mark.parametrize(("lines", "more", "words"), [row[1:] for row in REASONS], ids=[row[0] for row in REASONS])
def test_the_reason_is_said_in_three_languages(
    lines: list[ChargedLine], more: dict[str, Any], words: tuple[str, str, str]
) -> None:
    for tr, reason in zip((KK, RU, EN), words, strict=True):
        assert reason in said(*lines, tr=tr, **more).splitlines()[5]


@pytest.mark.parametrize(
    ("kwh", "words"),
    [
        (340, "За октябрь 2025 г. начислено на 1 426,80 ₸ больше, чем за сентябрь 2025 г."),
        (260, "За октябрь 2025 г. начислено на 1 426,80 ₸ меньше, чем за сентябрь 2025 г."),
        (300, "За октябрь 2025 г. начислено столько же, сколько за сентябрь 2025 г.: 10 701,00 ₸."),
    ],
)
def test_the_sentence_says_which_way_and_by_how_much(kwh: int, words: str) -> None:
    assert words in said(BEFORE, line(OCTOBER, kwh, FLAT, since=SINCE), tr=RU).splitlines()


def test_equal_sums_of_unequal_months_are_not_called_unchanged() -> None:
    """A day more, and so many kWh less a day that the sum is the same."""
    assert "Rises and falls have balanced each other." in said(BEFORE, line(OCTOBER, 300, FLAT))
    assert "None of its parts has changed." in said(BEFORE, AS_BEFORE)


def test_what_goes_the_other_way_is_said_if_it_weighs() -> None:
    later = line(OCTOBER, 400, FLAT, since=SINCE)

    assert "At the same time: recalculation" in said(BEFORE, later, corrections={OCTOBER: -100_000})
    assert "At the same time" not in said(BEFORE, later, corrections={OCTOBER: -50_000})


def test_a_month_that_no_reading_has_settled_yet_is_marked() -> None:
    note = "⚠️ {} 2025 is charged without a reading"
    estimate = line(SEPTEMBER, 200, FLAT, method="average")
    settled = said(estimate, line(OCTOBER, 410, FLAT, since=BEFORE.since, counted=610_000))

    assert note.format("October") in said(BEFORE, line(OCTOBER, 300, FLAT, since=SINCE, method="average"))
    assert note.format("September") in said(estimate, AS_BEFORE)
    assert "⚠️" not in settled


def test_the_table_shows_the_formula_of_each_part() -> None:
    shown = table(BEFORE, line(OCTOBER, 372, 36.95), tr=RU)

    assert "300 кВт·ч × (31 − 30) / 30 × 35,67 ₸" in shown
    assert "(372 кВт·ч − 300 кВт·ч × 31 / 30) × 35,67 ₸" in shown
    assert "372 кВт·ч × (36,95 ₸ − 35,67 ₸) = +476,16" in shown


def test_a_recalculation_is_shown_with_its_reason() -> None:
    made = ledger(BEFORE, AS_BEFORE, corrections={OCTOBER: -500})
    reasons = (
        Recalculation(period=OCTOBER, amount=-700, reason="Перерасчёт <по показаниям>"),
        Recalculation(period=OCTOBER, amount=200, reason=""),
    )

    text = check(changes_table.table(explanation(made, recalculations=reasons), ASKED, EN)).replace("\u00a0", " ")

    assert "10.2025: −7.00 ₸, Перерасчёт <по показаниям>" in text
    assert "10.2025: +2.00 ₸, the reason is not said" in text


def test_causes_that_cannot_be_told_apart_are_said_to_be_so() -> None:
    later = (
        line(OCTOBER, 90, 33.35, level=1, since=SINCE),
        line(OCTOBER, 30, 44.69, level=2, since=SINCE),
    )

    shown = table(line(SEPTEMBER, 80, 32.20, level=1), *later)

    assert "Other: +478.20" in shown
    assert "the data do not tell these causes apart" in shown


def test_the_chosen_preset_is_marked_and_services_are_offered_where_there_are_several() -> None:
    made = ledger(BEFORE, AS_BEFORE)

    assert labels(screens.explained(explanation(made), ASKED, EN)) == [
        "📊 Parts of the difference",
        "✅ Month before",
        "Year before",
        "📅 Other months",
        "💬 Ask about this",
        "⚖️ Dispute a charge",
        "Back",
    ]
    several = labels(screens.explained(explanation(made, services=(LIFT, BEFORE.service)), ASKED, EN))
    assert "🧾 Service" in several


@settings(deadline=None, max_examples=80)
@given(
    st.lists(LINES, max_size=12),
    st.lists(SERVICES, max_size=30, unique_by=lambda each: (each.service_code, each.supplier_code)),
    st.lists(st.builds(Recalculation, period=st.just(OCTOBER), amount=SUMS, reason=NAMES), max_size=30),
    ACCOUNTS,
    LANGUAGES,
)
def test_any_explanation_is_one_message(
    lines: list[ChargedLine], others: list[Any], recalculations: list[Any], account: Any, tr: Translator
) -> None:
    more = [line(OCTOBER, 0, 0, service=each, amount=5 + place) for place, each in enumerate(others)]
    made = ledger(*lines, *more, households=[home("level")], corrections={OCTOBER: 7}, penalty={OCTOBER: 10**15})
    shown = explanation(made, tuple(others), account=account, recalculations=tuple(recalculations))
    asked = WhyChanged(link_id=2**53, of="c", table="1")

    check(screens.explained(shown, asked, tr))
    check(changes_table.table(shown, asked, tr))
    known = ChargedMonths(account=account, services=tuple(others), periods=frozenset({SEPTEMBER, OCTOBER}))
    pair: dict[str, Any] = {"link_id": 2**53, "service": "AAAAAAAA", "of": "c", "later": "202510"}
    check(screens.ask_later(PickLater(**pair, earlier="202509", year="2031"), known, tr))
    check(screens.ask_earlier(PickEarlier(**pair, year="1999"), known, tr))
    check(screens.choose_service(PickCompared(**pair, earlier="202509"), known, tr))

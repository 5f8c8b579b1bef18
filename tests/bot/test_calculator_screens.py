"""The calculator's screens in every language: they fit a phone and a message, whatever was asked."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.screens import calculator as screens
from bot.screens import calculator_formula
from bot.screens.refusals import words
from core.errors import DomainError
from core.i18n import LANGUAGES, Translator, translator
from core.tariffs import asked as of_asked
from core.tariffs import model, typed
from core.tariffs.asked import Asked, Question, Unit
from core.tariffs.found import Look
from tests.bot.looks import check, labels, tables
from tests.core.tariffs.books import levels
from tests.core.tariffs.test_calculator_service import BY_LEVELS, RETAILER, Desk
from tests.fakes.tariffs import DemoTariffs

WIDEST = 36  # letters of equal width on a phone of 390 points


@pytest.fixture(params=LANGUAGES)
def tr(request: pytest.FixtureRequest) -> Translator:
    return translator(request.param)


async def calculated(asked: Asked, text: str, desk: Desk | None = None) -> Look:
    return await (desk or Desk()).types(asked, text)


CHANGE = replace(BY_LEVELS, opened=date(2025, 6, 30), closed=date(2025, 7, 31))
CASES = [
    pytest.param(CHANGE, "520", id="a change of the tariff"),
    pytest.param(BY_LEVELS, "9876,55", id="three levels"),
    pytest.param(replace(BY_LEVELS, scheme="zone"), "225,5 136,25 9999", id="zones"),
    pytest.param(Asked(group="LEGAL"), "2188600,75", id="a legal entity"),
    pytest.param(Asked(group="LEGAL"), "99999999,99", id="as much as may be typed"),
    pytest.param(Asked(group="POP", scheme="zone"), "99999999 99999999 99999999", id="as much in zones"),
    pytest.param(Asked(group="POP", scheme="flat"), "0", id="nothing"),
    pytest.param(Asked(group="POP", scheme="flat", unit=Unit.READINGS), "8590 8742", id="two readings"),
]


@pytest.mark.parametrize(("asked", "text"), CASES)
async def test_a_result_and_its_formulas_fit_a_message_and_a_phone(asked: Asked, text: str, tr: Translator) -> None:
    found = await calculated(asked, text)

    result = screens.look(found, 1, RETAILER, tr)
    formulas = calculator_formula.formula(found, 1, RETAILER, tr)

    assert tr.gettext("This is a preliminary calculation, not an official bill.") in check(result)
    assert tr.gettext("This is a preliminary calculation, not an official bill.") in check(formulas)
    assert max((len(line) for table in tables(result) for line in table), default=0) <= WIDEST


async def test_a_formula_says_how_each_figure_came_about(tr: Translator) -> None:
    short = replace(BY_LEVELS, stove="G", opened=date(2025, 5, 1), closed=date(2025, 5, 21))
    said = check(calculator_formula.formula(await calculated(short, "350"), 1, RETAILER, tr)).replace("\u00a0", " ")
    comma, thousands = (".", ",") if tr.language == "en" else (",", " ")

    assert f"90 × 3 × 20 / 30{comma}5 = 177{comma}05" in said
    assert f"177{comma}05 × 28{comma}00 = 4{thousands}957{comma}40" in said
    assert f"11{thousands}774{comma}31 × 12 / 112 = 1{thousands}261{comma}53" in said


async def test_a_book_of_daily_prices_still_makes_one_message(tr: Translator) -> None:
    """Two hundred versions in two hundred days: the end and the sums are shown, the middle is left out."""
    prices = [("28.00", "37.52", str(46 + day)) for day in range(200)]
    days_of_prices = [date.fromordinal(738_000 + day) for day in range(200)]
    rows = [
        row
        for since, price in zip(days_of_prices, prices, strict=True)
        for row in levels((90, 160), price, valid_from=since, stove="E")
    ]
    book = model.TariffBook(tuple(rows))
    days = {"opened": date.fromordinal(738_000), "closed": date.fromordinal(738_150)}
    found = await calculated(replace(BY_LEVELS, **days), "9000", Desk(tariffs=DemoTariffs(book)))

    assert found.result
    assert len(found.result.calculation.segments) == 150
    check(screens.look(found, 1, RETAILER, tr))
    formulas = check(calculator_formula.formula(found, 1, RETAILER, tr))
    assert tr.gettext("… the rest does not fit into one message.") in formulas


@pytest.mark.parametrize("question", [each for each in Question if each is not Question.ROLLOVER])
async def test_every_question_has_words_and_ways_out(question: Question, tr: Translator) -> None:
    found = await calculated(BY_LEVELS, "100")
    screen = screens.question(found, question, 1, RETAILER, tr)

    assert check(screen)
    assert tr.pgettext("button", "Cancel") in labels(screen)
    assert tr.pgettext("button", "Back") in labels(screen)


async def test_days_are_offered_for_both_ends(tr: Translator) -> None:
    found = await calculated(CHANGE, "100")
    opening = screens.ask_day(found, 1, None, RETAILER, tr, opening=True)
    closing = screens.ask_day(found, 1, None, RETAILER, tr, opening=False)

    assert {str(day) for day in range(1, 31)} <= set(labels(opening))
    assert {str(day) for day in range(1, 32)} <= set(labels(closing))
    assert check(opening) != check(closing)


REFUSALS = [
    typed.NumbersNotUnderstood("<b>&", 1),
    typed.NumbersNotUnderstood("1 2", 3),
    typed.NumberTooLong("123456789", 5, 0),
    typed.NumberTooLong("1,2345", 5, 2),
    of_asked.DayOutside(date(2027, 5, 1), date(2026, 1, 1), date(2026, 12, 31)),
    of_asked.ResidentsOutOfRange("100"),
    of_asked.TariffsUnknown(),
    of_asked.CalculationGone(),
    model.PeriodEmpty(date(2026, 5, 1), date(2026, 5, 1)),
    model.ReadingBelowOpening(Decimal("8590.5"), "T2"),
    model.NoTariff("POP", "level", "", date(2020, 5, 1)),
    model.TooLittleHistory(3, 28),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda each: type(each).__name__)
def test_a_refusal_names_the_value_and_the_way_on(refusal: DomainError, tr: Translator) -> None:
    screen = words(refusal, tr, RETAILER)
    assert isinstance(screen, screens.Screen)
    said = check(screen)

    given = getattr(refusal, "text", "")
    assert given in said
    assert labels(screen)

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from core.i18n import LANGUAGES, Html, Translator, translator
from core.period import Period


@pytest.mark.parametrize(
    ("language", "money", "energy", "day", "month"),
    [
        ("kk", "12\u00a0345,60\u00a0₸", "152,5\u00a0кВт·сағ", "2026 жылғы 22 қараша", "2026 жылғы қараша"),
        ("ru", "12\u00a0345,60\u00a0₸", "152,5\u00a0кВт·ч", "22 ноября 2026 г.", "ноябрь 2026 г."),
        ("en", "12,345.60\u00a0₸", "152.5\u00a0kWh", "22 November 2026", "November 2026"),
    ],
)
def test_numbers_and_dates_are_written_as_people_write_them(
    language: str, money: str, energy: str, day: str, month: str
) -> None:
    tr = translator(language)

    assert tr.money(1234560) == money
    assert tr.energy(152500) == energy
    assert tr.date(date(2026, 11, 22)) == day
    assert tr.month(Period(2026, 11)) == month


def test_the_dot_of_a_russian_year_ends_the_sentence_too() -> None:
    tr = translator("ru")
    day = tr.date(date(2026, 11, 22))

    assert tr.gettext("Verified until {date}.", date=day) == "Поверка действительна по 22 ноября 2026 г."


def test_money_is_exact_to_the_tiyn_at_any_size() -> None:
    assert translator("en").money(9007199254740993) == "90,071,992,547,409.93\u00a0₸"


@pytest.mark.parametrize(
    ("tiyn", "kk", "en"),
    [
        (123456, "+1\u00a0234,56", "+1,234.56"),
        (-123456, "−1\u00a0234,56", "−1,234.56"),
        (0, "0,00", "0.00"),
        (-5, "−0,05", "−0.05"),
    ],
)
def test_a_debt_has_a_plus_and_an_overpayment_a_minus(tiyn: int, kk: str, en: str) -> None:
    assert translator("kk").signed(tiyn) == kk
    assert translator("en").signed(tiyn) == en


def test_a_price_keeps_its_four_digits_and_shows_at_least_two() -> None:
    assert translator("ru").price(254600) == "25,46\u00a0₸"
    assert translator("ru").price(310275) == "31,0275\u00a0₸"
    assert translator("ru").price(300000) == "30,00\u00a0₸"


def test_quantities_have_no_unit_and_no_needless_digits() -> None:
    assert translator("kk").quantity(12345600) == "12\u00a0345,6"
    assert translator("en").quantity(-1500) == "−1.5"


@given(value=st.integers(-(10**15), 10**15) | st.integers(-(10**6), 10**6), language=st.sampled_from(LANGUAGES))
def test_numbers_are_written_as_babel_writes_them(value: int, language: str) -> None:
    tr = translator(language)

    def babel(scale: int, pattern: str) -> str:
        said: str = format_decimal(Decimal(value).scaleb(-scale), pattern, language)
        return said.replace("\u202f", "\u00a0").replace("-", "−")

    assert tr.amount(value) == babel(2, "#,##0.00")
    assert tr.price(value) == babel(4, "#,##0.00##") + "\u00a0₸"
    assert tr.quantity(value) == babel(3, "#,##0.###")


@pytest.mark.parametrize(("language", "area"), [("kk", "56,4\u00a0м²"), ("ru", "56,4\u00a0м²"), ("en", "56.4\u00a0m²")])
def test_an_area_has_the_unit_of_its_language(language: str, area: str) -> None:
    assert translator(language).area(5640) == area


@pytest.mark.parametrize(("language", "name"), [("kk", "Қыркүйек"), ("ru", "Сентябрь"), ("en", "September")])
def test_months_of_a_calendar_stand_alone(language: str, name: str) -> None:
    assert translator(language).month_name(9) == name
    assert translator(language).short_month(Period(2026, 9)) == "09.2026"


def test_times_are_those_of_kazakhstan() -> None:
    assert translator("ru").time(datetime(2026, 11, 30, 19, 5, tzinfo=UTC)) == "01.12.2026 00:05"


def test_a_value_is_escaped_once() -> None:
    tr = translator("en")

    inner = tr.gettext("{name}", name="<b>A & B</b>")

    assert inner == "&lt;b&gt;A &amp; B&lt;/b&gt;"
    assert tr.gettext("({inner})", inner=inner) == f"({inner})"
    assert isinstance(inner, Html)


def test_plain_words_are_not_escaped() -> None:
    assert translator("en").plain.gettext("{name}", name="A & B") == "A & B"
    assert translator("en").pgettext("button", "{name}", name="A & B") == "A & B"


def test_an_unknown_language_speaks_kazakh() -> None:
    assert translator("xx").language == "kk"
    assert isinstance(translator("de"), Translator)

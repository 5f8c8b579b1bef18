"""The calendar of days as it stands on the screen."""

from datetime import date, timedelta

import pytest
from aiogram.types import InlineKeyboardButton
from hypothesis import given
from hypothesis import strategies as st

from bot.keyboards.calendar import as_text as month_text
from bot.keyboards.cancel import Cancel
from bot.keyboards.days import ClosedDay, as_day, as_text, days
from bot.keyboards.recovery import UseCode
from core.i18n import translator
from core.period import Period

NOVEMBER = Period(2026, 11)
FIRST, LAST = date(2026, 10, 3), date(2026, 11, 22)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def rows(
    month: Period, first: date = FIRST, last: date = LAST, language: str = "ru"
) -> list[list[InlineKeyboardButton]]:
    return days(month, first, last, lambda _: UseCode(), lambda _: Cancel(), translator(language))


@pytest.mark.parametrize(
    ("language", "title", "monday"),
    [("kk", "2026 жылғы қараша", "Дс"), ("ru", "Ноябрь 2026\u00a0г.", "Пн"), ("en", "November 2026", "Mo")],
)
def test_the_month_and_the_weekdays_are_named_in_the_language(language: str, title: str, monday: str) -> None:
    turns, names, *_ = rows(NOVEMBER, language=language)

    assert [button.text.replace("\u00a0", " ") for button in turns] == ["‹", title.replace("\u00a0", " ")]
    assert len(names) == 7
    assert names[0].text == monday


def test_a_day_stands_under_its_weekday() -> None:
    _, _, *weeks = rows(NOVEMBER)

    assert [button.text.strip("\u2800") for button in weeks[0]] == ["", "", "", "", "", "", "1"]
    assert [button.text for button in weeks[3]] == ["16", "17", "18", "19", "20", "21", "22"]
    assert [button.text.strip("\u2800") for button in weeks[5]] == ["·", "", "", "", "", "", ""]


def test_a_dot_names_the_nearest_day_that_may_be_chosen() -> None:
    late = rows(NOVEMBER)[-1][0]
    early = rows(Period(2026, 10))[2][3]

    assert late.callback_data == ClosedDay(day="20261130", nearest="20261122").pack()
    assert early.callback_data == ClosedDay(day="20261001", nearest="20261003").pack()


@given(month=st.builds(Period, st.integers(2019, 2031), st.integers(1, 12)), one=DAYS, other=DAYS)
def test_whatever_month_is_asked_only_allowed_days_can_be_picked(month: Period, one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    picked: list[date] = []
    turned: list[Period] = []

    def pick(day: date) -> Cancel:
        picked.append(day)
        return Cancel()

    def turn(to: Period) -> Cancel:
        turned.append(to)
        return Cancel()

    shown = days(month, first, last, pick, turn, translator("kk"))

    assert picked
    assert all(first <= day <= last for day in picked)
    assert all(Period.of(first) <= to <= Period.of(last) for to in turned)
    assert all(len(row) == 7 for row in shown[1:])


@given(day=DAYS)
def test_a_day_comes_back_from_its_button(day: date) -> None:
    assert as_day(as_text(day)) == day


def test_a_forged_day_is_the_last_of_its_month() -> None:
    assert as_day("20260231") == date(2026, 2, 28)
    assert as_day("20991231") == date(2099, 12, 31)
    assert as_day(f"{month_text(NOVEMBER)}30") - timedelta(1) == date(2026, 11, 29)

"""One month of days as buttons, Monday first, for every flow that asks for a day."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from pydantic import Field

from bot.keyboards import tap
from core.i18n import Translator
from core.period import Period

_WEEK = 7
_BLANK = "\u2800"  # a label that Telegram keeps and nobody sees

DayText = Annotated[
    str, Field(pattern=r"^20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$", max_length=8)
]  # 20261122; it may still be a day that does not exist: see `as_day`

Pick = Callable[[date], CallbackData]
Turn = Callable[[Period], CallbackData]


class ClosedDay(CallbackData, prefix="noday"):
    """A day that cannot be chosen: its button is a dot, and says so when it is pressed; `nearest` is one that can."""

    day: DayText
    nearest: DayText


def days(
    month: Period, first: date, last: date, pick: Pick, turn: Turn, tr: Translator
) -> list[list[InlineKeyboardButton]]:
    """Return the rows of a month; the days from `first` to `last`, both included, may be picked.

    `turn` shows another month. A month outside the allowed days is replaced by the nearest one with some.
    """
    month = min(max(month, Period.of(first)), Period.of(last))
    here = turn(month)
    turns = [tap(tr.month(month).capitalize(), here)]
    turns = [tap("‹", turn(month.plus(-1))), *turns] if Period.of(first) < month else turns
    turns = [*turns, tap("›", turn(month.plus(1)))] if Period.of(last) > month else turns
    names = [tap(name, here) for name in tr.weekdays()]
    blank = tap(_BLANK, here)
    end = month.plus(1).first_day
    cells = [blank] * month.first_day.weekday()
    cells += [
        _day(month.first_day + timedelta(count), first, last, pick) for count in range((end - month.first_day).days)
    ]
    cells += [blank] * (-len(cells) % _WEEK)
    return [turns, names, *(cells[at : at + _WEEK] for at in range(0, len(cells), _WEEK))]


def _day(day: date, first: date, last: date, pick: Pick) -> InlineKeyboardButton:
    if first <= day <= last:
        return tap(str(day.day), pick(day))
    nearest = first if day < first else last
    return tap("·", ClosedDay(day=as_text(day), nearest=as_text(nearest)))


def as_text(day: date) -> str:
    """Return a day as a button carries it."""
    return day.strftime("%Y%m%d")


def as_day(text: str) -> date:
    """Return the day of a button; of a month that is shorter than a forged button says, its last day."""
    period, number = Period.from_index(int(text[:6])), int(text[6:])
    return period.first_day + timedelta(min(number, (period.plus(1).first_day - period.first_day).days) - 1)

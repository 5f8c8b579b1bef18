"""Twelve months of one year as buttons, for every flow that asks for a month."""

from collections.abc import Callable, Collection
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from pydantic import Field

from bot.keyboards import tap
from core.i18n import Translator
from core.period import Period

_IN_A_ROW = 3

YearText = Annotated[str, Field(pattern=r"^[1-9][0-9]{3}$", max_length=4)]
MonthText = Annotated[str, Field(pattern=r"^[1-9][0-9]{3}(0[1-9]|1[0-2])$", max_length=6)]


class EmptyMonth(CallbackData, prefix="nomonth"):
    """A month that has no data: its button is a dot, and says so when it is pressed."""

    month: MonthText


def months(
    year: int,
    having: Collection[Period],
    pick: Callable[[Period], CallbackData],
    turn: Callable[[int], CallbackData],
    tr: Translator,
) -> list[list[InlineKeyboardButton]]:
    """Return the rows of a year; `having` are the months that may be picked."""
    years = [each.year for each in having]
    turns = [tap(str(year), turn(year))]
    turns = [tap(f"‹ {year - 1}", turn(year - 1)), *turns] if min(years, default=year) < year else turns
    turns = [*turns, tap(f"{year + 1} ›", turn(year + 1))] if max(years, default=year) > year else turns
    buttons = [_month(Period(year, month), having, pick, tr) for month in range(1, 13)]
    return [turns, *(buttons[at : at + _IN_A_ROW] for at in range(0, 12, _IN_A_ROW))]


def _month(
    period: Period, having: Collection[Period], pick: Callable[[Period], CallbackData], tr: Translator
) -> InlineKeyboardButton:
    if period in having:
        return tap(tr.month_name(period.month), pick(period))
    return tap("·", EmptyMonth(month=as_text(period)))


def as_text(period: Period) -> str:
    """Return a month as a button carries it."""
    return str(period.index)


def as_period(text: str) -> Period:
    return Period.from_index(int(text))

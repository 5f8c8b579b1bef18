"""The period of the lists of bills and of payments: presets, or any two months of the calendar."""

from collections.abc import Collection
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards import Number, back, inline, tap
from bot.keyboards.balance_statement import SpanText, span_text
from bot.keyboards.bills_lists import What, list_of
from bot.keyboards.calendar import MonthText, YearText, as_period, as_text, months
from core.balance.model import Months
from core.i18n import Translator
from core.period import Period


class PickSpan(CallbackData, prefix="b_span"):
    """Offer periods; `span`, here and below, is that of the list to go back to."""

    link_id: Number
    what: What
    span: SpanText


class PickSpanFirst(CallbackData, prefix="b_from"):
    """Ask for the first month; `year` is what the calendar shows, or the nearest one with data."""

    link_id: Number
    what: What
    span: SpanText
    year: YearText


class PickSpanLast(CallbackData, prefix="b_to"):
    link_id: Number
    what: What
    span: SpanText
    first: MonthText
    year: YearText


def periods(asked: PickSpan, year: int, tr: Translator) -> InlineKeyboardMarkup:
    def preset(label: str, span: str) -> InlineKeyboardButton:
        return tap(label, list_of(asked.what, asked.link_id, span))

    counts = [preset(tr.plain.ngettext("{count} month", "{count} months", count), str(count)) for count in (3, 6, 12)]
    years = [preset(tr.pgettext("button", "Year {year}", year=each), f"{each}01-{each}12") for each in (year, year - 1)]
    any_period = tap("📅 " + tr.pgettext("button", "Any period"), PickSpanFirst(**_place(asked), year=str(year)))
    return inline(counts, years, [any_period], [back(list_of(asked.what, asked.link_id, asked.span), tr)])


def first_month(asked: PickSpanFirst, having: Collection[Period], year: int, tr: Translator) -> InlineKeyboardMarkup:
    def pick(period: Period) -> PickSpanLast:
        return PickSpanLast(**_place(asked), first=as_text(period), year=str(period.year))

    def turn(to: int) -> PickSpanFirst:
        return asked.model_copy(update={"year": str(to)})

    return inline(*months(year, having, pick, turn, tr), [back(PickSpan(**_place(asked)), tr)])


def last_month(asked: PickSpanLast, having: Collection[Period], tr: Translator) -> InlineKeyboardMarkup:
    first = as_period(asked.first)

    def pick(period: Period) -> CallbackData:
        return list_of(asked.what, asked.link_id, span_text(Months(first, period)))

    def turn(to: int) -> PickSpanLast:
        return asked.model_copy(update={"year": str(to)})

    leave = PickSpanFirst(**_place(asked), year=str(first.year))
    return inline(*months(int(asked.year), having, pick, turn, tr), [back(leave, tr)])


def _place(asked: PickSpan | PickSpanFirst | PickSpanLast) -> dict[str, Any]:
    return {"link_id": asked.link_id, "what": asked.what, "span": asked.span}

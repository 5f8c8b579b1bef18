"""Of what and for which months an act is made; all that a press means stands in the button itself."""

from collections.abc import Collection
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import Field

from bot.keyboards import Mark, Number, back, inline, tap
from bot.keyboards.calendar import MonthText, YearText, as_period, as_text, months
from bot.keyboards.documents import OpenDocuments
from bot.keyboards.documents_make import OpenAct
from core.balance.model import Months
from core.i18n import Translator
from core.period import Period
from core.reconciliation.model import ActRefused, Offer, Settlement

_LONGEST_LABEL = 40
_MOST_SETTLEMENTS = 90  # Telegram takes a hundred buttons
_QUARTERS = _YEARS = 2  # so many are offered
_ROMAN = ("I", "II", "III", "IV")
_MONTH = "[1-9][0-9]{3}(?:0[1-9]|1[0-2])"

SpanText = Annotated[str, Field(pattern=rf"^{_MONTH}-{_MONTH}$", max_length=13)]


class PickActPeriod(CallbackData, prefix="act_period"):
    """Offer periods; `service`, here and below, is what is settled."""

    link_id: Number
    service: Mark


class PickActFirst(CallbackData, prefix="act_from"):
    """Ask for the first month; `year` is what the calendar shows."""

    link_id: Number
    service: Mark
    year: YearText


class PickActLast(CallbackData, prefix="act_to"):
    link_id: Number
    service: Mark
    first: MonthText
    year: YearText


class MakeAct(CallbackData, prefix="act_make"):
    link_id: Number
    service: Mark
    span: SpanText


def as_months(text: str) -> Months:
    first, _, last = text.partition("-")
    return Months(as_period(first), as_period(last))


def settlements(offer: Offer, tr: Translator) -> InlineKeyboardMarkup:
    link_id = offer.account.link_id
    rows = [
        [tap(_called(each, tr), PickActPeriod(link_id=link_id, service=each.service.mark))]
        for each in offer.settlements[:_MOST_SETTLEMENTS]
    ]
    return inline(*rows, [back(OpenDocuments(link_id=link_id), tr)])


def periods(offer: Offer, tr: Translator) -> InlineKeyboardMarkup:
    """Offer the newest month, quarters and years, and any period; nothing as long as no month is over."""
    link_id = offer.account.link_id
    several = len(offer.settlements) > 1
    leave = [back(OpenAct(link_id=link_id) if several else OpenDocuments(link_id=link_id), tr)]
    if offer.chosen is None or not offer.periods:
        return inline(leave)
    mark, newest = offer.chosen.service.mark, max(offer.periods)

    def preset(label: str, first: Period, last: Period) -> InlineKeyboardButton:
        return tap(label, MakeAct(link_id=link_id, service=mark, span=f"{as_text(first)}-{as_text(last)}"))

    quarters = [
        preset(
            tr.pgettext("button", "Quarter {quarter}, {year}", quarter=_ROMAN[first.month // 3], year=first.year),
            first,
            first.plus(2),
        )
        for first in _quarters(offer.periods)
    ]
    years = [
        preset(tr.pgettext("button", "Year {year}", year=year), Period(year, 1), Period(year, 12))
        for year in sorted({each.year for each in offer.periods}, reverse=True)[:_YEARS]
    ]
    any_period = tap(
        "📅 " + tr.pgettext("button", "Any period"), PickActFirst(link_id=link_id, service=mark, year=str(newest.year))
    )
    return inline([preset(tr.month(newest), newest, newest)], quarters, years, [any_period], leave)


def _quarters(having: Collection[Period]) -> list[Period]:
    """Return the first months of the newest quarters that are over and have data."""
    newest = max(having)
    first = Period(newest.year, newest.month - (newest.month - 1) % 3)
    first = first if first.plus(2) <= newest else first.plus(-3)
    ended = (first.plus(-3 * place) for place in range(_QUARTERS))
    return [each for each in ended if any(month in having for month in (each, each.plus(1), each.plus(2)))]


def first_month(asked: PickActFirst, offer: Offer, year: int, tr: Translator) -> InlineKeyboardMarkup:
    def pick(period: Period) -> PickActLast:
        return PickActLast(link_id=asked.link_id, service=asked.service, first=as_text(period), year=str(period.year))

    def turn(to: int) -> PickActFirst:
        return asked.model_copy(update={"year": str(to)})

    leave = PickActPeriod(link_id=asked.link_id, service=asked.service)
    return inline(*months(year, offer.periods, pick, turn, tr), [back(leave, tr)])


def last_month(asked: PickActLast, offer: Offer, year: int, tr: Translator) -> InlineKeyboardMarkup:
    first = as_period(asked.first)

    def pick(period: Period) -> MakeAct:
        low, high = min(first, period), max(first, period)
        return MakeAct(link_id=asked.link_id, service=asked.service, span=f"{as_text(low)}-{as_text(high)}")

    def turn(to: int) -> PickActLast:
        return asked.model_copy(update={"year": str(to)})

    leave = PickActFirst(link_id=asked.link_id, service=asked.service, year=str(first.year))
    return inline(*months(year, offer.periods, pick, turn, tr), [back(leave, tr)])


def refused(refusal: ActRefused, tr: Translator) -> InlineKeyboardMarkup:
    other = PickActPeriod(link_id=refusal.link_id, service=refusal.service)
    more = OpenDocuments(link_id=refusal.link_id)
    return inline(
        [tap("📅 " + tr.pgettext("button", "Another period"), other)],
        [tap("📁 " + tr.pgettext("button", "Other documents"), more)],
    )


def _called(settled: Settlement, tr: Translator) -> str:
    serials = [f"№ {each.serials[0]}" for each in settled.points if each.serials]
    label = " · ".join([settled.service.name(tr.language), *serials])
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1].rstrip()}…"

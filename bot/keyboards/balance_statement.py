"""The statement by service and the ways to its period; all that a press means stands in the button itself."""

from collections.abc import Sequence
from typing import Annotated, Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import Field

from bot.keyboards import AnyMark, back, inline, tap
from bot.keyboards.appeals import dispute
from bot.keyboards.calendar import MonthText, YearText, as_period, as_text, months
from bot.keyboards.changes_ask import WhyChanged, why
from bot.keyboards.documents_make import MakeStatement, pdf
from bot.keyboards.support_ask import ask
from core.balance.model import Calendar, LastMonths, Months, Span, Statement, StatementMonth
from core.desk.model import About
from core.i18n import Translator
from core.period import Period

_LONGEST_LABEL = 40
_MOST_SERVICES = 90  # Telegram takes a hundred buttons
_MONTH = "[1-9][0-9]{3}(?:0[1-9]|1[0-2])"

SpanText = Annotated[str, Field(pattern=rf"^(?:[1-9][0-9]?|{_MONTH}-{_MONTH})$", max_length=13)]
AtText = Annotated[str, Field(pattern=rf"^(?:{_MONTH})?$", max_length=6)]
PageText = Annotated[str, Field(pattern=r"^[0-9]{1,3}$", max_length=3)]


class OpenBalance(CallbackData, prefix="balance"):
    link_id: int


class OpenStatement(CallbackData, prefix="statement"):
    """`span` is a count of newest months or a pair of months; `at` a month of the page to be shown."""

    link_id: int
    service: AnyMark = ""
    span: SpanText = "1"
    at: AtText = ""


class PickService(CallbackData, prefix="service"):
    link_id: int
    service: AnyMark
    span: SpanText


class PickPeriod(CallbackData, prefix="period"):
    """Offer periods; `span`, here and below, is that of the statement to go back to."""

    link_id: int
    service: AnyMark
    span: SpanText


class PickFirst(CallbackData, prefix="from"):
    """Ask for the first month; `year` is what the calendar shows, or the nearest one with data."""

    link_id: int
    service: AnyMark
    span: SpanText
    year: YearText


class PickLast(CallbackData, prefix="to"):
    link_id: int
    service: AnyMark
    span: SpanText
    first: MonthText
    year: YearText


class OpenCharges(CallbackData, prefix="charges"):
    """Show what the sum of a month is made of."""

    link_id: int
    service: AnyMark
    span: SpanText
    month: MonthText
    page: PageText = "0"


def as_span(text: str) -> Span:
    first, _, last = text.partition("-")
    return Months(as_period(first), as_period(last)) if last else LastMonths(int(first))


def span_text(months: Months) -> str:
    return f"{as_text(months.first)}-{as_text(months.last)}"


def statement(
    shown: Statement, pages: Sequence[Sequence[StatementMonth]], at: int, tr: Translator
) -> InlineKeyboardMarkup:
    """`pages` are the months of each page, `at` is the page shown."""
    link_id, mark = shown.account.link_id, shown.mark
    leave = [back(OpenBalance(link_id=link_id), tr)]
    if shown.span is None:
        return inline(leave)
    span = span_text(shown.span)

    def turn(to: int) -> OpenStatement:
        return OpenStatement(link_id=link_id, service=mark, span=span, at=as_text(pages[to][0].period))

    turns = [tap("◀️", turn(at - 1))] if at else []
    turns += [tap("▶️", turn(at + 1))] if at + 1 < len(pages) else []
    details = [_detail(shown, span, each.period, tr) for each in (pages[at] if pages else ()) if each.amounts]
    period = tap("📅 " + tr.pgettext("button", "Period"), PickPeriod(link_id=link_id, service=mark, span=span))
    service = tap("🧾 " + tr.pgettext("button", "Service"), PickService(link_id=link_id, service=mark, span=span))
    print_it = [pdf(MakeStatement(link_id=link_id, service=mark, span=span), tr)] if pages else []
    asks = [period, service] if len(shown.services) > 1 else [period]
    return inline(turns, details[:2], details[2:], asks, print_it, leave)


def _detail(shown: Statement, span: str, month: Period, tr: Translator) -> InlineKeyboardButton:
    asked = OpenCharges(link_id=shown.account.link_id, service=shown.mark, span=span, month=as_text(month))
    return tap(f"🔍 {tr.short_month(month)}", asked)


def services(asked: PickService, calendar: Calendar, tr: Translator) -> InlineKeyboardMarkup:
    def choose(label: str, mark: str) -> InlineKeyboardButton:
        chosen = "✅ " if mark == asked.service else ""
        statement = OpenStatement(link_id=asked.link_id, service=mark, span=asked.span)
        return tap(f"{chosen}{_clipped(label)}", statement)

    every = choose(tr.pgettext("button", "All services"), "")
    rows = [[choose(each.name(tr.language), each.mark)] for each in calendar.services[:_MOST_SERVICES]]
    leave = OpenStatement(link_id=asked.link_id, service=asked.service, span=asked.span)
    return inline([every], *rows, [back(leave, tr)])


def periods(asked: PickPeriod, year: int, tr: Translator) -> InlineKeyboardMarkup:
    def preset(label: str, span: str) -> InlineKeyboardButton:
        return tap(label, OpenStatement(link_id=asked.link_id, service=asked.service, span=span))

    newest = preset(tr.pgettext("button", "Newest month"), "1")
    counts = [preset(tr.plain.ngettext("{count} month", "{count} months", count), str(count)) for count in (3, 6, 12)]
    years = [preset(tr.pgettext("button", "Year {year}", year=each), f"{each}01-{each}12") for each in (year, year - 1)]
    other = PickFirst(**_place(asked), year=str(year))
    any_period = tap("📅 " + tr.pgettext("button", "Any period"), other)
    leave = back(OpenStatement(link_id=asked.link_id, service=asked.service, span=asked.span), tr)
    return inline([newest], counts, years, [any_period], [leave])


def first_month(asked: PickFirst, calendar: Calendar, year: int, tr: Translator) -> InlineKeyboardMarkup:
    def pick(period: Period) -> PickLast:
        return PickLast(**_place(asked), first=as_text(period), year=str(period.year))

    def turn(to: int) -> PickFirst:
        return asked.model_copy(update={"year": str(to)})

    return inline(*months(year, calendar.periods, pick, turn, tr), [back(PickPeriod(**_place(asked)), tr)])


def last_month(asked: PickLast, calendar: Calendar, tr: Translator) -> InlineKeyboardMarkup:
    first = as_period(asked.first)

    def pick(period: Period) -> OpenStatement:
        span = span_text(Months(first, period))
        return OpenStatement(link_id=asked.link_id, service=asked.service, span=span)

    def turn(to: int) -> PickLast:
        return asked.model_copy(update={"year": str(to)})

    leave = PickFirst(**_place(asked), year=str(first.year))
    return inline(*months(int(asked.year), calendar.periods, pick, turn, tr), [back(leave, tr)])


def charges(asked: OpenCharges, page: int, pages: int, tr: Translator) -> InlineKeyboardMarkup:
    def turn(to: int) -> OpenCharges:
        return asked.model_copy(update={"page": str(to)})

    turns = [tap("◀️", turn(page - 1))] if page else []
    turns += [tap("▶️", turn(page + 1))] if page + 1 < pages else []
    changed = WhyChanged(link_id=asked.link_id, service=asked.service, later=asked.month, of="c")
    statement = OpenStatement(link_id=asked.link_id, service=asked.service, span=asked.span, at=asked.month)
    about = ask(About.CHARGE, asked.link_id, str(as_period(asked.month)), tr)
    both = [about, dispute(asked.link_id, asked.month, tr)]
    return inline(turns, [why(changed, tr)], both, [back(statement, tr)])


def _place(asked: PickPeriod | PickFirst | PickLast) -> dict[str, Any]:
    return {"link_id": asked.link_id, "service": asked.service, "span": asked.span}


def _clipped(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"

from bot.keyboards import balance_statement as keyboard
from bot.keyboards.balance_statement import PickFirst, PickLast, PickPeriod, PickService
from bot.keyboards.calendar import as_period
from bot.screens.balance import service_line
from bot.screens.balance_amounts import month_columns, sign_rule
from bot.screens.screen import Screen
from bot.screens.start import account_line
from core.balance.model import Calendar, Months, Statement, StatementMonth
from core.i18n import Translator
from core.period import Period

_MONTHS_A_PAGE = 4


def statement(shown: Statement, at: Period | None, tr: Translator) -> Screen:
    """Return the page that has the month `at`, the first one without it."""
    size = _MONTHS_A_PAGE
    pages = [shown.months[start : start + size] for start in range(0, len(shown.months), size)]
    page = next((place for place, months in enumerate(pages) if at in [each.period for each in months]), 0)
    parts = [_head(shown, tr)]
    if not shown.months:
        parts.append(tr.gettext("There is no data for this period."))
    else:
        parts += _total(shown, tr)
        parts += [_month(each, tr) for each in pages[page]]
        parts += [tr.gettext("Page {page} of {pages}", page=page + 1, pages=len(pages))] if len(pages) > 1 else []
        parts += [sign_rule(tr), tr.gettext("🔍 shows what the accrued sum of a month is made of.")]
    return Screen(text="\n\n".join(parts), keyboard=keyboard.statement(shown, pages, page, tr))


def choose_service(asked: PickService, calendar: Calendar, tr: Translator) -> Screen:
    lines = (account_line(calendar.account, tr), tr.gettext("Which service is the statement for?"))
    return Screen(text="\n".join(lines), keyboard=keyboard.services(asked, calendar, tr))


def choose_period(asked: PickPeriod, year: int, tr: Translator) -> Screen:
    text = tr.gettext("Which period is the statement for?")
    return Screen(text=text, keyboard=keyboard.periods(asked, year, tr))


def ask_first_month(asked: PickFirst, calendar: Calendar, tr: Translator) -> Screen:
    years = [each.year for each in calendar.periods] or [int(asked.year)]
    year = min(max(int(asked.year), min(years)), max(years))
    lines = (tr.gettext("<b>From which month?</b>"), _dots(tr))
    return Screen(text="\n".join(lines), keyboard=keyboard.first_month(asked, calendar, year, tr))


def ask_last_month(asked: PickLast, calendar: Calendar, tr: Translator) -> Screen:
    first = tr.month(as_period(asked.first))
    lines = (
        tr.gettext("From: {month}", month=first),
        tr.gettext("<b>Up to which month?</b>"),
        _dots(tr),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.last_month(asked, calendar, tr))


def no_data(month: Period, tr: Translator) -> Screen:
    return Screen(toast=tr.plain.gettext("There is no data for {month}.", month=tr.month(month)))


def _dots(tr: Translator) -> str:
    return tr.gettext("<i>Months without data are dots.</i>")


def _head(shown: Statement, tr: Translator) -> str:
    lines: list[str] = [tr.gettext("<b>Statement by service</b>"), account_line(shown.account, tr)]
    lines.append(service_line(shown.service, tr) if shown.service else tr.gettext("<b>All services together</b>"))
    if shown.span:
        lines.append(tr.gettext("Period: {period}", period=_period(shown.span, tr)))
    return "\n".join(lines)


def _period(span: Months, tr: Translator) -> str:
    if span.first == span.last:
        return tr.month(span.first)
    return f"{tr.short_month(span.first)} – {tr.short_month(span.last)}"


def _total(shown: Statement, tr: Translator) -> list[str]:
    first, last = shown.months[0].period, shown.months[-1].period
    if first == last:
        return []
    title = tr.gettext("<b>In all</b>")
    return [f"{title}\n{month_columns(_period(Months(first, last), tr), shown.total, tr)}"]


def _month(each: StatementMonth, tr: Translator) -> str:
    if each.amounts is None:
        return tr.gettext("▫️ {month}: no data", month=tr.month(each.period))
    parts = [month_columns(tr.short_month(each.period), each.amounts, tr)]
    if each.carried:
        parts.append(
            tr.gettext(
                "⚠️ The opening balance differs from the closing balance of the month before by {sum}: so it came "
                "from the accounting system.",
                sum=tr.signed(each.carried),
            )
        )
    if each.amounts.unexplained:
        parts.append(
            tr.gettext(
                "⚠️ The sums of this month do not add up by {sum}: so they came from the accounting system.",
                sum=tr.signed(each.amounts.unexplained),
            )
        )
    return "\n".join(parts)

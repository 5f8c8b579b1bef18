from collections.abc import Sequence

from bot.keyboards import balance_statement as keyboard
from bot.keyboards.balance_statement import PickFirst, PickLast, PickPeriod, PickService
from bot.keyboards.calendar import as_period
from bot.screens.balance import service_line
from bot.screens.balance_amounts import columns, month_rows, sign_rule
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
    if pages:
        parts += _page(shown, pages[page], tr)
        parts += [tr.gettext("Page {page} of {pages}", page=page + 1, pages=len(pages))] if len(pages) > 1 else []
        parts += [sign_rule(tr), tr.gettext("🔍 shows what the accrued sum of a month is made of.")]
    else:
        parts.append(tr.gettext("There is no data for this period."))
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
    return tr.gettext("<i>Months without data are marked with a dot.</i>")


def _head(shown: Statement, tr: Translator) -> str:
    lines: list[str] = [tr.gettext("<b>Statement by service</b>"), account_line(shown.account, tr)]
    lines.append(service_line(shown.service, tr) if shown.service else tr.gettext("<b>All services together</b>"))
    if shown.span:
        lines.append(tr.gettext("Period: {period}", period=_period(shown.span, tr)))
    if shown.paid_until:
        lines.append(tr.gettext("Payments are counted up to {date}.", date=tr.date(shown.paid_until)))
    return "\n".join(lines)


def _period(span: Months, tr: Translator) -> str:
    if span.first == span.last:
        return tr.month(span.first)
    return _short_period(span, tr)


def _short_period(span: Months, tr: Translator) -> str:
    return f"{tr.short_month(span.first)}–{tr.short_month(span.last)}"


def _page(shown: Statement, months: Sequence[StatementMonth], tr: Translator) -> list[str]:
    """Return the sums, those of the whole span first, then what is wrong with them."""
    groups = [_month(each, tr) for each in months]
    if len(shown.months) > 1:
        span = Months(shown.months[0].period, shown.months[-1].period)
        groups.insert(0, month_rows(_short_period(span, tr), shown.total, tr))
    return [columns(*groups), *(wrong for each in months for wrong in _breaks(each, tr))]


def _month(each: StatementMonth, tr: Translator) -> list[tuple[str, str]]:
    month = tr.short_month(each.period)
    if each.amounts is None:
        return [(tr.plain.gettext("Month/Year"), month), (tr.plain.gettext("no data"), "")]
    return month_rows(month, each.amounts, tr)


def _breaks(each: StatementMonth, tr: Translator) -> list[str]:
    month, wrong = tr.month(each.period), []
    if each.carried:
        wrong.append(
            tr.gettext(
                "⚠️ {month}: the opening balance differs from the closing balance of the month before by {sum}. "
                "This is how the accounting system sent it.",
                month=month,
                sum=tr.signed(each.carried),
            )
        )
    if each.amounts and each.amounts.unexplained:
        wrong.append(
            tr.gettext(
                "⚠️ {month}: the sums do not add up by {sum}. This is how the accounting system sent them.",
                month=month,
                sum=tr.signed(each.amounts.unexplained),
            )
        )
    return [str(each) for each in wrong]

"""Bills of a period, and what one of them is made of."""

from collections.abc import Collection, Sequence

from bot.keyboards import bills as keyboard
from bot.keyboards import bills_period
from bot.keyboards.bills import OpenBill
from bot.keyboards.bills_period import PickSpan, PickSpanFirst, PickSpanLast
from bot.keyboards.calendar import as_period
from bot.screens.balance_amounts import clip, columns
from bot.screens.documents_words import about, paper_of
from bot.screens.screen import Screen
from bot.screens.start import account_line
from core.accounts.model import LinkedAccount
from core.balance.model import Months
from core.billing.model import Bill, BillLine, BillList, TooManyBills
from core.i18n import Translator
from core.papers.model import Made
from core.papers.paying import PaymentLink
from core.period import Period
from core.retailer import Retailer

_BILLS_A_PAGE = 6
_LINES_A_PAGE = 15
_LONGEST_NAME = 60


def bills(shown: BillList, at: Period | None, tr: Translator) -> Screen:
    """Return the page that has the month `at`, the first one without it."""
    size = _BILLS_A_PAGE
    pages = [shown.bills[start : start + size] for start in range(0, len(shown.bills), size)]
    page = next((place for place, each in enumerate(pages) if at in [one.period for one in each]), 0)
    parts = [head(shown.account, shown.span, tr)]
    if pages:
        titles = (tr.plain.gettext("Month"), tr.plain.gettext("Amount due"))
        parts.append(columns([titles, *((tr.short_month(each.period), tr.amount(each.due)) for each in pages[page])]))
        parts += [tr.gettext("Page {page} of {pages}", page=page + 1, pages=len(pages))] if len(pages) > 1 else []
        parts.append(tr.gettext("🔍 shows what the bill of a month is made of; there it comes as a PDF, too."))
    elif shown.span:
        parts.append(tr.gettext("There are no bills for this period."))
    else:
        parts.append(tr.gettext("There are no bills for this account yet."))
    return Screen(text="\n\n".join(parts), keyboard=keyboard.bills(shown, pages, page, tr))


def bill(shown: Bill, asked: OpenBill, links: Sequence[PaymentLink], tr: Translator) -> Screen:
    pages = max(1, -(-len(shown.lines) // _LINES_A_PAGE))
    page = min(int(asked.page), pages - 1)
    lines = shown.lines[page * _LINES_A_PAGE : (page + 1) * _LINES_A_PAGE]
    parts = ["\n".join(_title(shown, tr)), "\n".join(_line(each, tr) for each in lines)]
    parts += [tr.gettext("Page {page} of {pages}", page=page + 1, pages=pages)] if pages > 1 else []
    parts += ["\n".join(_total(shown, tr)), "\n".join(_now(shown, tr))]
    return Screen(
        text="\n\n".join(parts),
        keyboard=keyboard.bill(shown, asked.span, page, pages, tr, can_pay=bool(links)),
    )


def bound(found: Made, tr: Translator) -> Screen:
    """Return the bills of several months in one file, with the sum of each as its caption."""
    each = [
        (tr.short_month(Period.from_index(one["facts"]["period"])), one["facts"]["due"]) for one in found.facts["bills"]
    ]
    facts = [
        tr.gettext("<b>Bills in one PDF</b>"),
        account_line(found.account, tr),
        tr.gettext("Period: {period}", period=about(found.issued.about, tr)),
        tr.ngettext("{count} bill", "{count} bills", len(each)),
    ]
    sums = columns(
        [(tr.plain.gettext("Month"), tr.plain.gettext("Amount due")), *((name, tr.amount(due)) for name, due in each)]
    )
    note = tr.gettext("Each bill has its own number and code, so that each can be checked.")
    return Screen(
        text="\n\n".join(("\n".join(facts), sums, note)),
        keyboard=keyboard.beside_bound(found, tr),
        anew=True,
        paper=paper_of(found.issued, found.facts, tr),
    )


def choose_account(linked: Sequence[LinkedAccount], shown: int, tr: Translator) -> Screen:
    text = tr.gettext("Which account do you want to see? The menu will show it from then on.")
    return Screen(text=text, keyboard=keyboard.accounts(linked, shown, tr))


def choose_period(asked: PickSpan, year: int, tr: Translator) -> Screen:
    return Screen(text=tr.gettext("Which period do you want to see?"), keyboard=bills_period.periods(asked, year, tr))


def ask_first_month(asked: PickSpanFirst, having: Collection[Period], tr: Translator) -> Screen:
    years = [each.year for each in having] or [int(asked.year)]
    year = min(max(int(asked.year), min(years)), max(years))
    lines = (tr.gettext("<b>From which month?</b>"), tr.gettext("<i>Months without data are marked with a dot.</i>"))
    return Screen(text="\n".join(lines), keyboard=bills_period.first_month(asked, having, year, tr))


def ask_last_month(asked: PickSpanLast, having: Collection[Period], tr: Translator) -> Screen:
    lines = (
        tr.gettext("From: {month}", month=tr.month(as_period(asked.first))),
        tr.gettext("<b>Up to which month?</b>"),
        tr.gettext("<i>Months without data are marked with a dot.</i>"),
    )
    return Screen(text="\n".join(lines), keyboard=bills_period.last_month(asked, having, tr))


def head(account: LinkedAccount, span: Months | None, tr: Translator) -> str:
    lines: list[str] = [tr.gettext("<b>Bills and payments</b>"), account_line(account, tr)]
    if span:
        first, last = tr.short_month(span.first), tr.short_month(span.last)
        lines.append(tr.gettext("Period: {period}", period=first if first == last else f"{first}–{last}"))
    return "\n".join(lines)


def too_many_bills(refusal: TooManyBills, tr: Translator, _retailer: Retailer) -> Screen:
    text = tr.plain.ngettext(
        "{count} bill is too many for one file: it takes up to {limit}. Choose a shorter period.",
        "{count} bills are too many for one file: it takes up to {limit}. Choose a shorter period.",
        refusal.count,
        limit=refusal.limit,
    )
    return Screen(toast=text, alert=True)


def _title(shown: Bill, tr: Translator) -> list[str]:
    lines: list[str] = [
        tr.gettext("<b>Bill: {month}</b>", month=tr.month(shown.period)),
        account_line(shown.account, tr),
    ]
    if shown.formed_on:
        lines.append(tr.gettext("Issued on: {date}", date=tr.date(shown.formed_on)))
    if shown.due_on:
        lines.append(tr.gettext("To be paid by: {date}", date=tr.date(shown.due_on)))
    return lines


def _line(line: BillLine, tr: Translator) -> str:
    name = tr.gettext("▫️ <b>{service}</b>", service=clip(line.service.name(tr.language), _LONGEST_NAME))
    basis = ", ".join(filter(None, (_basis(method, tr) for method in line.methods)))
    if not line.methods:
        basis = tr.gettext("nothing charged this month")
    payable = tr.gettext("Payable: <b>{sum}</b>", sum=tr.amount(line.payable))
    if line.balance < 0:
        payable = tr.gettext("Overpayment: {sum}", sum=tr.amount(-line.balance))
    return f"{name} · {basis}\n{payable}" if basis else f"{name}\n{payable}"


def _basis(method: str, tr: Translator) -> str:
    match method:
        case "meter":
            return tr.gettext("by the meter")
        case "average":
            return tr.gettext("by the average consumption")
        case "norm":
            return tr.gettext("by the norm")
        case "fixed":
            return tr.gettext("a fixed sum")
        case _:
            return ""


def _total(shown: Bill, tr: Translator) -> list[str]:
    lines: list[str] = []
    if shown.set_off:
        lines.append(tr.gettext("Overpayment set off: {sum}", sum=tr.money(-shown.set_off)))
    lines.append(tr.gettext("<b>Total due: {sum}</b>", sum=tr.money(shown.due)))
    if shown.unexplained:
        lines.append(
            tr.gettext(
                "⚠️ The total differs from the sum of the lines by {sum}. This is how the accounting system sent it.",
                sum=tr.signed(shown.unexplained),
            )
        )
    return lines


def _now(shown: Bill, tr: Translator) -> list[str]:
    """Say what is still owed: an old bill may have been paid long ago."""
    if shown.debt:
        lines: list[str] = [tr.gettext("🔴 Owed now: <b>{sum}</b>", sum=tr.money(shown.debt))]
    else:
        lines = [tr.gettext("⚪️ <b>You have no debt.</b>")]
    if shown.paid_until:
        lines.append(tr.gettext("Payments are counted up to {date}.", date=tr.date(shown.paid_until)))
    return lines

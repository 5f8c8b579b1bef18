"""Payments of a period, and what one of them was divided into."""

from bot.keyboards import bills as keyboard
from bot.keyboards.bills import OpenPayment
from bot.screens import anything
from bot.screens.balance_amounts import clip
from bot.screens.bills import head
from bot.screens.screen import Screen
from bot.screens.start import account_line
from core.i18n import Html, Translator
from core.payments.model import NoSuchPayment, PaidPart, Payment, PaymentList, PaymentOfAccount
from core.retailer import Retailer

_PAYMENTS_A_PAGE = 8
_LONGEST_NAME = 60
_MOST_PARTS = 30


def payments(shown: PaymentList, page: int, tr: Translator) -> Screen:
    size = _PAYMENTS_A_PAGE
    pages = [shown.payments[start : start + size] for start in range(0, len(shown.payments), size)]
    page = min(page, max(0, len(pages) - 1))
    parts = [head(shown.account, shown.span, tr)]
    if pages:
        parts.append("\n".join(_payment(each, tr) for each in pages[page]))
        parts += [tr.gettext("Page {page} of {pages}", page=page + 1, pages=len(pages))] if len(pages) > 1 else []
        parts.append(tr.gettext("Paid in the period: <b>{sum}</b>", sum=tr.money(shown.total)))
        parts.append(tr.gettext("🔍 shows what a payment was divided into, and its receipt."))
    elif shown.span:
        parts.append(tr.gettext("Nothing was paid in this period."))
    else:
        parts.append(tr.gettext("The accounting system has sent no payments for this account yet."))
    return Screen(text="\n\n".join(parts), keyboard=keyboard.payments(shown, pages, page, tr))


def payment(shown: PaymentOfAccount, asked: OpenPayment, tr: Translator) -> Screen:
    of = shown.payment
    day = tr.date(of.day)
    lines: list[str] = [
        tr.gettext("<b>Payment: {date}</b>", date=f"{day}, {of.time}" if of.time else day),
        account_line(shown.account, tr),
        _sum(of, tr),
    ]
    if of.channel:
        lines.append(tr.gettext("Bank: {bank}", bank=clip(of.channel, _LONGEST_NAME)))
    if of.doc_no:
        lines.append(tr.gettext("Document No.: <code>{number}</code>", number=of.doc_no))
    if of.posted_on:
        lines.append(tr.gettext("Counted by the company on: {date}", date=tr.date(of.posted_on)))
    parts = ["\n".join(lines)]
    if of.is_nothing:
        parts.append(tr.gettext("This entry of the accounting system moved no money, so there is no receipt for it."))
    else:
        parts.append("\n".join((tr.gettext("<b>By service</b>"), *_parts(of, tr))))
    return Screen(text="\n\n".join(parts), keyboard=keyboard.payment(shown, asked.span, asked.page, tr))


def no_such_payment(_refusal: NoSuchPayment, tr: Translator, _retailer: Retailer) -> Screen:
    return anything.out_of_date(tr)


def _payment(each: Payment, tr: Translator) -> str:
    line = f"{_mark(each)} {tr.short_date(each.day)} · <b>{tr.money(each.amount)}</b>"
    if not each.channel:
        return line
    return tr.gettext("{payment} · {bank}", payment=Html(line), bank=clip(each.channel, _LONGEST_NAME))


def _mark(each: Payment) -> str:
    return "↩️" if each.amount < 0 else "▫️" if each.is_nothing else "✅"


def _sum(of: Payment, tr: Translator) -> str:
    if of.amount < 0:
        return tr.gettext("↩️ Returned to you: <b>{sum}</b>", sum=tr.money(-of.amount))
    return tr.gettext("Amount: <b>{sum}</b>", sum=tr.money(of.amount))


def _parts(of: Payment, tr: Translator) -> list[str]:
    lines: list[str] = [_part(each, tr) for each in of.parts[:_MOST_PARTS]]
    left = len(of.parts) - _MOST_PARTS
    if left > 0:
        more = tr.ngettext(
            "And {count} more service: see the receipt.", "And {count} more services: see the receipt.", left
        )
        lines.append(more)
    return lines


def _part(each: PaidPart, tr: Translator) -> str:
    name = clip(each.service.name(tr.language), _LONGEST_NAME)
    return tr.gettext("▫️ {service}: <b>{sum}</b>", service=name, sum=tr.money(each.amount))

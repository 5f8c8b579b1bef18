"""Bills and payments of a period; all that a press means stands in the button itself."""

from collections.abc import Sequence
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import Field

from bot.keyboards import Mark, Number, back, inline, tap
from bot.keyboards.accounts import ShowInFull, names_of
from bot.keyboards.appeals import dispute
from bot.keyboards.balance_statement import PageText, SpanText, span_text
from bot.keyboards.bills_lists import DEFAULT, OpenBills, OpenPayments, What, list_of, span_word
from bot.keyboards.bills_pay import PayBills, pay
from bot.keyboards.bills_period import PickSpan
from bot.keyboards.calendar import MonthText, as_text
from bot.keyboards.changes_ask import WhyChanged, why
from bot.keyboards.days import as_text as as_day_text
from bot.keyboards.documents_make import MakeMonthly
from bot.keyboards.email import MailDocument, by_email
from bot.keyboards.support_ask import ask, months_ref, payment_ref
from core.accounts.model import LinkedAccount
from core.balance.model import Months
from core.billing.model import MOST_BILLS, Bill, BillList, ListedBill
from core.desk.model import About
from core.i18n import Translator
from core.papers.model import Made
from core.payments.model import Payment, PaymentList, PaymentOfAccount
from core.period import Period

_IN_A_ROW = 3

DayText = Annotated[str, Field(pattern=r"^[12][0-9]{3}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$", max_length=8)]


class OpenBill(CallbackData, prefix="bill"):
    """Show what a bill is made of; `span` is that of the list to go back to."""

    link_id: Number
    month: MonthText
    span: SpanText = DEFAULT
    page: PageText = "0"


class OpenPayment(CallbackData, prefix="payment"):
    """Show what a payment was divided into; `span` and `page` are those of the list to go back to."""

    link_id: Number
    day: DayText
    mark: Mark
    span: SpanText = DEFAULT
    page: PageText = "0"


class MakeBills(CallbackData, prefix="pdf_bills"):
    """Put the bills of a period into one file."""

    link_id: Number
    span: SpanText


class MakeReceipt(CallbackData, prefix="pdf_rc"):
    link_id: Number
    day: DayText
    mark: Mark


class BillsElsewhere(CallbackData, prefix="bills_of"):
    """Show the linked accounts, to see the bills of another one."""

    link_id: Number


class BillsOf(CallbackData, prefix="bills_to"):
    """Make it the current account and show its bills."""

    link_id: Number


def bills(shown: BillList, pages: Sequence[Sequence[ListedBill]], at: int, tr: Translator) -> InlineKeyboardMarkup:
    """`pages` are the bills of each page, `at` is the page shown."""
    link_id, span = shown.account.link_id, span_word(shown.asked)

    def turn(to: int) -> OpenBills:
        return OpenBills(link_id=link_id, span=span, at=as_text(pages[to][0].period))

    turns = [tap("◀️", turn(at - 1))] if at else []
    turns += [tap("▶️", turn(at + 1))] if at + 1 < len(pages) else []
    each = [_bill(shown.account, one, span, tr) for one in (pages[at] if pages else ())]
    bound = tap("📥 " + tr.pgettext("button", "All in one PDF"), MakeBills(link_id=link_id, span=span))
    return inline(
        _sides(link_id, span, "bills", tr),
        turns,
        *(each[start : start + _IN_A_ROW] for start in range(0, len(each), _IN_A_ROW)),
        [bound] if 1 < len(shown.bills) <= MOST_BILLS else [],
        _below(shown, "bills", tr),
    )


def payments(shown: PaymentList, pages: Sequence[Sequence[Payment]], page: int, tr: Translator) -> InlineKeyboardMarkup:
    link_id, span = shown.account.link_id, span_word(shown.asked)

    def turn(to: int) -> OpenPayments:
        return OpenPayments(link_id=link_id, span=span, page=str(to))

    turns = [tap("◀️", turn(page - 1))] if page else []
    turns += [tap("▶️", turn(page + 1))] if page + 1 < len(pages) else []
    each = [[_payment(link_id, one, span, page, tr)] for one in (pages[page] if pages else ())]
    return inline(
        _sides(link_id, span, "payments", tr),
        turns,
        *each,
        _below(shown, "payments", tr),
    )


def bill(shown: Bill, span: str, page: int, pages: int, tr: Translator, *, can_pay: bool) -> InlineKeyboardMarkup:
    link_id, month = shown.account.link_id, as_text(shown.period)

    def turn(to: int) -> OpenBill:
        return OpenBill(link_id=link_id, month=month, span=span, page=str(to))

    turns = [tap("◀️", turn(page - 1))] if page else []
    turns += [tap("▶️", turn(page + 1))] if page + 1 < pages else []
    front = tap("🧾 " + tr.pgettext("button", "Bill"), MakeMonthly(link_id=link_id, kind="bill", month=month))
    reverse = tap(
        "🔖 " + tr.pgettext("button", "Reverse side"), MakeMonthly(link_id=link_id, kind="reverse", month=month)
    )
    pays = [pay(PayBills(link_id=link_id, month=month, span=span), tr)] if can_pay and shown.debt else []
    asked = why(WhyChanged(link_id=link_id, later=month, of="p"), tr)
    about = ask(About.BILL, link_id, months_ref(shown.period), tr)
    leave = back(OpenBills(link_id=link_id, span=span, at=month), tr)
    return inline(turns, [front, reverse], pays, [asked], [about, dispute(link_id, month, tr)], [leave])


def payment(shown: PaymentOfAccount, span: str, page: str, tr: Translator) -> InlineKeyboardMarkup:
    link_id, of = shown.account.link_id, shown.payment
    receipt = MakeReceipt(link_id=link_id, day=as_day_text(of.day), mark=of.mark)
    label = "📥 " + tr.pgettext("button", "Receipt of payment")
    leave = back(OpenPayments(link_id=link_id, span=span, page=page), tr)
    about = ask(About.PAYMENT, link_id, payment_ref(of.day, of.amount), tr)
    return inline([tap(label, receipt)] if not of.is_nothing else [], [about], [leave])


def beside_bound(made: Made, tr: Translator) -> InlineKeyboardMarkup:
    """Return what may be done with a file of several bills."""
    in_full = tap(
        "🔓 " + tr.pgettext("button", "Full names: confirm your number"), ShowInFull(link_id=made.account.link_id)
    )
    first, _, last = made.issued.about.partition("..")
    span = span_text(Months(Period.parse(first), Period.parse(last)))
    leave = back(OpenBills(link_id=made.account.link_id, span=span), tr)
    mail = by_email(MailDocument(document=made.issued.document), tr)
    about = ask(About.DOCUMENT, made.account.link_id, made.issued.number, tr)
    return inline([mail] if made.by_email else [], [in_full] if made.masked else [], [about], [leave])


def accounts(linked: Sequence[LinkedAccount], shown: int, tr: Translator) -> InlineKeyboardMarkup:
    names = names_of(linked, shown, tr)
    rows = [[tap(names[each.link_id], BillsOf(link_id=each.link_id))] for each in linked]
    return inline(*rows, [back(OpenBills(link_id=shown), tr)])


def _sides(link_id: int, span: str, shown: What, tr: Translator) -> list[InlineKeyboardButton]:
    """Return the two lists, the one that is shown marked."""
    names: dict[What, tuple[str, str]] = {
        "bills": ("🧾 ", tr.pgettext("button", "Bills")),
        "payments": ("💰 ", tr.pgettext("button", "Payments")),
    }
    return [
        tap(("✅ " if what == shown else icon) + name, list_of(what, link_id, span))
        for what, (icon, name) in names.items()
    ]


def _below(shown: BillList | PaymentList, what: What, tr: Translator) -> list[InlineKeyboardButton]:
    link_id, buttons = shown.account.link_id, []
    if shown.span:
        period = PickSpan(link_id=link_id, what=what, span=span_word(shown.asked))
        buttons.append(tap("📅 " + tr.pgettext("button", "Period"), period))
    if shown.has_others:
        other = BillsElsewhere(link_id=link_id)
        buttons.append(tap("🔄 " + tr.pgettext("button", "Another account"), other))
    return buttons


def _bill(account: LinkedAccount, each: ListedBill, span: str, tr: Translator) -> InlineKeyboardButton:
    intent = OpenBill(link_id=account.link_id, month=as_text(each.period), span=span)
    return tap(f"🔍 {tr.short_month(each.period)}", intent)


def _payment(link_id: int, each: Payment, span: str, page: int, tr: Translator) -> InlineKeyboardButton:
    intent = OpenPayment(link_id=link_id, day=as_day_text(each.day), mark=each.mark, span=span, page=str(page))
    return tap(f"🔍 {tr.short_date(each.day)} · {tr.money(each.amount)}", intent)

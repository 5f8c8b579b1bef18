"""The ways to a document, and what may be done beside one."""

from collections.abc import Collection, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards import Number, back, inline, tap
from bot.keyboards.accounts import ShowInFull, names_of
from bot.keyboards.balance_statement import OpenStatement
from bot.keyboards.bills_pay import PayBills, pay
from bot.keyboards.calendar import YearText, as_text, months
from bot.keyboards.documents_make import (
    MakeMonthly,
    MakeStatus,
    Monthly,
    OpenAct,
    OpenAlternative,
    alternative_label,
)
from bot.keyboards.email import MailDocument, by_email
from bot.keyboards.support_ask import ask
from core.accounts.model import LinkedAccount
from core.desk.model import About
from core.i18n import Translator
from core.papers.model import Made
from core.papers.paying import PaymentLink
from core.period import Period
from core.retailer import Retailer


class OpenDocuments(CallbackData, prefix="docs"):
    link_id: Number


class OtherDocuments(CallbackData, prefix="docs_of"):
    """Show the linked accounts, to have documents of another one."""

    link_id: Number


class PickMonth(CallbackData, prefix="docs_month"):
    """Ask of which month; `year` is what the calendar shows."""

    link_id: Number
    kind: Monthly
    year: YearText


def kinds(
    account: LinkedAccount, year: int, retailer: Retailer, tr: Translator, *, has_others: bool
) -> InlineKeyboardMarkup:
    link_id = account.link_id

    def monthly(kind: Monthly) -> PickMonth:
        return PickMonth(link_id=link_id, kind=kind, year=str(year))

    bill = tap("🧾 " + tr.pgettext("button", "Bill"), monthly("bill"))
    reverse = tap("🔖 " + tr.pgettext("button", "Reverse side"), monthly("reverse"))
    invoice = tap("🏦 " + tr.pgettext("button", "Invoice"), monthly("invoice"))
    own = tap("🧾 " + alternative_label(retailer, tr), OpenAlternative(link_id=link_id))
    may_own = retailer.documents.alternative_enabled
    statement = tap("📄 " + tr.pgettext("button", "Statement"), OpenStatement(link_id=link_id, span="12"))
    act = tap("🤝 " + tr.pgettext("button", "Reconciliation act"), OpenAct(link_id=link_id))
    status = tap("💡 " + tr.pgettext("button", "Account status"), MakeStatus(link_id=link_id))
    other = tap("🔄 " + tr.pgettext("button", "Another account"), OtherDocuments(link_id=link_id))
    others = [other] if has_others else []
    return inline([bill, reverse], [invoice, own] if may_own else [invoice], [statement], [act], [status], others)


def accounts(linked: Sequence[LinkedAccount], shown: int, tr: Translator) -> InlineKeyboardMarkup:
    names = names_of(linked, shown, tr)
    rows = [[tap(names[each.link_id], OpenDocuments(link_id=each.link_id))] for each in linked]
    return inline(*rows, [back(OpenDocuments(link_id=shown), tr)])


def of_month(asked: PickMonth, having: Collection[Period], year: int, tr: Translator) -> InlineKeyboardMarkup:
    def pick(period: Period) -> MakeMonthly:
        return MakeMonthly(link_id=asked.link_id, kind=asked.kind, month=as_text(period))

    def turn(to: int) -> PickMonth:
        return asked.model_copy(update={"year": str(to)})

    leave = back(OpenDocuments(link_id=asked.link_id), tr)
    return inline(*(months(year, having, pick, turn, tr) if having else []), [leave])


def beside(made: Made, tr: Translator, links: Sequence[PaymentLink]) -> InlineKeyboardMarkup:
    """Return what may be done with a document that has been made; one that asks for money can be paid."""
    owed = links and made.facts.get("due", 0) > 0
    pays = [pay(PayBills(link_id=made.account.link_id), tr)] if owed else []
    return inline(pays, *beside_rows(made, tr))


def beside_rows(made: Made, tr: Translator) -> list[list[InlineKeyboardButton]]:
    link_id = made.account.link_id
    in_full = tap("🔓 " + tr.pgettext("button", "Full names: confirm your number"), ShowInFull(link_id=link_id))
    mail = by_email(MailDocument(document=made.issued.document), tr)
    about = ask(About.DOCUMENT, link_id, made.issued.number, tr)
    return [
        [mail] if made.by_email else [],
        [in_full] if made.masked else [],
        [about],
        [other_documents_button(link_id, tr)],
    ]


def other_documents(link_id: int, tr: Translator) -> InlineKeyboardMarkup:
    return inline([other_documents_button(link_id, tr)])


def other_documents_button(link_id: int, tr: Translator) -> InlineKeyboardButton:
    return tap("📁 " + tr.pgettext("button", "Other documents"), OpenDocuments(link_id=link_id))

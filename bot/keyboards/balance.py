from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards import back, inline, tap
from bot.keyboards.accounts import ShowInFull, names_of
from bot.keyboards.balance_statement import OpenBalance, OpenStatement
from bot.keyboards.bills_pay import PayBills, pay
from bot.keyboards.changes_ask import WhyChanged, why
from bot.keyboards.documents_make import MakeStatus, pdf
from bot.keyboards.email import MailStatus, by_email
from bot.keyboards.support_ask import ask
from core.accounts.model import AccountCard, LinkedAccount
from core.balance.model import AccountStatus
from core.desk.model import About
from core.i18n import Translator


class OtherAccount(CallbackData, prefix="other"):
    """Show the linked accounts, to speak of another one."""

    link_id: int


class ChooseAccount(CallbackData, prefix="choose"):
    """Make it the current account and show what it owes."""

    link_id: int


class OpenCard(CallbackData, prefix="card"):
    link_id: int
    page: int = 0


def status(shown: AccountStatus, tr: Translator, *, pays: bool, mails: bool) -> InlineKeyboardMarkup:
    """Return the ways on; what is owed can be paid (`pays`) where the retailer has links for it."""
    link_id = shown.account.link_id
    statement = tap("📄 " + tr.pgettext("button", "Statement"), OpenStatement(link_id=link_id))
    card = tap("🏠 " + tr.pgettext("button", "Account card"), OpenCard(link_id=link_id))
    other = tap("🔄 " + tr.pgettext("button", "Another account"), OtherAccount(link_id=link_id))
    papers = [pdf(MakeStatus(link_id=link_id), tr)]
    if mails:
        papers.append(by_email(MailStatus(link_id=link_id), tr))
    owed = [pay(PayBills(link_id=link_id), tr)] if pays and shown.debt else []
    asked = why(WhyChanged(link_id=link_id), tr)
    rows = [[statement, card], [asked], papers] if shown.period else [[card]]
    return inline(owed, *rows, [other] if shown.has_others else [])


def accounts(linked: Sequence[LinkedAccount], shown: int, tr: Translator) -> InlineKeyboardMarkup:
    names = names_of(linked, shown, tr)
    rows = [[tap(names[each.link_id], ChooseAccount(link_id=each.link_id))] for each in linked]
    return inline(*rows, [back(OpenBalance(link_id=shown), tr)])


def card(shown: AccountCard, page: int, pages: int, tr: Translator) -> InlineKeyboardMarkup:
    link_id, number = shown.account.link_id, shown.account.account_no
    copy = InlineKeyboardButton(
        text="📋 " + tr.pgettext("button", "Copy the number"), copy_text=CopyTextButton(text=number)
    )
    in_full = [tap("🔓 " + tr.pgettext("button", "Show in full"), ShowInFull(link_id=link_id))]
    turns = [tap("◀️", OpenCard(link_id=link_id, page=page - 1))] if page else []
    turns += [tap("▶️", OpenCard(link_id=link_id, page=page + 1))] if page + 1 < pages else []
    about = [ask(About.ACCOUNT, link_id, "", tr)]
    return inline(turns, in_full if shown.masked else [], [copy], about, [back(OpenBalance(link_id=link_id), tr)])

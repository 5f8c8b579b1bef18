"""Below notices about money: the papers, the way to pay, and why a bill has changed."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup

from bot.keyboards import inline, tap
from bot.keyboards.bills import MakeReceipt
from bot.keyboards.bills_pay import PayBills, pay
from bot.keyboards.calculator import OpenCalculator
from bot.keyboards.calendar import as_text as as_month_text
from bot.keyboards.changes_ask import WhyChanged, why
from bot.keyboards.days import as_text as as_day_text
from bot.keyboards.documents_make import MakeMonthly
from core.i18n import Translator
from core.payments.model import day_of
from core.period import Period


def paid(link_id: int, paid_at: str, mark: str, tr: Translator) -> InlineKeyboardMarkup:
    receipt = MakeReceipt(link_id=link_id, day=as_day_text(day_of(paid_at)), mark=mark)
    return inline([tap("📥 " + tr.pgettext("button", "Receipt of payment"), receipt)])


def bill(link_id: int, period: Period, tr: Translator, *, attached: bool, can_pay: bool) -> InlineKeyboardMarkup:
    """`attached`: the PDF is there already."""
    month = as_month_text(period)
    paper = tap("🧾 " + tr.pgettext("button", "Bill"), MakeMonthly(link_id=link_id, kind="bill", month=month))
    pays = [pay(PayBills(link_id=link_id, month=month), tr)] if can_pay else []
    asked = why(WhyChanged(link_id=link_id, later=month, of="p"), tr)
    return inline([] if attached else [paper], pays, [asked])


def unpaid(owing: Sequence[tuple[int, str]], tr: Translator) -> InlineKeyboardMarkup:
    """Return a way to pay for each account, by the number of its link; of several each is named."""
    name = "💳 " + tr.pgettext("button", "Pay")
    if len(owing) == 1:
        return inline([pay(PayBills(link_id=owing[0][0]), tr)])
    return inline(*([tap(f"{name} · {number}", PayBills(link_id=link_id))] for link_id, number in owing))


def calculator(link_id: int, tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap("🧮 " + tr.pgettext("button", "Charge calculator"), OpenCalculator(link_id=link_id))])

"""The way to pay: this button stands on the screens of other flows as well."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards import Number, back, inline, tap
from bot.keyboards.balance_statement import AtText, SpanText
from core.i18n import Translator


class PayBills(CallbackData, prefix="pay"):
    """Show where the debt of an account can be paid: as much as is owed when it is pressed.

    `month` and `span` are of the bill to go back to; empty: the account status.
    """

    link_id: Number
    month: AtText = ""
    span: SpanText = "12"


def pay(intent: PayBills, tr: Translator) -> InlineKeyboardButton:
    return tap("💳 " + tr.pgettext("button", "Pay"), intent)


def channels(places: Sequence[tuple[str, str]], leave: CallbackData, tr: Translator) -> InlineKeyboardMarkup:
    """Return a button that leads to each channel: its name and its address."""
    rows = [[InlineKeyboardButton(text=f"🏦 {name}", url=address)] for name, address in places]
    return inline(*rows, [back(leave, tr)])

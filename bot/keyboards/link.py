from collections.abc import Sequence
from typing import Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from bot.keyboards import back, inline, tap
from bot.keyboards.accounts import ListAccounts
from bot.keyboards.cancel import cancel
from core.accounts.model import Branch
from core.i18n import Translator


class AskAgain(CallbackData, prefix="ask"):
    """Go back to a question; the answers to the others are kept."""

    step: Literal["number", "amount"]


class PickBranch(CallbackData, prefix="branch"):
    """A branch by its place on the screen; a code of the accounting system need not fit into a button."""

    order: int


class Recover(CallbackData, prefix="recover"):
    """Show the other ways to prove an account."""


class ShowContact(CallbackData, prefix="contact"):
    """Prove by the own phone number; `link_id` says which linked account it is for, 0 a new one."""

    link_id: int = 0


class EnterCode(CallbackData, prefix="code"):
    """Prove by a one-time code."""


class UseCode(CallbackData, prefix="usecode"):
    """Link the account of the code that has just been looked at."""


def ask_number(tr: Translator) -> InlineKeyboardMarkup:
    return inline([_by_code(tr)], [back(ListAccounts(), tr), cancel(tr)])


def ask_amount(tr: Translator) -> InlineKeyboardMarkup:
    other = tap(tr.pgettext("button", "There is no payment to name"), Recover())
    return inline([other], [back(AskAgain(step="number"), tr), cancel(tr)])


def ask_serial(tr: Translator) -> InlineKeyboardMarkup:
    other = tap(tr.pgettext("button", "I do not know the serial number"), Recover())
    return inline([other], [back(AskAgain(step="amount"), tr), cancel(tr)])


def ask_branch(branches: Sequence[Branch], tr: Translator) -> InlineKeyboardMarkup:
    names = [(branch.name_kk if tr.language == "kk" else branch.name_ru) or branch.code for branch in branches]
    rows = [[tap(name, PickBranch(order=order))] for order, name in enumerate(names)]
    return inline(*rows, [back(AskAgain(step="amount"), tr), cancel(tr)])


def ask_code(tr: Translator) -> InlineKeyboardMarkup:
    return inline([back(Recover(), tr), cancel(tr)])


def ask_contact(tr: Translator) -> ReplyKeyboardMarkup:
    """The only way to a person's own number: a button beneath the text, in place of the menu for a while."""
    share = KeyboardButton(text="📱 " + tr.pgettext("button", "Send my phone number"), request_contact=True)
    leave = KeyboardButton(text=tr.pgettext("button", "Cancel"))
    return ReplyKeyboardMarkup(keyboard=[[share], [leave]], resize_keyboard=True)


def confirm_code(tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap("✅ " + tr.pgettext("button", "Confirm"), UseCode())], [back(EnterCode(), tr), cancel(tr)])


def recovery(tr: Translator) -> InlineKeyboardMarkup:
    return inline(
        [tap("📱 " + tr.pgettext("button", "By my phone number"), ShowContact())],
        [_by_code(tr)],
        [back(AskAgain(step="number"), tr), cancel(tr)],
    )


def not_verified(tr: Translator) -> InlineKeyboardMarkup:
    return inline(
        [tap(tr.pgettext("button", "Enter the amount again"), AskAgain(step="amount"))],
        [tap(tr.pgettext("button", "Change the account number"), AskAgain(step="number"))],
        [tap("🔑 " + tr.pgettext("button", "Recovery"), Recover())],
        [cancel(tr)],
    )


def second_proof(link_id: int, tr: Translator) -> InlineKeyboardMarkup:
    return inline(
        [tap("📱 " + tr.pgettext("button", "By my phone number"), ShowContact(link_id=link_id))],
        [_by_code(tr)],
        [cancel(tr)],
    )


def contact_first(tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap("📱 " + tr.pgettext("button", "By my phone number"), ShowContact())], [cancel(tr)])


def _by_code(tr: Translator) -> InlineKeyboardButton:
    return tap("🔑 " + tr.pgettext("button", "I have a one-time code"), EnterCode())

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.keyboards import back, inline, tap
from bot.keyboards.accounts import ListAccounts
from bot.keyboards.cancel import cancel
from bot.keyboards.recovery import AskAgain, Recover, by_code
from core.accounts.model import Branch
from core.i18n import Translator


class PickBranch(CallbackData, prefix="branch"):
    """A branch by its place on the screen; a code of the accounting system need not fit into a button."""

    order: int


def ask_number(tr: Translator) -> InlineKeyboardMarkup:
    return inline([by_code(tr)], [back(ListAccounts(), tr), cancel(tr)])


def ask_amount(tr: Translator) -> InlineKeyboardMarkup:
    other = tap(tr.pgettext("button", "There is no payment to name"), Recover())
    return inline([other], [back(AskAgain(step="number"), tr), cancel(tr)])


def ask_serial(tr: Translator) -> InlineKeyboardMarkup:
    other = tap(tr.pgettext("button", "I do not know the serial number"), Recover())
    return inline([other], [back(AskAgain(step="amount"), tr), cancel(tr)])


def ask_branch(branches: Sequence[Branch], tr: Translator) -> InlineKeyboardMarkup:
    rows = [[tap(branch.name(tr.language), PickBranch(order=order))] for order, branch in enumerate(branches)]
    return inline(*rows, [back(AskAgain(step="amount"), tr), cancel(tr)])


def not_verified(tr: Translator) -> InlineKeyboardMarkup:
    return inline(
        [tap(tr.pgettext("button", "Enter the amount again"), AskAgain(step="amount"))],
        [tap(tr.pgettext("button", "Change the account number"), AskAgain(step="number"))],
        [tap("🔑 " + tr.pgettext("button", "Recovery"), Recover())],
        [cancel(tr)],
    )

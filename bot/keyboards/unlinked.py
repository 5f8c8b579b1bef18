from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.keyboards import inline, tap
from bot.keyboards.cancel import cancel
from core.i18n import Translator


class SubmitForAnother(CallbackData, prefix="another"):
    """Ask for the number of an account that this chat has not linked."""


def ask_number(tr: Translator) -> InlineKeyboardMarkup:
    return inline([cancel(tr)])


def ask_serial(tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap(tr.pgettext("button", "Change the account number"), SubmitForAnother())], [cancel(tr)])

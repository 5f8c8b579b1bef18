from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.keyboards import inline, tap
from bot.keyboards.menu import OpenSettings
from core.i18n import Translator


class AskLogout(CallbackData, prefix="logout"):
    """Say what signing out does, and ask."""


class SignOut(CallbackData, prefix="signout"):
    """Unlink every account from this chat."""


def ask(tr: Translator) -> InlineKeyboardMarkup:
    yes, no = tr.pgettext("button", "Yes"), tr.pgettext("button", "No")
    return inline([tap(yes, SignOut()), tap(no, OpenSettings())])

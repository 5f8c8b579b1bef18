from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.keyboards import tap
from core.i18n import Translator


class Cancel(CallbackData, prefix="cancel"):
    """Leave what is under way; what was typed is forgotten."""


def cancel(tr: Translator) -> InlineKeyboardButton:
    return tap(tr.pgettext("button", "Cancel"), Cancel())

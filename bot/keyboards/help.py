from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.keyboards import back, inline
from bot.keyboards.menu import OpenSettings
from core.i18n import Translator


class OpenHelp(CallbackData, prefix="help"):
    pass


def leave(tr: Translator) -> InlineKeyboardMarkup:
    return inline([back(OpenSettings(), tr)])

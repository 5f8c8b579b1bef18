from typing import Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards import back, inline, tap
from bot.keyboards.menu import OpenSettings
from core.i18n import Translator

NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


class OpenLanguage(CallbackData, prefix="languages"):
    pass


class ChooseLanguage(CallbackData, prefix="language"):
    language: Literal["kk", "ru", "en"]


def languages(current: str = "") -> list[InlineKeyboardButton]:
    """Return one button a language, each in its own words; the current one is marked."""
    marks = {current: "✅ "}
    return [tap(f"{marks.get(code, '')}{name}", ChooseLanguage(language=code)) for code, name in NAMES.items()]


def language(tr: Translator) -> InlineKeyboardMarkup:
    return inline(languages(tr.language), [back(OpenSettings(), tr)])

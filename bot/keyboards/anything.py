from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards import Number, inline, tap
from bot.keyboards.support_faq import questions
from core.i18n import Translator
from core.support.faq import ShortAnswer


class PassOn(CallbackData, prefix="passon"):
    """Give an operator that message which the one with this button answers; `said` is its number."""

    said: Number


def not_understood(said: int, fitting: tuple[ShortAnswer, ...], tr: Translator) -> InlineKeyboardMarkup:
    return inline(*questions(fitting, tr, said=said), [pass_on(said, tr)])


def pass_on(said: int, tr: Translator) -> InlineKeyboardButton:
    return tap("✉️ " + tr.pgettext("button", "Pass it on to an operator"), PassOn(said=said))

"""The shapes of keyboards, and the two buttons that every flow has."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from core.i18n import Translator


def inline(*rows: Sequence[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[list(row) for row in rows if row])


def tap(label: str, intent: CallbackData) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=label, callback_data=intent.pack())


def back(intent: CallbackData, tr: Translator) -> InlineKeyboardButton:
    """Return the way back: `intent` is that of the screen before."""
    return tap(tr.pgettext("button", "Back"), intent)

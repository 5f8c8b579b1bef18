"""The shapes of keyboards, and the two buttons that every flow has."""

from collections.abc import Sequence
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import Field

from core.i18n import Translator
from core.marks import MARK_LENGTH

# Of a service, a place, a meter or a payment; `AnyMark` may be empty: all of them, or the only one.
Mark = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$", max_length=MARK_LENGTH)]
AnyMark = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]*$", max_length=MARK_LENGTH)]
Number = Annotated[int, Field(ge=0, lt=2**63)]  # of a row; a forged one must not trouble the database


def inline(*rows: Sequence[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[list(row) for row in rows if row])


def tap(label: str, intent: CallbackData) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=label, callback_data=intent.pack())


def back(intent: CallbackData, tr: Translator) -> InlineKeyboardButton:
    """Return the way back: `intent` is that of the screen before."""
    return tap(tr.pgettext("button", "Back"), intent)

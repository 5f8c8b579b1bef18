"""The question «why did it change?»: its button stands on the screens of other flows as well."""

from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from pydantic import Field

from bot.keyboards import AnyMark, Number, tap
from core.i18n import Translator

AnyMonth = Annotated[str, Field(pattern=r"^(?:[1-9][0-9]{3}(?:0[1-9]|1[0-2]))?$", max_length=6)]
Origin = Literal["b", "c", "p"]  # balance: the account status; charges of a month; paper: a bill


class WhyChanged(CallbackData, prefix="changes"):
    """Explain two months; empty: the newest charged one, and the one charged before the later."""

    link_id: Number
    service: AnyMark = ""
    later: AnyMonth = ""
    earlier: AnyMonth = ""
    of: Origin = "b"
    table: Literal["", "1"] = ""


def why(intent: WhyChanged, tr: Translator) -> InlineKeyboardButton:
    return tap("❓ " + tr.pgettext("button", "Why did it change?"), intent)

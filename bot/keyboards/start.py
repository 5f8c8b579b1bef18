from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup
from pydantic import Field

from bot.keyboards import back, inline, tap
from bot.keyboards.accounts import AddAccount
from bot.keyboards.calculator import open_calculator
from core.i18n import Translator


class Greet(CallbackData, prefix="greet"):
    """Show the first screen again."""


class ReadConsent(CallbackData, prefix="consent"):
    """Show the text that is agreed to."""


class Decline(CallbackData, prefix="decline"):
    """Go on without consent."""


class Agree(CallbackData, prefix="agree"):
    """Agree to the text of this version, as it was shown in this language."""

    version: Annotated[str, Field(max_length=20)]
    language: Literal["kk", "ru", "en"]


def consent(version: str, tr: Translator) -> InlineKeyboardMarkup:
    language: Literal["kk", "ru", "en"] = "kk" if tr.language == "kk" else "ru" if tr.language == "ru" else "en"
    agree = Agree(version=version, language=language)
    return inline(
        [tap("✅ " + tr.pgettext("button", "I agree"), agree)],
        [open_calculator(tr)],
        [back(Greet(), tr), tap(tr.pgettext("button", "Cancel"), Decline())],
    )


def read_again(tr: Translator) -> InlineKeyboardMarkup:
    return inline([open_calculator(tr)], [back(ReadConsent(), tr)])


def add_account(tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap("➕ " + tr.pgettext("button", "Add account"), AddAccount())], [open_calculator(tr)])

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.keyboards import back, inline, tap
from bot.keyboards.menu import OpenSettings
from core.i18n import Translator


class OpenPrivacy(CallbackData, prefix="privacy"):
    pass


class ReadAgreed(CallbackData, prefix="agreed"):
    """Show the text of the consent once more."""


class ExportData(CallbackData, prefix="export"):
    pass


class AskErasure(CallbackData, prefix="forget"):
    """Say what erasure does, and ask."""


class EraseData(CallbackData, prefix="erase"):
    """Withdraw the consent and erase everything."""


def privacy(tr: Translator) -> InlineKeyboardMarkup:
    return inline(
        [tap("📄 " + tr.pgettext("button", "Text of the consent"), ReadAgreed())],
        [tap("💾 " + tr.pgettext("button", "Get my data"), ExportData())],
        [tap("🗑 " + tr.pgettext("button", "Withdraw and erase"), AskErasure())],
        [back(OpenSettings(), tr)],
    )


def leave(tr: Translator) -> InlineKeyboardMarkup:
    return inline([back(OpenPrivacy(), tr)])


def ask_erasure(tr: Translator) -> InlineKeyboardMarkup:
    yes, no = tr.pgettext("button", "Yes"), tr.pgettext("button", "No")
    return inline([tap(yes, EraseData()), tap(no, OpenPrivacy())])

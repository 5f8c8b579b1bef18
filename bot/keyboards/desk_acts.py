from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.keyboards import Number, inline, tap
from core.i18n import Translator


class ReopenTalk(CallbackData, prefix="talkopen"):
    """In a closed topic only administrators of the group may write; a button may be pressed by any operator."""

    thread_id: Number


def reopen(thread_id: int, tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap("🟢 " + tr.pgettext("button", "Reopen"), ReopenTalk(thread_id=thread_id))])

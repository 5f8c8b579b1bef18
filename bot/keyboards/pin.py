from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.keyboards import back, inline, tap
from bot.keyboards.cancel import cancel
from bot.keyboards.menu import OpenSettings
from core.i18n import Translator
from core.pin.model import Pin


class OpenPin(CallbackData, prefix="pin"):
    """Say whether there is a PIN, and what may be done about it."""


class SetPin(CallbackData, prefix="pinset"):
    pass


class ChangePin(CallbackData, prefix="pinchange"):
    pass


class RemovePin(CallbackData, prefix="pindrop"):
    pass


class ForgotPin(CallbackData, prefix="pinforgot"):
    """Show the proofs that take the PIN away."""


class ResetByPayment(CallbackData, prefix="pinpaid"):
    pass


class ResetByCode(CallbackData, prefix="pincode"):
    pass


def pin(known: Pin | None, tr: Translator) -> InlineKeyboardMarkup:
    if known is None:
        return inline([tap("🔒 " + tr.pgettext("button", "Set a PIN"), SetPin())], [back(OpenSettings(), tr)])
    return inline(
        [tap("✏️ " + tr.pgettext("button", "Change the PIN"), ChangePin())],
        [tap("🗑 " + tr.pgettext("button", "Remove the PIN"), RemovePin())],
        [tap("❓ " + tr.pgettext("button", "Forgot the PIN?"), ForgotPin())],
        [back(OpenSettings(), tr)],
    )


def ask(tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap("❓ " + tr.pgettext("button", "Forgot the PIN?"), ForgotPin())], [cancel(tr)])


def choose(tr: Translator) -> InlineKeyboardMarkup:
    return inline([back(OpenPin(), tr), cancel(tr)])


def proofs(tr: Translator) -> InlineKeyboardMarkup:
    return inline(
        [tap("💳 " + tr.pgettext("button", "By the last payment"), ResetByPayment())],
        [tap("🔑 " + tr.pgettext("button", "I have a one-time code"), ResetByCode())],
        [cancel(tr)],
    )


def prove(tr: Translator) -> InlineKeyboardMarkup:
    return inline([back(ForgotPin(), tr), cancel(tr)])


def set_anew(tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap("🔒 " + tr.pgettext("button", "Set a PIN"), SetPin())])

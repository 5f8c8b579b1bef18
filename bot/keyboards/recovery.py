from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup
from pydantic import Field

from bot.keyboards import back, inline, tap
from bot.keyboards.cancel import cancel
from core.i18n import Translator


class AskAgain(CallbackData, prefix="ask"):
    """Go back to a question; the answers to the others are kept."""

    step: Literal["number", "amount"]


class Recover(CallbackData, prefix="recover"):
    """Show the other ways to prove an account."""


class ShowContact(CallbackData, prefix="contact"):
    """Prove by the own phone number; `link_id` says which linked account it is for, 0 a new one."""

    link_id: Annotated[int, Field(ge=0, lt=2**63)] = 0  # it is kept until the contact comes


class EnterCode(CallbackData, prefix="code"):
    """Prove by a one-time code."""


class UseCode(CallbackData, prefix="usecode"):
    """Link the account of the code that has just been looked at."""


def ask_code(tr: Translator) -> InlineKeyboardMarkup:
    return inline([back(Recover(), tr), cancel(tr)])


def ask_contact(tr: Translator) -> ReplyKeyboardMarkup:
    """The only way to a person's own number: a button beneath the text, in place of the menu for a while."""
    share = KeyboardButton(text="📱 " + tr.pgettext("button", "Send my phone number"), request_contact=True)
    leave = KeyboardButton(text=tr.pgettext("button", "Cancel"))
    return ReplyKeyboardMarkup(keyboard=[[share], [leave]], resize_keyboard=True)


def confirm_code(tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap("✅ " + tr.pgettext("button", "Confirm"), UseCode())], [back(EnterCode(), tr), cancel(tr)])


def recovery(tr: Translator) -> InlineKeyboardMarkup:
    return inline(
        [tap("📱 " + tr.pgettext("button", "By my phone number"), ShowContact())],
        [by_code(tr)],
        [back(AskAgain(step="number"), tr), cancel(tr)],
    )


def other_ways(tr: Translator) -> InlineKeyboardMarkup:
    """The ways that are left when the phone is on no file."""
    return inline(
        [tap("💳 " + tr.pgettext("button", "By the last payment"), AskAgain(step="amount"))],
        [by_code(tr)],
        [back(Recover(), tr), cancel(tr)],
    )


def second_proof(link_id: int, tr: Translator) -> InlineKeyboardMarkup:
    return inline(
        [tap("📱 " + tr.pgettext("button", "By my phone number"), ShowContact(link_id=link_id))],
        [by_code(tr)],
        [cancel(tr)],
    )


def contact_first(tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap("📱 " + tr.pgettext("button", "By my phone number"), ShowContact())], [cancel(tr)])


def by_code(tr: Translator) -> InlineKeyboardButton:
    return tap("🔑 " + tr.pgettext("button", "I have a one-time code"), EnterCode())

"""The address for letters, and the buttons that send a document there: these stand on screens of other flows."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards import Number, back, inline, tap
from bot.keyboards.cancel import cancel
from bot.keyboards.menu import OpenSettings
from core.i18n import Translator
from core.mail.model import Email


class OpenEmail(CallbackData, prefix="email"):
    """Show the address for letters, and what may be done with it."""


class TypeEmail(CallbackData, prefix="email_set"):
    """Ask for an address; `document` is sent there once it is confirmed, 0: none."""

    document: Number = 0


class SendLinkAgain(CallbackData, prefix="email_link"):
    """Send another link to the address that waits for its confirmation."""


class AskRemoval(CallbackData, prefix="email_drop"):
    pass


class RemoveEmail(CallbackData, prefix="email_gone"):
    pass


class MailDocument(CallbackData, prefix="mail"):
    document: Number


class MailStatus(CallbackData, prefix="mail_status"):
    link_id: Number


def by_email(intent: CallbackData, tr: Translator) -> InlineKeyboardButton:
    """Return the button of the web cabinets; only where letters are offered."""
    return tap("✉️ " + tr.pgettext("button", "Get by e-mail"), intent)


def email(known: Email, tr: Translator) -> InlineKeyboardMarkup:
    change = tr.pgettext("button", "Change e-mail") if known.address else tr.pgettext("button", "Set e-mail")
    again = tap("🔁 " + tr.pgettext("button", "Send the letter again"), SendLinkAgain())
    remove = tap("🗑 " + tr.pgettext("button", "Remove e-mail"), AskRemoval())
    return inline(
        [again] if known.pending else [],
        [tap("✏️ " + change, TypeEmail())],
        [remove] if known.address or known.pending else [],
        [back(OpenSettings(), tr)],
    )


def ask_address(tr: Translator) -> InlineKeyboardMarkup:
    return inline([cancel(tr)])


def asked(document: int, tr: Translator) -> InlineKeyboardMarkup:
    """Return the ways on while a link is awaited: it did not come, or the address was mistyped."""
    return inline(
        [tap("🔁 " + tr.pgettext("button", "Send the letter again"), SendLinkAgain())],
        [tap("✏️ " + tr.pgettext("button", "Another address"), TypeEmail(document=document))],
    )


def another_address(document: int, tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap("✏️ " + tr.pgettext("button", "Another address"), TypeEmail(document=document))])


def open_email(tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap("✉️ " + tr.pgettext("button", "E-mail"), OpenEmail())])


def ask_removal(tr: Translator) -> InlineKeyboardMarkup:
    yes, no = tr.pgettext("button", "Yes"), tr.pgettext("button", "No")
    return inline([tap(yes, RemoveEmail()), tap(no, OpenEmail())])

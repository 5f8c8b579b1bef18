"""Submitting for an account that this chat has not linked: nothing of it is shown, before or after."""

from bot.keyboards import unlinked as keyboard
from bot.screens.screen import Screen
from core.accounts.model import NumberNotUnderstood
from core.i18n import Translator
from core.retailer import Retailer


def ask_number(retailer: Retailer, tr: Translator) -> Screen:
    lines = (
        tr.gettext("<b>A reading for someone else's account</b>"),
        tr.gettext("Nothing of that account is shown here; you only send its reading."),
        tr.gettext(
            "Enter its account number. Example: <code>{example}</code>.", example=retailer.account_number.example
        ),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.ask_number(tr))


def number_not_understood(refusal: NumberNotUnderstood, tr: Translator) -> Screen:
    lines = (
        tr.gettext("«{text}» does not look like an account number.", text=refusal.text),
        tr.gettext("Write it as on the bill. Example: <code>{example}</code>.", example=refusal.example),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.ask_number(tr))


def ask_serial(number: str, tr: Translator) -> Screen:
    lines = (
        tr.gettext("Account number: <b>{number}</b>", number=number),
        tr.gettext("Enter the serial number of the meter, as shown on its front or on the bill."),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.ask_serial(tr))

"""What is said in the chat when a letter cannot go where it should."""

from collections.abc import Mapping

from bot.keyboards import email as keyboard
from bot.screens.screen import Screen
from core.i18n import Translator
from core.retailer import Retailer

Values = Mapping[str, str | int]


def refused(values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    lines = [
        tr.gettext(
            "⚠️ The mail server refuses the address {address}: the letter has not arrived.", address=values["address"]
        ),
        tr.gettext("Set another address; if this one is right, type it once more."),
    ]
    if values["document"]:
        lines.append(tr.gettext("The document is sent as soon as the address is confirmed."))
    return Screen(text="\n".join(lines), keyboard=keyboard.another_address(int(values["document"]), tr))


def failed(values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("⚠️ The letter with the document could not be sent: {address}", address=values["address"]),
        tr.gettext("Have the document made anew, as a PDF in this chat or by e-mail: /documents."),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.open_email(tr))


def link_failed(values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("⚠️ The letter with the link could not be sent: {address}", address=values["address"]),
        tr.gettext("Have it sent again, or set another address."),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.asked(0, tr))

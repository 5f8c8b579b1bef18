"""Refusals of addresses and letters: what is wrong, with which value, and the way on."""

from collections.abc import Callable
from typing import Any

from bot.keyboards import email as keyboard
from bot.keyboards.documents import other_documents
from bot.keyboards.menu import main_menu
from bot.screens.anything import out_of_date
from bot.screens.documents_words import kind_name
from bot.screens.email import ask_address
from bot.screens.screen import Answer, Screen
from core.i18n import Html, Translator
from core.mail import model
from core.mail.address import AddressNotUnderstood, Flaw, masked
from core.papers.model import FactsForgotten, NoSuchPaper
from core.retailer import Retailer


def address_not_understood(refusal: AddressNotUnderstood, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("«{text}» is not an e-mail address.", text=refusal.text),
        flaw(refusal, tr),
        tr.gettext("Write the address alone. Example: <code>name@example.kz</code>."),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.ask_address(tr))


def flaw(refusal: AddressNotUnderstood, tr: Translator) -> Html:
    """Return what is wrong with an address that was typed."""
    of_domain = (
        tr.gettext("The sign {sign} cannot stand behind the @.", sign=refusal.sign)
        if refusal.sign
        else tr.gettext("What stands behind the @ is not the name of a mail server.")
    )
    return {
        Flaw.LINES: tr.gettext("It has a line break or a hidden sign in it."),
        Flaw.NO_AT: tr.gettext("The sign @ is missing."),
        Flaw.MANY_AT: tr.gettext("The sign @ stands there more than once."),
        Flaw.SPACE: tr.gettext("There is a space in it."),
        Flaw.NAME_EMPTY: tr.gettext("There is nothing before the @."),
        Flaw.NAME_DOTS: tr.gettext("A point stands at the beginning, before the @, or beside another point."),
        Flaw.NAME_SIGN: tr.gettext("The sign {sign} cannot stand before the @.", sign=refusal.sign),
        Flaw.NAME_LONG: tr.gettext("What stands before the @ is too long."),
        Flaw.DOMAIN_EMPTY: tr.gettext("There is nothing behind the @."),
        Flaw.DOMAIN_DOT: tr.gettext("Behind the @ the ending is missing, such as .kz or .com."),
        Flaw.DOMAIN_SIGN: of_domain,
        Flaw.TOO_LONG: tr.gettext("It is too long."),
    }[refusal.flaw]


def letters_off(_refusal: model.LettersOff, tr: Translator, _retailer: Retailer) -> Screen:
    return Screen(
        toast=tr.plain.gettext("Letters are not sent at present. The document is in this chat."),
        text=tr.gettext("Letters are not sent at present. Documents come here as PDFs: /documents."),
        keyboard=main_menu(tr),
        anew=True,
    )


def address_needed(_refusal: model.AddressNeeded, tr: Translator, _retailer: Retailer) -> tuple[Screen, Screen]:
    where = tr.gettext(
        "To get documents by e-mail, set your address. You can do it right here, and later under Settings → E-mail."
    )
    return Screen(text=where, anew=True), ask_address(tr, anew=True)


def address_refused(refusal: model.AddressRefused, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext(
            "⚠️ The mail server refuses the address {address}: letters do not arrive there.",
            address=masked(refusal.address),
        ),
        tr.gettext("Set another address; if this one is right, type it once more."),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.another_address(refusal.document, tr), anew=True)


def address_unconfirmed(refusal: model.AddressUnconfirmed, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("⏳ The address {address} is not confirmed yet.", address=masked(refusal.address)),
        tr.gettext(
            "Open the link in the letter by {time}: then this document is sent.", time=tr.time(refusal.expires_at)
        ),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.asked(refusal.document, tr), anew=True)


def no_address(_refusal: model.NoAddress, tr: Translator, _retailer: Retailer) -> Screen:
    return Screen(text=tr.gettext("No address is set."), keyboard=keyboard.open_email(tr))


def confirmation_gone(_refusal: model.ConfirmationGone, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("⌛ This link is out of date, incomplete, or a newer letter has replaced it."),
        tr.gettext("Open the newest letter, or have it sent again: Settings → E-mail."),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.open_email(tr))


def confirmation_elsewhere(_refusal: model.ConfirmationElsewhere, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("⛔️ This link belongs to another chat."),
        tr.gettext("Open it in the Telegram account in which the address was typed. Nothing has been changed."),
    )
    return Screen(text="\n".join(lines), keyboard=main_menu(tr))


def too_many_letters(refusal: model.TooManyLetters, tr: Translator, _retailer: Retailer) -> Screen:
    said = tr.ngettext(
        "In 24 hours {count} document can be sent by e-mail; it has been.",
        "In 24 hours {count} documents can be sent by e-mail; they have been.",
        refusal.limit,
    )
    lines = (said, tr.gettext("Try again tomorrow. In this chat the document is at hand as a PDF."))
    return Screen(text="\n".join(lines), keyboard=keyboard.open_email(tr), anew=True)


def too_many_confirmations(refusal: model.TooManyConfirmations, tr: Translator, _retailer: Retailer) -> Screen:
    said = tr.ngettext(
        "In 24 hours {count} letter with a link can be sent; it has been.",
        "In 24 hours {count} letters with a link can be sent; they have been.",
        refusal.limit,
    )
    lines = (said, tr.gettext("Open the newest letter, or try again tomorrow."))
    return Screen(text="\n".join(lines), keyboard=keyboard.open_email(tr))


def facts_forgotten(refusal: FactsForgotten, tr: Translator, retailer: Retailer) -> Screen:
    issued = refusal.issued
    lines = (
        tr.gettext("<b>{document}</b> № {number}", document=kind_name(issued.kind, tr), number=issued.number),
        tr.ngettext(
            "It was made more than {count} day ago, and what stood on it is not kept any more.",
            "It was made more than {count} days ago, and what stood on it is not kept any more.",
            retailer.documents.facts_days,
        ),
        tr.gettext("Ask for it anew, then have it sent: «Other documents»."),
    )
    return Screen(text="\n".join(lines), keyboard=other_documents(refusal.link_id, tr), anew=True)


def no_such_paper(_refusal: NoSuchPaper, tr: Translator, _retailer: Retailer) -> Screen:
    return out_of_date(tr)


WORDS: dict[type, Callable[[Any, Translator, Retailer], Answer]] = {
    AddressNotUnderstood: address_not_understood,
    model.LettersOff: letters_off,
    model.AddressNeeded: address_needed,
    model.AddressRefused: address_refused,
    model.AddressUnconfirmed: address_unconfirmed,
    model.NoAddress: no_address,
    model.ConfirmationGone: confirmation_gone,
    model.ConfirmationElsewhere: confirmation_elsewhere,
    model.TooManyLetters: too_many_letters,
    model.TooManyConfirmations: too_many_confirmations,
    FactsForgotten: facts_forgotten,
    NoSuchPaper: no_such_paper,
}

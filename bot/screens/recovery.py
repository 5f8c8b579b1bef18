from dataclasses import replace
from datetime import datetime

from bot.fsm.link import LinkDraft
from bot.fsm.recovery import ProveOtherwise
from bot.keyboards import recovery as keyboard
from bot.keyboards.menu import main_menu
from bot.screens import link, start
from bot.screens.help import contacts
from bot.screens.screen import Screen
from core.accounts.model import CodeOffer, LinkedAccount
from core.i18n import Translator
from core.retailer import Retailer


def recovery(retailer: Retailer, tr: Translator) -> Screen:
    lines = (
        tr.gettext("<b>Other ways to add an account</b>"),
        tr.gettext("📱 Your phone number, if it is on file for the account: the account is added at once."),
        tr.gettext("🔑 A one-time code: it is printed on the bill, or the office gives it to you."),
        tr.gettext("🏢 The office, with your identity card:"),
        contacts(retailer, tr),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.recovery(tr))


def second_proof(link_id: int, tr: Translator) -> Screen:
    lines = (
        tr.gettext("The payer's name and address are hidden because the account was added by a payment only."),
        tr.gettext("To see them in full, verify the account by the phone number on its file or by a one-time code."),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.second_proof(link_id, tr))


def ask_contact(tr: Translator) -> Screen:
    text = tr.gettext(
        "Press «Send my phone number» below and allow it: Telegram sends your own number, and it is compared with the "
        "phone on the account's file. It is used for nothing else."
    )
    return Screen(text=text, keyboard=keyboard.ask_contact(tr))


def ask_code(tr: Translator) -> Screen:
    text = tr.gettext("Enter the one-time code from the bill or from the office.")
    return Screen(text=text, keyboard=keyboard.ask_code(tr))


def confirm_code(offer: CodeOffer, tr: Translator) -> Screen:
    address = offer.address_kk if tr.language == "kk" else offer.address_ru
    lines = (
        tr.gettext("This code opens the account <b>{number}</b>. Is it yours?", number=offer.account_no),
        tr.gettext("Payer: {payer}", payer=offer.payer) if offer.payer else "",
        tr.gettext("Address: {address}", address=address) if address else "",
    )
    return Screen(text="\n".join(filter(None, lines)), keyboard=keyboard.confirm_code(tr))


def only_by_button(tr: Translator) -> Screen:
    text = tr.gettext("A typed number proves nothing. Press «Send my phone number» below, or «Cancel».")
    return Screen(text=text, keyboard=keyboard.ask_contact(tr))


def not_before(moment: datetime, *screens: Screen) -> tuple[Screen, ...]:
    """Hold an answer back, so that nobody can tell by the clock what a phone is on file for."""
    return tuple(replace(screen, not_before=moment) for screen in screens)


def in_full(accounts: tuple[LinkedAccount, ...], tr: Translator) -> Screen:
    numbers = ", ".join(each.account_no for each in accounts)
    text = tr.gettext("✅ Your phone is on file for the account. Now shown in full: {numbers}.", numbers=numbers)
    return Screen(text=text, keyboard=main_menu(tr))


def phone_not_on_file(link_id: int, tr: Translator) -> tuple[Screen, Screen]:
    """Bring the menu back in place of the button, then say which ways are left; `link_id` 0: for a new account."""
    text = tr.gettext("This phone number is not on file for the account; the office can add it.")
    said = Screen(text=text, keyboard=main_menu(tr))
    if link_id:
        return said, second_proof(link_id, tr)
    ways = tr.gettext("You can go on with the account number and the last payment, or with a one-time code.")
    return said, Screen(text=ways, keyboard=keyboard.other_ways(tr))


def question(step: str | None, draft: LinkDraft, retailer: Retailer, tr: Translator) -> Screen:
    """Return the question of a step, whether of the first proof or of another one."""
    match step:
        case ProveOtherwise.consent.state:
            return start.greeting(retailer, tr)
        case ProveOtherwise.contact.state:
            return ask_contact(tr)
        case ProveOtherwise.code.state:
            return ask_code(tr)
        case _:
            return link.question(step, draft.number, retailer, tr)

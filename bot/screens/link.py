from dataclasses import replace

from bot.keyboards import link as keyboard
from bot.keyboards.menu import main_menu
from bot.screens.help import contacts
from bot.screens.screen import Screen
from core.accounts.model import Branch, CodeOffer, Linked, LinkedAccount, ShownContact
from core.i18n import Translator
from core.retailer import Retailer


def ask_number(retailer: Retailer, tr: Translator) -> Screen:
    lines = (
        tr.gettext("Enter your personal account number."),
        tr.gettext(
            "It stands at the top of your bill. Example: <code>{example}</code>.",
            example=retailer.account_number.example,
        ),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.ask_number(tr))


def ask_amount(number: str, tr: Translator) -> Screen:
    lines = (
        tr.gettext("Account number: <b>{number}</b>", number=number),
        tr.gettext("Enter the amount of your last payment (per receipt)."),
        tr.gettext("To the tiyn, as on the receipt or in the bank's app. Example: <code>4 667,34</code>."),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.ask_amount(tr))


def ask_serial(digits: int, tr: Translator) -> Screen:
    lines = (
        tr.gettext("Many people pay such an amount, so one more thing is asked."),
        tr.ngettext(
            "Enter the last {count} character of the meter's serial number.",
            "Enter the last {count} characters of the meter's serial number.",
            digits,
        ),
        tr.gettext("The serial number is printed on the front of the meter, and stands on the bill."),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.ask_serial(tr))


def ask_branch(branches: tuple[Branch, ...], tr: Translator) -> Screen:
    text = tr.gettext("There is an account of this number in several branches. Which one is yours?")
    return Screen(text=text, keyboard=keyboard.ask_branch(branches, tr))


def linked(result: Linked, tr: Translator) -> Screen:
    number = result.account.account_no
    if result.already:
        text = tr.gettext("This account is among yours already: <b>{acc}</b>.", acc=number)
    else:
        text = tr.gettext("Account added: <b>{acc}</b>.", acc=number)
    return Screen(text=f"✅ {text}", keyboard=main_menu(tr))


def recovery(retailer: Retailer, tr: Translator) -> Screen:
    lines = (
        tr.gettext("<b>Other ways to add an account</b>"),
        tr.gettext("📱 Your phone number, if it is on the account's file: the account is added at once."),
        tr.gettext("🔑 A one-time code: it is printed on the bill, or the office gives it to you."),
        tr.gettext("🏢 The office, with your identity card:"),
        contacts(retailer, tr),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.recovery(tr))


def second_proof(link_id: int, tr: Translator) -> Screen:
    lines = (
        tr.gettext("The payer's name and address are hidden, since the account was added by a payment only."),
        tr.gettext("To see them in full, prove it by your phone number, if it is on the account's file, or by a code."),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.second_proof(link_id, tr))


def ask_contact(tr: Translator) -> Screen:
    text = tr.gettext(
        "Press «Send my phone number» below and allow it: Telegram sends your own number, and it is compared with the "
        "phone on the account's file. It is not kept."
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
    text = tr.gettext("A number that is typed proves nothing. Press «Send my phone number» below, or «Cancel».")
    return Screen(text=text, keyboard=keyboard.ask_contact(tr))


def shown_contact(shown: ShownContact, tr: Translator) -> tuple[Screen, ...]:
    """Say what the own phone has opened; the menu comes back in place of the button."""
    if shown.linked is not None:
        screens: tuple[Screen, ...] = (linked(shown.linked, tr),)
    elif shown.raised:
        screens = (raised(shown.raised, tr),)
    else:
        screens = phone_not_on_file(tr)
    return tuple(replace(screen, not_before=shown.answer_at) for screen in screens)


def raised(accounts: tuple[LinkedAccount, ...], tr: Translator) -> Screen:
    numbers = ", ".join(each.account_no for each in accounts)
    text = tr.gettext("✅ Your phone is on the account's file. Shown in full from now on: {numbers}.", numbers=numbers)
    return Screen(text=text, keyboard=main_menu(tr))


def phone_not_on_file(tr: Translator) -> tuple[Screen, Screen]:
    """Bring the menu back in place of the button, then say which ways are left."""
    text = tr.gettext("This phone number is not on the file of the account; the office can write it in.")
    ways = tr.gettext("You can go on with the account number and the last payment, or with a one-time code.")
    return Screen(text=text, keyboard=main_menu(tr)), Screen(text=ways, keyboard=keyboard.recovery(tr))

from dataclasses import replace
from datetime import date

from bot.fsm.link import LinkAccount
from bot.keyboards import link as keyboard
from bot.keyboards.menu import main_menu
from bot.screens import balance_card
from bot.screens.screen import Screen
from core.accounts.model import AccountCard, Branch, Linked
from core.i18n import Translator
from core.retailer import Retailer


def ask_number(retailer: Retailer, tr: Translator) -> Screen:
    lines = (
        tr.gettext("Enter your personal account number."),
        tr.gettext(
            "It is at the top of your bill. Example: <code>{example}</code>.",
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
        tr.gettext("Many people pay this amount, so one more detail is needed."),
        tr.ngettext(
            "Enter the last {count} character of the meter's serial number.",
            "Enter the last {count} characters of the meter's serial number.",
            digits,
        ),
        tr.gettext("The serial number is on the front of the meter and on the bill."),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.ask_serial(tr))


def ask_branch(branches: tuple[Branch, ...], tr: Translator) -> Screen:
    text = tr.gettext("Several branches have an account with this number. Which one is yours?")
    return Screen(text=text, keyboard=keyboard.ask_branch(branches, tr))


def linked(result: Linked, card: AccountCard, today: date, retailer: Retailer, tr: Translator) -> tuple[Screen, Screen]:
    """Say that it is done, with the menu below, and show the account card."""
    number = result.account.account_no
    if result.already:
        text = tr.gettext("This account is among yours already: <b>{acc}</b>.", acc=number)
    else:
        text = tr.gettext("Account added: <b>{acc}</b>.", acc=number)
    done = Screen(text=f"✅ {text}", keyboard=main_menu(tr))
    return done, replace(balance_card.card(card, 0, today, retailer, tr), anew=True)


def question(step: str | None, number: str, retailer: Retailer, tr: Translator) -> Screen:
    """Return the question of a step of `LinkAccount`, as it was asked."""
    match step:
        case LinkAccount.amount.state | LinkAccount.branch.state:
            return ask_amount(number, tr)
        case LinkAccount.serial.state:
            return ask_serial(retailer.linking.serial_digits, tr)
        case _:
            return ask_number(retailer, tr)

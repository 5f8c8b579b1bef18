"""A PIN: what it is for, the questions about it, and the ways when it is forgotten."""

from typing import Any

from bot.keyboards import pin as keyboard
from bot.keyboards.menu import main_menu
from bot.screens import anything
from bot.screens.help import contacts
from bot.screens.screen import Screen
from core.accounts.model import LinkedAccount
from core.i18n import Html, Translator
from core.pin.model import (
    NoPin,
    Pin,
    PinChangedMeanwhile,
    PinLocked,
    PinNotReset,
    PinNotUnderstood,
    PinsDiffer,
    PinsOff,
    PinTooSimple,
    WrongPin,
)
from core.retailer import Retailer


def pin(known: Pin | None, retailer: Retailer, tr: Translator) -> Screen:
    minutes = retailer.security.pin_idle_minutes
    parts = (
        tr.gettext("<b>PIN</b>"),
        tr.ngettext(
            "A PIN protects your data when somebody else holds your phone. It is asked before your accounts are shown "
            "if they have not been looked at for {count} minute.",
            "A PIN protects your data when somebody else holds your phone. It is asked before your accounts are shown "
            "if they have not been looked at for {count} minutes.",
            minutes,
        ),
        tr.gettext("Readings are taken without it, and so is «Not me» beneath a notice."),
        _state(known, tr),
    )
    return Screen(text="\n\n".join(parts), keyboard=keyboard.pin(known, tr))


def _state(known: Pin | None, tr: Translator) -> Html:
    if known is None:
        return tr.gettext("No PIN is set.")
    if known.is_locked:
        return tr.gettext("🔒 The PIN is locked after too many wrong tries.")
    return tr.gettext("A PIN is set, since {time}.", time=tr.time(known.set_at))


def ask(tr: Translator) -> Screen:
    return Screen(text="\n".join((tr.gettext("🔒 Enter your PIN."), _taken_out(tr))), keyboard=keyboard.ask(tr))


def _taken_out(tr: Translator) -> Html:
    return tr.gettext("Your message with it is deleted from the chat at once.")


def ask_old(tr: Translator) -> Screen:
    text = "\n".join((tr.gettext("🔒 First enter the PIN that is in force."), _taken_out(tr)))
    return Screen(text=text, keyboard=keyboard.ask(tr))


def ask_new(tr: Translator) -> Screen:
    text = "\n".join((_choose(tr), _taken_out(tr)))
    return Screen(text=text, keyboard=keyboard.choose(tr))


def _choose(tr: Translator) -> Html:
    return tr.gettext("Enter a new PIN: 4 to 6 digits, but not 1111 or 1234. Do not take that of your bank card.")


def ask_again(tr: Translator) -> Screen:
    return Screen(text=tr.gettext("Enter the same PIN once more."), keyboard=keyboard.choose(tr))


def is_set(tr: Translator) -> Screen:
    return Screen(text=tr.gettext("✅ The PIN is set."), keyboard=main_menu(tr))


def removed(tr: Translator) -> Screen:
    return Screen(text=tr.gettext("✅ The PIN is removed: it is not asked any more."), keyboard=main_menu(tr))


def accepted(tr: Translator) -> Screen:
    """Answer a right PIN when what was wanted cannot be taken up again by itself."""
    return Screen(text=tr.gettext("✅ The PIN is right. Please do once more what you wanted."))


def proofs(retailer: Retailer, tr: Translator) -> Screen:
    return Screen(text=_ways(retailer, tr), keyboard=keyboard.proofs(tr))


def _ways(retailer: Retailer, tr: Translator) -> str:
    lines = (
        tr.gettext("To reset the PIN, verify the account again: by the last payment or by a one-time code."),
        tr.gettext("The office gives you a code when you show your identity card:"),
        contacts(retailer, tr),
    )
    return "\n\n".join(lines)


def ask_amount(account: LinkedAccount, tr: Translator) -> Screen:
    lines = (
        tr.gettext("Account number: <b>{number}</b>", number=account.account_no),
        tr.gettext("Enter the amount of your last payment (per receipt)."),
        tr.gettext("To the tiyn, as on the receipt or in the bank's app. Example: <code>4 667,34</code>."),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.prove(tr))


def ask_serial(digits: int, tr: Translator) -> Screen:
    lines = (
        tr.gettext("Many people pay this amount, so one more detail is needed."),
        tr.ngettext(
            "Enter the last {count} character of the meter's serial number.",
            "Enter the last {count} characters of the meter's serial number.",
            digits,
        ),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.prove(tr))


def ask_code(tr: Translator) -> Screen:
    text = tr.gettext("Enter the one-time code from the bill or from the office.")
    return Screen(text=text, keyboard=keyboard.prove(tr))


def reset(tr: Translator) -> tuple[Screen, Screen]:
    done = tr.gettext("✅ The account is verified, and the PIN is reset: it is not asked any more.")
    anew = tr.gettext("You can set a new one.")
    return Screen(text=done, keyboard=main_menu(tr)), Screen(text=anew, keyboard=keyboard.set_anew(tr))


def not_understood(_refusal: PinNotUnderstood, tr: Translator, _retailer: Retailer) -> Screen:
    return Screen(text=tr.gettext("A PIN has 4 to 6 digits and nothing else."), keyboard=keyboard.ask(tr))


def too_simple(_refusal: PinTooSimple, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (tr.gettext("Such a PIN is what anybody tries first."), _choose(tr))
    return Screen(text="\n".join(lines), keyboard=keyboard.choose(tr))


def differ(_refusal: PinsDiffer, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (tr.gettext("The second time it was another PIN. Begin again."), _choose(tr))
    return Screen(text="\n".join(lines), keyboard=keyboard.choose(tr))


def changed_meanwhile(_refusal: PinChangedMeanwhile, tr: Translator, _retailer: Retailer) -> Screen:
    text = tr.gettext("The PIN has been changed since you began. Nothing was set now; see Settings, «PIN».")
    return Screen(text=text, keyboard=main_menu(tr))


def wrong(_refusal: WrongPin, tr: Translator, _retailer: Retailer) -> Screen:
    text = tr.gettext("This PIN is wrong. After three wrong tries in a row it is locked. Enter it again.")
    return Screen(text=text, keyboard=keyboard.ask(tr))


def locked(_refusal: PinLocked, tr: Translator, retailer: Retailer) -> Screen:
    said = tr.gettext("🔒 The PIN is locked after too many wrong tries.")
    return Screen(text=f"{said}\n\n{_ways(retailer, tr)}", keyboard=keyboard.proofs(tr))


def not_reset(_refusal: PinNotReset, tr: Translator, retailer: Retailer) -> Screen:
    said = tr.gettext("Could not verify, so the PIN stays. Check what you entered; after several tries, wait a day.")
    return Screen(text=f"{said}\n\n{_ways(retailer, tr)}", keyboard=keyboard.proofs(tr))


def off(_refusal: PinsOff, tr: Translator, _retailer: Retailer) -> Screen:
    return Screen(text=tr.gettext("PINs are not in use here, and none is asked."), keyboard=main_menu(tr))


def no_pin(_refusal: NoPin, tr: Translator, _retailer: Retailer) -> Screen:
    return anything.out_of_date(tr)


WORDS: dict[type, Any] = {
    PinNotUnderstood: not_understood,
    PinTooSimple: too_simple,
    PinsDiffer: differ,
    PinChangedMeanwhile: changed_meanwhile,
    WrongPin: wrong,
    PinLocked: locked,
    PinNotReset: not_reset,
    PinsOff: off,
    NoPin: no_pin,
}

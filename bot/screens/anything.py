"""Answers to what fits no flow: each says what was understood, and what may be done."""

from aiogram.enums import ContentType

from bot.keyboards import anything as keyboard
from bot.keyboards import start
from bot.keyboards.menu import main_menu
from bot.screens.screen import Screen
from core.i18n import Html, Translator
from core.support.faq import ShortAnswer

_SHORT = 60


def not_understood(said: int, fitting: tuple[ShortAnswer, ...], tr: Translator, *, free: bool) -> Screen:
    """`said` is the number of the message; `free`: an operator may be asked. Then one press passes it on."""
    lines: list[str] = [tr.gettext("Sorry, I did not understand. Choose from the menu.")]
    if not free:
        return Screen(text="\n".join(lines), keyboard=main_menu(tr))
    if fitting:
        lines.append(tr.gettext("Perhaps this is your question; or pass your message on to an operator:"))
    else:
        lines.append(tr.gettext("Or pass your message on to an operator:"))
    return Screen(text="\n".join(lines), keyboard=keyboard.not_understood(said, fitting, tr), replies_to=said)


def unknown_command(command: str, tr: Translator) -> Screen:
    lines = (
        tr.gettext("I do not know the command «/{command}».", command=command[:_SHORT]),
        tr.gettext("What I can do: /help. Or choose from the menu."),
    )
    return Screen(text="\n".join(lines), keyboard=main_menu(tr))


def bare_number(text: str, tr: Translator, *, linked: bool) -> Screen:
    """A number out of the blue: most likely the account number of somebody who has not been asked yet."""
    understood = tr.gettext("You wrote a number: «{number}».", number=text[:_SHORT])
    if linked:
        lines = (
            understood,
            tr.gettext("If it is a reading, send the digits alone, as the meter shows them. Or see /readings."),
        )
        return Screen(text="\n".join(lines), keyboard=main_menu(tr))
    lines = (understood, tr.gettext("If it is your account number, press «Add account» and enter it."))
    return Screen(text="\n".join(lines), keyboard=start.add_account(tr))


def bank_card(tr: Translator) -> Screen:
    lines = (
        tr.gettext("⚠️ This looks like the number of a bank card. I never ask for one."),
        tr.gettext("Please delete that message, and do not send the number to anyone."),
    )
    return Screen(text="\n".join(lines), keyboard=main_menu(tr))


def can_be_heard(kind: str, said: int, tr: Translator) -> Screen:
    """What the bot cannot read an operator can."""
    lines = (what(kind, tr), tr.gettext("An operator can: pass it on with one press."))
    return Screen(text="\n".join(lines), keyboard=keyboard.not_understood(said, (), tr), replies_to=said)


def cannot_read(kind: str, tr: Translator, *, awaited: bool) -> Screen:
    """Say what cannot be read; in the middle of a flow (`awaited`) its question still stands."""
    if awaited:
        go_on = tr.gettext("Please answer my last question in writing, or press /cancel.")
        return Screen(text="\n".join((what(kind, tr), go_on)))
    go_on = tr.gettext("Please write it, or choose from the menu.")
    return Screen(text="\n".join((what(kind, tr), go_on)), keyboard=main_menu(tr))


def what(kind: str, tr: Translator) -> Html:
    match kind:
        case ContentType.VOICE | ContentType.AUDIO | ContentType.VIDEO_NOTE:
            return tr.gettext("I cannot listen to recordings.")
        case ContentType.PHOTO | ContentType.VIDEO | ContentType.ANIMATION:
            return tr.gettext("I cannot look at photos and videos.")
        case ContentType.DOCUMENT:
            return tr.gettext("I cannot read files.")
        case ContentType.STICKER | ContentType.DICE:
            return tr.gettext("Nice, but I understand text only.")
        case ContentType.LOCATION | ContentType.VENUE:
            return tr.gettext("I do not need a place on the map.")
        case ContentType.CONTACT:
            return tr.gettext("I do not need a contact now, and it is not used.")
        case _:
            return tr.gettext("I understand text and buttons only.")


def edited(tr: Translator) -> Screen:
    return Screen(text=tr.gettext("I do not read edited messages. Please send it again as a new message."))


def out_of_date(tr: Translator) -> Screen:
    toast = tr.plain.gettext("This button is out of date.")
    text = tr.gettext("That button is out of date. Here is the menu.")
    return Screen(text=text, toast=toast, keyboard=main_menu(tr), anew=True)

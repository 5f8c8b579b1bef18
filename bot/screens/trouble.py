"""When something is wrong with the bot itself, or with the pace of the talk."""

from bot.screens.screen import Screen
from core.i18n import Translator


def incident(number: str, tr: Translator) -> Screen:
    text = tr.gettext(
        "Something went wrong on our side; your request was not saved. Please try again later. "
        "If you write to support, name the number {number}.",
        number=number,
    )
    return Screen(text=text)


def too_fast(tr: Translator) -> Screen:
    return Screen(text=tr.gettext("You are writing very fast. Please wait a minute, then I will go on answering."))

from bot.screens.screen import Screen
from core.i18n import Translator


def private_only(tr: Translator) -> Screen:
    return Screen(text=words(tr))


def private_only_toast(tr: Translator) -> Screen:
    return Screen(toast=tr.plain.gettext("Personal data are shown in a private chat only."), alert=True)


def farewell(tr: Translator) -> Screen:
    return Screen(text=words(tr), leave=True)


def gone() -> Screen:
    """Leave without a word: a channel's readers have asked nothing."""
    return Screen(leave=True)


def words(tr: Translator) -> str:
    return tr.gettext("I show personal data in a private chat only: open my profile and press «Start» there.")

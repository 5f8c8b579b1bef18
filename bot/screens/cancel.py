from bot.keyboards import inline
from bot.keyboards.menu import main_menu
from bot.screens.screen import Screen
from core.i18n import Translator


def cancelled(tr: Translator) -> tuple[Screen, Screen]:
    """Take the buttons away from what was under way, and show the menu again."""
    done = Screen(text=tr.gettext("Cancelled. What you typed was not saved."), keyboard=inline())
    return done, where_next(tr)


def cancelled_by_word(tr: Translator) -> Screen:
    return Screen(text=tr.gettext("Cancelled. What you typed was not saved."), keyboard=main_menu(tr))


def nothing_to_cancel(tr: Translator) -> Screen:
    return Screen(text=tr.gettext("There is nothing to cancel. Choose from the menu."), keyboard=main_menu(tr))


def where_next(tr: Translator) -> Screen:
    return Screen(text=tr.gettext("Choose from the menu."), keyboard=main_menu(tr))

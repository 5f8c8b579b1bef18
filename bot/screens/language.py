from bot.keyboards import inline, language
from bot.keyboards.language import NAMES
from bot.keyboards.menu import main_menu
from bot.screens.screen import Screen
from core.i18n import Translator


def choose(tr: Translator) -> Screen:
    return Screen(text=tr.gettext("Choose a language."), keyboard=language.language(tr))


def chosen(tr: Translator) -> tuple[Screen, Screen]:
    """Say it in place of the question, and put the main keyboard into the new language."""
    name = NAMES[tr.language]
    done = Screen(text=tr.gettext("Language: <b>{language}</b>.", language=name), keyboard=inline())
    return done, Screen(text=tr.gettext("The menu below is in this language, too."), keyboard=main_menu(tr))

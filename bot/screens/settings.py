from bot.keyboards import settings as keyboard
from bot.screens.screen import Screen
from core.i18n import Translator


def settings(tr: Translator, *, by_email: bool, by_pin: bool) -> Screen:
    return Screen(
        text=tr.gettext("<b>Settings</b>\n\nWhat would you like to change?"),
        keyboard=keyboard.settings(tr, by_email=by_email, by_pin=by_pin),
    )

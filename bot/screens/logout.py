from bot.keyboards import inline, logout, start
from bot.keyboards.menu import main_menu
from bot.screens.screen import Screen
from core.i18n import Translator


def ask(tr: Translator) -> Screen:
    lines = (
        tr.gettext("<b>Sign out of this chat?</b>"),
        tr.gettext(
            "All accounts will be unlinked from this chat, and it will show nothing about them. Your consent, "
            "language and choice of notices are kept. Other chats keep their links. To come back, you will have to "
            "verify the account again."
        ),
    )
    return Screen(text="\n\n".join(lines), keyboard=logout.ask(tr))


def nobody_to_sign_out(tr: Translator) -> Screen:
    text = tr.gettext("No account is linked to this chat: there is nothing to sign out of.")
    return Screen(text=text, keyboard=start.add_account(tr))


def signed_out_before(tr: Translator) -> Screen:
    return Screen(toast=tr.plain.gettext("No account is linked to this chat: there is nothing to sign out of."))


def signed_out(count: int, tr: Translator) -> tuple[Screen, Screen]:
    text = tr.ngettext(
        "You are signed out: {count} account is unlinked from this chat.",
        "You are signed out: {count} accounts are unlinked from this chat.",
        count,
    )
    come_back = tr.gettext("To come back, press /start.")
    return Screen(text=text, keyboard=inline()), Screen(text=come_back, keyboard=main_menu(tr))

from aiogram.types import InlineKeyboardMarkup

from bot.keyboards import inline, tap
from bot.keyboards.accounts import ListChats
from bot.keyboards.email import OpenEmail
from bot.keyboards.help import OpenHelp
from bot.keyboards.language import OpenLanguage
from bot.keyboards.logout import AskLogout
from bot.keyboards.menu import label
from bot.keyboards.notices import OpenNotices
from bot.keyboards.pin import OpenPin
from bot.keyboards.privacy import OpenPrivacy
from bot.keyboards.profile import OpenProfile
from core.i18n import Translator


def settings(tr: Translator, *, by_email: bool, by_pin: bool) -> InlineKeyboardMarkup:
    return inline(
        [tap(label("profile", tr), OpenProfile()), tap(label("language", tr), OpenLanguage())],
        [tap(label("notices", tr), OpenNotices()), tap(label("privacy", tr), OpenPrivacy())],
        [tap("👥 " + tr.pgettext("button", "Linked chats"), ListChats(link_id=0))],
        [tap("✉️ " + tr.pgettext("button", "E-mail"), OpenEmail())] if by_email else [],
        [tap("🔒 " + tr.pgettext("button", "PIN"), OpenPin())] if by_pin else [],
        [tap(label("help", tr), OpenHelp()), tap(label("logout", tr), AskLogout())],
    )

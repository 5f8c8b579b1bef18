"""What a chat is told of: the list of kinds, quiet hours, how bills come, and the stop under each notice."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from aiogram.types import InlineKeyboardMarkup

from bot.keyboards import inline
from bot.keyboards import notices as keyboard
from bot.keyboards.notices import about_name, span
from bot.screens.notices import ABOUT
from bot.screens.notices_occasions import OCCASIONS
from bot.screens.screen import Answer, Screen
from core.i18n import Html, Translator
from core.notices.choosing import AddressMissing, AlwaysOn, Chosen
from core.notices.model import LEGAL, Channel, NoticeSettings, NoticeType
from core.retailer import Retailer


def notices(chosen: Chosen, retailer: Retailer, tr: Translator, *, toast: str = "") -> Screen:
    lines = (
        tr.gettext("<b>Notices</b>"),
        tr.gettext("What should this chat be told of? A press on a line switches it on ✅ or off ⬜️."),
        tr.gettext(
            "⚖️ «{name}» is always on: the law asks for a notice {days} days before a disconnection.",
            name=about_name(NoticeType.CUTOFF, tr),
            days=retailer.documents.disconnection_days,
        ),
        "\n".join((quiet_line(chosen.settings, retailer, tr), bills_line(chosen, tr))),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.notices(chosen, kinds(), tr), toast=toast)


def kinds() -> list[NoticeType]:
    """Return the kinds of which something can come: those that have words."""
    return [about for about in NoticeType if about in OCCASIONS or about in ABOUT.values()]


def switched(chosen: Chosen, about: NoticeType, retailer: Retailer, tr: Translator) -> Screen:
    return notices(chosen, retailer, tr, toast=_toast(about, tr, on=chosen.settings.wants(about)))


def explained(retailer: Retailer, tr: Translator) -> Screen:
    text = tr.plain.gettext(
        "Cannot be switched off: the law asks the company to tell you of a disconnection for debt {days} days before.",
        days=retailer.documents.disconnection_days,
    )
    return Screen(toast=text, alert=True)


def stopped(chosen: Chosen, about: NoticeType, tr: Translator) -> Screen:
    """Leave the notice as it is and say below it what is done; pressed once more, only the tap is answered."""
    if not chosen.changed:
        return Screen(toast=_toast(about, tr, on=False))
    lines = (
        tr.gettext("🔕 Switched off: «{name}». No more of these will come to this chat.", name=about_name(about, tr)),
        tr.gettext("Everything else comes as before."),
    )
    return Screen(
        text="\n".join(lines), keyboard=keyboard.stopped(about, tr), anew=True, toast=_toast(about, tr, on=False)
    )


def resumed(about: NoticeType, tr: Translator) -> Screen:
    text = tr.gettext("🔔 Switched on: «{name}».", name=about_name(about, tr))
    return Screen(text=text, keyboard=keyboard.resumed(tr), toast=_toast(about, tr, on=True))


def stoppable(screen: Screen, about: NoticeType, tr: Translator) -> Screen:
    """Return a notice with the button that stops its kind; one of law has none."""
    if about in LEGAL:
        return screen
    rows = screen.keyboard.inline_keyboard if isinstance(screen.keyboard, InlineKeyboardMarkup) else []
    return replace(screen, keyboard=inline(*rows, keyboard.stop_row(about, tr)))


def quiet(chosen: Chosen, retailer: Retailer, tr: Translator, *, toast: str = "") -> Screen:
    lines = (
        tr.gettext("<b>Quiet hours</b>"),
        quiet_line(chosen.settings, retailer, tr),
        tr.gettext(
            "Notices wait until they are over, in the time of Kazakhstan; what would be out of date by then does not "
            "come. Answers to you and notices of law come at any hour."
        ),
    )
    own = retailer.notices.quiet_of(NoticeSettings())
    return Screen(text="\n\n".join(lines), keyboard=keyboard.quiet(chosen, own, tr), toast=toast)


def bills_by(chosen: Chosen, tr: Translator, *, by_email: bool, toast: str = "") -> Screen:
    lines = (
        tr.gettext("<b>E-receipt subscription</b>"),
        tr.gettext("As soon as a new bill is issued it is sent to you as a PDF."),
        bills_line(chosen, tr),
        tr.gettext("To get them by e-mail, set an address and confirm it.") if by_email and not chosen.address else "",
        ""
        if chosen.settings.wants(NoticeType.BILL)
        else tr.gettext(
            "🔕 Now they are not sent: «{name}» is switched off under Notices.", name=about_name(NoticeType.BILL, tr)
        ),
    )
    text = "\n\n".join(filter(None, lines))
    return Screen(text=text, keyboard=keyboard.bills_by(chosen, tr, by_email=by_email), toast=toast)


def saved(tr: Translator) -> str:
    return str(tr.plain.gettext("Saved"))


def quiet_line(settings: NoticeSettings, retailer: Retailer, tr: Translator) -> Html:
    first, last = minutes = retailer.notices.quiet_of(settings)
    if first == last:
        return tr.gettext("🌙 Quiet hours: none, notices come at any hour.")
    return tr.gettext("🌙 Quiet hours: {span}.", span=span(minutes))


def bills_line(chosen: Chosen, tr: Translator) -> Html:
    return {
        Channel.CHAT: tr.gettext("🧾 New bills come to this chat."),
        Channel.EMAIL: tr.gettext("🧾 New bills come by e-mail."),
        Channel.BOTH: tr.gettext("🧾 New bills come to this chat and by e-mail."),
    }[chosen.bills_by]


def always_on(_refusal: AlwaysOn, tr: Translator, retailer: Retailer) -> Answer:
    return explained(retailer, tr)


def address_missing(_refusal: AddressMissing, tr: Translator, _retailer: Retailer) -> Answer:
    lines = (
        tr.gettext("Bills cannot come by e-mail: there is no confirmed address, or it does not accept letters."),
        tr.gettext("New bills come to this chat until an address is set."),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.set_email(tr))


def _toast(about: NoticeType, tr: Translator, *, on: bool) -> str:
    name = about_name(about, tr)
    return str(tr.plain.gettext("On: {name}", name=name) if on else tr.plain.gettext("Off: {name}", name=name))


WORDS: dict[type, Callable[[Any, Translator, Retailer], Answer]] = {
    AlwaysOn: always_on,
    AddressMissing: address_missing,
}

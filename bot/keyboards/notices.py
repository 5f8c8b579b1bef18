"""What a chat is told of, and the button under each notice that stops its kind."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards import back, inline, tap
from bot.keyboards.balance import ChooseAccount
from bot.keyboards.email import OpenEmail
from bot.keyboards.menu import OpenSettings, label
from core.i18n import Translator
from core.notices.choosing import MINUTES, Chosen, QuietHours
from core.notices.model import LEGAL, Channel, NoticeType


class OpenNotices(CallbackData, prefix="notices"):
    pass


class OpenAgreements(CallbackData, prefix="lawful"):
    """Show for which accounts notices of law come without paper."""


class SwitchNotices(CallbackData, prefix="notice"):
    """Let notices of a type come, or not: the button names what is to be, so that it may be pressed twice."""

    about: NoticeType
    on: bool


class ExplainLegal(CallbackData, prefix="noticelaw"):
    """Say why a notice cannot be switched off."""

    about: NoticeType


class StopNotices(CallbackData, prefix="stop"):
    """Under a notice: let no more of its kind come."""

    about: NoticeType


class ResumeNotices(CallbackData, prefix="unstop"):
    """After a stop: let them come again."""

    about: NoticeType


class ChooseQuiet(CallbackData, prefix="quiet"):
    pass


class KeepQuiet(CallbackData, prefix="quietset"):
    hours: QuietHours


class ChooseBillsBy(CallbackData, prefix="ereceipt"):
    pass


class ReceiveBills(CallbackData, prefix="billsby"):
    by: Channel


def about_name(about: NoticeType, tr: Translator) -> str:
    """Return what a notice is about, as it stands on buttons and in sentences between «»."""
    return {
        NoticeType.READING_REMINDER: tr.pgettext("button", "Reminder to submit readings"),
        NoticeType.READING_RESULT: tr.pgettext("button", "Reading accepted or not"),
        NoticeType.BILL: tr.pgettext("button", "New bill"),
        NoticeType.PAYMENT: tr.pgettext("button", "Payment received"),
        NoticeType.UNPAID: tr.pgettext("button", "Unpaid bill"),
        NoticeType.VERIFICATION: tr.pgettext("button", "Meter verification"),
        NoticeType.REPLACEMENT: tr.pgettext("button", "Meter replacement"),
        NoticeType.OUTAGE: tr.pgettext("button", "Power outages"),
        NoticeType.TARIFF: tr.pgettext("button", "Change of tariff"),
        NoticeType.NEWS: tr.pgettext("button", "Company news"),
        NoticeType.CUTOFF: tr.pgettext("button", "Disconnection for debt"),
    }[about]


def stop_row(about: NoticeType, tr: Translator) -> list[InlineKeyboardButton]:
    """Return the row that stands last under every notice that is not one of law."""
    return [tap("🔕 " + tr.pgettext("button", "No more of these"), StopNotices(about=about))]


def notices(chosen: Chosen, kinds: Sequence[NoticeType], tr: Translator) -> InlineKeyboardMarkup:
    return inline(
        *([_switch(about, chosen, tr)] for about in kinds),
        [tap("🌙 " + tr.pgettext("button", "Quiet hours"), ChooseQuiet())],
        [tap("🧾 " + tr.pgettext("button", "E-receipt subscription"), ChooseBillsBy())],
        [tap("⚖️ " + tr.pgettext("button", "Notices of law without paper"), OpenAgreements())],
        [back(OpenSettings(), tr)],
    )


def _switch(about: NoticeType, chosen: Chosen, tr: Translator) -> InlineKeyboardButton:
    if about in LEGAL:
        return tap("⚖️ " + about_name(about, tr), ExplainLegal(about=about))
    wanted = chosen.settings.wants(about)
    return tap(f"{'✅' if wanted else '⬜️'} {about_name(about, tr)}", SwitchNotices(about=about, on=not wanted))


def stopped(about: NoticeType, tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap("🔔 " + tr.pgettext("button", "Switch on again"), ResumeNotices(about=about))], [all_(tr)])


def all_(tr: Translator) -> InlineKeyboardButton:
    return tap(label("notices", tr), OpenNotices())


def resumed(tr: Translator) -> InlineKeyboardMarkup:
    return inline([all_(tr)])


def quiet(chosen: Chosen, retailer_hours: tuple[int, int], tr: Translator) -> InlineKeyboardMarkup:
    return inline(
        *(
            [tap(f"{'🔘' if MINUTES[hours] == chosen.settings.quiet else '⚪️'} {name}", KeepQuiet(hours=hours))]
            for hours, name in _hours(retailer_hours, tr)
        ),
        [back(OpenNotices(), tr)],
    )


def span(minutes: tuple[int, int]) -> str:
    """Return «21:00–09:00»."""
    first, last = minutes
    return f"{first // 60:02}:{first % 60:02}–{last // 60:02}:{last % 60:02}"


def _hours(retailer_hours: tuple[int, int], tr: Translator) -> list[tuple[QuietHours, str]]:
    own = tr.pgettext("button", "As the company has set: {span}", span=span(retailer_hours))
    named = [(hours, span(minutes)) for hours, minutes in MINUTES.items() if minutes and minutes[0] != minutes[1]]
    none = tr.pgettext("button", "No quiet hours")
    return [(QuietHours.RETAILER, own), *named, (QuietHours.NONE, none)]


def bills_by(chosen: Chosen, tr: Translator, *, by_email: bool) -> InlineKeyboardMarkup:
    """Offer e-mail where there is an address that takes letters; where there is none yet, the way to set one."""
    ways = {
        Channel.CHAT: tr.pgettext("button", "To this chat"),
        Channel.EMAIL: tr.pgettext("button", "By e-mail"),
        Channel.BOTH: tr.pgettext("button", "To the chat and by e-mail"),
    }
    offered = ways if chosen.address else {Channel.CHAT: ways[Channel.CHAT]}
    set_email = [tap("✉️ " + tr.pgettext("button", "Set e-mail"), OpenEmail())]
    return inline(
        *(
            [tap(f"{'🔘' if by is chosen.bills_by else '⚪️'} {name}", ReceiveBills(by=by))]
            for by, name in offered.items()
        ),
        set_email if by_email and not chosen.address else [],
        [back(OpenNotices(), tr)],
    )


def owing(link_id: int, tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap(label("balance", tr), ChooseAccount(link_id=link_id))])


def set_email(tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap("✉️ " + tr.pgettext("button", "Set e-mail"), OpenEmail())], [back(OpenNotices(), tr)])

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.keyboards import Number, back, inline, tap
from bot.keyboards.accounts import ListChats
from bot.keyboards.support_ask import ask
from core.desk.model import About
from core.i18n import Translator
from core.support.model import Appeal, Status

PAGE = 8
MARKS = {Status.NEW: "🕗", Status.ANSWERED: "✅", Status.REFUSED: "⛔", Status.WITHDRAWN: "↩️"}


class ListRequests(CallbackData, prefix="requests"):
    link_id: int
    page: int = 0


class OpenRequest(CallbackData, prefix="request"):
    link_id: int
    appeal_id: Number


class WithdrawRequest(CallbackData, prefix="takeback"):
    """Ask before taking it back; `sure` does it."""

    link_id: int
    appeal_id: Number
    sure: bool = False


def requests(
    link_id: int, own: Sequence[Appeal], page: int, way_back: CallbackData, tr: Translator
) -> InlineKeyboardMarkup:
    shown = own[page * PAGE : (page + 1) * PAGE]
    rows = (
        [tap(f"{MARKS[each.status]} {each.number}", OpenRequest(link_id=link_id, appeal_id=each.id))] for each in shown
    )
    turns = [tap("◀️", ListRequests(link_id=link_id, page=page - 1))] if page else []
    turns += [tap("▶️", ListRequests(link_id=link_id, page=page + 1))] if len(own) > (page + 1) * PAGE else []
    return inline(*rows, turns, [back(way_back, tr)])


def request(link_id: int, appeal: Appeal, tr: Translator) -> InlineKeyboardMarkup:
    withdraw = [tap("↩️ " + tr.pgettext("button", "Withdraw"), WithdrawRequest(link_id=link_id, appeal_id=appeal.id))]
    about = [ask(About.APPEAL, link_id, appeal.number, tr)]
    return inline(withdraw if appeal.status is Status.NEW else [], about, [back(ListRequests(link_id=link_id), tr)])


def ask_withdraw(link_id: int, appeal_id: int, tr: Translator) -> InlineKeyboardMarkup:
    yes = WithdrawRequest(link_id=link_id, appeal_id=appeal_id, sure=True)
    no = OpenRequest(link_id=link_id, appeal_id=appeal_id)
    return inline([tap(tr.pgettext("button", "Yes"), yes), tap(tr.pgettext("button", "No"), no)])


def to_requests(link_id: int, tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap("📨 " + tr.pgettext("button", "My requests"), ListRequests(link_id=link_id))])


def under_way(link_id: int, appeal: Appeal, way_back: CallbackData, tr: Translator) -> InlineKeyboardMarkup:
    withdraw = WithdrawRequest(link_id=link_id, appeal_id=appeal.id, sure=True)
    return inline([tap("↩️ " + tr.pgettext("button", "Withdraw"), withdraw)], [back(way_back, tr)])


def not_me(link_id: int, appeal_id: int, tr: Translator) -> InlineKeyboardMarkup:
    """One tap stops what somebody else has asked for."""
    stop = WithdrawRequest(link_id=link_id, appeal_id=appeal_id, sure=True)
    return inline([tap("🚫 " + tr.pgettext("button", "Not me"), stop)])


def withdrawn(link_id: int, tr: Translator) -> InlineKeyboardMarkup:
    """Offer what follows a «not me»: to see who else has the account, and to put him out."""
    return inline(
        [tap("👥 " + tr.pgettext("button", "Linked chats"), ListChats(link_id=link_id))],
        [back(ListRequests(link_id=link_id), tr)],
    )

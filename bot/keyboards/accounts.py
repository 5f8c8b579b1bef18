from collections import Counter
from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards import back, inline, tap
from core.accounts.model import LEVEL_SECOND_PROOF, LinkedAccount, LinkedChat
from core.i18n import Translator

PAGE = 8
MARKS = {"disconnected": "🟠 ", "closed": "⚫️ "}


class AddAccount(CallbackData, prefix="add"):
    """Begin to link an account; what was typed before is forgotten."""


class ListAccounts(CallbackData, prefix="accounts"):
    page: int = 0


class OpenAccount(CallbackData, prefix="account"):
    link_id: int


class SwitchAccount(CallbackData, prefix="switch"):
    link_id: int


class RenameAccount(CallbackData, prefix="rename"):
    link_id: int


class DropAlias(CallbackData, prefix="unname"):
    link_id: int


class UnlinkAccount(CallbackData, prefix="unlink"):
    """Ask before unlinking; `sure` does it."""

    link_id: int
    sure: bool = False


class ListChats(CallbackData, prefix="chats"):
    """`link_id` 0: of the current account."""

    link_id: int


class RevokeChat(CallbackData, prefix="revoke"):
    link_id: int
    other_id: int


class NotMe(CallbackData, prefix="notme"):
    """Answer the notice of a new chat: unlink that chat and let nobody new in."""

    link_id: int
    other_id: int


class ShowInFull(CallbackData, prefix="infull"):
    """Show another proof, so that name and address are not masked any more."""

    link_id: int


def accounts(linked: Sequence[LinkedAccount], current: int, page: int, tr: Translator) -> InlineKeyboardMarkup:
    shown = linked[page * PAGE : (page + 1) * PAGE]
    names = names_of(linked, current, tr)
    rows = [
        [tap(MARKS.get(each.status, "") + names[each.link_id], OpenAccount(link_id=each.link_id))] for each in shown
    ]
    turns = [tap("◀️", ListAccounts(page=page - 1))] if page else []
    turns += [tap("▶️", ListAccounts(page=page + 1))] if len(linked) > (page + 1) * PAGE else []
    return inline(*rows, turns, [tap("➕ " + tr.pgettext("button", "Add account"), AddAccount())])


def names_of(linked: Sequence[LinkedAccount], marked: int, tr: Translator) -> dict[int, str]:
    """Return the accounts as buttons name them, by link id; two branches may have an account of the same number."""
    numbers = Counter(each.account_no for each in linked)
    names = {}
    for each in linked:
        branch = each.branch.name(tr.language) if numbers[each.account_no] > 1 else ""
        name = " · ".join(filter(None, (each.account_no, branch, each.alias)))
        names[each.link_id] = f"✅ {name}" if each.link_id == marked else name
    return names


def account(linked: LinkedAccount, *, is_current: bool, tr: Translator) -> InlineKeyboardMarkup:
    link_id = linked.link_id
    choose = [tap("✅ " + tr.pgettext("button", "Choose this account"), SwitchAccount(link_id=link_id))]
    in_full = [tap("🔓 " + tr.pgettext("button", "Show in full"), ShowInFull(link_id=link_id))]
    return inline(
        [] if is_current else choose,
        in_full if linked.level < LEVEL_SECOND_PROOF else [],
        [tap("✏️ " + tr.pgettext("button", "Rename"), RenameAccount(link_id=link_id))],
        [tap("👥 " + tr.pgettext("button", "Linked chats"), ListChats(link_id=link_id))],
        [tap("🗑 " + tr.pgettext("button", "Unlink"), UnlinkAccount(link_id=link_id))],
        [back(ListAccounts(), tr)],
    )


def ask_alias(linked: LinkedAccount, tr: Translator) -> InlineKeyboardMarkup:
    drop = [tap(tr.pgettext("button", "Without a name"), DropAlias(link_id=linked.link_id))]
    return inline(drop if linked.alias else [], [back(OpenAccount(link_id=linked.link_id), tr)])


def ask_unlink(link_id: int, tr: Translator) -> InlineKeyboardMarkup:
    return inline(
        [
            tap(tr.pgettext("button", "Yes"), UnlinkAccount(link_id=link_id, sure=True)),
            tap(tr.pgettext("button", "No"), OpenAccount(link_id=link_id)),
        ],
    )


def chats(link_id: int, linked: Sequence[LinkedChat], tr: Translator) -> InlineKeyboardMarkup:
    others = [each for each in linked if not each.is_this]
    return inline(*([revoke(link_id, each, tr)] for each in others), [back(OpenAccount(link_id=link_id), tr)])


def not_me(link_id: int, other_id: int, tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap("🚫 " + tr.pgettext("button", "Not me"), NotMe(link_id=link_id, other_id=other_id))])


def revoke(link_id: int, chat: LinkedChat, tr: Translator) -> InlineKeyboardButton:
    label = tr.pgettext("button", "Unlink chat {order}", order=chat.order)
    return tap(f"🗑 {label}", RevokeChat(link_id=link_id, other_id=chat.link_id))

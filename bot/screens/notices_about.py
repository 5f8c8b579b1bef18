"""«Ask about this» below what the bot says of its own accord about an account."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from aiogram.types import InlineKeyboardMarkup

from bot.keyboards import inline
from bot.keyboards.support_ask import ask, months_ref, notice_ref, payment_ref
from bot.screens.screen import Screen
from core.desk.model import About
from core.i18n import Translator
from core.notices.model import NoticeType
from core.payments.model import day_of
from core.period import Period

Values = Mapping[str, Any]

_OF_ACCOUNTS = {
    "linked_elsewhere": "linked",
    "unlinked_elsewhere": "unlinked",
    "account_owner_changed": "owner",
    "account_locked": "locked",
}
_OF_READINGS = frozenset({"reading_accepted", "reading_refused", "reading_unclear", "reading_by_other"})
_OF_APPEALS = frozenset({"change_asked", "appeal_taken_back", "appeal_answered"})


def askable(screen: Screen, about: NoticeType, values: Values, day: date, tr: Translator) -> Screen:
    """Return a notice to many with the button; `day` is when it goes."""
    link_id = _link(values)
    match about:
        case NoticeType.BILL:
            return _with(screen, About.BILL, link_id, months_ref(Period.from_index(values["period"])), tr)
        case NoticeType.PAYMENT:
            return _with(screen, About.PAYMENT, link_id, payment_ref(day_of(values["paid_at"]), values["amount"]), tr)
        case _:
            return _with(screen, About.NOTICE, link_id, notice_ref(about, day), tr)


def askable_message(screen: Screen, name: str, values: Values, day: date, tr: Translator) -> Screen:
    """Return a message to one chat with the button, where it is about an account."""
    if name in _OF_READINGS:
        return _with(screen, About.READING, 0, str(values["number"]), tr)
    if name in _OF_APPEALS:
        return _with(screen, About.APPEAL, int(values.get("link_id", 0)), str(values["number"]), tr)
    if (kind := _OF_ACCOUNTS.get(name)) is not None:
        return _with(screen, About.NOTICE, int(values.get("link_id", 0)), notice_ref(kind, day), tr)
    return screen


def _link(values: Values) -> int:
    """Return the link of the account that it is about; 0: of several, or of none."""
    accounts = values.get("accounts")
    if isinstance(accounts, list):
        return accounts[0].get("link_id", 0) if len(accounts) == 1 else 0
    return 0 if isinstance(accounts, int) and accounts > 1 else values.get("link_id", 0)


def _with(screen: Screen, about: About, link_id: int, ref: str, tr: Translator) -> Screen:
    rows = screen.keyboard.inline_keyboard if isinstance(screen.keyboard, InlineKeyboardMarkup) else []
    return replace(screen, keyboard=inline(*rows, [ask(about, link_id, ref, tr)]))

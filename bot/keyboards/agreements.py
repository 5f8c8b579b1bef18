from collections.abc import Sequence
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup
from pydantic import Field

from bot.keyboards import Number, back, inline, tap
from bot.keyboards.accounts import AddAccount
from bot.keyboards.notices import OpenAgreements, OpenNotices
from core.i18n import Translator
from core.notices.agreeing import AccountAgreement

_MOST = 20


class ReadAgreement(CallbackData, prefix="paperless"):
    """Show what is agreed to for an account."""

    link_id: Number


class GiveAgreement(CallbackData, prefix="agreelaw"):
    link_id: Number
    version: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+$", max_length=20)]


class WithdrawAgreement(CallbackData, prefix="unagree"):
    link_id: Number


def agreements(known: Sequence[AccountAgreement], tr: Translator) -> InlineKeyboardMarkup:
    rows = []
    for each in known[:_MOST]:
        number, link_id = each.account.account_no, each.account.link_id
        agree = tap("✍️ " + tr.pgettext("button", "Agree: {number}", number=number), ReadAgreement(link_id=link_id))
        withdraw = tap(
            "↩️ " + tr.pgettext("button", "Take back: {number}", number=number), WithdrawAgreement(link_id=link_id)
        )
        rows.append([withdraw if each.agreement else agree])
    if not known:
        rows = [[tap("➕ " + tr.pgettext("button", "Add account"), AddAccount())]]
    return inline(*rows, [back(OpenNotices(), tr)])


def agree(link_id: int, version: str, tr: Translator) -> InlineKeyboardMarkup:
    give = GiveAgreement(link_id=link_id, version=version)
    return inline([tap("✅ " + tr.pgettext("button", "I agree"), give)], [back(OpenAgreements(), tr)])


def read_anew(link_id: int, tr: Translator) -> InlineKeyboardMarkup:
    read = tap("📄 " + tr.pgettext("button", "Read the new text"), ReadAgreement(link_id=link_id))
    return inline([read], [back(OpenAgreements(), tr)])

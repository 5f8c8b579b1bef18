from collections.abc import Sequence
from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup
from pydantic import Field as Limits

from bot.keyboards import back, inline, tap
from bot.keyboards.accounts import ListChats, ShowInFull, names_of
from bot.keyboards.cancel import cancel
from bot.keyboards.email import OpenEmail
from bot.keyboards.menu import OpenSettings
from bot.keyboards.requests import ListRequests
from core.accounts.model import LinkedAccount
from core.i18n import Translator
from core.profile.model import ChangeForm, Field, Profile
from core.support.model import KEY_LENGTH

_MOST_ACCOUNTS = 90  # Telegram takes a hundred buttons

Key = Annotated[str, Limits(pattern=r"^[0-9a-f]+$", max_length=KEY_LENGTH)]


class OpenProfile(CallbackData, prefix="profile"):
    """`link_id` 0: of the current account."""

    link_id: int = 0


class ProfileElsewhere(CallbackData, prefix="profiles"):
    link_id: int


class ProfileOf(CallbackData, prefix="profileof"):
    link_id: int


class OpenForm(CallbackData, prefix="change"):
    """Begin to change the profile, or go back to the form that is under way."""

    link_id: int


class PickField(CallbackData, prefix="field"):
    field: Field


class PickSex(CallbackData, prefix="sex"):
    sex: Literal["f", "m"]


class SendChange(CallbackData, prefix="sendchange"):
    """`key` is that of the form: however often it is pressed, one appeal is sent."""

    link_id: int
    key: Key


def field_label(field: Field, tr: Translator, *, legal: bool = False) -> str:
    """Return the name of a field; a company has a name, but no full one."""
    match field:
        case Field.PAYER if legal:
            return tr.pgettext("button", "Name of the company")
        case Field.PAYER:
            return tr.pgettext("button", "Full name")
        case Field.PHONE:
            return tr.pgettext("button", "Phone")
        case Field.MOBILE:
            return tr.pgettext("button", "Mobile phone")
        case Field.EMAIL:
            return tr.pgettext("button", "E-mail")
        case Field.BIRTH_DATE:
            return tr.pgettext("button", "Date of birth")
        case Field.SEX:
            return tr.pgettext("button", "Sex")


def profile(shown: Profile, tr: Translator, *, by_email: bool) -> InlineKeyboardMarkup:
    letters = [tap("✉️ " + tr.pgettext("button", "E-mail for documents"), OpenEmail())]
    link_id = shown.account.link_id
    in_full = [tap("🔓 " + tr.pgettext("button", "Show in full"), ShowInFull(link_id=link_id))]
    elsewhere = [tap("🏠 " + tr.pgettext("button", "Another account"), ProfileElsewhere(link_id=link_id))]
    return inline(
        in_full if shown.masked else [],
        [tap("✏️ " + tr.pgettext("button", "Change"), OpenForm(link_id=link_id))],
        [tap("📨 " + tr.pgettext("button", "My requests"), ListRequests(link_id=link_id))],
        [tap("👥 " + tr.pgettext("button", "Linked chats"), ListChats(link_id=link_id))],
        letters if by_email else [],
        elsewhere if shown.has_others else [],
        [back(OpenSettings(), tr)],
    )


def accounts(linked: Sequence[LinkedAccount], shown: int, tr: Translator) -> InlineKeyboardMarkup:
    names = names_of(linked, shown, tr)
    rows = ([tap(name, ProfileOf(link_id=link_id))] for link_id, name in list(names.items())[:_MOST_ACCOUNTS])
    return inline(*rows, [back(OpenProfile(link_id=shown), tr)])


def form(shown: ChangeForm, key: str, tr: Translator) -> InlineKeyboardMarkup:
    account = shown.profile.account
    link_id, legal = account.link_id, account.kind == "legal"
    picks = [tap(field_label(each, tr, legal=legal), PickField(field=each)) for each in shown.profile.fields]
    send = [tap("✅ " + tr.pgettext("button", "Send"), SendChange(link_id=link_id, key=key))]
    return inline(
        *(picks[at : at + 2] for at in range(0, len(picks), 2)),
        send if shown.changes else [],
        [back(OpenProfile(link_id=link_id), tr), cancel(tr)],
    )


def ask(link_id: int, tr: Translator) -> InlineKeyboardMarkup:
    return inline([back(OpenForm(link_id=link_id), tr), cancel(tr)])


def ask_sex(link_id: int, tr: Translator) -> InlineKeyboardMarkup:
    women, men = tr.pgettext("button", "Female"), tr.pgettext("button", "Male")
    return inline(
        [tap(women, PickSex(sex="f")), tap(men, PickSex(sex="m"))],
        [back(OpenForm(link_id=link_id), tr), cancel(tr)],
    )


def go_on(link_id: int, tr: Translator) -> InlineKeyboardMarkup:
    """Lead back to the form, where everything that was right still stands."""
    return inline([tap("✏️ " + tr.pgettext("button", "To the form"), OpenForm(link_id=link_id)), cancel(tr)])

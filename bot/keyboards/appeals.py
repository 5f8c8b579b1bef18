from collections.abc import Sequence
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import Field

from bot.keyboards import back, inline, tap
from bot.keyboards.accounts import names_of
from bot.keyboards.cancel import cancel
from core.accounts.model import LinkedAccount
from core.i18n import Translator
from core.support.appealing import Form
from core.support.model import KEY_LENGTH, Kind

_MOST_ACCOUNTS = 90  # Telegram takes a hundred buttons

Key = Annotated[str, Field(pattern=r"^[0-9a-f]+$", max_length=KEY_LENGTH)]


class BeginAppeal(CallbackData, prefix="appeal"):
    """Write an appeal; `link_id` 0: the account is not chosen yet, or it is about none."""

    kind: Kind
    link_id: int = 0


class DisputeCharge(CallbackData, prefix="dispute"):
    """Dispute a charge from the screen that shows it. `ref` is what the screen calls it."""

    link_id: int
    ref: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]*$", max_length=24)] = ""


class OtherAppeals(CallbackData, prefix="appealother"):
    """Requests with papers."""


class BackToAppeal(CallbackData, prefix="appealform"):
    """The form that is being filled in."""


class RewriteAppeal(CallbackData, prefix="appealanew"):
    """Forget the words that have been written."""


class DropPapers(CallbackData, prefix="appealbare"):
    """Forget the papers that have been added."""


class SendAppeal(CallbackData, prefix="appealsend"):
    """`key` is that of the form: however often it is pressed, one appeal is sent."""

    key: Key


def kind_button(kind: Kind, tr: Translator) -> InlineKeyboardButton:
    match kind:
        case Kind.RECEPTION:
            label = "🏛 " + tr.pgettext("button", "Public reception")
        case Kind.DISPUTE:
            label = "⚖️ " + tr.pgettext("button", "Dispute a charge")
        case Kind.FEEDBACK:
            label = "💡 " + tr.pgettext("button", "Feedback")
        case Kind.OWNER_CHANGE:
            label = "🔑 " + tr.pgettext("button", "Change of the owner")
        case _:
            label = "📄 " + tr.pgettext("button", "Other request")
    return tap(label, BeginAppeal(kind=kind))


def dispute(link_id: int, ref: str, tr: Translator) -> InlineKeyboardButton:
    return tap("⚖️ " + tr.pgettext("button", "Dispute a charge"), DisputeCharge(link_id=link_id, ref=ref))


def others(way_back: CallbackData, tr: Translator) -> InlineKeyboardMarkup:
    return inline([kind_button(Kind.OWNER_CHANGE, tr)], [kind_button(Kind.OTHER, tr)], [back(way_back, tr)])


def accounts(
    kind: Kind, linked: Sequence[LinkedAccount], way_back: CallbackData, tr: Translator
) -> InlineKeyboardMarkup:
    names = list(names_of(linked, 0, tr).items())[:_MOST_ACCOUNTS]
    rows = ([tap(name, BeginAppeal(kind=kind, link_id=link_id))] for link_id, name in names)
    return inline(*rows, [back(way_back, tr)])


def form(shown: Form, tr: Translator) -> InlineKeyboardMarkup:
    send = [tap("✅ " + tr.pgettext("button", "Send"), SendAppeal(key=shown.key))]
    rewrite = [tap("✏️ " + tr.pgettext("button", "Write anew"), RewriteAppeal())]
    bare = [tap("🗑 " + tr.pgettext("button", "Without papers"), DropPapers())]
    return inline(send if shown.text else [], rewrite if shown.text else [], bare if shown.papers else [], [cancel(tr)])


def go_on(tr: Translator) -> InlineKeyboardMarkup:
    """Lead back to the form, where everything that was right still stands."""
    return inline([tap("✏️ " + tr.pgettext("button", "To the form"), BackToAppeal()), cancel(tr)])

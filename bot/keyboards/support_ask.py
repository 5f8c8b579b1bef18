"""«Ask about this»: its button stands on the screens of other flows, and below notices."""

import re
from datetime import date
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from pydantic import Field

from bot.keyboards import Number, tap
from core.desk.model import About
from core.i18n import Translator
from core.period import Period

_LONGEST = 27
_REF = re.compile(rf"[A-Za-z0-9_.-]{{0,{_LONGEST}}}")


class AskAbout(CallbackData, prefix="askabout"):
    """The next message carries along what it is about. `ref` is what the screen calls it, in the form of `…_ref`.

    `link_id` 0: of no account, or of several.
    """

    about: About
    link_id: Number = 0
    ref: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]*$", max_length=_LONGEST)] = ""


def ask(about: About, link_id: int, ref: str, tr: Translator) -> InlineKeyboardButton:
    """A number that does not fit into a button is left out."""
    kept = ref if _REF.fullmatch(ref) else ""
    return tap("💬 " + tr.pgettext("button", "Ask about this"), AskAbout(about=about, link_id=link_id, ref=kept))


def months_ref(later: Period, earlier: Period | None = None) -> str:
    return f"{later}..{earlier}" if earlier else str(later)


def payment_ref(day: date, amount: int) -> str:
    """`amount` is tiyn; below zero, money was given back."""
    return f"{day}.{amount}"


def notice_ref(kind: str, day: date) -> str:
    return f"{kind}.{day}"

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup
from pydantic import Field

from bot.keyboards import Number, inline, tap
from core.desk.canned import Preview
from core.desk.policy import Canned
from core.i18n import Translator

Name = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,20}$", max_length=20)]


class ShowCanned(CallbackData, prefix="canned"):
    """An answer filled in, to be looked at."""

    thread_id: Number
    name: Name


class SendCanned(CallbackData, prefix="cannedgo"):
    """The answer as it was looked at: `digest` is that of its text."""

    thread_id: Number
    name: Name
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{8}$", max_length=8)]


class DropCanned(CallbackData, prefix="cannedno"):
    pass


def choose(thread_id: int, listed: tuple[Canned, ...]) -> InlineKeyboardMarkup:
    buttons = [tap(each.name, ShowCanned(thread_id=thread_id, name=each.name)) for each in listed]
    return inline(*(buttons[at : at + 2] for at in range(0, len(buttons), 2)))


def preview(shown: Preview, tr: Translator) -> InlineKeyboardMarkup:
    send = SendCanned(thread_id=shown.thread.id, name=shown.name, digest=shown.digest)
    return inline(
        [
            tap("✅ " + tr.pgettext("button", "Send"), send),
            tap("✖️ " + tr.pgettext("button", "Cancel"), DropCanned()),
        ]
    )


def nothing() -> InlineKeyboardMarkup:
    """No button: the pressed message changes and takes no second press."""
    return inline()

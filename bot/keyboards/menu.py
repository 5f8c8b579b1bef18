"""The main keyboard, and the labels by which every flow is called.

A flow that is not built has no label here, so it has neither a button nor a place in the menu.
"""

from dataclasses import dataclass
from functools import cache

from aiogram.filters.callback_data import CallbackData
from aiogram.types import KeyboardButton, ReplyKeyboardMarkup

from core.i18n import LANGUAGES, Translator, translator
from core.support.faq import Flow

MAIN: tuple[Flow, ...] = (
    "balance",
    "readings",
    "bills",
    "documents",
    "calculator",
    "usage",
    "support",
    "accounts",
    "company",
    "settings",
)
ICONS = {
    "balance": "💡",
    "readings": "🔢",
    "bills": "🧾",
    "documents": "📁",
    "calculator": "🧮",
    "usage": "📊",
    "support": "💬",
    "accounts": "🏠",
    "company": "🏢",
    "settings": "⚙️",
    "profile": "👤",
    "language": "🌐",
    "notices": "🔔",
    "privacy": "🛡",
    "help": "❓",
    "logout": "🚪",
}


class OpenSettings(CallbackData, prefix="settings"):
    """The way back from everything that stands under Settings."""


class OpenFlow(CallbackData, prefix="flow"):
    """A button that does what the command of a flow does."""

    flow: Flow


@dataclass(frozen=True, slots=True)
class Called:
    """What a handler answers to `OpenFlow`: go on as if its command had been given."""

    flow: Flow


def labels(tr: Translator) -> dict[str, str]:
    """Return each flow's label as the contract has it, in one language, without its icon."""
    return {
        "start": tr.pgettext("button", "Main menu"),
        "cancel": tr.pgettext("button", "Cancel"),
        "balance": tr.pgettext("button", "Account status"),
        "bills": tr.pgettext("button", "Bills and payments"),
        "documents": tr.pgettext("button", "Documents"),
        "calculator": tr.pgettext("button", "Charge calculator"),
        "usage": tr.pgettext("button", "Consumption"),
        "readings": tr.pgettext("button", "Submit readings"),
        "support": tr.pgettext("button", "Support"),
        "accounts": tr.pgettext("button", "My accounts"),
        "company": tr.pgettext("button", "Company"),
        "settings": tr.pgettext("button", "Settings"),
        "profile": tr.pgettext("button", "Profile"),
        "language": tr.pgettext("button", "Language"),
        "notices": tr.pgettext("button", "Notices"),
        "privacy": tr.pgettext("button", "Personal data"),
        "help": tr.pgettext("button", "Help"),
        "logout": tr.pgettext("button", "Sign out"),
    }


def label(flow: str, tr: Translator) -> str:
    """Return the label as it stands on a button."""
    return f"{ICONS.get(flow, '')} {labels(tr)[flow]}".strip()


def main_menu(tr: Translator) -> ReplyKeyboardMarkup:
    buttons = [KeyboardButton(text=label(flow, tr)) for flow in MAIN]
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, is_persistent=True)


@cache
def flows_by_label() -> dict[str, str]:
    """Return which flow a label calls, in all languages: an old keyboard works after a change of language."""
    return {_bare(words): flow for language in LANGUAGES for flow, words in labels(translator(language)).items()}


def flow_called(text: str) -> str | None:
    """Return the flow whose label this is, with or without its icon, in capitals or not."""
    return flows_by_label().get(_bare(text))


def _bare(text: str) -> str:
    start = next((at for at, sign in enumerate(text) if sign.isalnum()), len(text))
    return " ".join(text[start:].split()).casefold()

"""What Telegram itself shows of the bot: the list of commands and the two descriptions, in each language.

The list is that of the flows that are built, in the order of the menu.
"""

from aiogram.types import BotCommand

from bot.keyboards.menu import labels
from core.i18n import Translator
from core.retailer import Retailer

_ORDER = (
    ("menu", "start"),
    ("balance", "balance"),
    ("readings", "readings"),
    ("bills", "bills"),
    ("documents", "documents"),
    ("calculator", "calculator"),
    ("usage", "usage"),
    ("support", "support"),
    ("accounts", "accounts"),
    ("company", "company"),
    ("settings", "settings"),
    ("language", "language"),
    ("notices", "notices"),
    ("privacy", "privacy"),
    ("help", "help"),
    ("cancel", "cancel"),
    ("logout", "logout"),
)


def commands(tr: Translator) -> list[BotCommand]:
    words = labels(tr)
    return [BotCommand(command=command, description=words[flow]) for command, flow in _ORDER]


def short_description(retailer: Retailer, tr: Translator) -> str:
    """Return at most 120 characters: they stand in the bot's profile."""
    text = tr.plain.gettext(
        "Personal cabinet of {org}: readings, debt, payments, your accounts.", org=retailer.name.of(tr.language)
    )
    return str(text)[:120]


def description(retailer: Retailer, tr: Translator) -> str:
    """Return at most 512 characters: they are read before START is pressed."""
    text = tr.plain.gettext(
        "Personal cabinet of {org}.\n\nSubmit readings with one message, see what you owe, what was charged and paid, "
        "your meters and your accounts. You need the account number and the amount of your last payment.\n\nThe bot "
        "never asks for a bank card number, a code from an SMS or your IIN.",
        org=retailer.name.of(tr.language),
    )
    return str(text)[:512]

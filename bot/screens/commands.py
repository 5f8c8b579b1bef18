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


def desk_commands(tr: Translator) -> list[BotCommand]:
    """Return what operators may call in their groups, the most wanted first."""
    plain = tr.plain
    described = {
        "canned": plain.gettext("answer with a text written once"),
        "close": plain.gettext("end the conversation"),
        "take": plain.gettext("I answer"),
        "assign": plain.gettext("a colleague answers: number, id, name or in reply"),
        "note": plain.gettext("for colleagues only; // does the same"),
        "delete": plain.gettext("in reply to an answer: take it back at the consumer's"),
        "edit": plain.gettext("in reply to a text written once: change it at the consumer's"),
        "priority": plain.gettext("low, normal or high"),
        "tag": plain.gettext("add words, -word takes one away"),
        "card": plain.gettext("the consumer's card anew"),
        "history": plain.gettext("all conversations as a file"),
        "reveal": plain.gettext("personal data for a reason and some minutes"),
        "reopen": plain.gettext("open the conversation again"),
        "appeals": plain.gettext("appeals that wait for an answer"),
        "answer": plain.gettext("answer an appeal"),
        "refuse": plain.gettext("refuse what an appeal asks, with the reason"),
        "ban": plain.gettext("2h, 3d, 1w or forever, and the reason: he cannot write"),
        "unban": plain.gettext("he may write again"),
        "bans": plain.gettext("who cannot write"),
        "stats": plain.gettext("how the desk works; 30: of thirty days"),
        "operators": plain.gettext("who answers; add, admin, remove"),
        "campaign": plain.gettext("a notice to many"),
        "help": plain.gettext("all commands of the desk"),
    }
    return [BotCommand(command=command, description=words) for command, words in described.items()]


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

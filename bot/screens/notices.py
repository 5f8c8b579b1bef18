"""Messages of the bot's own accord: the words are chosen when one is sent, in the language that its reader has then."""

from collections.abc import Callable, Mapping

from bot.screens.screen import Screen
from core.i18n import Translator
from core.retailer import Retailer

Values = Mapping[str, str | int]
Notice = Callable[[Values, Translator, Retailer], Screen]


def token_refused(_values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    return Screen(text=tr.gettext("Telegram refuses the bot's token: has it been revoked? No message is received."))


def second_poller(_values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    return Screen(text=tr.gettext("Another program receives the messages of this bot: stop it, or revoke the token."))


def telegram_away(_values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    return Screen(text=tr.gettext("Telegram could not be reached for more than two minutes."))


def webhook_refused(_values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    return Screen(text=tr.gettext("Telegram does not accept the address for its messages (WEBHOOK_URL)."))


NOTICES: dict[str, Notice] = {
    "token_refused": token_refused,
    "second_poller": second_poller,
    "telegram_away": telegram_away,
    "webhook_refused": webhook_refused,
}

"""What the bot itself says to a consumer in a talk with the desk, after all that was said before."""

from collections.abc import Callable, Mapping

from bot.screens import requests_notices, support
from bot.screens.screen import Screen
from core.i18n import Translator
from core.retailer import Retailer

Values = Mapping[str, str | int]


def talk_closed(values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    return support.closed(int(values["talk"]), tr)


def appeal_answered(values: Values, tr: Translator, retailer: Retailer) -> Screen:
    return requests_notices.answered(values, tr, retailer)


def talk_not_passed_on(_values: Values, tr: Translator, retailer: Retailer) -> Screen:
    return support.not_passed_on(tr, retailer)


WORDS: dict[str, Callable[[Values, Translator, Retailer], Screen]] = {
    words.__name__: words for words in (talk_closed, appeal_answered, talk_not_passed_on)
}

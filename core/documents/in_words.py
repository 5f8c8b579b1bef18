"""Sums in words, as they stand in brackets behind the figures: tenge in words, tiyn in two digits."""

from babel import Locale
from num2words import num2words

_LANGUAGES = {"kk": "kz", "ru": "ru", "en": "en"}
_TENGE = {"kk": "теңге", "ru": "тенге", "en": "tenge"}
_TIYN = {"kk": {}, "ru": {"few": "тиына", "many": "тиынов"}, "en": {}}
_ONE_TIYN = {"kk": "тиын", "ru": "тиын", "en": "tiyn"}
_MINUS = {"kk": "минус", "ru": "минус", "en": "minus"}


def in_words(tiyn: int, language: str) -> str:
    """Return «Бір мың екі жүз елу төрт теңге 86 тиын» for 125486; the first letter is a capital."""
    tenge, rest = divmod(abs(tiyn), 100)
    sign = f"{_MINUS[language]} " if tiyn < 0 else ""
    whole = num2words(tenge, lang=_LANGUAGES[language]).replace(",", "")
    unit = _TIYN[language].get(Locale.parse(language).plural_form(rest), _ONE_TIYN[language])
    said = f"{sign}{whole} {_TENGE[language]} {rest:02}\u00a0{unit}"
    return said[0].upper() + said[1:]

"""Words in Kazakh, Russian and English; the catalogues are compiled in memory at start.

A Translator is passed as an argument, since jobs and documents speak outside any update.
`gettext` and `ngettext` give HTML and escape every value put into it; `pgettext` (labels of buttons) and all
methods of `plain` give plain text.
"""

import datetime as dt
import html
import re
from collections.abc import Callable
from functools import cache, cached_property, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Self

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from core.clock import ALMATY
from core.period import Period

LANGUAGES = ("kk", "ru", "en")
LOCALES = Path(__file__).parents[1] / "locales"

_LONG_DATE = {"kk": "y 'жылғы' d MMMM", "ru": "d MMMM y 'г.'", "en": "d MMMM y"}
_TWO_DOTS = re.compile(r"(?<=[0-9] г\.)\.(?!\.)")  # the dot of «2026 г.» ends the sentence, too
_MONTH = {"kk": "y 'жылғы' MMMM", "ru": "LLLL y 'г.'", "en": "LLLL y"}


class Html(str):
    """Text that is markup already and is not escaped again."""


def _escape(value: object) -> object:
    return html.escape(value, quote=False) if isinstance(value, str) and not isinstance(value, Html) else value


def _as_is(value: object) -> object:
    return value


class Translator:
    def __init__(self, language: str, *, escape: Callable[[object], object] = _escape) -> None:
        self.language = language
        self.locale = Locale.parse(language)
        self._catalogue = _catalogue(language)
        self._escape = escape
        symbols = self.locale.number_symbols["latn"]
        self._group, self._decimal = _same_space(str(symbols["group"])), str(symbols["decimal"])

    @cached_property
    def plain(self) -> Self:
        """The same words as plain text: toasts, file names, log lines of the office."""
        return type(self)(self.language, escape=_as_is)

    def gettext(self, message: str, **values: object) -> Html:
        return self._fill(self._catalogue.gettext(message), values)

    def ngettext(self, singular: str, plural: str, count: int, **values: object) -> Html:
        return self._fill(self._catalogue.ngettext(singular, plural, count), {"count": count, **values})

    def pgettext(self, context: str, message: str, **values: object) -> str:
        """Return a label as plain text; `context` tells equal English words apart."""
        text = self._catalogue.pgettext(context, message)
        return text.format(**values) if values else text

    def money(self, tiyn: int) -> str:
        return f"{self.amount(tiyn)}\u00a0₸"

    def count(self, number: int) -> str:
        return self._number(number, 0, 0)

    def amount(self, tiyn: int) -> str:
        """Return money without its unit, for columns."""
        return self._number(tiyn, 2, 2)

    def signed(self, tiyn: int) -> str:
        """Return money for columns by the sign rule: (+) debt, (−) overpayment, nothing before zero."""
        return f"{'+' if tiyn > 0 else ''}{self.amount(tiyn)}"

    def price(self, ten_thousandths: int) -> str:
        """Return tenge per unit of volume, to four digits where there are so many."""
        return f"{self._number(ten_thousandths, 4, 2)}\u00a0₸"

    def quantity(self, thousandths: int) -> str:
        """Return a volume or a reading without its unit."""
        return self._number(thousandths, 3, 0)

    def energy(self, thousandths: int) -> str:
        """Return kWh, the unit included, from thousandths of a kWh."""
        unit = {"kk": "кВт·сағ", "ru": "кВт·ч", "en": "kWh"}[self.language]
        return f"{self.quantity(thousandths)}\u00a0{unit}"

    def area(self, hundredths: int) -> str:
        """Return square metres, the unit included, from hundredths of one."""
        unit = "m²" if self.language == "en" else "м²"
        return f"{self.quantity(hundredths * 10)}\u00a0{unit}"

    def date(self, day: dt.date) -> str:
        return _dated(day, _LONG_DATE[self.language], self.language)

    def short_date(self, day: dt.date) -> str:
        return day.strftime("%d.%m.%Y")

    def month(self, period: Period) -> str:
        return _dated(period.first_day, _MONTH[self.language], self.language)

    def short_month(self, period: Period) -> str:
        return f"{period.month:02}.{period.year:04}"

    def month_name(self, month: int) -> str:
        """Return the name alone, as it stands in a calendar."""
        return str(self.locale.months["stand-alone"]["wide"][month]).capitalize()

    def weekdays(self) -> list[str]:
        """Return the heads of a calendar's columns, Monday first."""
        names = self.locale.days["stand-alone"]["short"]
        return [str(names[day]).capitalize() for day in range(7)]

    def time(self, moment: dt.datetime) -> str:
        """Return an aware time as «22.11.2026 18:40» of Kazakhstan."""
        return format_datetime(moment, "dd.MM.y HH:mm", tzinfo=ALMATY, locale=self.locale)

    def _number(self, scaled: int, digits: int, least: int) -> str:
        """Return a number of so many decimal digits, of which zeros beyond the first `least` are left out.

        As Babel writes it, which takes thirty times as long: a table has hundreds of them.
        """
        whole, part = divmod(abs(scaled), 10**digits)
        said = f"{part:0{digits}}"
        shown = said[:least] + said[least:].rstrip("0")
        number = f"{whole:,}".replace(",", self._group) + (self._decimal + shown if shown else "")
        return f"−{number}" if scaled < 0 else number

    def _fill(self, text: str, values: dict[str, object]) -> Html:
        if not values:
            return Html(text)
        filled = text.format(**{name: self._escape(value) for name, value in values.items()})
        return Html(_TWO_DOTS.sub("", filled) if self.language == "ru" else filled)


def msgid(text: str) -> str:
    """Mark words for the catalogues that are looked up elsewhere."""
    return text


@cache
def translator(language: str) -> Translator:
    """Return the words of a language; an unknown one speaks Kazakh, the state language."""
    return Translator(language if language in LANGUAGES else "kk")


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == "en":
        return NullTranslations()
    path = LOCALES / language / "LC_MESSAGES" / "messages.po"
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


@lru_cache(maxsize=1024)
def _dated(day: dt.date, pattern: str, language: str) -> str:
    return _same_space(format_date(day, pattern, language))


def _same_space(text: str) -> str:
    """Give every narrow no-break space its plain sister: not every font has the narrow one."""
    return text.replace("\u202f", "\u00a0")
